"""What the asker does: reply, say why an answer does not fit, mark as solved. `actor` is a user or a LinkHolder."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.desks import messages
from mado.desks.enums import NoteKind
from mado.desks.models import DeskCase
from mado.desks.services.letters import write_to_office
from mado.desks.services.steps import checked_text, locked_case, make_move, note, office_answers_by
from mado.reference.settings import alliance


@transaction.atomic
def reply_in_case(*, case: DeskCase, actor: Any, text: str) -> DeskCase:
    """Answer the office's question; the office has its full time again."""
    case = locked_case(case)
    make_move(case, "reply", actor, "desks.reply_in_case")
    text = checked_text("text", text, _("Write your reply to the office."))
    office_answers_by(case, alliance().case_answer_days)
    note(case, actor, NoteKind.REPLY, text)
    write_to_office(case, messages.CASE_REPLIED)
    return case


@transaction.atomic
def object_to_answer(*, case: DeskCase, actor: Any, text: str) -> DeskCase:
    """None fits, or something is still open: the office looks again."""
    case = locked_case(case)
    make_move(case, "object", actor, "desks.object_to_answer")
    text = checked_text(
        "text", text, _("Say what does not fit or is still open: the office reads exactly these words.")
    )
    office_answers_by(case, alliance().case_answer_days)
    note(case, actor, NoteKind.OBJECTION, text)
    write_to_office(case, messages.CASE_OBJECTED)
    return case


@transaction.atomic
def settle_case(*, case: DeskCase, actor: Any) -> DeskCase:
    """It is solved, or no longer needed."""
    case = locked_case(case)
    make_move(case, "settle", actor, "desks.settle_case")
    note(case, actor, NoteKind.SOLVED)
    write_to_office(case, messages.CASE_SETTLED, but=actor)
    return case
