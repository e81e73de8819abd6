"""A question has an owner, a date, a reminder and somebody who hears when it stays unanswered. Each run may be repeated
or run twice at once: a row is taken under its lock, looked at again, and skipped when another worker holds it."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from mado.audit.services import record
from mado.correspondence.models import Message
from mado.correspondence.queries import Party, Subject, open_questions, subject_of
from mado.correspondence.services.letters import write_missing, write_nudged


def deadline_of(message: Message, asked: Party) -> dt.datetime:
    """Midnight after the date, on the clock of the side that was asked."""
    if message.answer_by is None:
        raise ValueError(f"message {message.pk} asks for no answer")
    return dt.datetime.combine(message.answer_by + dt.timedelta(days=1), dt.time.min, asked.zone)


def nudge_questions() -> int:
    """In the last day and a half before the deadline, once: a question that asks for an answer tomorrow is reminded of
    at the earliest twelve hours after it was asked. How many."""
    now = timezone.now()

    def is_due(message: Message, deadline: dt.datetime) -> bool:
        return deadline - dt.timedelta(hours=36) <= now < deadline and message.at <= now - dt.timedelta(hours=12)

    return _each("nudged_at", is_due, write_nudged)


def escalate_questions() -> int:
    """After the deadline: the office in care of the silent school is told, once. How many."""
    now = timezone.now()
    return _each("escalated_at", lambda _message, deadline: now >= deadline, write_missing)


def _each(
    field: str, is_due: Callable[[Message, dt.datetime], bool], write: Callable[[Message, Subject, Party], None]
) -> int:
    soon = timezone.now().date() + dt.timedelta(days=3)
    waiting = open_questions().filter(answer_by__lte=soon, **{f"{field}__isnull": True}).order_by("id")
    return sum(_one(pk, field, is_due, write) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _one(
    pk: int,
    field: str,
    is_due: Callable[[Message, dt.datetime], bool],
    write: Callable[[Message, Subject, Party], None],
) -> bool:
    rows = open_questions().filter(pk=pk, **{f"{field}__isnull": True})
    message = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return False
    subject = subject_of(message.thread)
    asking = subject.party(message.side)
    if not is_due(message, deadline_of(message, subject.party(asking.side.other))):
        return False
    setattr(message, field, timezone.now())
    message.save(update_fields=[field])
    verb = {"nudged_at": "correspondence.nudge_question", "escalated_at": "correspondence.escalate_question"}[field]
    record(actor=None, verb=verb, thing=message, details={"about": subject.code})
    write(message, subject, asking)
    return True
