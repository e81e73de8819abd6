"""GET /api/v1/organizations/{code}: one organisation, as its public page shows it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mado.accounts.queries import has_been_seated, latest_verification
from mado.api.v1.errors import Refused
from mado.api.v1.organizations import OrganizationItem, item_of
from mado.api.v1.said import Offers, OpenWish, offers_of, wish_of
from mado.directory.contributions import Contribution, contributions_for
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.directory.queries import further_names_of, organization_of_code
from mado.exchanges.queries import shown_exchanges, verified_of
from mado.partnerships.queries import liveness
from mado.profiles.queries import open_wishes, profile_of

router = Router(tags=["organizations"])


class Named(Schema):
    """Another organisation, by name."""

    code: str
    name: str
    name_language: str
    name_en: str


class OtherName(Schema):
    text: str
    language: str
    use: str


class OfficialNumber(Schema):
    scheme: str
    value: str


class Alive(Schema):
    """Counted from deeds of the last 365 days: docs/explanation/liveness.md."""

    asked: int = Field(description="Invitations answered or lapsed")
    answered: int = Field(description="Of them answered in time")
    reply_rate: float | None = Field(description="0…1; null below three invitations")
    median_reply_hours: float | None = Field(description="null below three answers")
    missed_in_a_row: int = Field(description="Lapsed since the last answer")
    last_active: dt.date | None = Field(description="Last sign of life, YYYY-MM-DD")
    dormant_since: dt.date | None = Field(description="null: awake")


class Verified(Schema):
    by: Named = Field(description="The office that vouches")
    on: dt.date
    until: dt.date = Field(description="Last day; a day that is past means that nobody vouches now")


class PastExchange(Schema):
    title: str
    kind: str
    year: int
    partner: Named


class PastExchanges(Schema):
    verified: int = Field(description="Exchanges carried out and verified by an office")
    last_verified_on: dt.date | None = Field(description="On the organisation's own clock")
    shown: list[PastExchange] = Field(description="Those both schools agreed to name, latest first, at most twenty")


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
    delisted_on: dt.date | None = Field(description="Date since when it does not, YYYY-MM-DD")
    verified: Verified | None = Field(description="null: nobody has vouched for it")
    liveness: Alive | None = Field(description="null: it has never taken part")
    offers: Offers | None = Field(description="What it says of itself; null: nothing yet")
    wishes: list[OpenWish] = Field(description="Open wishes, newest first")
    past_exchanges: PastExchanges


@router.get(
    "/organizations/{code}",
    operation_id="get_organization",
    response={200: OrganizationDetail, 404: Refused},
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
        **item_of(row, said),
        "names": [
            {"text": name.text, "language": name.language, "use": name.use.value} for name in further_names_of(row)
        ],
        "identifiers": [{"scheme": one.scheme, "value": one.value} for one in row.identifiers.all()],
        **{name: getattr(row, name) for name in ("sector", "address", "postcode", "phone", "website")},
        **{name: getattr(row, name) for name in ("time_zone", "enrolment", "delisted_on")},
        "listed": row.is_listed,
        "verified": _verified(row),
        **_said_and_done(row),
    }
    return Status(200, detail)


def _named(row: Organization) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("code", "name", "name_language", "name_en")}


def _verified(row: Organization) -> dict[str, Any] | None:
    found = latest_verification(row)
    return {"by": _named(found.office), "on": found.verified_on, "until": found.valid_until} if found else None


def _said_and_done(row: Organization) -> dict[str, Any]:
    """What a school says of itself and what it has done; of those nobody ever acted for, nothing is looked for."""
    if row.kind not in TAKES_PART_KINDS or not has_been_seated(row):
        nothing: dict[str, Any] = {"verified": 0, "last_verified_on": None, "shown": []}
        return {"liveness": None, "offers": None, "wishes": [], "past_exchanges": nothing}
    profile = profile_of(row)
    return {
        "liveness": _alive(row) if profile.pk else None,
        "offers": offers_of(profile) if profile.pk else None,
        "wishes": [wish_of(wish) for wish in open_wishes(row)],
        "past_exchanges": _past(row),
    }


def _alive(row: Organization) -> dict[str, Any]:
    alive = liveness(row)
    same = ("asked", "answered", "reply_rate", "median_reply_hours", "missed_in_a_row", "dormant_since")
    return {name: getattr(alive, name) for name in same} | {"last_active": alive.last_active_on}


def _past(row: Organization) -> dict[str, Any]:
    found = verified_of(row)
    shown = shown_exchanges(row, found) if found else []
    last = found[0].verified_at if found else None
    zone = ZoneInfo(row.time_zone)
    return {
        "verified": len(found),
        "last_verified_on": last.astimezone(zone).date() if last else None,
        "shown": [
            {"title": one.title, "kind": one.kind, "year": one.year, "partner": _named(one.partner)} for one in shown
        ],
    }
