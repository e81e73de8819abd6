"""Which office is in care of a school, whom to write to there, and whether anybody vouches for the school today."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from mado.accounts.enums import ALLIANCE_ROLES, OFFICE_ROLES, SEAT_ROLES
from mado.accounts.models import Appointment, User, Verification
from mado.accounts.queries.appointments import (
    covers,
    holding,
    in_force,
    mandates_at,
    office_appointments_of,
    renewal_days,
)
from mado.directory.enums import OrganizationKind
from mado.directory.models import Mandate, Organization

VETTING_KINDS = (
    OrganizationKind.REGIONAL_OFFICE,
    OrganizationKind.MISSION,
    OrganizationKind.COUNTY_CENTRE,
    OrganizationKind.CEO_OFFICE,
)
"""Offices vetting may be delegated to, first choice first; the CEO office takes what no other office is in care of."""


def responsible_office(organization: Organization) -> Organization | None:
    """The office that vets this school: of the mandates with delegated vetting that cover it, the narrowest one's.

    Kinds or levels named go before none named, a region before the whole country, then the order of VETTING_KINDS.
    """
    mandates = mandates_at(organization).filter(vets=True, office__kind__in=VETTING_KINDS).select_related("office")
    found = [mandate for mandate in mandates if covers(mandate, organization)]
    if found:
        return min(found, key=_width).office
    return ceo_office()


def responsible_offices(organizations: Iterable[Organization]) -> dict[int, Organization | None]:
    """Organisation id → the office that vets it, as responsible_office says. Two queries for any number."""
    mandates = list(
        Mandate.objects.filter(in_force(), vets=True, office__kind__in=VETTING_KINDS).select_related("office")
    )
    central = ceo_office()
    found: dict[int, Organization | None] = {}
    for organization in organizations:
        mine = [mandate for mandate in mandates if covers(mandate, organization)]
        found[organization.pk] = min(mine, key=_width).office if mine else central
    return found


def _width(mandate: Mandate) -> tuple[bool, bool, int, int]:
    names_kinds = bool(mandate.kinds or mandate.levels)
    return (not names_kinds, not mandate.region, VETTING_KINDS.index(mandate.office.kind), mandate.office_id)


def ceo_office() -> Organization | None:
    return Organization.objects.filter(kind=OrganizationKind.CEO_OFFICE).order_by("id").first()


def vetting_offices() -> QuerySet[Organization]:
    """Every office a claim can be handed to."""
    return Organization.objects.filter(kind__in=VETTING_KINDS).order_by("country", "name", "id")


def officers_of(office: Organization | None) -> QuerySet[User]:
    """People to write to at an office."""
    return User.objects.filter(
        pk__in=Appointment.objects.filter(
            holding(), organization=office, role__in=(*OFFICE_ROLES, *ALLIANCE_ROLES)
        ).values("user_id"),
        is_active=True,
    ).order_by("id")


def people_to_write_to(office: Organization | None) -> QuerySet[User]:
    """The officers of an office; where it has none, those of the CEO office, so that no claim waits unseen."""
    people = officers_of(office)
    if people.exists():
        return people
    return alliance_officers()


def alliance_officers() -> QuerySet[User]:
    """People of the CEO office."""
    return User.objects.filter(
        pk__in=Appointment.objects.filter(holding(), role__in=ALLIANCE_ROLES).values("user_id"), is_active=True
    ).order_by("id")


def is_vouched_for(organization: Organization) -> bool:
    """An office vouches today that the school is real and reachable."""
    return Verification.objects.filter(organization=organization, valid_until__gte=timezone.localdate()).exists()


_PAST = """SELECT
  EXISTS(SELECT FROM accounts_appointment WHERE organization_id = %(id)s AND role = ANY(%(roles)s)),
  EXISTS(SELECT FROM accounts_verification WHERE organization_id = %(id)s)"""


def _past(organization: Organization) -> tuple[bool, bool]:
    """Ever seated, ever vouched for. Asked for every school page, so it is written out, and once for each object in
    memory."""
    known: tuple[bool, bool] | None = getattr(organization, "_past", None)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(_PAST, {"id": organization.pk, "roles": [str(role) for role in SEAT_ROLES]})
            known = cursor.fetchone() or (False, False)
        organization._past = known  # type: ignore[attr-defined]  # noqa: SLF001  # our own memory on our own model
    return known


def has_been_seated(organization: Organization) -> bool:
    """Whether anybody has ever held a seat of this school. Nearly no school of the official lists has: without a seat
    there is no profile, wish, invitation or exchange to look for."""
    return _past(organization)[0]


def has_been_vouched_for(organization: Organization) -> bool:
    """Whether any office has ever vouched for this school."""
    return _past(organization)[1]


def is_taking_part(organization: Organization) -> bool:
    """A school takes part when somebody holds its seat and an office vouches for it today."""
    held = Appointment.objects.filter(holding(), organization=organization, role__in=SEAT_ROLES).exists()
    return held and is_vouched_for(organization)


def taking_part() -> QuerySet[Organization]:
    """All organisations that take part today."""
    today = timezone.localdate()
    seat = Appointment.objects.filter(holding(), organization=OuterRef("pk"), role__in=SEAT_ROLES)
    vouched = Verification.objects.filter(organization=OuterRef("pk"), valid_until__gte=today)
    return Organization.objects.filter(Exists(seat), Exists(vouched))


def latest_verification(organization: Organization) -> Verification | None:
    return Verification.objects.filter(organization=organization).select_related("office").first()


def verifications_ending(organizations: Any) -> list[Verification]:
    """The latest verification of each of these organisations where it ends within the renewal days or has ended."""
    horizon = timezone.localdate() + dt.timedelta(days=renewal_days())
    latest = (
        Verification.objects.filter(organization__in=organizations)
        .order_by("organization_id", "-valid_until", "-id")
        .distinct("organization_id")
        .select_related("organization", "office")
    )
    return [row for row in latest if row.valid_until < horizon]


def verifications_to_renew(user: Any) -> list[Verification]:
    """What the user's own offices vouch for and must soon look at again: schools whose seat somebody holds."""
    offices = [row.organization_id for row in office_appointments_of(user)]
    held = Appointment.objects.filter(holding(), organization=OuterRef("organization"), role__in=SEAT_ROLES)
    schools = Verification.objects.filter(Exists(held), office__in=offices).values("organization")
    return [row for row in verifications_ending(schools) if row.office_id in offices] if offices else []


def verification_for_mail(verification_id: int, officer_id: int) -> tuple[Verification, User] | None:
    """What a signed link is about: the vouching and the officer it was written to, both still there."""
    rows = Verification.objects.select_related("organization", "office")
    verification = rows.filter(pk=verification_id).first()
    officer = User.objects.filter(pk=officer_id, is_active=True).first()
    return (verification, officer) if verification and officer else None
