"""No claim waits unseen: the office is reminded, then the CEO office is told; a claimant who owes an answer is
reminded, then the office is told. Run by a periodic job."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from mado.accounts import messages
from mado.accounts.enums import ClaimState
from mado.accounts.models import SeatClaim, User
from mado.accounts.queries import alliance_officers, people_to_write_to
from mado.audit.services import record
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message
from mado.reference.settings import alliance


def remind_of_claims() -> tuple[int, int]:
    """Remind of every claim past its day, escalate what stays after as many days again; (reminded, escalated).

    Each claim is told of in a transaction of its own and remembered on its row, so a job that is killed and run
    again writes nothing twice.
    """
    today = timezone.localdate()
    late = SeatClaim.objects.filter(state=ClaimState.SUBMITTED, answer_by__lt=today)
    grace = dt.timedelta(days=alliance().claim_answer_days)
    reminded = [_remind(pk, today, grace) for pk in late.filter(reminded_on=None).values_list("pk", flat=True)]
    overdue = late.filter(reminded_on__lt=today, escalated_on=None, answer_by__lt=today - grace)
    escalated = [_escalate(pk, today) for pk in overdue.values_list("pk", flat=True)]
    return sum(reminded), sum(escalated)


def remind_of_questions() -> tuple[int, int]:
    """Remind claimants who owe an answer, then tell the office that none came; (reminded, told)."""
    today = timezone.localdate()
    late = SeatClaim.objects.filter(state=ClaimState.INFO_REQUESTED, answer_by__lt=today)
    grace = dt.timedelta(days=alliance().claim_question_grace_days)
    reminded = [_remind_claimant(pk, today, grace) for pk in late.filter(reminded_on=None).values_list("pk", flat=True)]
    silent = late.filter(reminded_on__lt=today - grace, escalated_on=None)
    told = [_tell_unanswered(pk, today) for pk in silent.values_list("pk", flat=True)]
    return sum(reminded), sum(told)


@transaction.atomic
def _remind_claimant(pk: int, today: dt.date, grace: dt.timedelta) -> bool:
    claim = _still_waiting(pk, ClaimState.INFO_REQUESTED)
    if claim is None or claim.reminded_on is not None:
        return False
    claim.reminded_on = today
    claim.save(update_fields=["reminded_on"])
    record(actor=None, verb="accounts.remind_of_question", thing=claim)
    queue_message(
        mail=messages.CLAIM_QUESTION_OVERDUE,
        to=claim.claimant,
        thing=claim,
        link=("accounts:claim", {"code": claim.code}),
        variables={
            "school": claim.organization.name,
            "code": claim.code,
            "office": claim.office.name if claim.office else alliance().name,
            "message": claim.office_message,
            "due": lambda: messages.written_date(claim.answer_by),
            "date": lambda: messages.written_date(today + grace),
        },
    )
    return True


@transaction.atomic
def _tell_unanswered(pk: int, today: dt.date) -> bool:
    claim = _still_waiting(pk, ClaimState.INFO_REQUESTED)
    if claim is None or claim.escalated_on is not None:
        return False
    claim.escalated_on = today
    claim.save(update_fields=["escalated_on"])
    record(actor=None, verb="accounts.tell_of_unanswered_claim", thing=claim)
    for officer in people_to_write_to(claim.office).exclude(pk=claim.claimant_id):
        _write(claim, messages.CLAIM_UNANSWERED, officer, {})
    return True


@transaction.atomic
def _remind(pk: int, today: dt.date, grace: dt.timedelta) -> bool:
    claim = _still_waiting(pk)
    if claim is None or claim.reminded_on is not None:
        return False
    claim.reminded_on = today
    claim.save(update_fields=["reminded_on"])
    record(actor=None, verb="accounts.remind_of_claim", thing=claim)
    told_on = max(claim.answer_by + grace, today)
    for officer in people_to_write_to(claim.office).exclude(pk=claim.claimant_id):
        _write(claim, messages.CLAIM_OVERDUE, officer, {"date": lambda: messages.written_date(told_on)})
    return True


@transaction.atomic
def _escalate(pk: int, today: dt.date) -> bool:
    claim = _still_waiting(pk)
    if claim is None or claim.escalated_on is not None:
        return False
    claim.escalated_on = today
    claim.save(update_fields=["escalated_on"])
    record(actor=None, verb="accounts.escalate_claim", thing=claim)
    office = claim.office.name if claim.office else alliance().name
    for person in alliance_officers().exclude(pk=claim.claimant_id):
        _write(claim, messages.CLAIM_ESCALATED, person, {"office": office})
    return True


def _still_waiting(pk: int, state: ClaimState = ClaimState.SUBMITTED) -> SeatClaim | None:
    rows = SeatClaim.objects.select_for_update(of=("self",)).select_related("organization", "office", "claimant")
    return rows.filter(pk=pk, state=state).first()


def _write(claim: SeatClaim, mail: MailSpec, to: User, variables: dict[str, object]) -> None:
    queue_message(
        mail=mail,
        to=to,
        thing=claim,
        link=("accounts:office_claim", {"code": claim.code}),
        variables={
            "name": claim.claimant,
            "school": claim.organization.name,
            "code": claim.code,
            "due": lambda: messages.written_date(claim.answer_by),
            **variables,
        },
    )
