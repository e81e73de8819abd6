"""Reads of the outbox."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils import timezone

from mado.notify.models import OutboxMessage

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


def outlived(now: dt.datetime | None = None) -> QuerySet[OutboxMessage]:
    """Sent mails past their retention."""
    return OutboxMessage.objects.filter(sent_at__lt=(now or timezone.now()) - KEPT)


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
        mails = mails.filter(sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS)
    elif wanted.sent == "failed":
        mails = mails.filter(pk__in=undeliverable())
    return mails


def mailbox_people() -> list[tuple[str, str]]:
    """(address, name) of everybody who was written to, by name."""
    rows = OutboxMessage.objects.order_by("recipient_name", "recipient_email")
    return list(rows.values_list("recipient_email", "recipient_name").distinct())
