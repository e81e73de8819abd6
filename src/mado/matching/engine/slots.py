"""A school's week and year as bits: half hours of the UTC week in winter and in summer, and weeks with lessons.

Two reference weeks, because the clocks of the two sides change on different days or not at all: a pair is asked about both.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from mado.matching.engine.rows import SLOTS, WEEKS

HALF_HOUR = dt.timedelta(minutes=30)
TEACHING_DAYS_LEAST = 3
"""A week counts as one with lessons from so many days with lessons on."""

Window = tuple[int, dt.time, dt.time]
"""ISO weekday, start, end, in the school's own wall time."""


def reference_weeks(year: int) -> tuple[dt.date, dt.date]:
    """The Mondays of the weeks of 15 January and of 15 July: far from every change of clocks."""
    return first_week_of(dt.date(year, 1, 15)), first_week_of(dt.date(year, 7, 15))


def first_week_of(day: dt.date) -> dt.date:
    """The Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


def weekly_slots(zone: str, windows: Iterable[Window], year: int) -> tuple[int, int]:
    """(winter, summer) bits of whole half hours (UTC) that lie within a window; bit 0 is Monday 00:00 UTC."""
    rows = list(windows)
    winter, summer = (_slots(ZoneInfo(zone), rows, monday) for monday in reference_weeks(year))
    return winter, summer


def _slots(zone: ZoneInfo, windows: list[Window], monday: dt.date) -> int:
    begin = dt.datetime.combine(monday, dt.time(), dt.UTC)
    bits = 0
    for weekday, start, end in windows:
        day = monday + dt.timedelta(days=weekday - 1)
        first = -((begin - dt.datetime.combine(day, start, zone)) // HALF_HOUR)
        last = (dt.datetime.combine(day, end, zone) - begin) // HALF_HOUR
        for place in range(first, last):
            bits |= 1 << place % SLOTS
    return bits


def teaching_weeks(teaches_on: Callable[[dt.date], bool], first_week: dt.date) -> int:
    """Bits of the weeks from the Monday `first_week` on in which lessons are held on three days or more."""
    bits = 0
    for week in range(WEEKS):
        days = (first_week + dt.timedelta(days=7 * week + place) for place in range(7))
        bits |= (sum(map(teaches_on, days)) >= TEACHING_DAYS_LEAST) << week
    return bits
