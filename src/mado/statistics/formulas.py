"""Counting rules, without Django: facts in, figures out. Source: operations.md §3.4 (units, attribution, double counting)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from mado.kernel.dates import AcademicYear


@dataclass(frozen=True, slots=True)
class InvitationFact:
    """One invitation. `sent_on` is the day in the alliance's own time zone."""

    code: str
    sent_on: dt.date
    kind: str
    country: str
    region: str


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One held session with the heads present on each side (None while not reported)."""

    held_on: dt.date
    heads_home: int
    heads_abroad: int


@dataclass(frozen=True, slots=True)
class ExchangeFact:
    """One exchange. `home` and `abroad` are school codes; persons are distinct within the exchange."""

    code: str
    kind: str
    country: str
    region: str
    home: str
    abroad: str
    paired_on: dt.date
    verified: bool
    sessions: tuple[SessionFact, ...]
    persons_home: int
    persons_abroad: int

    @property
    def counted_on(self) -> dt.date:
        """The first day of contact; the pairing where there was no live session."""
        return min((session.held_on for session in self.sessions), default=self.paired_on)


@dataclass(slots=True)
class Figure:
    """A number and the records behind it: what a click on the number shows. `records` are public codes."""

    value: int = 0
    records: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one record adds: its dimensions, the record's code, and a number, or (for distinct counts) the thing counted."""

    dimensions: Mapping[str, str]
    record: str
    amount: int = 1
    distinct: str = ""


def _of(fact: InvitationFact | ExchangeFact) -> dict[str, str]:
    return {"kind": fact.kind, "country": fact.country, "region": fact.region}


Rule = Callable[[Iterable[InvitationFact], Iterable[ExchangeFact], AcademicYear], Iterable[Contribution]]


def _applications(
    invitations: Iterable[InvitationFact], _e: Iterable[ExchangeFact], year: AcademicYear
) -> Iterable[Contribution]:
    return (Contribution(_of(i), i.code) for i in invitations if i.sent_on in year)


def _pairings(
    _i: Iterable[InvitationFact], exchanges: Iterable[ExchangeFact], year: AcademicYear
) -> Iterable[Contribution]:
    return (Contribution(_of(e), e.code) for e in exchanges if e.paired_on in year)


def _active(
    _i: Iterable[InvitationFact], exchanges: Iterable[ExchangeFact], year: AcademicYear
) -> Iterable[Contribution]:
    return (Contribution(_of(e), e.code) for e in exchanges if any(s.held_on in year for s in e.sessions))


def _verified(exchanges: Iterable[ExchangeFact], year: AcademicYear) -> Iterable[ExchangeFact]:
    return (e for e in exchanges if e.verified and e.counted_on in year)


def _sessions(
    _i: Iterable[InvitationFact], exchanges: Iterable[ExchangeFact], year: AcademicYear
) -> Iterable[Contribution]:
    return (Contribution(_of(e), e.code) for e in exchanges for s in e.sessions if s.held_on in year)


def _schools(side: str) -> Rule:
    def rule(
        _i: Iterable[InvitationFact], exchanges: Iterable[ExchangeFact], year: AcademicYear
    ) -> Iterable[Contribution]:
        return (
            Contribution(_of(e), e.code, distinct=getattr(e, side))
            for e in _verified(exchanges, year)
            if getattr(e, side)
        )

    return rule


def _persons(side: str) -> Rule:
    def rule(
        _i: Iterable[InvitationFact], exchanges: Iterable[ExchangeFact], year: AcademicYear
    ) -> Iterable[Contribution]:
        return (Contribution(_of(e), e.code, getattr(e, side)) for e in _verified(exchanges, year))

    return rule


def _person_times(side: str) -> Rule:
    def rule(
        _i: Iterable[InvitationFact], exchanges: Iterable[ExchangeFact], year: AcademicYear
    ) -> Iterable[Contribution]:
        return (
            Contribution(_of(e), e.code, getattr(s, side))
            for e in exchanges
            if e.verified
            for s in e.sessions
            if s.held_on in year
        )

    return rule


RULES: dict[str, Rule] = {
    "applications": _applications,
    "pairings": _pairings,
    "active_exchanges": _active,
    "verified_exchanges": lambda _i, exchanges, year: (
        Contribution(_of(e), e.code) for e in _verified(exchanges, year)
    ),
    "sessions": _sessions,
    "schools_home": _schools("home"),
    "schools_abroad": _schools("abroad"),
    "persons_home": _persons("persons_home"),
    "persons_abroad": _persons("persons_abroad"),
    "person_times_home": _person_times("heads_home"),
    "person_times_abroad": _person_times("heads_abroad"),
}
"""Indicator key → rule. A total is always computed from the records, never added up from the breakdown."""


def _add(contributions: Iterable[Contribution]) -> Figure:
    figure, seen = Figure(), set()
    for contribution in contributions:
        figure.records.add(contribution.record)
        if not contribution.distinct:
            figure.value += contribution.amount
        elif contribution.distinct not in seen:
            seen.add(contribution.distinct)
            figure.value += 1
    return figure


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator in one academic year: the total and its breakdown, dimension → value → figure, greatest first."""

    total: Figure
    by: Mapping[str, Mapping[str, Figure]]


def count(
    key: str,
    invitations: Iterable[InvitationFact],
    exchanges: Iterable[ExchangeFact],
    year: AcademicYear,
) -> Counted:
    """Count one indicator. Distinct counts are distinct within each cell, so cells may add up to more than the total."""
    contributions = list(RULES[key](invitations, exchanges, year))
    by: dict[str, dict[str, Figure]] = {}
    for dimension in ("kind", "country", "region"):
        cells: dict[str, list[Contribution]] = defaultdict(list)
        for contribution in contributions:
            cells[contribution.dimensions[dimension]].append(contribution)
        figures = {value: _add(rows) for value, rows in cells.items()}
        by[dimension] = dict(sorted(figures.items(), key=lambda pair: (-pair[1].value, pair[0])))
    return Counted(_add(contributions), by)
