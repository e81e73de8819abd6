"""Every office and mission for everybody to see, and the places of its mandates."""

from dataclasses import dataclass

from django.db.models import Prefetch

from mado.accounts.queries.appointments import in_force
from mado.directory.enums import OrganizationKind
from mado.directory.models import Mandate, Organization

PUBLIC_KINDS = (
    OrganizationKind.CEO_OFFICE,
    OrganizationKind.REGIONAL_OFFICE,
    OrganizationKind.COUNTY_CENTRE,
    OrganizationKind.MISSION,
)
"""In the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class PublicOffice:
    """An office and the places of its mandates in force, as (country, region or "")."""

    office: Organization
    places: list[tuple[str, str]]


def public_offices() -> list[PublicOffice]:
    """All offices, central one first, then by country and name. Two queries."""
    mandates = Prefetch("mandates", Mandate.objects.filter(in_force()).order_by("country", "region", "id"))
    rows = Organization.objects.filter(kind__in=PUBLIC_KINDS, delisted_on=None).prefetch_related(mandates)
    found = [
        PublicOffice(office, list(dict.fromkeys((m.country, m.region) for m in office.mandates.all())))
        for office in rows
    ]
    return sorted(
        found,
        key=lambda row: (
            PUBLIC_KINDS.index(OrganizationKind(row.office.kind)), row.office.country, row.office.region, row.office.name,
        ),
    )  # fmt: skip
