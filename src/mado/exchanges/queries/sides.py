"""The two sides of an exchange, and who stands on which."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When

from mado.accounts.queries import (
    office_appointments_of,
    responsible_office,
    responsible_offices,
    seat_organization_ids,
)
from mado.directory.models import Organization
from mado.exchanges.clocks import today_in
from mado.exchanges.enums import SideLabel
from mado.exchanges.models import Exchange, ExchangeSide, Report, Session
from mado.reference.settings import alliance


def exchange_of(thing: Exchange | Session | Report | None) -> Exchange | None:
    """The case a session or report belongs to; the exchange itself as it is."""
    if isinstance(thing, Session):
        return thing.exchange
    if isinstance(thing, Report):
        return thing.side.exchange
    return thing


def sides_of(exchange: Exchange) -> list[ExchangeSide]:
    """Side A, then side B; prefetched rows are used when they are there."""
    return sorted(exchange.sides.all(), key=lambda side: side.label)


def side_labelled(exchange: Exchange, label: str) -> ExchangeSide:
    return next(side for side in sides_of(exchange) if side.label == label)


def other_label(label: str) -> str:
    return SideLabel.B if label == SideLabel.A else SideLabel.A


def sides_of_person(user: Any, exchange: Exchange) -> list[ExchangeSide]:
    """The sides this person acts for: none, one, or (a person with seats in both schools) two."""
    seats = set(seat_organization_ids(user))
    return [side for side in sides_of(exchange) if side.organization_id in seats]


def mine_and_theirs(user: Any, exchange: Exchange) -> tuple[ExchangeSide, ExchangeSide]:
    """Left pane, right pane: mine first; for those who stand on neither side the side that invited first."""
    first, second = sides_of(exchange)
    mine = sides_of_person(user, exchange)
    return (second, first) if mine == [second] else (first, second)


def zone_of(organization: Organization) -> ZoneInfo:
    """The school's clock: its profile's zone, else the directory's."""
    profile = getattr(organization, "profile", None)
    return ZoneInfo((profile.time_zone if profile else "") or organization.time_zone)


def zones_of(exchange: Exchange) -> list[ZoneInfo]:
    return [zone_of(side.organization) for side in sides_of(exchange)]


def home_today() -> dt.date:
    """Today in the alliance's own zone: the day that attributes a pairing and a report's date."""
    return today_in(ZoneInfo(alliance().home_zone))


def verifying_office(exchange: Exchange) -> Organization | None:
    """The office that is asked to verify."""
    return responsible_office(school_verified_for(exchange))


def school_verified_for(exchange: Exchange) -> Organization:
    """The school whose office is asked to verify: that of the home country, else the one that invited."""
    home = alliance().home_country
    sides = sorted(sides_of(exchange), key=lambda side: (side.organization.country != home, side.label))
    return sides[0].organization


def for_own_office(user: Any, exchanges: QuerySet[Exchange]) -> QuerySet[Exchange]:
    """Those of the exchanges that this person's own office is asked to verify, as `verifying_office` says of one, without
    those of schools the person acts for. Of the exchanges themselves none is read; four queries."""
    at_home = Case(When(organization__country=alliance().home_country, then=Value(0)), default=Value(1))
    side = ExchangeSide.objects.filter(exchange=OuterRef("pk")).order_by(at_home, "label")
    exchanges = exchanges.annotate(verified_for=Subquery(side.values("organization")[:1]))
    schools = Organization.objects.filter(pk__in=exchanges.order_by().values("verified_for"))
    own = {row.organization_id for row in office_appointments_of(user)}
    offices = responsible_offices(schools)
    asked = [pk for pk, office in offices.items() if office is not None and office.pk in own]
    mine = ExchangeSide.objects.filter(organization__in=seat_organization_ids(user))
    return exchanges.filter(verified_for__in=asked).exclude(pk__in=mine.values("exchange"))
