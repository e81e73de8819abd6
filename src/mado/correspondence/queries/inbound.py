"""Reads of the mail that came in."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from mado.correspondence.enums import MailOutcome
from mado.correspondence.models import CalendarFeed, InboundMail

KEPT = dt.timedelta(days=30)
"""Retention "inbound": the bytes of a mail go a month after it was dealt with."""

LEFT_LYING = dt.timedelta(minutes=10)


def inbound_visible_to(user: Any) -> QuerySet[InboundMail]:
    """The CEO office looks after mail that could not be placed; nobody else reads raw mail."""
    if getattr(user, "is_authenticated", False) and user.has_perm("correspondence.handle_mail"):
        return InboundMail.objects.all()
    return InboundMail.objects.none()


def feeds_visible_to(user: Any) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(person=user.pk) if user.is_authenticated else CalendarFeed.objects.none()


def quarantined() -> QuerySet[InboundMail]:
    """Longest waiting first."""
    return InboundMail.objects.filter(outcome=MailOutcome.QUARANTINED).defer("raw").order_by("id")


def unhandled(now: dt.datetime | None = None) -> QuerySet[InboundMail]:
    """Stored and for some reason not looked at: their job is queued again."""
    return InboundMail.objects.filter(outcome="", received_at__lt=(now or timezone.now()) - LEFT_LYING)


def handled_long_ago(now: dt.datetime | None = None) -> QuerySet[InboundMail]:
    """Past retention. A mail in quarantine waits for a person however long it takes."""
    return InboundMail.objects.filter(handled_at__lt=(now or timezone.now()) - KEPT).exclude(
        outcome=MailOutcome.QUARANTINED
    )
