"""Seats that end."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts import messages
from mado.accounts.enums import Role, SeatInvitationState
from mado.accounts.handover import HandOver, follow_handover
from mado.accounts.models import Appointment, SeatInvitation, User
from mado.accounts.queries import (
    holding,
    later_seats,
    people_to_write_to,
    responsible_office,
    seat_holders,
    seat_on,
)
from mado.accounts.workflow import SEAT_INVITATION
from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message


def next_free_day(user: User, organization: Organization) -> dt.date:
    """Today, or the day after the seat ends that the user still holds at this school: a renewal follows on."""
    seat = seat_on(user, organization)
    if seat is None or seat.valid_to is None:
        return timezone.localdate()
    return seat.valid_to + dt.timedelta(days=1)


@transaction.atomic
def end_appointment(*, appointment: Appointment, actor: User, reason: str = "") -> Appointment:
    """End a seat this minute: its holder gives it back, or an office in care of the school takes it with a reason."""
    appointment = locked_seat(appointment)
    if not actor.has_perm("accounts.end_appointment", appointment):
        raise NotPermitted("accounts.end_appointment")
    own = appointment.user_id == actor.pk
    if not own and not reason.strip():
        raise BadInput({"reason": _("Give the reason: the person reads exactly these words.")})
    stop_seat(appointment, actor)
    if not own:
        withdraw_offers_of(appointment, actor)
    tell_of_end(appointment, own=own, reason=reason.strip())
    queue_reindex([appointment.organization_id])
    return appointment


def locked_seat(appointment: Appointment) -> Appointment:
    """The seat as it stands now, locked until the deed commits; NotPossible when it gives no right any more."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("user", "organization")
    found = rows.get(pk=appointment.pk)
    if not Appointment.objects.filter(holding(), pk=found.pk).exists():
        raise NotPossible.because("ended", _("This seat has already ended. Reload the page to see where it stands."))
    return found


def stop_seat(appointment: Appointment, actor: User | None) -> None:
    """From this minute on the seat gives no right, nor do renewals that were to follow it. The caller has checked who."""
    now = timezone.now()
    for later in later_seats(appointment).select_for_update():
        later.ended_at = now
        later.save(update_fields=["ended_at"])
    appointment.ended_at = now
    appointment.valid_to = timezone.localdate()
    appointment.save(update_fields=["ended_at", "valid_to"])
    details = {"organization": appointment.organization.code, "valid_from": appointment.valid_from.isoformat()}
    record(actor=actor, verb="accounts.end_appointment", thing=appointment, details=details)


def withdraw_offers_of(appointment: Appointment, actor: User) -> None:
    """Whom an office has sent away has nobody's seat to give: what the person offered at this school is withdrawn."""
    rows = SeatInvitation.objects.select_for_update().filter(
        organization=appointment.organization, invited_by=appointment.user, state=SeatInvitationState.SENT
    )
    for offer in rows:
        SEAT_INVITATION.perform(offer, "withdraw", actor)
        record(actor=actor, verb="accounts.withdraw_seat_invitation", thing=offer)


def tell_of_end(appointment: Appointment, *, own: bool, reason: str) -> None:
    """Tell the person or the office, the colleagues who go on, and the partners where nobody does."""
    school = appointment.organization
    known = {"school": school.name, "role": lambda: Role(appointment.role).label}
    colleagues = list(seat_holders(school).exclude(pk=appointment.user_id))
    if not own:
        link: tuple[str, dict[str, object]] = ("accounts:me", {})
        variables = {**known, "reason": reason}
        queue_message(mail=messages.SEAT_ENDED, to=appointment.user, thing=appointment, link=link, variables=variables)
    elif colleagues:
        tell_office(appointment, messages.SEAT_GIVEN_BACK, {**known, "name": appointment.user})
    for colleague in colleagues:
        queue_message(
            mail=messages.SEAT_ENDED_TO_COLLEAGUES,
            to=colleague,
            thing=appointment,
            link=("accounts:school_people", {"code": school.code}),
            variables={"name": appointment.user, "school": school.name},
        )
    if not colleagues:
        tell_of_vacancy(appointment, by_office=not own)


def tell_of_vacancy(appointment: Appointment, *, by_office: bool = False) -> None:
    """Nobody acts for the school any more: its office is written to unless it did this itself, and its partners."""
    if not by_office:
        tell_office(appointment, messages.SCHOOL_WITHOUT_SEAT, {"school": appointment.organization.name})
    follow_handover(HandOver(appointment.organization, appointment.user, None))


def tell_office(appointment: Appointment, mail: MailSpec, variables: Mapping[str, Any]) -> None:
    """To the officers in care of the school; the page shows who acts for it and what to do."""
    school = appointment.organization
    for officer in people_to_write_to(responsible_office(school)):
        queue_message(
            mail=mail,
            to=officer,
            thing=appointment,
            link=("accounts:school_people", {"code": school.code}),
            variables=variables,
        )
