"""A seat passes on: to a colleague at once, or to somebody asked by mail in the minute that person accepts."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts import messages
from mado.accounts.enums import Role, SeatInvitationPurpose
from mado.accounts.guards import may_offer_seat
from mado.accounts.handover import HandOver, follow_handover
from mado.accounts.models import Appointment, Draft, SeatInvitation, User
from mado.accounts.queries import (
    drafts_for_school,
    holding,
    later_seats,
    people_to_write_to,
    responsible_office,
    seat_holders,
    seat_on,
)
from mado.accounts.services.appointments import locked_seat, stop_seat, tell_office
from mado.accounts.services.seat_offers import check_offer, lock_school, locked_offer, make_offer
from mado.accounts.workflow import SEAT_INVITATION
from mado.audit.services import record
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.services import queue_message
from mado.reference.settings import alliance


@transaction.atomic
def hand_over_seat(*, appointment: Appointment, successor: Appointment, actor: User, with_drafts: bool) -> Appointment:
    """To a colleague who holds a seat at the same school. The leaver's seat ends this minute; the successor's lasts.

    A deputy takes over the leaver's role and the longer of the two spans, as a new appointment; a coordinator or
    principal already has every right and keeps the seat they have. Returns the successor's seat.
    """
    lock_school(appointment.organization)
    leaving = locked_seat(appointment)
    if not actor.has_perm("accounts.hand_over_seat", leaving):
        raise NotPermitted("accounts.hand_over_seat")
    following = locked_seat(successor)
    if following.organization_id != leaving.organization_id or following.user_id == leaving.user_id:
        raise BadInput({"successor": _("Choose a colleague who acts for the same school.")})
    ends = [leaving.valid_to, following.valid_to, *(seat.valid_to for seat in later_seats(following))]
    stop_seat(leaving, actor)
    if following.role == Role.DEPUTY and leaving.role != Role.DEPUTY:
        stop_seat(following, actor)
        following = _promoted(following, leaving, actor, valid_to=None if None in ends else max(filter(None, ends)))
    _pass_on(leaving, following, actor, with_drafts=with_drafts)
    queue_message(
        mail=messages.HANDED_OVER_TO_YOU,
        to=following.user,
        thing=following,
        link=("accounts:school_people", {"code": following.organization.code}),
        variables={
            "name": leaving.user,
            "school": following.organization.name,
            "role": lambda: Role(following.role).label,
        },
    )
    return following


@transaction.atomic
def offer_succession(
    *,
    appointment: Appointment,
    actor: User,
    email: str,
    name: str,
    language: str,
    reply_by: dt.date,
    with_drafts: bool,
) -> SeatInvitation:
    """To somebody who has no seat yet: asked by mail. Until the person accepts, the leaver keeps the seat."""
    organization = lock_school(appointment.organization)
    leaving = locked_seat(appointment)
    if not actor.has_perm("accounts.hand_over_seat", leaving):
        raise NotPermitted("accounts.hand_over_seat")
    decision = may_offer_seat(organization)
    if not decision:
        raise NotPossible(decision)
    check_offer(organization, email, name, leaving.role, reply_by)
    return make_offer(
        organization=organization,
        actor=actor,
        email=email,
        name=name,
        role=leaving.role,
        language=language,
        reply_by=reply_by,
        purpose=SeatInvitationPurpose.SUCCESSOR,
        successor_of=leaving,
        with_drafts=with_drafts,
    )


@transaction.atomic
def accept_seat_offer(*, invitation: SeatInvitation, actor: User, position: str) -> Appointment:
    """The person asked takes the seat from this minute; who hands over loses theirs in the same transaction."""
    lock_school(invitation.organization)
    invitation = locked_offer(invitation)
    SEAT_INVITATION.perform(invitation, "accept", actor)
    school = invitation.organization
    if seat_on(actor, school):
        raise NotPossible.because("has_seat", _("You already act for this school. There is nothing to accept."))
    if not position.strip():
        raise BadInput({"position": _("Write your position at the school, for example class teacher of grade 4.")})
    colleagues = list(seat_holders(school))
    today = timezone.localdate()
    appointment = Appointment.objects.create(
        user=actor,
        organization=school,
        role=invitation.role,
        position=position.strip(),
        valid_from=today,
        valid_to=invitation.seat_until or today + dt.timedelta(days=alliance().seat_valid_days),
    )
    invitation.accepted_by = actor
    invitation.appointment = appointment
    invitation.save(update_fields=["accepted_by", "appointment"])
    if not actor.time_zone:
        actor.time_zone = school.time_zone
        actor.save(update_fields=["time_zone"])
    details = {"appointment": appointment.pk, "purpose": invitation.purpose}
    record(actor=actor, verb="accounts.accept_seat_invitation", thing=invitation, details=details)
    leaving = _still_leaving(invitation)
    _tell_of_newcomer(invitation, appointment, colleagues, leaving)
    if leaving is not None:
        stop_seat(leaving, actor)
        _pass_on(leaving, appointment, actor, with_drafts=invitation.with_drafts)
    queue_reindex([school.pk])
    return appointment


def _still_leaving(invitation: SeatInvitation) -> Appointment | None:
    """The seat that ends with the acceptance; None when it has ended meanwhile or nobody leaves."""
    if invitation.purpose != SeatInvitationPurpose.SUCCESSOR or invitation.successor_of_id is None:
        return None
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("user", "organization")
    return rows.filter(holding(), pk=invitation.successor_of_id).first()


def _promoted(following: Appointment, leaving: Appointment, actor: User, *, valid_to: dt.date | None) -> Appointment:
    made = Appointment.objects.create(
        user=following.user,
        organization=following.organization,
        role=leaving.role,
        position=following.position,
        valid_from=timezone.localdate(),
        valid_to=valid_to,
    )
    details = {"appointment": made.pk, "follows": leaving.pk}
    record(actor=actor, verb="accounts.give_seat", thing=made, details=details)
    return made


def _pass_on(leaving: Appointment, following: Appointment, actor: User, *, with_drafts: bool) -> None:
    """Drafts move if the leaver says so; the office and the partners are told. All else belongs to the school anyway."""
    moved = _move_drafts(leaving, following.user) if with_drafts else 0
    details = {"from": leaving.pk, "to": following.pk, "drafts": moved}
    record(actor=actor, verb="accounts.hand_over_seat", thing=leaving, details=details)
    school = leaving.organization
    variables = {
        "name": leaving.user,
        "successor": following.user,
        "email": following.user.email,
        "school": school.name,
    }
    tell_office(leaving, messages.HANDED_OVER_TO_OFFICE, variables)
    follow_handover(HandOver(school, leaving.user, following.user))
    queue_reindex([school.pk])


def _move_drafts(leaving: Appointment, successor: User) -> int:
    """What was typed on the school's behalf goes on with the successor, except where the successor typed the same form."""
    kept = Draft.objects.filter(user=successor).values("key")
    rows = drafts_for_school(leaving.user, leaving.organization).exclude(key__in=kept)
    return rows.update(user=successor)


def _tell_of_newcomer(
    invitation: SeatInvitation, appointment: Appointment, colleagues: list[User], leaving: Appointment | None
) -> None:
    """Who acts for the school, and its office; of a hand-over the office reads in a mail of its own."""
    school = invitation.organization
    officers = [] if leaving else list(people_to_write_to(responsible_office(school)))
    for person in {person.pk: person for person in (*colleagues, *officers)}.values():
        leaves = leaving is not None and person.pk == leaving.user_id
        queue_message(
            mail=messages.SEAT_OFFER_ACCEPTED,
            to=person,
            thing=appointment,
            link=("accounts:me", {}) if leaves else ("accounts:school_people", {"code": school.code}),
            variables={
                "name": appointment.user,
                "email": appointment.user.email,
                "inviter": invitation.invited_by,
                "school": school.name,
                "role": lambda: Role(appointment.role).label,
            },
        )
