"""School days by inheritance: what the school says, else its region, else its country, else what is typical.

Layers lie on each other, the widest first. For a date the nearest layer that says something decides:

- A *cover* is a calendar that claims to be whole for its dates: what wider layers say of the same part is forgotten there.
  Part "terms" forgets breaks, blocked days, examinations and events; part "days_off" public holidays and make-up days.
- break, blocked: no lessons. holiday: no lessons, whatever a wider term says.
- term: lessons, unless the day is a public holiday. Where a cover holds terms, its days outside them have no lessons.
- make_up: lessons, also on a weekend and on a holiday of a wider layer.
- exam, event: lessons as on any day, but the day is busy; an examination also opens a wider break.

Within one layer the order is that of this list. Pure Python; nothing here knows Django.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

ONE_DAY = dt.timedelta(days=1)
ORDER = ("term", "break", "blocked", "holiday", "exam", "event", "make_up")


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one kind, both ends included. `key` names a translated word of ours, `name` what the place calls it."""

    kind: str
    first: dt.date
    last: dt.date
    name: str = ""
    key: str = ""
    source: str = ""
    row: int = 0
    """The stored span's primary key; 0 for what is not stored."""


@dataclass(frozen=True, slots=True)
class Cover:
    """From `first` to `last` a calendar is whole for its part: "terms" or "days_off"."""

    part: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Layer:
    """What one scope says: "typical", "country", "region" or "school"."""

    scope: str
    covers: tuple[Cover, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a date is and who says so."""

    span: Span
    scope: str


@dataclass(frozen=True, slots=True)
class Days:
    """Resolved dates. `closed`: no lessons; `make_up`: lessons whatever the weekday; `busy`: lessons, but examinations
    or an event. No date is both closed and made up, or closed and busy."""

    closed: Mapping[dt.date, Told]
    make_up: Mapping[dt.date, Told]
    busy: Mapping[dt.date, Told]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring dates of which the same is told."""

    first: dt.date
    last: dt.date
    told: Told


def stretches(days: Days) -> list[Stretch]:
    """All that is not an ordinary day, in order: what is left of each span once the nearer scopes have spoken."""
    found: list[Stretch] = []
    for plane in (days.closed, days.make_up, days.busy):
        for day, told in sorted(plane.items()):
            last = found[-1] if found else None
            same = last is not None and last.last == day - ONE_DAY
            if last is not None and same and (last.told is told or _together(last.told, told)):
                found[-1] = Stretch(last.first, day, last.told)
            else:
                found.append(Stretch(day, day, told))
    return sorted(found, key=lambda row: (row.first, row.last))


def _together(one: Told, other: Told) -> bool:
    """Days between terms and holidays of several days are told date by date."""
    a, b = one.span, other.span
    return (one.scope, a.kind, a.key, a.name, a.row) == (other.scope, b.kind, b.key, b.name, b.row) and not a.row


def dates_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


class _Board:
    """Four planes of dates that the layers write on, one after the other."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.shut: dict[dt.date, Told] = {}
        self.holidays: dict[dt.date, Told] = {}
        self.make_up: dict[dt.date, Told] = {}
        self.busy: dict[dt.date, Told] = {}

    def days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        return dates_between(max(first, self.first), min(last, self.last))

    def cover(self, cover: Cover) -> None:
        planes = (self.shut, self.busy) if cover.part == "terms" else (self.holidays, self.make_up)
        for day in self.days(cover.first, cover.last):
            for plane in planes:
                plane.pop(day, None)

    def between_terms(self, cover: Cover, terms: Sequence[Span], scope: str) -> None:
        taught = {day for term in terms for day in self.days(term.first, term.last)}
        for day in self.days(cover.first, cover.last):
            if day not in taught:
                self.shut[day] = Told(Span("break", day, day, key="between_terms"), scope)
                self.make_up.pop(day, None)

    def write(self, span: Span, scope: str) -> None:
        told = Told(span, scope)
        for day in self.days(span.first, span.last):
            match span.kind:
                case "term":
                    self.shut.pop(day, None)
                case "break" | "blocked" | "holiday":
                    (self.holidays if span.kind == "holiday" else self.shut)[day] = told
                    self.make_up.pop(day, None)
                case "exam":
                    self.shut.pop(day, None)
                    self.busy[day] = told
                case "event":
                    self.busy[day] = told
                case "make_up":
                    self.make_up[day] = told
                    self.shut.pop(day, None)
                    self.holidays.pop(day, None)

    def resolved(self) -> Days:
        closed = self.holidays | self.shut
        busy = {day: told for day, told in self.busy.items() if day not in closed}
        return Days(dict(sorted(closed.items())), dict(sorted(self.make_up.items())), dict(sorted(busy.items())))


@lru_cache(maxsize=1024)
def resolve(layers: tuple[Layer, ...], first: dt.date, last: dt.date) -> Days:
    """The dates from `first` to `last`; `layers` from the widest to the nearest. Remembered: the same question is asked
    for every school of a place."""
    board = _Board(first, last)
    for layer in layers:
        for cover in layer.covers:
            board.cover(cover)
        terms = [span for span in layer.spans if span.kind == "term"]
        for cover in layer.covers:
            inside = [term for term in terms if term.first <= cover.last and term.last >= cover.first]
            if cover.part == "terms" and inside:
                board.between_terms(cover, inside, layer.scope)
        for span in sorted(layer.spans, key=lambda span: ORDER.index(span.kind)):
            board.write(span, layer.scope)
    return board.resolved()
