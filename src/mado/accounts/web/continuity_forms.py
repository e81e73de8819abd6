"""Forms of who acts for a school: asking a colleague, standing in, handing over. The services decide what is right."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mado.accounts.enums import SEAT_ROLES, Role
from mado.accounts.models import Appointment
from mado.reference.settings import alliance

SOMEBODY_ELSE = "other"


def _date_field(label: Any, hint: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, widget=widget)


def _address_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person signs in or signs up with exactly this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the person"),
        max_length=120,
        required=False,
        help_text=_("The mail greets the person with it."),
    )


def _language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of the mail"),
        choices=settings.LANGUAGES,
        help_text=_("Who has an account already is written to in the language chosen there."),
    )


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


class OfferForm(forms.Form):
    """A colleague beside those who act for the school today."""

    email = _address_field()
    name = _name_field()
    role = forms.ChoiceField(
        label=_("The person will act as"),
        choices=[(role.value, role.label) for role in SEAT_ROLES],
        initial=Role.DEPUTY.value,
        widget=forms.RadioSelect,
        help_text=_("All three may write, answer and report for the school."),
    )
    language = _language_field()
    reply_by = _date_field(_("Please answer by"), _("The person is reminded three days before."))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = language
        self.fields["reply_by"].initial = in_days(alliance().reply_days)


class InterimForm(OfferForm):
    """Somebody an office appoints for a time."""

    seat_until = _date_field(_("Stands in until"), _("The last day of the seat."))
    field_order = ["email", "name", "role", "seat_until", "language", "reply_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = Role.COORDINATOR.value
        self.fields["seat_until"].initial = in_days(alliance().interim_days_most)


class HandOverForm(forms.Form):
    """Who follows: a colleague with a seat, or somebody asked by mail."""

    successor = forms.ChoiceField(label=_("Who follows you?"), widget=forms.RadioSelect)
    email = _address_field()
    name = _name_field()
    language = _language_field()
    reply_by = _date_field(_("Please answer by"), _("Until the person accepts, you keep your seat."))
    with_drafts = forms.BooleanField(
        label=_("Hand over what I have typed and not yet sent, too"),
        required=False,
        initial=True,
        help_text=_("Half-written invitations and profile texts of this school. Nothing else of yours."),
    )

    def __init__(self, *args: Any, colleagues: list[Appointment], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), f"{row.user} · {row.get_role_display()}") for row in colleagues]
        self.fields["successor"].choices = [*choices, (SOMEBODY_ELSE, _("Somebody else, by e-mail"))]
        self.fields["successor"].initial = choices[0][0] if choices else SOMEBODY_ELSE
        self.fields["language"].initial = language
        self.fields["reply_by"].initial = in_days(alliance().reply_days)
        if self.data.get("successor", "") not in ("", SOMEBODY_ELSE):
            for name in ("email", "language", "reply_by"):
                self.fields[name].required = False

    @property
    def is_by_mail(self) -> bool:
        return self.cleaned_data["successor"] == SOMEBODY_ELSE


class AcceptOfferForm(forms.Form):
    """What only the person asked knows."""

    position = forms.CharField(
        label=_("Your position at the school"),
        max_length=120,
        help_text=_("For example: class teacher of grade 4, head of academic affairs."),
    )
