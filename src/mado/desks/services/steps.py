"""What every deed on a case does: lock, move, note, record."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.desks.engine.written import has_hidden_signs, tidy
from mado.desks.enums import OPEN_STATES, TEXT_MOST, NoteKind
from mado.desks.models import CaseNote, DeskCase
from mado.desks.workflow import DESK_CASE
from mado.kernel.errors import BadInput


def locked_case(case: DeskCase) -> DeskCase:
    """The case as it stands now, locked until the deed commits."""
    rows = DeskCase.objects.select_for_update(of=("self",))
    return rows.select_related("organization__profile", "opened_by", "office", "owner").get(pk=case.pk)


def checked_text(field: str, text: str, sentence: str, *, most: int = TEXT_MOST) -> str:
    """The text tidied. Raises BadInput: empty (with `sentence`), too long, or with signs that hide what is written."""
    text = tidy(text)
    if not text:
        raise BadInput({field: sentence})
    if problem := text_problem(text, most):
        raise BadInput({field: problem})
    return text


def text_problem(text: str, most: int) -> str:
    """What is wrong with a tidied text; "" when nothing is."""
    if len(text) > most:
        return _("Shorten this to at most %(most)s characters.") % {"most": most}
    if has_hidden_signs(text):
        return _("The text holds control characters that cannot be seen. Type it again instead of pasting it.")
    return ""


def note(case: DeskCase, author: Any, kind: NoteKind, text: str = "") -> CaseNote:
    """A line of the story; `author` may be somebody without an account, or None for a date."""
    known = author if getattr(author, "pk", None) else None
    return CaseNote.objects.create(case=case, author=known, kind=kind, text=text)


@transaction.atomic
def make_move(case: DeskCase, move: str, actor: Any, verb: str, **details: Any) -> None:
    """Move the locked case and write the deed down; an ended case notes when."""
    DESK_CASE.perform(case, move, actor)
    if case.state not in OPEN_STATES:
        case.closed_at = timezone.now()
        case.save(update_fields=["closed_at"])
    record(actor=actor, verb=verb, thing=case, details=details)


def office_answers_by(case: DeskCase, days: int) -> None:
    """The office has its full time again, and nobody has been reminded yet."""
    case.answer_by = timezone.localdate() + dt.timedelta(days=days)
    case.nudged_on = case.escalated_on = None
    case.save(update_fields=["answer_by", "nudged_on", "escalated_on"])


def asker_answers_by(case: DeskCase, days: int) -> None:
    case.answer_by = timezone.localdate() + dt.timedelta(days=days)
    case.save(update_fields=["answer_by"])
