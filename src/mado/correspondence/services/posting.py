import datetime as dt
from typing import Any

import rules
from django.db import transaction
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.correspondence.enums import BODY_MOST, LANGUAGE_MOST, MAILED_MOST, Via
from mado.correspondence.guards import is_fair_answer_date, is_open_for_words
from mado.correspondence.models import Message, Thread, ThreadReader
from mado.correspondence.queries import Party, Subject
from mado.correspondence.services.letters import write_posted
from mado.kernel.errors import BadInput, NotPermitted, NotPossible


@transaction.atomic
def post_message(
    *,
    subject: Subject,
    actor: User,
    body: str,
    language: str,
    answer_by: dt.date | None = None,
    via: str = Via.WEB,
) -> Message:
    """One side writes to the other; the thread is made with its first message. Raises NotPermitted, NotPossible,
    BadInput (field → sentence)."""
    party = subject.party_of(actor)
    if party is None or not rules.has_perm("correspondence.post_message", actor, subject):
        raise NotPermitted("correspondence.post_message")
    if not (decision := is_open_for_words(subject)):
        raise NotPossible(decision)
    text = tidy(body)
    _check(text, language, answer_by, subject.party(party.side.other), via)
    thread = _locked_thread(subject)
    message = Message.objects.create(
        thread=thread, author=actor, side=party.side, body=text, language=language, answer_by=answer_by, via=via
    )
    thread.last_message = message
    thread.save(update_fields=["last_message"])
    _read_up_to(thread, actor, message)
    details = {"about": subject.code, "via": str(via)} | ({"answer_by": answer_by.isoformat()} if answer_by else {})
    record(actor=actor, verb="correspondence.post_message", thing=message, details=details)
    write_posted(message, subject, party)
    return message


def tidy(body: str) -> str:
    """As it is kept: one kind of line end, no NUL (PostgreSQL takes none), no blanks around it."""
    return body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()


def _check(text: str, language: str, answer_by: dt.date | None, asked: Party, via: str) -> None:
    wrong: dict[str, str] = {}
    most = MAILED_MOST if via == Via.MAIL else BODY_MOST
    if not text:
        wrong["body"] = _("Write your message first.")
    elif len(text) > most:
        values = {"most": most, "length": len(text)}
        wrong["body"] = _("Shorten this to %(most)d characters; it has %(length)d now.") % values
    if not 1 < len(language) <= LANGUAGE_MOST:
        wrong["language"] = _("Choose the language you write in.")
    if answer_by and not (decision := is_fair_answer_date(answer_by, asked.zone)):
        wrong["answer_by"] = decision.sentence
    if wrong:
        raise BadInput(wrong)


def _locked_thread(subject: Subject) -> Thread:
    field, key = subject.key
    thread, _created = Thread.objects.get_or_create(**{field: key})
    return Thread.objects.select_for_update().get(pk=thread.pk)


@transaction.atomic
def mark_read(*, thread: Thread, actor: Any, up_to: Message) -> bool:
    """Note how far a person of one of the sides has read; whether that was any further."""
    row = ThreadReader.objects.filter(thread=thread, person=actor.pk).first()
    if row is not None and row.last_read_id >= up_to.pk:
        return False
    _read_up_to(thread, actor, up_to)
    return True


def _read_up_to(thread: Thread, person: User, message: Message) -> None:
    ThreadReader.objects.update_or_create(thread=thread, person=person, defaults={"last_read": message})
