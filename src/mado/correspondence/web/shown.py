"""A conversation as the screens show it."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import get_language

from mado.accounts.prefill import fill_from_draft
from mado.accounts.queries import draft_data
from mado.correspondence.guards import is_open_for_words
from mado.correspondence.models import Message
from mado.correspondence.queries import Party, Subject, conversation, open_questions, thread_of
from mado.correspondence.services import mark_read
from mado.correspondence.web.forms import MessageForm
from mado.exchanges.clocks import moment_text
from mado.kernel.decision import Decision
from mado.notify.clocks import zone_of

SHOWN_IN_PANEL = 6


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """`when` on the reader's clock. `waits`: it asks for an answer that has not come."""

    message: Message
    party: Party
    is_mine: bool
    when: str
    waits: bool


def draft_key(subject: Subject) -> str:
    return f"thread:{subject.code.lower()}"


def conversation_context(request: HttpRequest, subject: Subject, form: MessageForm | None = None) -> dict[str, Any]:
    """What thread.html and the panels need. Looking at it is reading it, for who stands on one of the sides."""
    thread = thread_of(subject)
    messages = conversation(thread)
    mine = subject.party_of(request.user)
    if thread and messages and mine:
        mark_read(thread=thread, actor=request.user, up_to=messages[-1])
    asking = {m.pk for m in messages if m.answer_by}
    waiting = set(open_questions().filter(pk__in=asking).values_list("pk", flat=True)) if asking else set()
    zone = zone_of(request.user) or ZoneInfo("UTC")
    shown = [
        ShownMessage(
            m, subject.party(m.side), bool(mine and m.side == mine.side), moment_text(m.at, zone), m.pk in waiting
        )
        for m in messages
    ]
    decision: Decision = is_open_for_words(subject)
    return {
        "subject": subject,
        "mine": mine,
        "theirs": subject.party(mine.side.other) if mine else None,
        "messages_shown": shown,
        "other_language": any(_is_foreign(message) for message in messages),
        "decision": decision,
        "form": form or (_empty_form(request, subject) if mine and decision else None),
        "draft_key": draft_key(subject),
    }


def _is_foreign(message: Message) -> bool:
    """Written in a language other than the one this page is shown in."""
    return message.language.split("-")[0].lower() != (get_language() or "").split("-")[0].lower()


def _empty_form(request: HttpRequest, subject: Subject) -> MessageForm:
    form = MessageForm(reader_language=request.user.language, about_case=subject.kind == "case")
    fill_from_draft(form, draft_data(request.user, draft_key(subject)))
    return form
