"""Reads of conversations: who sees them, what is unread, whose turn it is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from mado.accounts.queries import appointments_of, seat_organization_ids, seats_of
from mado.correspondence.enums import Side
from mado.correspondence.models import Message, Thread, ThreadReader
from mado.correspondence.queries.subjects import Party, Subject, subject_of, with_subjects
from mado.desks.queries.cases import cases_visible_to, own_offices
from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange
from mado.exchanges.queries import cared_for_by as exchanges_cared_for_by
from mado.exchanges.queries import visible_to as exchanges_visible_to
from mado.partnerships.enums import InvitationState
from mado.partnerships.queries import office_invitations
from mado.partnerships.queries import visible_to as invitations_visible_to

YEARS_KEPT = 5
"""Retention "case": words go five years after what they were about has ended."""


def visible_to(user: Any) -> QuerySet[Thread]:
    """Who sees the invitation, exchange or case sees what is said about it."""
    if not getattr(user, "is_authenticated", False):
        return Thread.objects.none()
    return Thread.objects.filter(
        Q(invitation__in=invitations_visible_to(user).values("pk"))
        | Q(exchange__in=exchanges_visible_to(user))
        | Q(case__in=cases_visible_to(user).values("pk"))
    )


def messages_visible_to(user: Any) -> QuerySet[Message]:
    return Message.objects.filter(thread__in=visible_to(user))


def readers_visible_to(user: Any) -> QuerySet[ThreadReader]:
    """How far one has read oneself; nobody is shown how far others have."""
    return ThreadReader.objects.filter(person=user.pk) if user.is_authenticated else ThreadReader.objects.none()


def thread_of(subject: Subject) -> Thread | None:
    """None until the first message."""
    field, record = subject.key
    return Thread.objects.filter(**{field: record}).first()


def conversation(thread: Thread | None) -> list[Message]:
    """All messages, oldest first."""
    return list(thread.messages.select_related("author").order_by("id")) if thread else []


def _of_side(user: Any, side: Side) -> Q:
    """Threads on whose `side` the person speaks for somebody."""
    seats = seat_organization_ids(user)
    school = "sender" if side == Side.ASKING else "recipient"
    label = "a" if side == Side.ASKING else "b"
    exchanges = Exchange.objects.filter(sides__label=label, sides__organization__in=seats)
    of_case = Q(case__organization__in=seats) if side == Side.ASKING else Q(case__office__in=own_offices(user))
    return Q(**{f"invitation__{school}__in": seats}) | Q(exchange__in=exchanges.values("pk")) | of_case


def takes_part_in_talk(user: Any) -> bool:
    """Speaks for a school or an office today; nobody else has an inbox with anything in it."""
    return bool(seats_of(user) or own_offices(user))


def own_threads(user: Any) -> QuerySet[Thread]:
    """Threads in which the person speaks for a side."""
    if not takes_part_in_talk(user):
        return Thread.objects.none()
    return Thread.objects.filter(_of_side(user, Side.ASKING) | _of_side(user, Side.ANSWERING))


def incoming(user: Any) -> QuerySet[Message]:
    """What the other sides have written to the person's schools and offices."""
    if not takes_part_in_talk(user):
        return Message.objects.none()
    asked = Thread.objects.filter(_of_side(user, Side.ANSWERING)).values("pk")
    asking = Thread.objects.filter(_of_side(user, Side.ASKING)).values("pk")
    theirs = Q(side=Side.ASKING, thread__in=asked) | Q(side=Side.ANSWERING, thread__in=asking)
    return Message.objects.filter(theirs).exclude(author=user.pk)


def unread(user: Any) -> QuerySet[Message]:
    """Incoming, not read by this person, and written since they hold a seat: who takes one over starts with a clean
    desk, and finds what waits for an answer under "waits for us"."""
    since = min((row.valid_from for row in appointments_of(user)), default=timezone.localdate())
    read = ThreadReader.objects.filter(person=user.pk, thread=OuterRef("thread"), last_read__gte=OuterRef("pk"))
    began = dt.datetime.combine(since, dt.time.min, dt.UTC)
    return incoming(user).filter(at__gte=began).exclude(Exists(read))


