"""GET /api/v1/me/…: what a school has in Mado, for its own programs. Needs an access token of the school.

`Authorization: Bearer mado_…`. No person is named and no message is given: codes, states, dates, numbers.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.security import HttpBearer

from mado.api.v1.errors import Problems, Refused
from mado.api.v1.said import Offers, WeeklyTime, offers_of, wish_of
from mado.exchanges.models import Exchange, Session
from mado.integrations.models import AccessToken
from mado.integrations.queries import events_of, token_for
from mado.integrations.services import note_use
from mado.matching.fit_words import reasons_of
from mado.matching.queries.recommendations import recommended_of_many, wishes_to_recommend
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.profiles.models import Wish
from mado.profiles.queries import profile_of

MOST_ITEMS = 200
MOST_RECOMMENDED = 20
"""Of each wish."""
MOST_EVENT_ID = 2**62


class OwnToken(HttpBearer):
    """A school's access token; request.auth becomes the AccessToken."""

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:  # noqa: ARG002  # ninja hands it in
        found = token_for(token) if token.isascii() else None
        if found is not None:
            note_use(token=found)
        return found


router = Router(tags=["own school"], auth=OwnToken())


class OwnSchool(Schema):
    code: str
    name: str
    country: str
    time_zone: str
    token_name: str
    token_valid_until: str
    offers: Offers | None = Field(description="What it says of itself, as its public page shows it; null: nothing yet")


class OwnWish(Schema):
    """In the words it was written in. "" and null: not said."""

    code: str
    state: str
    kind: str
    alternative_kinds: list[str]
    mode: str
    title: str
    note: str
    languages: list[str]
    language_band: str
    partner_language_band: str
    topics: list[str]
    sdgs: list[int]
    partner_countries: list[str]
    partner_regions: list[str]
    partner_levels: list[str]
    partner_sectors: list[str]
    excluded_countries: list[str]
    partners_again: bool
    partners_wanted: int
    age_from: int | None
    age_to: int | None
    group_size: int | None
    sessions_wanted: int | None
    sessions_least: int | None
    recommend: bool = Field(description="Whether Mado may propose it by itself")
    period_from: str | None
    period_to: str | None
    valid_until: str | None
    windows: list[WeeklyTime]


class OwnInvitation(Schema):
    code: str
    direction: str = Field(description="sent or received")
    state: str
    kind: str
    partner: str = Field(description="Code of the other school")
    reply_by: str
    sent_at: str
    answered_at: str | None


class OwnRecommendation(Schema):
    wish: str = Field(description="Code of the own wish it is for")
    partner: str = Field(description="Code of the school that fits")
    partner_wish: str = Field(description="Code of that school's wish")
    percent: int = Field(description="How well the two fit, both sides weighed, 0 to 100")
    reasons: list[str] = Field(description="What speaks for it, in the language of the question")


class OwnSession(Schema):
    number: int
    state: str
    starts_at: str
    ends_at: str


class OwnExchange(Schema):
    code: str
    state: str
    kind: str
    title: str
    partner: str = Field(description="Code of the other school")
    sessions: list[OwnSession]


class OwnEventObject(Schema):
    kind: str
    code: str


class OwnEvent(Schema):
    id: str
    type: str
    at: str
    object: OwnEventObject


class OwnEvents(Schema):
    items: list[OwnEvent]
    last: int = Field(description="Ask for what comes after this")


class Page(Schema):
    limit: int = Field(50, ge=1, le=MOST_ITEMS, description="Items of one answer")
    offset: int = Field(0, ge=0, le=10_000, description="Items to pass over")


class InvitationQuestion(Page):
    state: InvitationState | None = Field(None, description="Only invitations in this state")


REFUSED = {401: Refused}
PAGED = {**REFUSED, 422: Problems}


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


@router.get("/me", operation_id="read_own_school", response={200: OwnSchool, **REFUSED}, summary="The token's school")
def read_own_school(request: HttpRequest) -> dict[str, Any]:
    token: AccessToken = request.auth
    school = token.organization
    profile = profile_of(school)
    return {
        "code": school.code,
        "name": school.name,
        "country": school.country,
        "time_zone": school.time_zone,
        "token_name": token.name,
        "token_valid_until": token.valid_until.isoformat(),
        "offers": offers_of(profile) if profile.pk else None,
    }


