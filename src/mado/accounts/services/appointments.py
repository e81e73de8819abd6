"""Seats that end, and offices that vouch for schools."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts import messages
from mado.accounts.enums import Role
from mado.accounts.models import Appointment, User, Verification
from mado.accounts.queries import in_force, people_to_write_to, responsible_office, seat_on
from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.services import queue_message
from mado.reference.settings import alliance


def next_free_day(user: User, organization: Organization) -> dt.date:
    """Today, or the day after the seat ends that the user still holds at this school: a renewal follows on."""
    seat = seat_on(user, organization)
    if seat is None or seat.valid_to is None:
        return timezone.localdate()
    return seat.valid_to + dt.timedelta(days=1)


def ensure_verification(*, organization: Organization, office: Organization | None, actor: User) -> Verification | None:
    """Let the office vouch for the school unless one does today. The caller has checked the actor's right."""
    today = timezone.localdate()
    if office is None or Verification.objects.filter(organization=organization, valid_until__gte=today).exists():
        return None
    return _vouch(organization, office, actor)


@transaction.atomic
def renew_verification(*, organization: Organization, actor: User) -> Verification:
    """The office looked again: it vouches for the school for the alliance's days from today."""
    if not actor.has_perm("accounts.verify_organization", organization):
        raise NotPermitted("accounts.verify_organization")
    Organization.objects.select_for_update().get(pk=organization.pk)
    office = responsible_office(organization)
    if not organization.is_listed:
        raise NotPossible.because(
            "delisted",
            _("This school is no longer in the official list of its country, so no office can vouch for it."),
        )
    if office is None:
        raise NotPossible.because("no_office", _("No office is in care of this place yet."))
    verification = _vouch(organization, office, actor)
    queue_reindex([organization.pk])
    return verification


def _vouch(organization: Organization, office: Organization, actor: User) -> Verification:
    today = timezone.localdate()
    verification = Verification.objects.create(
        organization=organization,
        office=office,
        verified_by=actor,
        verified_on=today,
        valid_until=today + dt.timedelta(days=alliance().verification_valid_days),
    )
    details = {"organization": organization.code, "valid_until": verification.valid_until.isoformat()}
    record(actor=actor, verb="accounts.verify_organization", thing=verification, details=details)
    return verification


@transaction.atomic
def end_appointment(*, appointment: Appointment, actor: User, reason: str = "") -> Appointment:
    """End a seat at once: its holder gives it back, or an office in care of the school takes it with a reason."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("user", "organization")
    appointment = rows.get(pk=appointment.pk)
    if not actor.has_perm("accounts.end_appointment", appointment):
        raise NotPermitted("accounts.end_appointment")
    if not Appointment.objects.filter(in_force(), pk=appointment.pk).exists():
        raise NotPossible.because("ended", _("This seat has already ended. Reload the page to see where it stands."))
    own = appointment.user_id == actor.pk
    if not own and not reason.strip():
        raise BadInput({"reason": _("Give the reason: the person reads exactly these words.")})
    began = appointment.valid_from
    # Days are inclusive, so a seat that ends now had its last day yesterday; one given today is moved whole.
    appointment.valid_to = timezone.localdate() - dt.timedelta(days=1)
    appointment.valid_from = min(began, appointment.valid_to)
    appointment.save(update_fields=["valid_from", "valid_to"])
    details = {"organization": appointment.organization.code, "valid_from": began.isoformat()}
    record(actor=actor, verb="accounts.end_appointment", thing=appointment, details=details)
    _tell_of_end(appointment, own=own, reason=reason.strip())
    queue_reindex([appointment.organization_id])
    return appointment


def _tell_of_end(appointment: Appointment, *, own: bool, reason: str) -> None:
    school = appointment.organization
    known = {"school": school.name, "role": lambda: Role(appointment.role).label}
    if not own:
        queue_message(
            mail=messages.SEAT_ENDED,
            to=appointment.user,
            thing=appointment,
            link=("accounts:me", {}),
            variables={**known, "reason": reason},
        )
        return
    for officer in people_to_write_to(responsible_office(school)):
        queue_message(
            mail=messages.SEAT_GIVEN_BACK,
            to=officer,
            thing=appointment,
            link=("accounts:office_claims", {}),
            variables={**known, "name": appointment.user},
        )
