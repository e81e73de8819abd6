"""GET /api/v1/organizations: the directory, searched and read. Public; what stands here stands in official lists."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mado.directory.contributions import Contribution, contributions_for
from mado.directory.enums import Level, LocationPrecision
from mado.directory.models import Organization
from mado.directory.queries import organization_of_code
from mado.directory.search import MOST_OFFSET, SearchRequest, search_organizations
from mado.directory.services.indexing import queue_rebuild

router = Router(tags=["organizations"])

MOST_ITEMS = 100
MOST_VALUES = 20
Values = Annotated[list[str], Field(max_length=MOST_VALUES)]


class OrganizationQuestion(Schema):
    q: str = Field("", max_length=200, description="Name, place or official number, in any script")
    country: Values = Field(default_factory=list, description="ISO 3166-1, e.g. TW; repeat for several")
    region: Values = Field(default_factory=list, description="ISO 3166-2, e.g. TW-KHH")
    level: list[Level] = Field(default_factory=list, description="Level of school")
    kind: Values = Field(default_factory=list, description="Kind of exchange wished for, e.g. cultural")
    language: Values = Field(default_factory=list, description="BCP 47 language of exchange, e.g. en")
    topic: Values = Field(default_factory=list, description="Topic wished for or offered, e.g. food")
    takes_part: bool = Field(default=False, description="Only schools that take part in the alliance")
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


class OtherName(Schema):
    text: str
    language: str
    use: str


class OfficialNumber(Schema):
    scheme: str
    value: str


class OrganizationDetail(OrganizationItem):
    names: list[OtherName]
    identifiers: list[OfficialNumber]
    sector: str
    address: str
    postcode: str
    phone: str
    website: str
    time_zone: str
    enrolment: int | None
    listed: bool = Field(description="Whether the official list still names it")
    delisted_on: str | None = Field(description="Date since when it does not, YYYY-MM-DD")


class NotFound(Schema):
    detail: str


@router.get(
    "/organizations",
    operation_id="list_organizations",
    response=OrganizationList,
    summary="Schools and universities of the directory",
)
def list_organizations(request: HttpRequest, asked: Query[OrganizationQuestion]) -> dict[str, Any]:  # noqa: ARG001  # the framework hands it in
    """Best answer first. Traditional, simplified and Japanese characters, kana, width and romanised places fold."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in asked.model_dump().items()}
    found = search_organizations(SearchRequest(**values))
    if found.degraded:
        queue_rebuild()
    said = contributions_for([hit.organization_id for hit in found.hits if hit.said])
    rows = [found.organizations[hit.organization_id] for hit in found.hits]
    return {
        "total": found.total,
        "items": [_item(row, said.get(row.pk, Contribution())) for row in rows],
        "facets": {
            name: [{"value": one.value, "count": one.count} for one in counts] for name, counts in found.facets.items()
        },
        "spelling": found.spelling,
    }


@router.get(
    "/organizations/{code}",
    operation_id="get_organization",
    response={200: OrganizationDetail, 404: NotFound},
    summary="One organisation",
)
def get_organization(request: HttpRequest, code: str) -> Status[Any]:  # noqa: ARG001  # the framework hands it in
    """Everything public about one organisation, also when the official list no longer names it."""
    row = organization_of_code(code)
    if row is None:
        sentence = "No organisation has this code. Codes are ten letters and digits, as the list gives them."
        return Status(404, {"detail": sentence})
    said = contributions_for([row.pk]).get(row.pk, Contribution())
    detail = {
        **_item(row, said),
        "names": [{"text": name.text, "language": name.language, "use": name.use} for name in row.names.all()],
        "identifiers": [{"scheme": one.scheme, "value": one.value} for one in row.identifiers.all()],
        **{name: getattr(row, name) for name in ("sector", "address", "postcode", "phone", "website")},
        "time_zone": row.time_zone,
        "enrolment": row.enrolment,
        "listed": row.is_listed,
        "delisted_on": row.delisted_on.isoformat() if row.delisted_on else None,
    }
    return Status(200, detail)


def _item(row: Organization, said: Contribution) -> dict[str, Any]:
    exact = row.location_precision == LocationPrecision.EXACT
    plain = ("code", "kind", "name", "name_language", "name_en", "country", "region", "region_name", "city", "levels")
    return {
        **{name: getattr(row, name) for name in plain},
        "takes_part": said.takes_part,
        "latitude": row.latitude if exact else None,
        "longitude": row.longitude if exact else None,
    }
