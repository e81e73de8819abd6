"""Who acts for whom, today. Everything the permissions of higher apps rest on."""

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from mado.accounts.enums import ALLIANCE_ROLES, OFFICE_ROLES, READING_ROLES, SEAT_ROLES
from mado.accounts.models import Appointment, User
from mado.directory.models import Mandate, Organization
from mado.reference.settings import alliance


def in_force(on: dt.date | None = None) -> Q:
    """Rows with valid_from/valid_to that hold on that day (default: today)."""
    day = on or timezone.localdate()
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return started & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def holding(on: dt.date | None = None) -> Q:
    """Appointments that give their rights on that day (default: this minute); one that was ended gives none at once."""
    return in_force(on) & Q(ended_at__isnull=True)


def appointments_of(user: Any) -> list[Appointment]:
    """The user's appointments in force today, with their organisations; read once per request and user object."""
    if not getattr(user, "is_authenticated", False):
        return []
    today = timezone.localdate()
    cached = getattr(user, "_appointments_in_force", None)
    if cached is None or cached[0] != today:
        rows = list(Appointment.objects.filter(holding(), user=user).select_related("organization"))
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

    An office cares for what one of its mandates in force covers: see `covers`, which says the same of one organisation.
    """
    if has_alliance_role(user):
        return Q(**{f"{prefix}pk__isnull": False})
    offices = [row.organization_id for row in office_appointments_of(user)]
    places = Q(**{f"{prefix}pk__in": []})
    for mandate in Mandate.objects.filter(in_force(), office__in=offices):
        place = Q(**{f"{prefix}country": mandate.country})
        if mandate.region:
            place &= Q(**{f"{prefix}region": mandate.region})
        if mandate.kinds:
            place &= Q(**{f"{prefix}kind__in": mandate.kinds})
        if mandate.levels:
            place &= Q(**{f"{prefix}levels__overlap": mandate.levels})
        places |= place
    return places


def cares_for(user: Any, organization: Organization) -> bool:
    """Whether one of the user's offices cares for this organisation today."""
    if has_alliance_role(user):
        return True
    offices = [row.organization_id for row in office_appointments_of(user)]
    if not offices:
        return False
    return any(covers(mandate, organization) for mandate in mandates_at(organization).filter(office__in=offices))


def mandates_at(organization: Organization) -> QuerySet[Mandate]:
    """Mandates in force for the organisation's place, whatever kinds they name."""
    place = Q(country=organization.country) & (Q(region="") | Q(region=organization.region))
    return Mandate.objects.filter(in_force(), place)


def covers(mandate: Mandate, organization: Organization) -> bool:
    """The mandate is for this place, this kind of organisation and one of its levels; what it does not name is all."""
    return (
        mandate.country == organization.country
        and mandate.region in ("", organization.region)
        and (not mandate.kinds or organization.kind in mandate.kinds)
        and (not mandate.levels or not set(mandate.levels).isdisjoint(organization.levels))
    )


def seat_holders(organization: Organization) -> QuerySet[User]:
    """People who act for a school today: everyone a mail to the school goes to."""
    return User.objects.filter(
        pk__in=Appointment.objects.filter(holding(), organization=organization, role__in=SEAT_ROLES).values("user_id"),
        is_active=True,
    ).order_by("id")


def renewal_days() -> int:
    """In its last so many days a seat may be asked for again, and its holder and office are reminded. A setting."""
    return alliance().renewal_first_days


def seat_on(user: Any, organization: Organization, day: dt.date | None = None) -> Appointment | None:
    """The user's seat at this school on that day (default: today), the one that lasts longest."""
    rows = Appointment.objects.filter(holding(day), user=user.pk, organization=organization, role__in=SEAT_ROLES)
    return rows.order_by(F("valid_to").desc(nulls_first=True), "id").first()


def lasting_seat(user: Any, organization: Organization) -> Appointment | None:
    """The user's seat at this school that holds when the renewal days are over, if there is one."""
    return seat_on(user, organization, timezone.localdate() + dt.timedelta(days=renewal_days()))


def seats_at(organization: Organization) -> QuerySet[Appointment]:
    """Who acts for the school today."""
    rows = Appointment.objects.filter(holding(), organization=organization, role__in=SEAT_ROLES)
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
    seats = [seat for seat in seats_of(user) if seat.valid_to is not None]
    if not seats:
        return []
    horizon = timezone.localdate() + dt.timedelta(days=renewal_days())
    return [seat for seat in seats if seat.valid_to is not None and seat.valid_to < horizon]
