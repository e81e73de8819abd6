"""Whether a school answers, how fast, and when it was last seen: counted from deeds. docs/explanation/liveness.md"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Count, DateTimeField, DurationField, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from mado.directory.models import Organization
from mado.kernel.once import read_once
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import profiles_of_many

WINDOW_DAYS = 365
ENOUGH = 3
"""With fewer invitations than this neither a rate nor a usual time is said: one silence would be a third of it."""

ANSWERED = (InvitationState.ACCEPTED, InvitationState.DECLINED)


class _Median(Aggregate):
    """The middle value; between two, half-way (PostgreSQL)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Liveness:
    """Of one school. `asked`: invitations it received that it answered or let lapse within the last 365 days;
    `answered` of them in time. `reply_rate` 0…1 and `median_reply_hours` are None below three of them.
    `missed_in_a_row`: lapsed since its last answer or its return. Withdrawn invitations count nowhere."""

    asked: int = 0
    answered: int = 0
    reply_rate: float | None = None
    median_reply_hours: float | None = None
    missed_in_a_row: int = 0
    last_active_on: dt.date | None = None
    dormant_since: dt.date | None = None


def liveness_of(organization_ids: Sequence[int]) -> dict[int, Liveness]:
    """Organisation id → its liveness, for every id asked. Three queries for any number."""
    ids = list(organization_ids)
    if not ids:
        return {}
    profiles = read_once(organization_ids, profiles_of_many)
    counted = {row["recipient_id"]: row for row in _counted(ids)}
    missed = missed_in_a_row(ids)
    return {pk: _liveness(counted.get(pk), missed.get(pk, 0), profiles.get(pk)) for pk in ids}


def liveness(organization: Organization) -> Liveness:
    return liveness_of([organization.pk])[organization.pk]


def _counted(ids: list[int]) -> Iterable[Mapping[str, Any]]:
    since = timezone.now() - dt.timedelta(days=WINDOW_DAYS)
    answered = Q(state__in=ANSWERED)
    return (
        Invitation.objects.filter(
            answered | Q(state=InvitationState.LAPSED), recipient__in=ids, state_changed_at__gte=since
        )
        .order_by()
        .values("recipient_id")
        .annotate(
            asked=Count("id"),
            answered=Count("id", filter=answered),
            median=_Median(F("answered_at") - F("sent_at"), filter=answered, output_field=DurationField()),
        )
    )


def missed_in_a_row(organization_ids: Iterable[int]) -> Mapping[int, int]:
    """Organisation id → invitations it let lapse since its last answer, or since it said that it is here. One query."""
    ids = list(organization_ids)
    last_answer = (
        Invitation.objects.filter(recipient=OuterRef("recipient"), state__in=ANSWERED)
        .order_by()
        .values("recipient")
        .annotate(last=Max("state_changed_at"))
        .values("last")
    )
    rows = (
        Invitation.objects.filter(recipient__in=ids, state=InvitationState.LAPSED)
        .annotate(
            since=Greatest(
                Subquery(last_answer), F("recipient__profile__revived_at"), output_field=DateTimeField(null=True)
            )
        )
        .filter(Q(since__isnull=True) | Q(state_changed_at__gt=F("since")))
        .order_by()
        .values_list("recipient_id")
        .annotate(Count("id"))
    )
    return dict(rows)


def _liveness(counted: Mapping[str, Any] | None, missed: int, profile: SchoolProfile | None) -> Liveness:
    row = counted or {"asked": 0, "answered": 0, "median": None}
    asked, answered, median = row["asked"], row["answered"], row["median"]
    seen = profile.last_sign_of_life if profile else None
    return Liveness(
        asked=asked,
        answered=answered,
        reply_rate=answered / asked if asked >= ENOUGH else None,
        median_reply_hours=median.total_seconds() / 3600 if median is not None and answered >= ENOUGH else None,
        missed_in_a_row=missed,
        last_active_on=timezone.localdate(seen) if seen else None,
        dormant_since=profile.dormant_since if profile else None,
    )
