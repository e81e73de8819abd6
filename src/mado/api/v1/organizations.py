"""GET /api/v1/organizations: the directory, searched. Public; what stands here stands in official lists or was said by the
school for everybody."""

import datetime as dt
from typing import Annotated, Any, Literal

import langcodes
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from mado.api.v1.errors import Problems, refuse
from mado.api.v1.places import check_country, check_region
from mado.directory.asking import read_point, read_pupils, start_of
from mado.directory.contributions import Contribution, contributions_for
from mado.directory.documents import point_of
from mado.directory.engine.document import Point
from mado.directory.enums import Level, LocationPrecision
from mado.directory.models import Organization
from mado.directory.search import MOST_OFFSET, SearchRequest, search_organizations
from mado.directory.services.indexing import queue_rebuild
from mado.profiles.enums import ExchangeKind, Topic

router = Router(tags=["organizations"])

MOST_ITEMS = 100
MOST_VALUES = 20
Values = Annotated[list[str], Field(max_length=MOST_VALUES)]


class OrganizationQuestion(Schema):
    q: str = Field("", max_length=200, description="Name, place or official number, in any script")
    country: Values = Field(default_factory=list, description="ISO 3166-1, e.g. TW; repeat for several")
    region: Values = Field(default_factory=list, description="ISO 3166-2, e.g. TW-KHH")
    level: list[Level] = Field(default_factory=list, description="Level of school")
    kind: list[ExchangeKind] = Field(default_factory=list, description="Kind of exchange wished for")
    language: Values = Field(default_factory=list, description="BCP 47 language of exchange, e.g. en")
    topic: list[Topic] = Field(default_factory=list, description="Topic wished for or offered")
    takes_part: bool = Field(default=False, description="Only schools that take part in the alliance")
    open_now: bool = Field(default=False, description="Only schools that look for partners now and can take one")
    pupils: str = Field("", max_length=20, description="Least and most pupils, both included, e.g. 200-800")
    near: str = Field("", max_length=80, description="Where distances start: a school's code, or latitude,longitude")
    sort: Literal["fit", "active", "distance", "name"] = Field(
        "fit", description="Best answer first, last sign of life first, nearest first (asks for `near`), or by name"
    )
    limit: int = Field(20, ge=1, le=MOST_ITEMS, description="Items of one answer")
    offset: int = Field(0, ge=0, le=MOST_OFFSET, description="Items to pass over")


class OrganizationItem(Schema):
    code: str = Field(description="Public reference, ten characters")
    kind: str
    name: str = Field(description="Official name in its own script")
    name_language: str = Field(description="BCP 47")
    name_en: str
    country: str
    region: str
    region_name: str
    city: str
    levels: list[str]
    takes_part: bool
    open_now: bool = Field(description="Looks for partners and can take one: takes part, is awake, has a free place")
    dormant: bool = Field(description="Has not answered or shown life for long: not recommended until it comes back")
    last_active: dt.date | None = Field(description="Last sign of life, YYYY-MM-DD")
    latitude: float | None = Field(description="Only where the list gives the school's own place")
    longitude: float | None


class FacetValue(Schema):
    value: str
    count: int


class OrganizationList(Schema):
    total: int = Field(description="Exact number of all that fit")
    items: list[OrganizationItem]
    facets: dict[str, list[FacetValue]] = Field(description="Per filter: what choosing a value would leave")
    spelling: str = Field(description='The spelling answered for when nothing is written as asked, else ""')


@router.get(
    "/organizations",
    operation_id="list_organizations",
    response={200: OrganizationList, 422: Problems},
    summary="Schools and universities of the directory",
)
def list_organizations(request: HttpRequest, asked: Query[OrganizationQuestion]) -> dict[str, Any]:  # noqa: ARG001  # the framework hands it in
    """Best answer first, unless another order is asked for. Traditional, simplified and Japanese characters, kana, width
    and romanised places fold."""
    found = search_organizations(_read(asked))
    if found.degraded:
        queue_rebuild()
    said = contributions_for([hit.organization_id for hit in found.hits if hit.said])
    rows = [found.organizations[hit.organization_id] for hit in found.hits]
    return {
        "total": found.total,
        "items": [item_of(row, said.get(row.pk, Contribution())) for row in rows],
        "facets": {
            name: [{"value": one.value, "count": one.count} for one in counts] for name, counts in found.facets.items()
        },
        "spelling": found.spelling,
    }


def _read(asked: OrganizationQuestion) -> SearchRequest:
    """The search asked for. The page leaves out what makes no sense; a program is told."""
    for code in asked.country:
        check_country(code, ("query", "country"))
    for code in asked.region:
        check_region(code, ("query", "region"))
    for tag in asked.language:
        if not langcodes.tag_is_valid(tag):
            refuse(("query", "language"), f"“{tag}” is no language. Write a BCP 47 tag, such as en or zh-Hant.")
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in asked.model_dump().items()}
    near = _near(asked.near.strip())
    if asked.sort == "distance" and near is None:
        refuse(
            ("query", "near"), "Nearest first needs a place to start from: add near, a school's code or 22.63,120.30."
        )
    return SearchRequest(**values | {"near": near, "near_text": asked.near.strip(), "pupils": _pupils(asked.pupils)})


def _pupils(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    span = read_pupils(text)
    if span is None or span[0] > span[1]:
        refuse(("query", "pupils"), f"“{text}” is no span. Write the least and the most pupils, such as 200-800.")
    return span


def _near(text: str) -> Point | None:
    if not text:
        return None
    school = None if "," in text else start_of(text)
    point = point_of(school) if school else read_point(text)
    if point is None:
        sentence = (
            f"“{text}” is no place we know. Write the code of a school whose place is known, or degrees: 22.63,120.30."
        )
        refuse(("query", "near"), sentence)
    return point


def item_of(row: Organization, said: Contribution) -> dict[str, Any]:
    """One organisation as lists show it."""
    exact = row.location_precision == LocationPrecision.EXACT
    plain = ("code", "kind", "name", "name_language", "name_en", "country", "region", "region_name", "city", "levels")
    return {
        **{name: getattr(row, name) for name in plain},
        **{name: getattr(said, name) for name in ("takes_part", "open_now", "dormant", "last_active")},
        "latitude": row.latitude if exact else None,
        "longitude": row.longitude if exact else None,
    }
