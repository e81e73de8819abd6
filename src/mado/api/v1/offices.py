"""GET /api/v1/offices: offices and missions, and what they are in care of. Public."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mado.accounts.queries import public_offices
from mado.api.v1.errors import Problems
from mado.api.v1.places import check_country
from mado.directory.models import Organization

router = Router(tags=["offices"])


class Care(Schema):
    """A mandate in force."""

    country: str
    region: str = Field(description='"": the whole country')
    kinds: list[str] = Field(description="Kinds of organisation; none: all")
    levels: list[str] = Field(description="Levels of school; none: all")
    vets: bool = Field(description="Whether the office vouches for schools there")
    valid_to: dt.date | None = Field(description="Last day; null: without end")


class Office(Schema):
    code: str
    kind: str = Field(description="ceo_office, regional_office, county_centre or mission")
    name: str
    name_language: str
    name_en: str
    country: str
    region: str
    city: str
    address: str
    phone: str
    website: str
    time_zone: str
    in_care_of: list[Care]


_SAME = tuple(name for name in Office.model_fields if name != "in_care_of")


@router.get(
    "/offices",
    operation_id="list_offices",
    response={200: list[Office], 422: Problems},
    summary="Offices and missions of the alliance",
)
def list_offices(
    request: HttpRequest,  # noqa: ARG001  # the framework hands it in
    country: str = Query("", max_length=2, description="Only those in care of something in this country, ISO 3166-1"),
) -> list[dict[str, Any]]:
    """The central office first, then by kind, country and name. All in one answer: they are few."""
    if country:
        check_country(country, ("query", "country"))
    rows = [found.office for found in public_offices()]
    return [_office(row) for row in rows if not country or any(one.country == country for one in row.mandates.all())]


def _office(row: Organization) -> dict[str, Any]:
    care = [{name: getattr(one, name) for name in Care.model_fields} for one in row.mandates.all()]
    return {name: getattr(row, name) for name in _SAME} | {"in_care_of": care}
