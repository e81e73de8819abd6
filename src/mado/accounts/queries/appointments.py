"""Who acts for whom, today. Everything the permissions of higher apps rest on."""

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from mado.accounts.enums import ALLIANCE_ROLES, OFFICE_ROLES, READING_ROLES, SEAT_ROLES
from mado.accounts.models import Appointment, User
from mado.directory.models import Mandate, Organization


def in_force(on: dt.date | None = None) -> Q:
    """Rows with valid_from/valid_to that hold on that day (default: today)."""
    day = on or timezone.localdate()
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def appointments_of(user: Any) -> list[Appointment]:
    """The user's appointments in force today, with their organisations; read once per request and user object."""
    if not getattr(user, "is_authenticated", False):
        return []
    today = timezone.localdate()
    cached = getattr(user, "_appointments_in_force", None)
    if cached is None or cached[0] != today:
        rows = list(Appointment.objects.filter(in_force(), user=user).select_related("organization"))
        cached = (today, rows)
        user._appointments_in_force = cached  # noqa: SLF001  # our own cache on our own model
    return cached[1]


def seats_of(user: Any) -> list[Appointment]:
    """Appointments by which the user acts for a school or university."""
    return [row for row in appointments_of(user) if row.role in SEAT_ROLES]


def office_appointments_of(user: Any) -> list[Appointment]:
    """Appointments at an office with a mandate over places, or at the alliance's own office."""
    return [row for row in appointments_of(user) if row.role in (*OFFICE_ROLES, *ALLIANCE_ROLES)]


def has_alliance_role(user: Any) -> bool:
    return any(row.role in ALLIANCE_ROLES for row in appointments_of(user))


def may_read_all(user: Any) -> bool:
    return any(row.role in (*ALLIANCE_ROLES, *READING_ROLES) for row in appointments_of(user))


def seat_organization_ids(user: Any) -> list[int]:
    return [row.organization_id for row in seats_of(user)]


def in_care_of(user: Any, prefix: str = "") -> Q:
    """Organisations the user's offices care for, as a filter; `prefix` e.g. "organization__". Nothing matches Q(pk__in=[]).

    An office cares for a place when one of its mandates in force names the country and, if given, the region.
    """
    if has_alliance_role(user):
        return Q(**{f"{prefix}pk__isnull": False})
    offices = [row.organization_id for row in office_appointments_of(user)]
    places = Q(**{f"{prefix}pk__in": []})
    for mandate in Mandate.objects.filter(in_force(), office__in=offices):
        place = Q(**{f"{prefix}country": mandate.country})
        if mandate.region:
            place &= Q(**{f"{prefix}region": mandate.region})
        places |= place
    return places


def cares_for(user: Any, organization: Organization) -> bool:
    """Whether one of the user's offices cares for this organisation today."""
    if has_alliance_role(user):
        return True
    offices = [row.organization_id for row in office_appointments_of(user)]
    if not offices:
        return False
    place = Q(country=organization.country) & (Q(region="") | Q(region=organization.region))
    return Mandate.objects.filter(in_force(), place, office__in=offices).exists()


def seat_holders(organization: Organization) -> QuerySet[User]:
    """People who act for a school today: everyone a mail to the school goes to."""
    return User.objects.filter(
        pk__in=Appointment.objects.filter(in_force(), organization=organization, role__in=SEAT_ROLES).values("user_id"),
        is_active=True,
    ).order_by("id")


RENEWAL_DAYS = 60
"""In its last sixty days a seat may be asked for again, and its holder and office are reminded."""


def seat_on(user: Any, organization: Organization, day: dt.date | None = None) -> Appointment | None:
    """The user's seat at this school on that day (default: today), the one that lasts longest."""
    rows = Appointment.objects.filter(in_force(day), user=user.pk, organization=organization, role__in=SEAT_ROLES)
    return rows.order_by(F("valid_to").desc(nulls_first=True), "id").first()


def lasting_seat(user: Any, organization: Organization) -> Appointment | None:
    """The user's seat at this school that holds when the renewal days are over, if there is one."""
    return seat_on(user, organization, timezone.localdate() + dt.timedelta(days=RENEWAL_DAYS))


def seats_at(organization: Organization) -> QuerySet[Appointment]:
    """Who acts for the school today."""
    rows = Appointment.objects.filter(in_force(), organization=organization, role__in=SEAT_ROLES)
    return rows.select_related("user", "organization")


def appointments_visible_to(user: Any) -> QuerySet[Appointment]:
    """Own ones, colleagues' at the schools whose seat one holds, those in care of one's offices."""
    rows = Appointment.objects.select_related("organization", "user")
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    if may_read_all(user):
        return rows
    return rows.filter(
        Q(user=user) | Q(organization__in=seat_organization_ids(user)) | in_care_of(user, "organization__")
    )


def seats_ending(user: Any) -> list[Appointment]:
    """The user's seats that end within the renewal days."""
    horizon = timezone.localdate() + dt.timedelta(days=RENEWAL_DAYS)
    return [seat for seat in seats_of(user) if seat.valid_to is not None and seat.valid_to < horizon]
