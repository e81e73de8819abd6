"""Who sleeps, who is about to, and whom the nightly round has to ask."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from mado.accounts.queries import in_care_of, may_read_all
from mado.partnerships.enums import InvitationState
from mado.partnerships.queries.liveness import missed_in_a_row
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import awake_profiles, last_heard
from mado.reference.settings import AllianceSettings


def dormant_in_care(user: Any) -> QuerySet[SchoolProfile]:
    """Dormant schools the user's offices care for, longest asleep first; all for who reads everything."""
    rows = SchoolProfile.objects.filter(dormant_since__isnull=False).select_related("organization")
    rows = rows.order_by("dormant_since", "id")
    if may_read_all(user):
        return rows
    return rows.filter(in_care_of(user, "organization__"))


def dormant_of(organization_ids: Sequence[int]) -> list[SchoolProfile]:
    """Those of these schools that sleep."""
    rows = SchoolProfile.objects.filter(organization__in=organization_ids, dormant_since__isnull=False)
    return list(rows.select_related("organization"))


def has_missed_too_many(profile: SchoolProfile, settings: AllianceSettings) -> bool:
    missed = missed_in_a_row([profile.organization_id])
    return missed.get(profile.organization_id, 0) >= settings.dormant_after_missed


def silent_profiles(settings: AllianceSettings, organization_id: int | None = None) -> list[SchoolProfile]:
    """Awake profiles of schools that let too many invitations lapse in a row; of one school when it is named."""
    rows = awake_profiles().filter(organization__invitations_received__state=InvitationState.LAPSED)
    found = list(_of(rows, organization_id).order_by("pk").distinct())
    missed = missed_in_a_row([row.organization_id for row in found])
    return [row for row in found if missed.get(row.organization_id, 0) >= settings.dormant_after_missed]


def heartbeats_due(settings: AllianceSettings, organization_id: int | None = None) -> list[SchoolProfile]:
    """Awake profiles nobody has heard of for nearly a year and that were not asked since."""
    before = timezone.now() - dt.timedelta(days=settings.dormant_after_days - settings.heartbeat_before_days)
    rows = awake_profiles().annotate(heard=last_heard()).filter(heard__lte=before)
    unasked = Q(heartbeat_on__isnull=True) | Q(heartbeat_on__lt=F("heard__date"))
    return list(_of(rows, organization_id).filter(unasked).order_by("pk"))


def long_silent(settings: AllianceSettings, organization_id: int | None = None) -> list[SchoolProfile]:
    """Awake profiles without a sign of life for the whole time, asked and given the days to answer."""
    before = timezone.now() - dt.timedelta(days=settings.dormant_after_days)
    asked = timezone.localdate() - dt.timedelta(days=settings.heartbeat_before_days)
    rows = awake_profiles().annotate(heard=last_heard()).filter(heard__lte=before)
    rows = rows.filter(heartbeat_on__lte=asked, heartbeat_on__gte=F("heard__date"))
    return list(_of(rows, organization_id).order_by("pk"))


def _of(rows: QuerySet[SchoolProfile], organization_id: int | None) -> QuerySet[SchoolProfile]:
    return rows if organization_id is None else rows.filter(organization=organization_id)
