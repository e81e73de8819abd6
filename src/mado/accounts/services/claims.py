"""Asking for a school's seat, and the office's answer."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts import messages
from mado.accounts.enums import SEAT_ROLES, ClaimNoteKind, ClaimState, Role
from mado.accounts.guards import may_ask_for_seat
from mado.accounts.models import Appointment, ClaimNote, SeatClaim, User
from mado.accounts.queries import (
    OPEN_CLAIM_STATES,
    people_to_write_to,
    responsible_office,
    seat_holders,
    vetting_offices,
)
from mado.accounts.services.appointments import next_free_day
from mado.accounts.services.vouching import ensure_verification
from mado.accounts.workflow import SEAT_CLAIM
from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message
from mado.reference.services import next_code
from mado.reference.settings import alliance

TEXT_MOST = 4000
"""Characters of one explanation, question or reason."""


@transaction.atomic
def submit_claim(
    *,
    user: User,
    organization: Organization,
    role: str,
    position: str,
    school_email: str = "",
    school_phone: str = "",
    explanation: str = "",
) -> SeatClaim:
    """Ask for a seat at a school. The office in care of it is written to and answers within the alliance's days."""
    if not user.has_perm("accounts.submit_claim", organization):
        raise NotPermitted("accounts.submit_claim")
    # One person's claims are handed in one after the other, so that a double click makes one claim.
    User.objects.select_for_update().get(pk=user.pk)
    decision = may_ask_for_seat(user, organization)
    if not decision:
        raise NotPossible(decision)
    _check_submission(role, position, school_email, school_phone, explanation)
    claim = SeatClaim.objects.create(
        code=next_code("SC"),
        claimant=user,
        organization=organization,
        office=responsible_office(organization),
        role=role,
        position=position.strip(),
        school_email=school_email.strip(),
        school_phone=school_phone.strip(),
        explanation=explanation.strip(),
        answer_by=_office_answers_by(),
    )
    _note(claim, user, ClaimNoteKind.ASKED, claim.explanation)
    record(actor=user, verb="accounts.submit_claim", thing=claim, details={"organization": organization.code})
    _tell_office(claim, messages.CLAIM_SUBMITTED, {"role": lambda: Role(role).label, "date": _day(claim.answer_by)})
    _tell_claimant(claim, messages.CLAIM_RECEIVED, {"date": _day(claim.answer_by)})
    return claim


@transaction.atomic
def request_claim_info(*, claim: SeatClaim, actor: User, message: str) -> SeatClaim:
    """The office asks the claimant; from now on the claimant is waited for."""
    claim = locked_claim(claim)
    SEAT_CLAIM.perform(claim, "request_info", actor)
    text = _needed_text("message", message, _("Write what you need to know: the person reads exactly these words."))
    claim.office_message = text
    claim.answer_by = timezone.localdate() + dt.timedelta(days=alliance().reply_days)
    claim.reminded_on = claim.escalated_on = None
    claim.save(update_fields=["office_message", "answer_by", "reminded_on", "escalated_on"])
    _note(claim, actor, ClaimNoteKind.QUESTION, text)
    record(actor=actor, verb="accounts.request_claim_info", thing=claim)
    _tell_claimant(claim, messages.CLAIM_INFO_REQUESTED, {"message": text, "date": _day(claim.answer_by)})
    return claim


@transaction.atomic
def answer_claim_info(*, claim: SeatClaim, actor: User, explanation: str) -> SeatClaim:
    """The claimant answers; the office has its full time again."""
    claim = locked_claim(claim)
    SEAT_CLAIM.perform(claim, "answer", actor)
    text = _needed_text("explanation", explanation, _("Write your answer to the office."))
    claim.answer_by = _office_answers_by()
    claim.reminded_on = claim.escalated_on = None
    claim.save(update_fields=["answer_by", "reminded_on", "escalated_on"])
    _note(claim, actor, ClaimNoteKind.ANSWER, text)
    record(actor=actor, verb="accounts.answer_claim_info", thing=claim)
    _tell_office(claim, messages.CLAIM_ANSWERED, {"date": _day(claim.answer_by)})
    return claim


