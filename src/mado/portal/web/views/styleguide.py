"""Every component with its real markup, in both themes side by side: what a developer and a designer look at."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

KINDS = [("online", _("Online exchange")), ("visit", _("Visit")), ("letters", _("Letters and parcels"))]
TOPICS = [
    ("culture", _("Culture")),
    ("food", _("Food")),
    ("environment", _("Environment")),
    ("language", _("Language")),
    ("arts", _("Arts")),
    ("science", _("Science")),
    ("sports", _("Sports")),
]


@dataclass(frozen=True, slots=True)
class SampleState:
    """Looks like a member of kernel.states.StateChoices."""

    tone: str
    label: str


class SampleForm(forms.Form):
    """One field of each widget."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("What a partner reads first."))
    about = forms.CharField(label=_("About your class"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    kind = forms.ChoiceField(label=_("Kind of exchange"), choices=KINDS, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=TOPICS, widget=forms.CheckboxSelectMultiple, help_text=_("As many as fit.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("zh-Hant", "繁體中文")])
    group_size = forms.IntegerField(label=_("Pupils in the group"), min_value=1)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=_("Lessons start"), widget=forms.TimeInput(attrs={"type": "time"}))
    agreed = forms.BooleanField(label=_("Our school’s head agrees"))


def styleguide(request: HttpRequest) -> HttpResponse:
    themes = [
        {
            "name": name,
            "form": SampleForm(auto_id=f"{name}-%s"),
            "mending": SampleForm(
                {"title": "", "kind": "online", "topics": ["food"], "group_size": "0"}, auto_id=f"{name}-mending-%s"
            ),
        }
        for name in ("light", "dark")
    ]
    states = [
        SampleState("waiting", str(_("waiting for an answer"))),
        SampleState("agreed", str(_("accepted"))),
        SampleState("mend", str(_("needs mending"))),
        SampleState("ended", str(_("lapsed"))),
        SampleState("draft", str(_("being written"))),
    ]
    page = Paginator(range(1, 240), 20).get_page(4)
    return render(
        request,
        "portal/styleguide.html",
        {"themes": themes, "states": states, "page": page, "hours": range(0, 25, 3)},
    )
