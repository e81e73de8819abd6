"""When two schools' days meet: exact to the minute, whatever the clocks do.

An instant belongs to a school day when the school's own wall clock then shows that date and a time in [start, end).
So an hour that a clock change leaves out is not there, and an hour that it repeats is there twice. Dates are side a's;
side b's date may be the day before or after. Pure Python and zoneinfo; nothing here knows Django.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from mado.profiles.engine.windows import (
    FRIDAY,
    DayOverlap,
    Interval,
    TimeKind,
    WeeklyWindow,
    Window,
    preference,
    weekly_windows,
)

__all__ = [
    "DayOverlap",
    "Interval",
    "SchoolDays",
    "TimeKind",
    "WeeklyWindow",
    "Window",
    "common_windows",
    "day_segments",
    "meeting_suggestions",
    "preference",
    "time_kind",
    "utc_intervals",
    "weekly_windows",
]

UTC = dt.UTC
_DAY = dt.timedelta(days=1)
_REACH = 2
"""Two zones may differ by up to 26 hours (UTC+14 and UTC−12), so side b's date is at most two days away."""

ARRIVAL_MINUTES = 30
AFTER_SCHOOL_MINUTES = 90
EVENING = (dt.time(18, 0), dt.time(20, 30))
"""Bounds of the widened times. Source: operations.md, ranking rule of live meetings (after school within 90 minutes of
the day, at home 18:00–20:30)."""

SESSION_MINUTES_LEAST = 30


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """One side: IANA zone, ISO weekday → (start, end) wall times, dates without teaching.

    `make_up`: dates with lessons whatever the weekday (a make-up Saturday keeps Friday's times, or those of the week's
    last school day); `busy`: dates with lessons that are better left alone, date → "exam" or "event".
    """

    zone: str
    bells: Mapping[int, tuple[dt.time, dt.time]]
    closed: frozenset[dt.date] = field(default_factory=frozenset)
    make_up: frozenset[dt.date] = field(default_factory=frozenset)
    busy: Mapping[dt.date, str] = field(default_factory=dict)

    def bell_on(self, day: dt.date) -> tuple[dt.time, dt.time] | None:
        """The school day of that date; None without lessons."""
        if day in self.closed:
            return None
        bell = self.bells.get(day.isoweekday())
        if bell is None and day in self.make_up and self.bells:
            return self.bells.get(FRIDAY) or self.bells[max(self.bells)]
        return bell

    def teaches_on(self, day: dt.date) -> bool:
        return self.bell_on(day) is not None


@lru_cache(maxsize=1024)
def _zone(key: str) -> ZoneInfo:
    return ZoneInfo(key)


def utc_intervals(zone: ZoneInfo, day: dt.date, start: dt.time, end: dt.time) -> list[Interval]:
    """The instants when the wall clock of `zone` shows `day` and a time in [start, end), as UTC intervals."""
    first = dt.datetime.combine(day, start, zone)
    last = dt.datetime.combine(day, end, zone)
    offset = first.utcoffset()
    if (
        offset is not None
        and offset == last.utcoffset() == first.replace(fold=1).utcoffset() == last.replace(fold=1).utcoffset()
    ):
        return [
            (dt.datetime.combine(day, start, UTC) - offset, dt.datetime.combine(day, end, UTC) - offset),
        ]
    return _intervals_across_a_change(zone, dt.datetime.combine(day, start, UTC), dt.datetime.combine(day, end, UTC))


def _intervals_across_a_change(zone: ZoneInfo, wall_start: dt.datetime, wall_end: dt.datetime) -> list[Interval]:
    """As utc_intervals, on a day when the clock changes: each stretch of constant offset gives its part."""
    found: list[Interval] = []
    for begin, until, offset in _constant_stretches(zone, wall_start - _DAY, wall_end + _DAY):
        part = (max(begin, wall_start - offset), min(until, wall_end - offset))
        if part[0] >= part[1]:
            continue
        if found and found[-1][1] == part[0]:
            part = (found.pop()[0], part[1])
        found.append(part)
    return found


def _constant_stretches(
    zone: ZoneInfo, begin: dt.datetime, until: dt.datetime
) -> Iterator[tuple[dt.datetime, dt.datetime, dt.timedelta]]:
    """[begin, until) in UTC cut where the zone's offset changes, found to the second by halving."""

    def offset_at(instant: dt.datetime) -> dt.timedelta:
        offset = instant.astimezone(zone).utcoffset()
        assert offset is not None  # noqa: S101  # an aware time always has one
        return offset

    start = begin
    while begin < until:
        step = min(begin + dt.timedelta(hours=1), until)
        if offset_at(begin) != offset_at(step):
            before, after = begin, step
            while after - before > dt.timedelta(seconds=1):
                middle = before + dt.timedelta(seconds=int((after - before).total_seconds()) // 2)
                before, after = (middle, after) if offset_at(middle) == offset_at(begin) else (before, middle)
            yield start, after, offset_at(before)
            start = after
        begin = step
    yield start, until, offset_at(start)


def _teaching(side: SchoolDays, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, list[Interval]]]:
    """Each date from first to last with its school day in UTC; closed days give an empty list."""
    zone = _zone(side.zone)
    day = first
    while day <= last:
        bell = side.bell_on(day)
        yield day, utc_intervals(zone, day, *bell) if bell else []
        day += _DAY


def _check_range(first: dt.date, last: dt.date) -> None:
    if first > last:
        raise ValueError(f"The range ends before it starts: {first.isoformat()} is after {last.isoformat()}.")


