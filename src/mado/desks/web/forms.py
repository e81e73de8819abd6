"""Forms of cases, enquiries and the work list. What is right is decided by the services; forms ask and carry."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.desks.enums import SUBJECT_MOST, TEXT_MOST, CaseKind
from mado.directory.models import Organization
from mado.kernel.errors import BadInput
from mado.profiles.models import Wish
from mado.reference.languages import languages
from mado.reference.places import countries, country_name


def add_sentences(form: forms.BaseForm, problem: BadInput) -> None:
    """Put each sentence at its field, or over the whole form, so that nothing typed is lost."""
    for field, sentence in problem.sentences.items():
        form.add_error(field if field in form.fields else None, str(sentence))


def _text(label: str | Promise, hint: str | Promise, *, rows: int = 5, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=TEXT_MOST,
        required=required,
        strip=True,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CaseForm(forms.Form):
    """What a signed-in person asks; the school and the kind stand in the address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=CaseKind.choices, widget=forms.RadioSelect
    )
    subject = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=SUBJECT_MOST,
        help_text=gettext_lazy("The heading of your case."),
    )
    text = _text(
        gettext_lazy("What you need"),
        gettext_lazy(
            "What the search could not give you: dates, a place, a subject, a partner you have in mind. Do not write "
            "names of pupils."
        ),
        rows=7,
    )
    wish = forms.ModelChoiceField(
        label=gettext_lazy("The wish it belongs to"),
        queryset=Wish.objects.none(),
        required=False,
        empty_label=pgettext_lazy("wish of a case", "None of them"),
    )

    def __init__(self, *args: Any, wishes: QuerySet[Wish] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wishes is None:
            del self.fields["wish"]
            self.fields["kind"].choices = [pair for pair in CaseKind.choices if pair[0] != CaseKind.MANUAL_MATCH]
        else:
            self.fields["wish"].queryset = wishes


class EnquiryForm(forms.Form):
    """Asked without an account. The last field is for nobody: programs that fill in everything fill it in, too."""

    text = _text(
        gettext_lazy("Your question"),
        gettext_lazy("In any language. Please write no names of pupils."),
        rows=7,
    )
    subject = forms.CharField(label=gettext_lazy("In a few words"), max_length=SUBJECT_MOST)
    contact_name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The answer goes there, and a link to follow your question."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_school = forms.CharField(
        label=pgettext_lazy("enquiry", "Your school"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country of your school"),
        help_text=gettext_lazy("The office in care of this country answers you."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of your question"),
        help_text=gettext_lazy("Mails to you are written in Chinese, English, Japanese or Korean."),
    )
    concern = forms.BooleanField(
        label=gettext_lazy("This is a concern about safety or conduct"),
        required=False,
        help_text=gettext_lazy(
            "It goes straight to the central office. If somebody is in danger now, call the emergency number of your "
            "country first."
        ),
    )
    leave_empty = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *countries()]
        self.fields["language"].choices = languages()
        if not self.initial.get("language"):
            self.initial["language"] = {"zh-hant": "zh-Hant"}.get(get_language() or "en", get_language() or "en")

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            raise forms.ValidationError(_("This field was filled in by a program. Leave it empty and send again."))
        return ""


class WordsForm(forms.Form):
    """One text: a question, a reply, an answer, a reason, a note."""

    text = _text("", "")

    def __init__(self, *args: Any, label: str | Promise, hint: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint


class _OfficeChoice(forms.ModelChoiceField):
    def label_from_instance(self, office: Organization) -> str:
        own = office.second_name or office.name
        return f"{country_name(office.country)}: {own}"


class HandOnForm(forms.Form):
    """To which office, and why."""

    office = _OfficeChoice(
        label=gettext_lazy("Office"), queryset=Organization.objects.none(), empty_label=gettext_lazy("Choose")
    )
    text = _text(gettext_lazy("Why"), gettext_lazy("The other office reads it; so does the asker."), rows=3)

    def __init__(self, *args: Any, offices: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


class AssignForm(forms.Form):
    """Who is in charge."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("In charge"), queryset=User.objects.none(), empty_label=gettext_lazy("Choose")
    )

    def __init__(self, *args: Any, officers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = officers


class AskAfterForm(forms.Form):
    """A word of the officer's own in every reminder."""

    note = _text(
        gettext_lazy("A word of yours"),
        gettext_lazy("It stands under the reminder as you write it, in no other language."),
        rows=3,
        required=False,
    )


class SaveFilterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of this view"), max_length=60)
