"""GET /api/v1/suggest: what somebody who types may be about to write. Public."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mado.api.v1.errors import Problems
from mado.directory.engine.suggesting import SuggestedPlace
from mado.directory.models import Organization
from mado.directory.search import suggest
from mado.reference.places import country_name, region_name

router = Router(tags=["organizations"])

MOST_SCHOOLS = 20


class SuggestedSchool(Schema):
    code: str
    name: str
    name_language: str
    name_en: str
    country: str
    region: str
    city: str


class Place(Schema):
    kind: str = Field(description="country, region or city")
    country: str
    region: str
    city: str
    name: str = Field(description="In the language of Accept-Language where we know it")
    total: int = Field(description="Schools found there")


class Suggested(Schema):
    places: list[Place] = Field(description="At most three")
    schools: list[SuggestedSchool] = Field(description="Best first")
    spelling: str = Field(description='The spelling suggested for when nothing is written as typed, else ""')


@router.get(
    "/suggest",
    operation_id="suggest_organizations",
    response={200: Suggested, 422: Problems},
    summary="Schools and places for what has been typed so far",
)
def suggest_organizations(
    request: HttpRequest,  # noqa: ARG001  # the framework hands it in
    q: str = Query(..., max_length=200, description="The beginning of a name, place or official number, any script"),
    limit: int = Query(8, ge=1, le=MOST_SCHOOLS, description="Schools of one answer"),
) -> dict[str, Any]:
    """Names in every script, former names and romanisations are known. Nothing fits: empty lists."""
    found = suggest(q.replace("\0", " "), limit)
    rows = Organization.objects.in_bulk(list(found.schools))
    same = tuple(SuggestedSchool.model_fields)
    return {
        "places": [_place(place) for place in found.places],
        "schools": [{name: getattr(rows[key], name) for name in same} for key in found.schools if key in rows],
        "spelling": found.spelling,
    }


def _place(place: SuggestedPlace) -> dict[str, Any]:
    around, _slash, city = place.value.partition("/") if place.kind == "city" else (place.value, "", "")
    region = around if len(around) > 2 else ""  # a country's code has two letters
    name = city or (region_name(region) if region else country_name(around))
    return {
        "kind": place.kind,
        "country": around[:2],
        "region": region,
        "city": city,
        "name": name,
        "total": place.total,
    }
