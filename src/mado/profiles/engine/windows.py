"""Stretches of time that suit two schools, and which of them suit best. Pure Python; nothing here knows Django."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

UTC = dt.UTC
FRIDAY = 5
_WEEK = dt.timedelta(days=7)

Interval = tuple[dt.datetime, dt.datetime]


class TimeKind(StrEnum):
    """What kind of time it is for one side."""

    IN_LESSON = "in_lesson"
    ON_CAMPUS = "on_campus"
    """Up to 30 minutes before the first bell."""
    AFTER_SCHOOL = "after_school"
    """Up to 90 minutes after the last bell."""
    EVENING = "evening"
    """At home, 18:00–20:30 of a school day."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of time that suits both; the local times carry each side's zone. `utc_end` is exclusive."""

    utc_start: dt.datetime
    utc_end: dt.datetime
    a_local: Interval
    b_local: Interval
    a_kind: TimeKind = TimeKind.IN_LESSON
    b_kind: TimeKind = TimeKind.IN_LESSON
    a_busy: str = ""
    b_busy: str = ""
    """"exam" or "event" where that side has one on its date."""

    @property
    def minutes(self) -> int:
        return int((self.utc_end - self.utc_start).total_seconds()) // 60

    @property
    def score(self) -> int:
        """3 both in lesson · 2 one in lesson, the other still or already at school · 1 the other at home · 0 else."""
        kinds = {self.a_kind, self.b_kind}
        if kinds == {TimeKind.IN_LESSON}:
            return 3
        if TimeKind.IN_LESSON not in kinds:
            return 0
        if kinds & {TimeKind.ON_CAMPUS, TimeKind.AFTER_SCHOOL}:
            return 2
        return 1 if TimeKind.EVENING in kinds else 0


@dataclass(frozen=True, slots=True)
class DayOverlap:
    """A date of side a, its common minutes (0 when nothing meets) and the windows in order."""

    date: dt.date
    minutes: int
    windows: tuple[Window, ...]


class Drawback(StrEnum):
    """What speaks against a time that would otherwise do. Source: operations.md, ranking rule of live meetings."""

    EXAM = "exam"
    EVENT = "event"
    MONDAY_FIRST = "monday_first"
    FRIDAY_LAST = "friday_last"
    CLOCK_CHANGE = "clock_change"
    """The clocks of a side have changed in the week before: people come an hour early or late."""


_WEIGHT = {
    Drawback.EXAM: 4,
    Drawback.EVENT: 2,
    Drawback.MONDAY_FIRST: 1,
    Drawback.FRIDAY_LAST: 1,
    Drawback.CLOCK_CHANGE: 1,
}
_SCORE_WEIGHT = 4
"""An examination costs a whole step of the score; the smaller ones decide between times of the same step."""


def _drawbacks_of(local: Interval, busy: str) -> Iterator[Drawback]:
    start = local[0]
    if busy in (Drawback.EXAM, Drawback.EVENT):
        yield Drawback(busy)
    if start.isoweekday() == 1 and start.hour < 9:
        yield Drawback.MONDAY_FIRST
    if start.isoweekday() == FRIDAY and start.hour >= 14:
        yield Drawback.FRIDAY_LAST
    if (start.astimezone(UTC) - _WEEK).astimezone(start.tzinfo).utcoffset() != start.utcoffset():
        yield Drawback.CLOCK_CHANGE


def drawbacks(window: Window) -> tuple[frozenset[Drawback], frozenset[Drawback]]:
    """What speaks against the window on side a and on side b."""
    sides = ((window.a_local, window.a_busy), (window.b_local, window.b_busy))
    return frozenset(_drawbacks_of(*sides[0])), frozenset(_drawbacks_of(*sides[1]))


def worth(window: Window) -> int:
    """The score in quarters, less what speaks against the window; a drawback of both sides counts once."""
    mine, theirs = drawbacks(window)
    return _SCORE_WEIGHT * window.score - sum(_WEIGHT[drawback] for drawback in mine | theirs)


def preference(window: Window) -> tuple[int, int, dt.datetime]:
    """Sort key, best first: worth, then the longest, then the earliest."""
    return (-worth(window), -window.minutes, window.utc_start)


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """The same local times on the same weekdays: `sample` is the first of `dates` (side a's)."""

    sample: Window
    dates: tuple[dt.date, ...]
    busy_dates: tuple[dt.date, ...] = ()
    """Those of `dates` on which a side has examinations or an event."""

    @property
    def weekdays(self) -> tuple[int, ...]:
        """ISO weekdays of side a, in order."""
        return tuple(sorted({day.isoweekday() for day in self.dates}))

    @property
    def days_apart(self) -> int:
        """How many dates side b's clock is ahead (1) or behind (-1) when the window begins."""
        return (self.sample.b_local[0].date() - self.sample.a_local[0].date()).days

    @property
    def score(self) -> int:
        return self.sample.score


def weekly_windows(windows: list[Window]) -> list[WeeklyWindow]:
    """Windows gathered by both local times, whatever the weekday; most useful first (score, then minutes over all dates)."""
    groups: dict[tuple[object, ...], list[Window]] = {}
    for window in windows:
        a, b = window.a_local, window.b_local
        apart = (b[0].date() - a[0].date()).days
        key = (a[0].time(), a[1].time(), b[0].time(), b[1].time(), apart, window.a_kind, window.b_kind)
        groups.setdefault(key, []).append(window)
    gathered = [
        WeeklyWindow(
            min(rows, key=lambda row: row.utc_start),
            tuple(sorted(row.a_local[0].date() for row in rows)),
            tuple(sorted(row.a_local[0].date() for row in rows if row.a_busy or row.b_busy)),
        )
        for rows in groups.values()
    ]

    def usefulness(row: WeeklyWindow) -> tuple[int, int, dt.datetime]:
        free = len(row.dates) - len(row.busy_dates)
        return (-row.score, -row.sample.minutes * free, row.sample.utc_start)

    return sorted(gathered, key=usefulness)
