"""Reads everybody: turns invitations and exchanges into the facts the counting rules work on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Min
from django.utils import timezone

from mado.directory.models import Organization
from mado.exchanges.enums import ExchangeState, SessionState
from mado.exchanges.models import Exchange
from mado.kernel.dates import AcademicYear
from mado.partnerships.models import Invitation
from mado.reference.settings import AllianceSettings, alliance
from mado.statistics.codebook import INDICATORS, Indicator
from mado.statistics.formulas import Counted, ExchangeFact, InvitationFact, SessionFact, count


@dataclass(frozen=True, slots=True)
class CountedIndicator:
    """An indicator with its numbers for the year."""

    indicator: Indicator
    counted: Counted


def _sides(one: Organization, other: Organization, home_country: str) -> tuple[Organization, Organization]:
    """(home, abroad): the school of the alliance's own country first; where both or neither is, the first is home."""
    return (other, one) if other.country == home_country and one.country != home_country else (one, other)


def invitation_facts(year: AcademicYear, settings: AllianceSettings) -> list[InvitationFact]:
    """Invitations sent in the year, days taken in the alliance's own time zone."""
    zone = ZoneInfo(settings.home_zone)
    first = dt.datetime.combine(year.first, dt.time.min, zone)
    after = dt.datetime.combine(year.last + dt.timedelta(days=1), dt.time.min, zone)
    facts = []
    for invitation in Invitation.objects.filter(sent_at__gte=first, sent_at__lt=after).select_related(
        "sender", "recipient"
    ):
        home, abroad = _sides(invitation.sender, invitation.recipient, settings.home_country)
        facts.append(
            InvitationFact(
                code=invitation.code,
                sent_on=invitation.sent_at.astimezone(zone).date(),
                kind=invitation.kind,
                country=abroad.country,
                region=home.region,
            )
        )
    return facts


def exchange_facts(settings: AllianceSettings) -> list[ExchangeFact]:
    """Every exchange with its held sessions and reported heads: a fixed number of queries, whatever their number."""
    zone = ZoneInfo(settings.home_zone)
    exchanges = Exchange.objects.prefetch_related("sides__organization", "sides__report__counts", "sessions").order_by(
        "id"
    )
    return [_exchange_fact(exchange, settings.home_country, zone) for exchange in exchanges]


def _exchange_fact(exchange: Exchange, home_country: str, zone: ZoneInfo) -> ExchangeFact:
    sides = {side.organization_id: side for side in exchange.sides.all()}
    one, other = (side.organization for side in exchange.sides.all())
    home, abroad = _sides(one, other, home_country)
    heads: dict[int, dict[int, int]] = {}
    persons: dict[int, int] = {}
    for organization_id, side in sides.items():
        report = getattr(side, "report", None)
        heads[organization_id] = (
            {c.session_id: (c.pupils or 0) + (c.adults or 0) for c in report.counts.all()} if report else {}
        )
        persons[organization_id] = (report.pupils or 0) + (report.adults or 0) if report else 0
    sessions = tuple(
        SessionFact(
            held_on=session.starts_at.astimezone(zone).date(),
            heads_home=heads[home.pk].get(session.pk, 0),
            heads_abroad=heads[abroad.pk].get(session.pk, 0),
        )
        for session in exchange.sessions.all()
        if session.state == SessionState.HELD
    )
    return ExchangeFact(
        code=exchange.code,
        kind=exchange.kind,
        country=abroad.country,
        region=home.region,
        home=home.code,
        abroad=abroad.code,
        paired_on=exchange.paired_on,
        verified=exchange.state == ExchangeState.VERIFIED,
        sessions=sessions,
        persons_home=persons[home.pk],
        persons_abroad=persons[abroad.pk],
    )


def count_all(year: AcademicYear) -> list[CountedIndicator]:
    """Every indicator of the codebook for the year."""
    settings = alliance()
    invitations, exchanges = invitation_facts(year, settings), exchange_facts(settings)
    return [CountedIndicator(i, count(i.key, invitations, exchanges, year)) for i in INDICATORS]


def known_years() -> list[AcademicYear]:
    """Academic years from the first record to the present one, latest first."""
    month = alliance().academic_year_start_month
    today = timezone.now().astimezone(ZoneInfo(alliance().home_zone)).date()
    spans = (
        Invitation.objects.aggregate(first=Min("sent_at__date"), last=Max("sent_at__date")),
        Exchange.objects.aggregate(first=Min("paired_on"), last=Max("paired_on")),
    )
    days = [day for span in spans for day in span.values() if day] + [today]
    first, last = AcademicYear.of(min(days), month), AcademicYear.of(max(days), month)
    return [AcademicYear(start, month) for start in range(last.start_year, first.start_year - 1, -1)]


def record_rows(codes: set[str], user: Any) -> tuple[list[Exchange], list[Invitation], int]:
    """The records behind a figure that this person may see, and how many others there are."""
    from mado.exchanges import queries as exchange_queries  # noqa: PLC0415  # apps load before it
    from mado.partnerships import queries as invitation_queries  # noqa: PLC0415  # apps load before it

    exchanges = list(
        exchange_queries.visible_to(user)
        .filter(code__in=codes)
        .prefetch_related("sides__organization")
        .order_by("code")
    )
    invitations = list(
        invitation_queries.visible_to(user)
        .filter(code__in=codes)
        .select_related("sender", "recipient")
        .order_by("code")
    )
    return exchanges, invitations, len(codes) - len(exchanges) - len(invitations)
