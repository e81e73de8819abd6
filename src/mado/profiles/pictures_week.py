"""The week: two school weeks side by side, day by day, with what they have in common on both clocks, and its text twin."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.profiles.drawing import Line, Named, axis, bar, grid, hatch_pattern, hatched, joined, label, school_time
from mado.profiles.engine.overlap import DayOverlap, SchoolDays, Window, common_windows, utc_intervals
from mado.profiles.pictures import teaching_week
from mado.profiles.wording import clock_text, duration_text, span_text, weekday_name

_DAY = dt.timedelta(days=1)
_ROW, _BAR, _TOP = 50, 8, 40
_WEEKS_LOOKED_AT = 52


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One date of side a. Texts are hours, with the weekday where it is another one there; "" without lessons."""

    day: str
    mine: str
    theirs: str
    common: str
    common_mine: str
    common_theirs: str


@dataclass(frozen=True, slots=True)
class WeekGrid:
    svg: SafeString
    dates: str
    rows: list[WeekRow]
    sentence: str


def usual_week(a: SchoolDays, b: SchoolDays, today: dt.date) -> dt.date:
    """The Monday of the next week in which both teach; next week when there is none in a year."""
    monday = today - (today.isoweekday() - 1) * _DAY + 7 * _DAY
    weeks = (monday + 7 * n * _DAY for n in range(_WEEKS_LOOKED_AT))
    return next((week for week in weeks if teaching_week(a, week) and teaching_week(b, week)), monday)


def week_grid(mine: Named, theirs: Named, monday: dt.date, *, key: str = "week") -> WeekGrid:
    """The week of side a from `monday`, one line of 24 hours a day: above its lessons, below the other side's, between
    them, hatched, the lessons in common. Weekends stand only where somebody teaches. `key` is unique on a page."""
    entries = common_windows(mine.days, theirs.days, monday, monday + 6 * _DAY)
    shown = [entry for entry in entries if entry.date.isoweekday() < 6 or mine.days.teaches_on(entry.date)]
    parts, rows = [], []
    for place, entry in enumerate(shown):
        row = _row(mine, theirs, entry)
        rows.append(row)
        parts.append(_drawn((mine, theirs), entry, row, top=_TOP + place * _ROW, key=key))
    height = _TOP + len(shown) * _ROW + 34
    line = Line(mine.days.zone, monday)
    bottom = height - 30
    svg = format_html(
        '<svg width="100%" height="{}" role="img" aria-label="{}">{}{}{}{}{}{}{}</svg>',
        height,
        sentence := _sentence(mine, theirs, shown),
        hatch_pattern(key),
        grid(line, monday, _TOP - 4, bottom - 6),
        label(3, 12, f"{mine.name} · {mine.city}", "label-strong", anchor="start", lang=mine.lang),
        axis(line, line.zone, 30, monday),
        joined(parts),
        axis(line, ZoneInfo(theirs.days.zone), bottom + 8, monday),
        label(3, height - 4, f"{theirs.name} · {theirs.city}", "label-strong", anchor="start", lang=theirs.lang),
    )
    return WeekGrid(svg, span_text(monday, monday + 6 * _DAY), rows, sentence)


def _row(mine: Named, theirs: Named, entry: DayOverlap) -> WeekRow:
    day = entry.date
    a_zone, b_zone = ZoneInfo(mine.days.zone), ZoneInfo(theirs.days.zone)
    bell = mine.days.bell_on(day)
    own = [_hours(i, a_zone, day) for i in utc_intervals(a_zone, day, *bell)] if bell else []
    line = Line(mine.days.zone, day)
    other = [_hours(i, b_zone, day) for i in school_time(theirs.days, day) if line.clip(i)]
    return WeekRow(
        weekday_name(day.isoweekday()),
        ", ".join(own),
        ", ".join(other),
        duration_text(entry.minutes) if entry.minutes else "",
        ", ".join(clock_text(*window.a_local) for window in entry.windows),
        ", ".join(_placed(window, day) for window in entry.windows),
    )


def _hours(interval: tuple[dt.datetime, dt.datetime], zone: ZoneInfo, day: dt.date) -> str:
    start, end = (moment.astimezone(zone) for moment in interval)
    text = clock_text(start, end)
    return text if start.date() == day else f"{weekday_name(start.isoweekday())} {text}"


def _placed(window: Window, day: dt.date) -> str:
    start = window.b_local[0]
    text = clock_text(*window.b_local)
    return text if start.date() == day else f"{weekday_name(start.isoweekday(), 'abbreviated')} {text}"


def _drawn(sides: tuple[Named, Named], entry: DayOverlap, row: WeekRow, *, top: int, key: str) -> SafeString:
    """One day: its name and the hours in common on both clocks, and the three bars."""
    mine, theirs = sides
    line = Line(mine.days.zone, entry.date)
    parts = [label(3, top + 11, row.day, "label-strong", anchor="start")]
    if entry.windows:
        both = f"{row.common_mine} = {row.common_theirs}"
        parts.append(label(97, top + 11, both, "label", anchor="end"))
    for y, side, css in ((top + 16, mine, "bar-mine"), (top + 16 + 2 * _BAR, theirs, "bar-theirs")):
        parts += [bar(line, part, y, _BAR, css) for i in school_time(side.days, entry.date) if (part := line.clip(i))]
    for window in entry.windows:
        span = (window.utc_start, window.utc_end)
        parts.append(bar(line, span, top + 16 + _BAR, _BAR, "bar-common"))
        left, right = line.at(span[0]), line.at(span[1])
        parts.append(hatched(left, right - left, top + 16 + _BAR, _BAR, key))
    return joined(parts)


def _sentence(mine: Named, theirs: Named, entries: list[DayOverlap]) -> str:
    met = [entry for entry in entries if entry.minutes]
    if not met:
        return _("In this week the lessons of %(mine)s and %(theirs)s do not meet.") % {
            "mine": mine.name,
            "theirs": theirs.name,
        }
    names = {"mine": mine.name, "theirs": theirs.name, "days": len(met)}
    return ngettext(
        "In this week %(mine)s and %(theirs)s are in lessons at the same time on %(days)d day, %(duration)s in all.",
        "In this week %(mine)s and %(theirs)s are in lessons at the same time on %(days)d days, %(duration)s in all.",
        len(met),
    ) % {**names, "duration": duration_text(sum(entry.minutes for entry in met))}