def unread_count(user: Any) -> int:
    """One query; 0 without one for those who speak for nobody."""
    return unread(user).count() if takes_part_in_talk(user) else 0


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One line of the inbox. `theirs` is the other side; `waits_for_us`: the last word is theirs."""

    thread: Thread
    subject: Subject
    theirs: Party
    last: Message
    is_unread: bool
    waits_for_us: bool


def inbox(user: Any, *, show: str = "", words: str = "") -> QuerySet[Thread]:
    """`show`: "" all, "unread", "us" (the last word is theirs), "them". `words` are looked for in messages, codes and
    names of the schools. Unread first, then the latest word."""
    threads = (
        own_threads(user)
        .filter(last_message__isnull=False)
        .annotate(
            has_unread=Exists(unread(user).filter(thread=OuterRef("pk"))),
            for_us=Exists(incoming(user).filter(pk=OuterRef("last_message"))),
        )
        .order_by("-has_unread", F("last_message").desc())
    )
    if show == "unread":
        threads = threads.filter(has_unread=True)
    elif show in ("us", "them"):
        threads = threads.filter(for_us=show == "us")
    for word in words.split()[:5]:
        said = Message.objects.filter(thread=OuterRef("pk"), body__icontains=word)
        threads = threads.filter(_about(word) | Exists(said))
    return with_subjects(threads)


def _about(word: str) -> Q:
    found = Q()
    for path in ("invitation__code", "invitation__exchange__code", "exchange__code", "case__code"):
        found |= Q(**{f"{path}__iexact": word})
    for path in ("invitation__sender", "invitation__recipient", "case__organization", "case__office"):
        found |= Q(**{f"{path}__name__icontains": word}) | Q(**{f"{path}__name_en__icontains": word})
    named = Exchange.objects.filter(
        Q(sides__organization__name__icontains=word) | Q(sides__organization__name_en__icontains=word)
    )
    return found | Q(exchange__in=named.values("pk"))


def inbox_rows(user: Any, threads: Iterable[Any]) -> list[ThreadRow]:
    """`threads` as annotated by `inbox`."""
    rows = []
    for thread in threads:
        subject = subject_of(thread)
        mine = subject.party_of(user) or subject.asking
        theirs = subject.party(mine.side.other)
        rows.append(ThreadRow(thread, subject, theirs, thread.last_message, thread.has_unread, thread.for_us))
    return rows


def open_questions() -> QuerySet[Message]:
    """Messages that ask for an answer by a date and have had none from the other side."""
    answers = Message.objects.filter(thread=OuterRef("thread"), pk__gt=OuterRef("pk")).exclude(side=OuterRef("side"))
    return Message.objects.filter(answer_by__isnull=False).exclude(Exists(answers))


def questions_for(user: Any) -> QuerySet[Message]:
    return _with_thread(open_questions().filter(pk__in=incoming(user).values("pk")))


def questions_of(user: Any) -> QuerySet[Message]:
    """Asked by the person's schools; the others are at it."""
    mine = own_threads(user).values("pk")
    return _with_thread(open_questions().filter(thread__in=mine).exclude(pk__in=incoming(user).values("pk")))


def questions_in_care(user: Any) -> QuerySet[Message]:
    """For offices: unanswered although the date has passed and the school was reminded."""
    threads = Thread.objects.filter(
        Q(invitation__in=office_invitations(user).values("pk")) | Q(exchange__in=exchanges_cared_for_by(user))
    )
    return _with_thread(open_questions().filter(thread__in=threads, escalated_at__isnull=False))


def _with_thread(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.select_related(
        "author",
        "thread__invitation__sender__profile",
        "thread__invitation__recipient__profile",
        "thread__invitation__exchange",
        "thread__exchange__invitation",
        "thread__case__organization__profile",
        "thread__case__office",
    ).order_by("answer_by", "id")


def outlived_threads(now: dt.datetime | None = None) -> QuerySet[Thread]:
    """What they were about ended five years ago and more."""
    before = (now or timezone.now()) - dt.timedelta(days=round(365.25 * YEARS_KEPT))
    over = (ExchangeState.VERIFIED, ExchangeState.ENDED)
    ended = Exchange.objects.filter(state__in=over, state_changed_at__lt=before).values("pk")
    lone = Q(invitation__exchange__isnull=True, invitation__state_changed_at__lt=before)
    unmet = Q(invitation__isnull=False) & lone & ~Q(invitation__state=InvitationState.SENT)
    solved = Q(case__closed_at__lt=before)
    return Thread.objects.filter(Q(exchange__in=ended) | Q(invitation__exchange__in=ended) | unmet | solved)
