import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mado.directory.models import Organization
from mado.partnerships.enums import TEXT_MOST, DeclineReason
from mado.partnerships.guards import is_fair_reply_date
from mado.partnerships.queries import reply_dates
from mado.profiles.enums import ONLINE_KINDS, MeetingMode
from mado.profiles.models import Wish
from mado.profiles.queries import open_wishes


class WishChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Wish) -> str:
        return str(obj)


class InviteForm(forms.Form):
    """The structured first message. The service checks all of it again; here each field has its words."""

    wish = WishChoice(
        queryset=Wish.objects.none(),
        label=_("Which of your wishes is it for?"),
        empty_label=None,
        error_messages={"required": _("Choose one of your own school's wishes.")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of exchange do you propose?"),
        choices=[(kind.value, kind.label) for kind in ONLINE_KINDS],
        help_text=_("An exchange begins online. A visit can follow once you know each other."),
    )
    mode = forms.ChoiceField(label=_("How would you like to meet?"), choices=MeetingMode, widget=forms.RadioSelect)
    about_us = forms.CharField(
        label=_("Who you are"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=TEXT_MOST["about_us"],
        error_messages={"required": _("Say in a few sentences who you are.")},
        help_text=_("Your school, the class that would take part, and you. Name no pupils."),
    )
    proposal = forms.CharField(
        label=_("What you propose to do together"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=TEXT_MOST["proposal"],
        error_messages={"required": _("Say what you would like to do together.")},
    )
    first_step = forms.CharField(
        label=_("A small first step"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_MOST["first_step"],
        required=False,
        help_text=_("Something both can do within two weeks, such as a video greeting or a photo of your street."),
    )
    language = forms.ChoiceField(
        label=_("Which language would you work in?"),
        error_messages={"required": _("Choose the language you would work in.")},
    )
    group_size = forms.IntegerField(
        label=_("How many pupils are in your group?"), required=False, min_value=1, max_value=500
    )
    reply_by = forms.DateField(
        label=_("Until when do you ask for an answer?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day of the other school's own calendar. After it the invitation lapses."),
    )

    def __init__(
        self,
        *args: Any,
        sender: Organization,
        recipient: Organization,
        languages: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.recipient = recipient
        wishes = [wish.pk for wish in open_wishes(sender)]
        self.fields["wish"].queryset = Wish.objects.filter(pk__in=wishes).order_by("id")
        self.fields["language"].choices = languages
        span = reply_dates(recipient)
        self.fields["reply_by"].widget.attrs.update(min=span.earliest.isoformat(), max=span.latest.isoformat())

    def clean_reply_by(self) -> dt.date:
        day = self.cleaned_data["reply_by"]
        decision = is_fair_reply_date(self.recipient, day)
        if not decision:
            raise forms.ValidationError(decision.sentence)
        return day


class AcceptForm(forms.Form):
    note = forms.CharField(
        label=_("A word to the other school"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_MOST["answer_note"],
        required=False,
    )


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why does it not suit you?"),
        choices=DeclineReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason: it helps the other school and the alliance.")},
    )
    note = forms.CharField(
        label=_("A word to the other school"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_MOST["answer_note"],
        required=False,
        help_text=_("Needed only if you have another reason."),
    )