def _common(mine: Interval, theirs: list[Interval], ends: list[dt.datetime]) -> Iterator[Interval]:
    """The parts of `mine` inside `theirs`, which is sorted and disjoint; `ends` are its ends."""
    for place in range(bisect_right(ends, mine[0]), len(theirs)):
        start, end = theirs[place]
        if start >= mine[1]:
            return
        yield max(start, mine[0]), min(end, mine[1])


def common_windows(a: SchoolDays, b: SchoolDays, first: dt.date, last: dt.date) -> list[DayOverlap]:
    """One entry per date of side a from first to last, both included, also where nothing meets.

    Raises ValueError with a sentence when first is after last.
    """
    _check_range(first, last)
    a_zone, b_zone = _zone(a.zone), _zone(b.zone)
    theirs = [
        interval for _day, found in _teaching(b, first - _REACH * _DAY, last + _REACH * _DAY) for interval in found
    ]
    theirs.sort()
    ends = [end for _start, end in theirs]
    entries = []
    for day, mine in _teaching(a, first, last):
        windows = tuple(
            _window(start, end, a_zone, b_zone, busy=(a, b))
            for interval in mine
            for start, end in _common(interval, theirs, ends)
        )
        entries.append(DayOverlap(day, sum(window.minutes for window in windows), windows))
    return entries


def _window(
    start: dt.datetime,
    end: dt.datetime,
    a_zone: ZoneInfo,
    b_zone: ZoneInfo,
    kinds: tuple[TimeKind, TimeKind] = (TimeKind.IN_LESSON, TimeKind.IN_LESSON),
    *,
    busy: tuple[SchoolDays, SchoolDays],
) -> Window:
    mine = (start.astimezone(a_zone), end.astimezone(a_zone))
    theirs = (start.astimezone(b_zone), end.astimezone(b_zone))
    a, b = busy
    return Window(start, end, mine, theirs, *kinds, a.busy.get(mine[0].date(), ""), b.busy.get(theirs[0].date(), ""))


def _minutes_of(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _time_of(minutes: int) -> dt.time:
    minutes = min(max(minutes, 0), 24 * 60 - 1)
    return dt.time(minutes // 60, minutes % 60)


def day_segments(bell: tuple[dt.time, dt.time]) -> list[tuple[dt.time, dt.time, TimeKind]]:
    """A school day and the usable times around it, as wall times in order, disjoint."""
    start, end = bell
    after = _time_of(_minutes_of(end) + AFTER_SCHOOL_MINUTES)
    evening = max(EVENING[0], after)
    rows = [
        (_time_of(_minutes_of(start) - ARRIVAL_MINUTES), start, TimeKind.ON_CAMPUS),
        (start, end, TimeKind.IN_LESSON),
        (end, after, TimeKind.AFTER_SCHOOL),
        (evening, EVENING[1], TimeKind.EVENING),
    ]
    return [row for row in rows if row[0] < row[1]]


def time_kind(side: SchoolDays, instant: dt.datetime) -> TimeKind:
    """What kind of time an aware instant is for this side; OTHER on a day without school."""
    local = instant.astimezone(_zone(side.zone))
    bell = side.bell_on(local.date())
    if bell is None:
        return TimeKind.OTHER
    clock = local.time()
    for start, end, kind in day_segments(bell):
        if start <= clock < end:
            return kind
    return TimeKind.OTHER


Segment = tuple[dt.datetime, dt.datetime, TimeKind]


def _segments(side: SchoolDays, first: dt.date, last: dt.date) -> list[Segment]:
    """School days and the times around them in UTC, sorted."""
    zone = _zone(side.zone)
    found = []
    for offset in range((last - first).days + 1):
        day = first + offset * _DAY
        if bell := side.bell_on(day):
            for start, end, kind in day_segments(bell):
                found += [(*interval, kind) for interval in utc_intervals(zone, day, start, end)]
    return sorted(found)


def _widened(
    a: SchoolDays, b: SchoolDays, day: dt.date, theirs: list[Segment], ends: list[dt.datetime]
) -> Iterator[Window]:
    """Windows of side a's date in which one side is in lesson and the other near its school day."""
    a_zone, b_zone = _zone(a.zone), _zone(b.zone)
    for my_start, my_end, a_kind in _segments(a, day, day):
        for place in range(bisect_right(ends, my_start), len(theirs)):
            start, end, b_kind = theirs[place]
            if start >= my_end:
                break
            if TimeKind.IN_LESSON in {a_kind, b_kind}:
                yield _window(max(start, my_start), min(end, my_end), a_zone, b_zone, (a_kind, b_kind), busy=(a, b))


def meeting_suggestions(
    a: SchoolDays, b: SchoolDays, first: dt.date, last: dt.date, *, least: int = SESSION_MINUTES_LEAST
) -> list[Window]:
    """What does work, best first: lessons that meet for `least` minutes or more; on dates of side a where they do not,
    times when one side is in lesson and the other after school, at school before the bell, or at home in the evening.

    An empty list means that only work in turns (asynchronous) is possible. Raises ValueError when first is after last.
    """
    _check_range(first, last)
    theirs = _segments(b, first - _REACH * _DAY, last + _REACH * _DAY)
    ends = [end for _start, end, _kind in theirs]
    found: list[Window] = []
    for entry in common_windows(a, b, first, last):
        lessons = [window for window in entry.windows if window.minutes >= least]
        if lessons:
            found += lessons
        elif a.teaches_on(entry.date):
            wider = _widened(a, b, entry.date, theirs, ends)
            found += [window for window in wider if window.score and window.minutes >= least]
    return sorted(found, key=preference)
