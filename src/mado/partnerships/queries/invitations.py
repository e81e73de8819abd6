"""Reads of invitations and partnerships. `visible_to` answers who may see an invitation at all."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from mado.accounts.queries import in_care_of, may_read_all, seat_organization_ids
from mado.directory.models import Organization
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation, Partnership, school_zone
from mado.reference.settings import AllianceSettings, alliance

NUDGES_MOST = 2
REPLY_DAYS_LEAST = 3
"""Tomorrow plus two days: nobody is asked to answer faster than that."""


def with_both_schools() -> QuerySet[Invitation]:
    """Invitations with everything a row of a list shows."""
    return Invitation.objects.select_related("sender__profile", "recipient__profile", "wish")


def _in_care(user: Any) -> Q:
    return in_care_of(user, "sender__") | in_care_of(user, "recipient__")


def visible_to(user: Any) -> QuerySet[Invitation]:
    """Both schools' seat holders, the offices in care of either school, and who reads everything."""
    if may_read_all(user):
        return with_both_schools()
    seats = seat_organization_ids(user)
    return with_both_schools().filter(Q(sender__in=seats) | Q(recipient__in=seats) | _in_care(user))


def office_invitations(user: Any) -> QuerySet[Invitation]:
    """Invitations to or from schools the user's offices care for; all for who reads everything."""
    return with_both_schools() if may_read_all(user) else with_both_schools().filter(_in_care(user))


def received_by(organization_ids: Iterable[int]) -> QuerySet[Invitation]:
    return with_both_schools().filter(recipient__in=list(organization_ids))


def sent_from(organization_ids: Iterable[int]) -> QuerySet[Invitation]:
    return with_both_schools().filter(sender__in=list(organization_ids))


def silent_invitations(user: Any) -> QuerySet[Invitation]:
    """For offices: still open although the recipient was reminded at least once."""
    return office_invitations(user).filter(state=InvitationState.SENT, nudges__gte=1)


def open_invitation_between(one: Organization, other: Organization) -> Invitation | None:
    """The open invitation of this pair, in either direction; the one `other` sent comes first."""
    found = list(
        with_both_schools().filter(
            Q(sender=one, recipient=other) | Q(sender=other, recipient=one), state=InvitationState.SENT
        )
    )
    return min(found, key=lambda row: row.sender_id != other.pk, default=None)


def partnership_of(one: Organization, other: Organization) -> Partnership | None:
    first, second = sorted((one.pk, other.pk))
    return Partnership.objects.filter(first=first, second=second, ended_on__isnull=True).first()


def partnerships_of(organization: Organization) -> QuerySet[Partnership]:
    """Present partnerships of a school, newest first."""
    return (
        Partnership.objects.filter(Q(first=organization) | Q(second=organization), ended_on__isnull=True)
        .select_related("first", "second")
        .order_by("-since", "-id")
    )


def local_today(organization: Organization) -> dt.date:
    """The date it is now where the school is."""
    return timezone.localdate(timezone=ZoneInfo(school_zone(organization)))


@dataclass(frozen=True, slots=True)
class ReplyDates:
    """The span a reply-by date may lie in, with the usual one; dates of the recipient's calendar day."""

    earliest: dt.date
    usual: dt.date
    latest: dt.date


def reply_dates(recipient: Organization, settings: AllianceSettings | None = None) -> ReplyDates:
    rules = settings or alliance()
    today = local_today(recipient)
    return ReplyDates(
        earliest=today + dt.timedelta(days=REPLY_DAYS_LEAST),
        usual=today + dt.timedelta(days=rules.reply_days),
        latest=today + dt.timedelta(days=rules.reply_days_most),
    )


def nudge_moments(invitation: Invitation, settings: AllianceSettings) -> tuple[dt.datetime, ...]:
    """When a reminder falls due: some days after sending, and again shortly before the date.

    With a short date the first would come within a day of the second; then only the second is sent.
    """
    after = invitation.sent_at + dt.timedelta(days=settings.nudge_after_days)
    before = invitation.reply_deadline - dt.timedelta(days=settings.nudge_again_before_days)
    before = max(before, invitation.sent_at + dt.timedelta(days=1))
    return (after, before) if after <= before - dt.timedelta(days=1) else (before,)


def is_nudge_due(invitation: Invitation, settings: AllianceSettings) -> bool:
    """A moment has passed that no reminder has answered yet. One reminder answers every moment before it."""
    now = timezone.now()
    if not invitation.is_open or invitation.nudges >= NUDGES_MOST or now >= invitation.reply_deadline:
        return False
    last = invitation.nudged_at
    return any(moment <= now and (last is None or last < moment) for moment in nudge_moments(invitation, settings))


def nudge_candidates() -> list[Invitation]:
    """Open invitations that may be due for a reminder: the job looks at each of them under its lock."""
    now = timezone.now()
    rested = Q(nudged_at__isnull=True) | Q(nudged_at__lt=now - dt.timedelta(hours=12))
    return list(
        Invitation.objects.filter(
            rested,
            state=InvitationState.SENT,
            nudges__lt=NUDGES_MOST,
            sent_at__lt=now - dt.timedelta(hours=12),
        )
        .select_related("recipient__profile")
        .order_by("id")
    )


def lapse_candidates() -> list[tuple[int, int]]:
    """Ids of open invitations and of their recipients whose date may have passed somewhere: no zone is further than a day from UTC."""
    latest = timezone.now().date()
    return list(
        Invitation.objects.filter(state=InvitationState.SENT, reply_by__lte=latest)
        .order_by("id")
        .values_list("pk", "recipient_id")
    )
