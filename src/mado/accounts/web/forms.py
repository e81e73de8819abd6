"""Forms of seats, claims and one's own page. What is right is decided by the services; forms ask and carry."""

import datetime as dt
import zoneinfo
from typing import Any

from babel.core import get_global
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mado.accounts.enums import SEAT_ROLES, Role
from mado.accounts.models import SeatClaim, User
from mado.accounts.queries import vetting_offices
from mado.accounts.services import complete_sign_up
from mado.directory.models import Organization
from mado.reference.places import city_of
from mado.reference.settings import alliance


class SignUpForm(forms.Form):
    """allauth's sign-up plus the name a partner will read."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As you write it yourself. Offices and partner schools read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002  # allauth's signature
        complete_sign_up(user=user, name=self.cleaned_data["name"], language=get_language() or "")


class ClaimForm(forms.Form):
    """Who you are at the school. The school itself is picked from the directory and not asked for."""

    role = forms.ChoiceField(
        label=_("You will act as"),
        choices=[(role.value, role.label) for role in SEAT_ROLES],
        initial=Role.COORDINATOR.value,
        widget=forms.RadioSelect,
        help_text=_("The coordinator answers invitations and reports; a deputy may do the same."),
    )
    position = forms.CharField(
        label=_("Your position at the school"),
        max_length=120,
        help_text=_("For example: class teacher of grade 4, head of academic affairs."),
    )
    school_email = forms.EmailField(
        label=_("Your e-mail address at the school"),
        required=False,
        help_text=_("An address of the school itself is checked soonest. It may differ from the one you sign in with."),
        widget=forms.EmailInput(attrs={"autocomplete": "work email"}),
    )
    school_phone = forms.CharField(
        label=_("Telephone of the school, with extension"),
        max_length=60,
        required=False,
        help_text=_("The office may ring the school to ask for you."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "work tel"}),
    )
    explanation = forms.CharField(
        label=_("Anything that helps the office to check"),
        max_length=4000,
        required=False,
        help_text=_("For example a page of the school's website that names you. Do not write about pupils."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reachable = data.get("school_email") or data.get("school_phone")
        if not reachable and not {"school_email", "school_phone"} & set(self.errors):
            self.add_error(
                "school_email",
                _(
                    "Give an e-mail address or a telephone number of the school, so that the office can reach you there."
                ),
            )
        return data


class AnswerForm(forms.Form):
    """The claimant's answer to the office."""

    explanation = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class ApproveForm(forms.Form):
    """Until when the seat is given; the alliance's usual span is proposed."""

    valid_until = forms.DateField(
        label=_("The seat is valid until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The alliance's usual span is filled in. The person is reminded before it ends."),
    )

    def __init__(self, *args: Any, claim: SeatClaim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        self.fields["valid_until"].initial = timezone.localdate() + dt.timedelta(days=alliance().seat_valid_days)


class AskForm(forms.Form):
    """The office's question."""

    message = forms.CharField(
        label=_("What do you need to know?"),
        max_length=4000,
        help_text=_("The person reads exactly these words."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, claim: SeatClaim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim


class RefuseForm(forms.Form):
    """The reason of a refusal."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        help_text=_("The person reads exactly these words. Say what would mend it, if anything can."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, claim: SeatClaim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim


class HandClaimForm(forms.Form):
    """Another office decides."""

    KEEP, ANEW = "keep", "anew"

    office = forms.ModelChoiceField(
        label=_("Office that decides from now on"), queryset=Organization.objects.none(), empty_label=None
    )
    reason = forms.CharField(
        label=_("Why you hand it over"),
        max_length=4000,
        help_text=_("The other office reads exactly these words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    days = forms.ChoiceField(
        label=_("Until when it answers"),
        choices=[
            (ANEW, _("It has the usual number of days from today")),
            (KEEP, _("The date stays as it is")),
        ],
        initial=ANEW,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, claim: SeatClaim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim = claim
        self.fields["office"].queryset = vetting_offices().exclude(pk=claim.office_id)


class EndSeatForm(forms.Form):
    """Ending a seat: the reason is needed when it is another person's."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The person reads exactly these words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def time_zone_choices() -> list[tuple[str, str]]:
    """The zones countries keep today, by their city in the reader's language."""
    zones = {zone for kept in get_global("territory_zones").values() for zone in kept if "/" in zone}
    known = zones & zoneinfo.available_timezones()
    return [("", "—"), *sorted(((zone, city_of(zone)) for zone in known), key=lambda row: (row[1], row[0]))]


class PersonForm(forms.Form):
    """One's own name, language and clock."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), max_length=120, help_text=_("In your own script and order.")
    )
    name_romanised = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=120,
        required=False,
        help_text=_("Shown beside your name to readers of other scripts."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Mails to you are written in it.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, required=False, help_text=_("Times are shown on this clock.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, kept = self.fields["time_zone"], self.initial.get("time_zone", "")
        if kept and kept not in dict(field.choices):
            field.choices = [*field.choices, (kept, city_of(kept))]