@router.get(
    "/me/wishes",
    operation_id="list_own_wishes",
    response={200: list[OwnWish], **PAGED},
    summary="Own exchange wishes",
)
def list_own_wishes(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """Newest first, drafts included."""
    rows = (
        Wish.objects.filter(organization=_school(request))
        .select_related("organization")
        .prefetch_related("windows", "texts")
    )
    return [own_wish_of(row) for row in rows[page.offset : page.offset + page.limit]]


def own_wish_of(row: Wish) -> dict[str, Any]:
    """`row` with its windows and texts prefetched."""
    plain = {name: getattr(row, name) for name in OwnWish.model_fields if name != "windows"}
    dates = {name: _iso(plain[name]) for name in ("period_from", "period_to", "valid_until")}
    return plain | dates | {"windows": wish_of(row)["windows"]}


@router.get(
    "/me/invitations",
    operation_id="list_own_invitations",
    response={200: list[OwnInvitation], **PAGED},
    summary="Invitations sent and received",
)
def list_own_invitations(request: HttpRequest, asked: Query[InvitationQuestion]) -> list[dict[str, Any]]:
    """Newest first."""
    school = _school(request)
    rows = Invitation.objects.filter(Q(sender=school) | Q(recipient=school)).select_related("sender", "recipient")
    if asked.state:
        rows = rows.filter(state=asked.state)
    return [
        {
            "code": row.code,
            "direction": "sent" if row.sender_id == school.pk else "received",
            "state": row.state,
            "kind": row.kind,
            "partner": (row.recipient if row.sender_id == school.pk else row.sender).code,
            "reply_by": row.reply_by.isoformat(),
            "sent_at": row.sent_at.isoformat(),
            "answered_at": _iso(row.answered_at),
        }
        for row in rows[asked.offset : asked.offset + asked.limit]
    ]


@router.get(
    "/me/recommendations",
    operation_id="list_own_recommendations",
    response={200: list[OwnRecommendation], **REFUSED},
    summary="Schools that fit the own open wishes",
)
def list_own_recommendations(request: HttpRequest) -> list[dict[str, Any]]:
    """For each open wish the best, best first, as everything stands now."""
    return [
        {
            "wish": found.asking.wish.code,
            "partner": one.school.code,
            "partner_wish": one.wish.code,
            "percent": one.percent,
            "reasons": (reasons := reasons_of(one, found.asking.wish)).both + reasons.mine,
        }
        for found in recommended_of_many(wishes_to_recommend([_school(request).pk]), most=MOST_RECOMMENDED)
        for one in found.rows
    ]


@router.get(
    "/me/exchanges",
    operation_id="list_own_exchanges",
    response={200: list[OwnExchange], **PAGED},
    summary="Exchanges with their sessions",
)
def list_own_exchanges(request: HttpRequest, page: Query[Page]) -> list[dict[str, Any]]:
    """Newest first; sessions by date, instants in UTC."""
    school = _school(request)
    rows = Exchange.objects.filter(sides__organization=school).prefetch_related("sides__organization", "sessions")
    return [
        {
            "code": row.code,
            "state": row.state,
            "kind": row.kind,
            "title": row.title,
            "partner": next(
                (side.organization.code for side in row.sides.all() if side.organization_id != school.pk), ""
            ),
            "sessions": [_session(one) for one in row.sessions.all()],
        }
        for row in rows[page.offset : page.offset + page.limit]
    ]


@router.get(
    "/me/events",
    operation_id="list_own_events",
    response={200: OwnEvents, **PAGED},
    summary="What happened since, for programs that ask instead of being told",
)
def list_own_events(
    request: HttpRequest,
    after: int = Query(0, ge=0, le=MOST_EVENT_ID, description="The `last` of the answer before; 0 from the beginning"),
    limit: int = Query(50, ge=1, le=MOST_ITEMS, description="Events of one answer"),
) -> dict[str, Any]:
    """Oldest first: the same events webhooks are told of."""
    events = events_of(_school(request), after, limit)
    return {"items": [event.payload for event in events], "last": events[-1].entry_id if events else after}


def _school(request: HttpRequest) -> Any:
    token: AccessToken = request.auth
    return token.organization


def _session(row: Session) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
    }
