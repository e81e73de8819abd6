"""What dates do to a case: the office is reminded, then the CEO office told; silence of the asker closes."""

import datetime as dt

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mado.accounts.queries import alliance_officers
from mado.audit.services import record
from mado.desks import messages
from mado.desks.enums import OFFICE_TURN, CaseState, NoteKind
from mado.desks.models import DeskCase
from mado.desks.services.letters import write_to_asker, write_to_office, write_to_people, written
from mado.desks.services.steps import locked_case, make_move, note
from mado.reference.settings import alliance


def remind_of_cases() -> tuple[int, int]:
    """Remind of every case past its day, escalate what stays after as many days again; (reminded, escalated).

    Each in a transaction of its own and remembered on its row, so a run that is killed and repeated writes nothing twice.
    """
    today = timezone.localdate()
    late = DeskCase.objects.filter(state__in=OFFICE_TURN, answer_by__lt=today).order_by("id")
    grace = dt.timedelta(days=alliance().case_answer_days)
    reminded = [_remind(row, today, grace) for row in late.filter(nudged_on=None)]
    overdue = late.filter(nudged_on__lt=today, escalated_on=None, answer_by__lt=today - grace)
    escalated = [_escalate(row, today) for row in overdue]
    return sum(reminded), sum(escalated)


@transaction.atomic
def _remind(case: DeskCase, today: dt.date, grace: dt.timedelta) -> bool:
    case = locked_case(case)
    if case.state not in OFFICE_TURN or case.nudged_on is not None:
        return False
    case.nudged_on = today
    case.save(update_fields=["nudged_on"])
    note(case, None, NoteKind.NUDGED)
    record(actor=None, verb="desks.remind_of_case", thing=case)
    told_on = max(case.answer_by + grace, today + dt.timedelta(days=1))
    write_to_office(case, messages.CASE_NUDGED, {"due": written(case.answer_by), "date": written(told_on)})
    return True


@transaction.atomic
def _escalate(case: DeskCase, today: dt.date) -> bool:
    case = locked_case(case)
    if case.state not in OFFICE_TURN or case.escalated_on is not None:
        return False
    case.escalated_on = today
    case.save(update_fields=["escalated_on"])
    note(case, None, NoteKind.ESCALATED)
    record(actor=None, verb="desks.escalate_case", thing=case)
    people = alliance_officers().exclude(pk=case.opened_by_id or 0)
    write_to_people(case, messages.CASE_ESCALATED, people, {"due": written(case.answer_by)})
    return True


def close_silent_cases() -> int:
    """End what waits for an asker past the day: an answer nobody objected to is solved, a question nobody replied to
    is closed. How many."""
    today = timezone.localdate()
    late = DeskCase.objects.filter(answer_by__lt=today).order_by("id")
    settled = [_end(row, "settle_silent") for row in late.filter(state=CaseState.PROPOSED)]
    closed = [_end(row, "close_silent") for row in late.filter(state=CaseState.INFO_REQUESTED)]
    return sum(settled) + sum(closed)


@transaction.atomic
def _end(case: DeskCase, move: str) -> bool:
    wanted = case.state
    case = locked_case(case)
    if case.state != wanted:
        return False
    make_move(case, move, None, f"desks.{move}")
    if move == "settle_silent":
        note(case, None, NoteKind.SOLVED)
        return True
    with translation.override(case.mail_language):
        reason = _("No reply came to the question.")
    note(case, None, NoteKind.CLOSED, reason)
    write_to_asker(case, messages.CASE_CLOSED, {"text": lambda: _("No reply came to the question.")})
    return True
