"""The line before a school that has as many open invitations as it takes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from mado.accounts.queries import in_care_of, may_read_all, seat_organization_ids
from mado.directory.models import Organization
from mado.partnerships.enums import WaitState
from mado.partnerships.models import LIVE_WAITS, InvitationWait


def waits_visible_to(user: Any) -> QuerySet[InvitationWait]:
    """The school that waits and the offices in care of it; the school waited for sees a number, no names."""
    rows = InvitationWait.objects.select_related("school__profile", "recipient__profile")
    if may_read_all(user):
        return rows
    return rows.filter(Q(school__in=seat_organization_ids(user)) | in_care_of(user, "school__"))


def live_waits_of(organization_ids: Iterable[int]) -> QuerySet[InvitationWait]:
    """Where these schools wait or have a place held, the one held first."""
    rows = InvitationWait.objects.filter(school__in=list(organization_ids), state__in=LIVE_WAITS)
    return rows.select_related("school__profile", "recipient__profile").order_by("held_until", "since", "id")


def live_wait(school: Organization, recipient: Organization) -> InvitationWait | None:
    return InvitationWait.objects.filter(school=school, recipient=recipient, state__in=LIVE_WAITS).first()


def line_of(recipient: Organization) -> QuerySet[InvitationWait]:
    """Everybody who waits for this school or has a place held, longest waiting first."""
    return InvitationWait.objects.filter(recipient=recipient, state__in=LIVE_WAITS).order_by("since", "id")


def places_in_line(waits: Iterable[InvitationWait]) -> dict[int, int]:
    """Wait id → 1 for the first in its line, counting those that wait without a place. One query."""
    waits = list(waits)
    lines: dict[int, list[int]] = {}
    rows = InvitationWait.objects.filter(recipient__in={wait.recipient_id for wait in waits}, state=WaitState.WAITING)
    for pk, recipient in rows.order_by("since", "id").values_list("pk", "recipient_id"):
        lines.setdefault(recipient, []).append(pk)
    return {wait.pk: lines[wait.recipient_id].index(wait.pk) + 1 for wait in waits if wait.state == WaitState.WAITING}


def overdue_holds() -> QuerySet[InvitationWait]:
    """Places held for a school that did not take them in time."""
    return InvitationWait.objects.filter(state=WaitState.HELD, held_until__lte=timezone.now())


def schools_waited_for() -> list[int]:
    """Ids of schools before which somebody stands in line."""
    rows = InvitationWait.objects.filter(state__in=LIVE_WAITS).order_by("recipient_id")
    return list(rows.values_list("recipient_id", flat=True).distinct())