@transaction.atomic
def approve_claim(*, claim: SeatClaim, actor: User, valid_until: dt.date) -> SeatClaim:
    """Give the seat from today until `valid_until`, inclusive, and vouch for the school if nobody does yet."""
    claim = locked_claim(claim)
    SEAT_CLAIM.perform(claim, "approve", actor)
    starts = next_free_day(claim.claimant, claim.organization)
    _check_valid_until(valid_until, starts)
    others = list(seat_holders(claim.organization).exclude(pk=claim.claimant_id))
    _decide(claim, actor)
    appointment = Appointment.objects.create(
        user=claim.claimant,
        organization=claim.organization,
        role=claim.role,
        position=claim.position,
        valid_from=starts,
        valid_to=valid_until,
    )
    ensure_verification(organization=claim.organization, office=claim.office, actor=actor)
    if not claim.claimant.time_zone:
        claim.claimant.time_zone = claim.organization.time_zone
        claim.claimant.save(update_fields=["time_zone"])
    _note(claim, actor, ClaimNoteKind.APPROVED, "")
    details = {"appointment": appointment.pk, "valid_until": valid_until.isoformat()}
    record(actor=actor, verb="accounts.approve_claim", thing=claim, details=details)
    seat = {"role": lambda: Role(claim.role).label, "date": _day(valid_until)}
    _tell_claimant(claim, messages.CLAIM_APPROVED, seat)
    for person in others:
        queue_message(
            mail=messages.SEAT_SHARED,
            to=person,
            thing=claim,
            link=("accounts:me", {}),
            variables={
                "name": claim.claimant,
                "school": claim.organization.name,
                "office": _office_name(claim),
                **seat,
            },
        )
    queue_reindex([claim.organization_id])
    return claim


@transaction.atomic
def refuse_claim(*, claim: SeatClaim, actor: User, reason: str) -> SeatClaim:
    """Refuse with a reason the claimant reads word for word."""
    claim = locked_claim(claim)
    SEAT_CLAIM.perform(claim, "refuse", actor)
    text = _needed_text("reason", reason, _("Give the reason: the person reads exactly these words."))
    claim.office_message = text
    claim.save(update_fields=["office_message"])
    _decide(claim, actor)
    _note(claim, actor, ClaimNoteKind.REFUSED, text)
    record(actor=actor, verb="accounts.refuse_claim", thing=claim)
    _tell_claimant(claim, messages.CLAIM_REFUSED, {"reason": text})
    return claim


@transaction.atomic
def withdraw_claim(*, claim: SeatClaim, actor: User) -> SeatClaim:
    """The claimant takes the claim back; it leaves the office's queue."""
    claim = locked_claim(claim)
    SEAT_CLAIM.perform(claim, "withdraw", actor)
    _note(claim, actor, ClaimNoteKind.WITHDRAWN, "")
    record(actor=actor, verb="accounts.withdraw_claim", thing=claim)
    return claim


@transaction.atomic
def hand_over_claim(*, claim: SeatClaim, actor: User, office: Organization, reason: str, new_date: bool) -> SeatClaim:
    """Another office decides from now on; it has the alliance's full days again if `new_date`, else the days left.

    Who hands over keeps seeing the claim where it cares for the place; the new office sees it by being named.
    """
    claim = locked_claim(claim)
    if not actor.has_perm("accounts.decide_claim", claim):
        raise NotPermitted("accounts.decide_claim")
    if claim.state not in OPEN_CLAIM_STATES:
        raise NotPossible.because("state", _("This has already moved on. Reload the page to see where it stands."))
    if office.pk == claim.office_id or not vetting_offices().filter(pk=office.pk).exists():
        raise BadInput({"office": _("Choose another office that vets schools.")})
    text = _needed_text("reason", reason, _("Write why: the other office reads exactly these words."))
    before = claim.office
    claim.office = office
    claim.reminded_on = claim.escalated_on = None
    if new_date and claim.state == ClaimState.SUBMITTED:
        claim.answer_by = _office_answers_by()
    claim.save(update_fields=["office", "answer_by", "reminded_on", "escalated_on"])
    _note(claim, actor, ClaimNoteKind.HANDED_OVER, text)
    details = {"from": before.code if before else "", "to": office.code, "answer_by": claim.answer_by.isoformat()}
    record(actor=actor, verb="accounts.hand_over_claim", thing=claim, details=details)
    told = {"from_office": before.name if before else alliance().name, "reason": text, "date": _day(claim.answer_by)}
    _tell_office(claim, messages.CLAIM_HANDED_TO_OFFICE, told)
    if claim.state == ClaimState.SUBMITTED:
        _tell_claimant(claim, messages.CLAIM_HANDED_OVER, {"date": _day(claim.answer_by)})
    return claim


