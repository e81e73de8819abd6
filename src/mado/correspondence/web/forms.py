from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mado.correspondence.enums import BODY_MOST
from mado.reference.languages import languages

_TAGS = {"zh-hant": "zh-Hant"}


class MessageForm(forms.Form):
    """A message, and whether it asks for an answer. The service checks the date on the other side's clock."""

    body = forms.CharField(
        label=_("Your message"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=BODY_MOST,
        error_messages={"required": _("Write your message first.")},
        help_text=_("Both schools and their offices can read it. Name no pupils and give no private phone numbers."),
    )
    language = forms.ChoiceField(label=_("Language of the message"))
    needs_answer = forms.BooleanField(
        label=_("It needs an answer"),
        required=False,
        help_text=_("We remind the other school, and tell its office if nobody answers."),
    )
    answer_by = forms.DateField(
        label=_("Answer by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day, on the other school's calendar."),
    )

    def __init__(self, *args: Any, reader_language: str = "en", about_case: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()
        if about_case:
            self.fields["body"].help_text = _(
                "The school and the office that has the case can read it. Name no pupils and give no private phone numbers."
            )
        self.initial.setdefault("language", _TAGS.get(reader_language, reader_language))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("needs_answer") and not data.get("answer_by") and "answer_by" not in self.errors:
            self.add_error("answer_by", _("Choose the day by which you need the answer."))
        if not data.get("needs_answer"):
            data["answer_by"] = None
        return data


class ReleaseForm(forms.Form):
    """Where a stray mail belongs."""

    code = forms.CharField(
        label=_("Invitation, exchange or case"), max_length=16, help_text=_("Its code, for example EX-2027-0042.")
    )
    author_email = forms.EmailField(
        label=_("Written by"), help_text=_("The address with which the person signs in to Mado.")
    )
