"""Reads of the outbox."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from mado.notify.engine.timing import Habits
from mado.notify.models import BouncingAddress, MailSettings, OutboxMessage

MOST_ATTEMPTS = 9
"""The first try and eight more within a day; then a person has to look."""

KEPT = dt.timedelta(days=90)
"""After this a sent mail is deleted (retention "mail" in kernel.privacy)."""

SentState = Literal["", "sent", "waiting", "failed"]


def visible_to(user: Any) -> QuerySet[OutboxMessage]:
    """A person's own mails; support staff see all, because they look after what could not be sent."""
    if not getattr(user, "is_authenticated", False):
        return OutboxMessage.objects.none()
    if user.is_staff:
        return OutboxMessage.objects.all()
    return OutboxMessage.objects.filter(recipient_id=user.pk)


def undeliverable() -> QuerySet[OutboxMessage]:
    """Mails given up: every attempt was refused."""
    return OutboxMessage.objects.filter(sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS)


def written_about(key: str, things: Iterable[models.Model]) -> set[int]:
    """Keys of those of the things, all of one model, about which the mail of this key has been written to anybody."""
    listed = list(things)
    rows = OutboxMessage.objects.filter(
        key=key,
        thing_type__in={thing._meta.label for thing in listed},  # noqa: SLF001  # Django's public model API
        thing_id__in=[str(thing.pk) for thing in listed],
    )
    return {int(key) for key in rows.values_list("thing_id", flat=True)}


def outlived(now: dt.datetime | None = None) -> QuerySet[OutboxMessage]:
    """Sent and withheld mails past their retention."""
    before = (now or timezone.now()) - KEPT
    return OutboxMessage.objects.filter(Q(sent_at__lt=before) | Q(withheld=True, created_at__lt=before))


def settings_visible_to(user: Any) -> QuerySet[MailSettings]:
    """One's own."""
    return MailSettings.objects.filter(recipient_id=user.pk) if user.is_authenticated else MailSettings.objects.none()


def habits_of(recipient_id: int | None) -> Habits:
    """How this person wants mails; the defaults for who never said."""
    row = MailSettings.objects.filter(recipient_id=recipient_id).first() if recipient_id else None
    return row.habits if row else Habits()


def bounces_visible_to(user: Any) -> QuerySet[BouncingAddress]:
    """One's own address; support staff see all."""
    if not getattr(user, "is_authenticated", False):
        return BouncingAddress.objects.none()
    return BouncingAddress.objects.all() if user.is_staff else BouncingAddress.objects.filter(email=user.email.lower())


def due_entries(recipient_id: int, now: dt.datetime | None = None) -> QuerySet[OutboxMessage]:
    """What waits for this person's daily mail, its hour come."""
    return _unwritten(now).filter(recipient_id=recipient_id)


def recipients_with_due_entries(now: dt.datetime | None = None) -> list[int]:
    people = _unwritten(now).order_by("recipient_id").values_list("recipient_id", flat=True).distinct()
    return [pk for pk in people if pk is not None]


def _unwritten(now: dt.datetime | None) -> QuerySet[OutboxMessage]:
    waiting = OutboxMessage.objects.filter(
        digest__isnull=True, sent_at__isnull=True, send_after__lte=now or timezone.now()
    )
    return waiting.exclude(entry="")


@dataclass(frozen=True, slots=True)
class MailboxFilter:
    """What the development mailbox shows; "" is everything."""

    person: str = ""
    language: str = ""
    sent: SentState = ""


def mailbox(wanted: MailboxFilter) -> QuerySet[OutboxMessage]:
    """Newest first."""
    mails = OutboxMessage.objects.order_by("-id")
    if wanted.person:
        mails = mails.filter(recipient_email=wanted.person)
    if wanted.language:
        mails = mails.filter(language=wanted.language)
    if wanted.sent == "sent":
        mails = mails.filter(sent_at__isnull=False)
    elif wanted.sent == "waiting":
        mails = mails.filter(sent_at__isnull=True, withheld=False, attempts__lt=MOST_ATTEMPTS)
    elif wanted.sent == "failed":
        mails = mails.filter(pk__in=undeliverable())
    return mails


def mailbox_people() -> list[tuple[str, str]]:
    """(address, name) of everybody who was written to, by name."""
    rows = OutboxMessage.objects.order_by("recipient_name", "recipient_email")
    return list(rows.values_list("recipient_email", "recipient_name").distinct())