def locked_claim(claim: SeatClaim) -> SeatClaim:
    """The claim as it stands now, locked until the deed commits: of two answers at once, the second finds it moved."""
    rows = SeatClaim.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "office", "claimant").get(pk=claim.pk)


def _check_submission(role: str, position: str, email: str, phone: str, explanation: str) -> None:
    sentences: dict[str, str] = {}
    if role not in SEAT_ROLES:
        sentences["role"] = _("Choose coordinator, deputy coordinator or principal.")
    if not position.strip():
        sentences["position"] = _("Write your position at the school, for example class teacher of grade 4.")
    if not email.strip() and not phone.strip():
        sentences["school_email"] = _(
            "Give an e-mail address or a telephone number of the school, so that the office can reach you there."
        )
    if len(explanation) > TEXT_MOST:
        sentences["explanation"] = _("Shorten this to at most %(most)s characters.") % {"most": TEXT_MOST}
    if sentences:
        raise BadInput(sentences)


def _check_valid_until(valid_until: dt.date, starts: dt.date) -> None:
    most = starts + dt.timedelta(days=alliance().seat_valid_days)
    if valid_until <= starts:
        raise BadInput(
            {"valid_until": _("Choose a day after the seat begins (%(date)s).") % {"date": starts.isoformat()}}
        )
    if valid_until > most:
        raise BadInput(
            {
                "valid_until": _("A seat lasts until %(date)s at most. Choose that day or an earlier one.")
                % {"date": most.isoformat()}
            }
        )


def _needed_text(field: str, text: str, sentence: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput({field: sentence})
    if len(text) > TEXT_MOST:
        raise BadInput({field: _("Shorten this to at most %(most)s characters.") % {"most": TEXT_MOST}})
    return text


def _office_answers_by() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=alliance().claim_answer_days)


def _decide(claim: SeatClaim, actor: User) -> None:
    claim.decided_by = actor
    claim.decided_at = timezone.now()
    claim.save(update_fields=["decided_by", "decided_at"])


def _note(claim: SeatClaim, author: User, kind: ClaimNoteKind, text: str) -> None:
    ClaimNote.objects.create(claim=claim, author=author, kind=kind, text=text)


def _day(day: dt.date) -> Callable[[], str]:
    return lambda: messages.written_date(day)


def _office_name(claim: SeatClaim) -> str:
    return claim.office.name if claim.office else alliance().name


def _tell_office(claim: SeatClaim, mail: MailSpec, variables: Mapping[str, Any]) -> None:
    known = {"name": claim.claimant, "school": claim.organization.name, "code": claim.code}
    # Whoever asks for a seat is never asked to decide on it, even when working at the office.
    for officer in people_to_write_to(claim.office).exclude(pk=claim.claimant_id):
        queue_message(
            mail=mail,
            to=officer,
            thing=claim,
            link=("accounts:office_claim", {"code": claim.code}),
            variables={**known, **variables},
        )


def _tell_claimant(claim: SeatClaim, mail: MailSpec, variables: Mapping[str, Any]) -> None:
    known = {"school": claim.organization.name, "code": claim.code, "office": _office_name(claim)}
    queue_message(
        mail=mail,
        to=claim.claimant,
        thing=claim,
        link=("accounts:claim", {"code": claim.code}),
        variables={**known, **variables},
    )
