"""Whether a school outlasts the people who act for it: seats, invitations to them, and what ends soon."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from mado.accounts.enums import SEAT_ROLES, SeatInvitationState
from mado.accounts.handover import school_drafts
from mado.accounts.models import Appointment, Draft, SeatInvitation, Verification
from mado.accounts.queries.appointments import holding, in_care_of, may_read_all, renewal_days, seat_organization_ids
from mado.accounts.queries.people import confirmed_addresses
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization

ENDED_LATELY_DAYS = 90
"""For how long the office's list shows a seat that has ended."""


def _cared(user: Any, prefix: str = "") -> Q:
    return Q() if may_read_all(user) else in_care_of(user, prefix)


def schools_with_seats(user: Any) -> QuerySet[Organization]:
    """Schools in care of the user's offices (all, for who reads all) whose seat somebody holds or once held.

    Each with `seats_now` (persons), `first_ending` (the soonest last day among the present seats), `vouched_until`.
    """
    ever = Appointment.objects.filter(organization=OuterRef("pk"), role__in=SEAT_ROLES)
    now = ever.filter(holding()).order_by().values("organization")
    vouched = Verification.objects.filter(organization=OuterRef("pk")).order_by("-valid_until", "-id")
    return Organization.objects.filter(_cared(user), Exists(ever), kind__in=TAKES_PART_KINDS).annotate(
        seats_now=Coalesce(
            Subquery(now.annotate(n=Count("user", distinct=True)).values("n"), output_field=IntegerField()), 0
        ),
        first_ending=Subquery(now.annotate(first=Min("valid_to")).values("first")),
        vouched_until=Subquery(vouched.values("valid_until")[:1]),
    )


def schools_without_second_seat(user: Any) -> QuerySet[Organization]:
    """Of these, the schools with one seat or none: those with none first. `seats_now` says which."""
    return schools_with_seats(user).filter(Q(("seats_now__lte", 1))).order_by(F("seats_now"), "country", "name", "id")


def schools_without_seat(user: Any) -> QuerySet[Organization]:
    """Schools an office vouches for today for which nobody acts any more."""
    today = timezone.localdate()
    return (
        schools_with_seats(user)
        .filter(Q(("seats_now", 0), ("vouched_until__gte", today)))
        .order_by("country", "name", "id")
    )


def ending_seats(user: Any) -> QuerySet[Appointment]:
    """Seats in care of the user's offices that end within the renewal days, or ended lately, with nothing to follow."""
    today = timezone.localdate()
    later = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to")),
        ended_at__isnull=True,
        user=OuterRef("user"),
        organization=OuterRef("organization"),
        role__in=SEAT_ROLES,
    )
    rows = Appointment.objects.filter(
        ~Exists(later),
        _cared(user, "organization__"),
        role__in=SEAT_ROLES,
        ended_at__isnull=True,
        valid_to__gte=today - dt.timedelta(days=ENDED_LATELY_DAYS),
        valid_to__lt=today + dt.timedelta(days=renewal_days()),
    )
    return rows.select_related("organization", "user").order_by("valid_to", "id")


def seats_of_schools(organization_ids: Sequence[int]) -> dict[int, list[Appointment]]:
    """School → its seats today, one query for a page of schools."""
    found: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.filter(holding(), organization__in=organization_ids, role__in=SEAT_ROLES)
    for seat in rows.select_related("user"):
        found.setdefault(seat.organization_id, []).append(seat)
    return found


def seat_invitations_visible_to(user: Any) -> QuerySet[SeatInvitation]:
    """Those of the schools one acts for or cares for, and those sent to an address one has confirmed."""
    rows = SeatInvitation.objects.select_related("organization", "invited_by", "successor_of")
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    if may_read_all(user):
        return rows
    mine = Q(organization__in=seat_organization_ids(user)) | in_care_of(user, "organization__")
    return rows.filter(mine | Q(email__in=confirmed_addresses(user)))


def seat_invitations_to(user: Any) -> QuerySet[SeatInvitation]:
    """What the person is asked and has not answered."""
    addresses = confirmed_addresses(user)
    rows = SeatInvitation.objects.filter(email__in=addresses, state=SeatInvitationState.SENT)
    return rows.select_related("organization", "invited_by").order_by("reply_by", "id")


def seat_invitation_of(pk: int) -> SeatInvitation | None:
    """The invitation a signed link is about."""
    return SeatInvitation.objects.select_related("organization", "invited_by").filter(pk=pk).first()


def open_seat_invitations(organization: Organization) -> QuerySet[SeatInvitation]:
    """Who is asked to join this school and has not answered."""
    rows = SeatInvitation.objects.filter(organization=organization, state=SeatInvitationState.SENT)
    return rows.select_related("invited_by", "successor_of").order_by("reply_by", "id")


def drafts_for_school(user: Any, organization: Organization) -> QuerySet[Draft]:
    """What the person has typed on the school's behalf and not handed in."""
    return Draft.objects.filter(school_drafts(organization), user=user.pk)


def later_seats(appointment: Appointment) -> QuerySet[Appointment]:
    """Seats of the same person at the same school that begin after this one: renewals already given."""
    return Appointment.objects.filter(
        user=appointment.user_id,
        organization=appointment.organization_id,
        role__in=SEAT_ROLES,
        ended_at__isnull=True,
        valid_from__gt=timezone.localdate(),
    ).exclude(pk=appointment.pk)


def lasting_after(appointment: Appointment) -> bool:
    """The person acts for the school beyond this seat's last day, by another one."""
    if appointment.valid_to is None:
        return False
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=appointment.valid_to),
        user=appointment.user_id,
        organization=appointment.organization_id,
        role__in=SEAT_ROLES,
        ended_at__isnull=True,
    )
    return rows.exclude(pk=appointment.pk).exists()


def renewed_since(verification: Verification) -> bool:
    """An office vouches for the school beyond this vouching's last day."""
    rows = Verification.objects.filter(
        organization=verification.organization_id, valid_until__gt=verification.valid_until
    )
    return rows.exists()


def schools_left(days: int) -> QuerySet[Organization]:
    """Schools for which somebody acted once and nobody has for so many days."""
    before = timezone.now() - dt.timedelta(days=days)
    ever = Appointment.objects.filter(organization=OuterRef("pk"), role__in=SEAT_ROLES)
    lately = ever.filter(
        Q(ended_at__isnull=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=before.date())) | Q(ended_at__gte=before)
    )
    return Organization.objects.filter(Exists(ever), ~Exists(lately))
