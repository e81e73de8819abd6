"""Who acts for whom, today. Everything the permissions of higher apps rest on."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from mado.accounts.enums import ALLIANCE_ROLES, OFFICE_ROLES, READING_ROLES, SEAT_ROLES
from mado.accounts.models import Appointment, User, Verification
from mado.directory.enums import OrganizationKind
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


VETTING_KINDS = (OrganizationKind.REGIONAL_OFFICE, OrganizationKind.MISSION, OrganizationKind.CEO_OFFICE)
"""Offices that vet schools, first choice first; the CEO office takes what no other office is in care of."""


def responsible_office(organization: Organization) -> Organization | None:
    """The office that vets this school: region before country, regional office or mission before the CEO office."""
    place = Q(country=organization.country) & (Q(region="") | Q(region=organization.region))
    mandates = (
        Mandate.objects.filter(in_force(), place, office__kind__in=VETTING_KINDS)
        .select_related("office")
        .order_by("-region", "office_id")
    )
    found = sorted(mandates, key=lambda m: (not m.region, VETTING_KINDS.index(m.office.kind)))
    if found:
        return found[0].office
    return Organization.objects.filter(kind=OrganizationKind.CEO_OFFICE).order_by("id").first()


def officers_of(office: Organization | None) -> QuerySet[User]:
    """People to write to at an office."""
    return User.objects.filter(
        pk__in=Appointment.objects.filter(
            in_force(), organization=office, role__in=(*OFFICE_ROLES, *ALLIANCE_ROLES)
        ).values("user_id"),
        is_active=True,
    ).order_by("id")


def seat_holders(organization: Organization) -> QuerySet[User]:
    """People who act for a school today: everyone a mail to the school goes to."""
    return User.objects.filter(
        pk__in=Appointment.objects.filter(in_force(), organization=organization, role__in=SEAT_ROLES).values("user_id"),
        is_active=True,
    ).order_by("id")


def is_taking_part(organization: Organization) -> bool:
    """A school takes part when somebody holds its seat and an office vouches for it today."""
    today = timezone.localdate()
    return (
        Appointment.objects.filter(in_force(), organization=organization, role__in=SEAT_ROLES).exists()
        and Verification.objects.filter(organization=organization, valid_until__gte=today).exists()
    )


def taking_part() -> QuerySet[Organization]:
    """All organisations that take part today."""
    today = timezone.localdate()
    seat = Appointment.objects.filter(in_force(), organization=OuterRef("pk"), role__in=SEAT_ROLES)
    vouched = Verification.objects.filter(organization=OuterRef("pk"), valid_until__gte=today)
    return Organization.objects.filter(Exists(seat), Exists(vouched))


def latest_verification(organization: Organization) -> Verification | None:
    return Verification.objects.filter(organization=organization).select_related("office").first()
