"""The day bar and the year strip: SVG drawn on the server, read without colour, each with its text twin.

Widths are percentages of the picture, heights are pixels: on a telephone the bars shrink and the letters do not. Only
presentation attributes and the classes of the design system are used, as the content security policy asks.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mado.profiles.drawing import (
    EDGE,
    Line,
    Named,
    anchored,
    axis,
    bar,
    grid,
    hatch_pattern,
    hatched,
    joined,
    label,
    school_time,
)
from mado.profiles.engine.overlap import Interval, SchoolDays, Window, common_windows, meeting_suggestions
from mado.profiles.wording import (
    clock_text,
    day_text,
    duration_text,
    month_name,
    month_text,
    weekday_name,
    window_sentence,
)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayBar:
    """`svg` and its twin: `sentences` say everything the picture shows. `meets`: lessons overlap on that date."""

    svg: SafeString
    day: str
    sentences: list[str]
    meets: bool


def day_bar(mine: Named, theirs: Named, day: dt.date, *, key: str = "day") -> DayBar:
    """Two school days on side a's date. Common lesson time is hatched and labelled in both local times; when lessons do
    not meet, what does work on that date is drawn instead. `key` is unique on a page."""
    line = Line(mine.days.zone, day)
    lessons = list(common_windows(mine.days, theirs.days, day, day)[0].windows)
    windows = lessons or meeting_suggestions(mine.days, theirs.days, day, day)[:1]
    bars, sentences = [], []
    for y, side, css in ((46, mine, "bar-mine"), (100, theirs, "bar-theirs")):
        shown = []
        for interval in school_time(side.days, day):
            if part := line.clip(interval):
                bars.append(bar(line, part, y, 22, css))
                shown.append(_local_text(interval, ZoneInfo(side.days.zone)))
        title = f"{side.name} · {side.city}"
        bars.append(
            label(EDGE, y - 8 if css == "bar-mine" else y + 36, title, "label-strong", anchor="start", lang=side.lang)
        )
        sentences.append(
            _("%(school)s is in lessons %(times)s (%(city)s time).")
            % {"school": side.name, "times": ", ".join(shown), "city": side.city}
            if shown
            else _("%(school)s has no lessons during this date.") % {"school": side.name}
        )
    bars.append(_common(line, windows, key, (mine.city, theirs.city)))
    sentences += _common_sentences(lessons, mine, theirs)
    if windows and not lessons:
        sentences.append(
            _("What does work: %(window)s") % {"window": window_sentence(windows[0], mine.days.zone, theirs.days.zone)}
        )
    svg = format_html(
        '<svg width="100%" height="206" role="img" aria-label="{}">{}{}{}{}{}</svg>',
        " ".join(sentences),
        hatch_pattern(key, "hatch-line" if lessons else "hatch-ink"),
        grid(line, day, 18, 146),
        axis(line, line.zone, 12, day),
        joined(bars),
        axis(line, ZoneInfo(theirs.days.zone), 160, day),
    )
    return DayBar(svg, day_text(day), sentences, bool(lessons))


def _local_text(interval: Interval, zone: ZoneInfo) -> str:
    start, end = (moment.astimezone(zone) for moment in interval)
    return f"{weekday_name(start.isoweekday())} {clock_text(start, end)}"


def _common(line: Line, windows: list[Window], key: str, cities: tuple[str, str]) -> SafeString:
    """The hatched common time between the bars, and under it its hours on both clocks."""
    if not windows:
        return label(50, 88, _("no common lesson time"), "label")
    parts = []
    for window in windows:
        span = (window.utc_start, window.utc_end)
        parts.append(bar(line, span, 74, 20, "bar-common" if window.score == 3 else "bar-track"))
        left, right = line.at(span[0]), line.at(span[1])
        parts.append(hatched(left, right - left, 74, 20, key))
    middle = (line.at(windows[0].utc_start) + line.at(windows[0].utc_end)) / 2
    for y, city, side in ((182, cities[0], "a_local"), (200, cities[1], "b_local")):
        hours = ", ".join(clock_text(*getattr(window, side)) for window in windows)
        parts.append(anchored(middle, y, f"{city} {hours}", "label-strong"))
    return joined(parts)


def _common_sentences(windows: list[Window], mine: Named, theirs: Named) -> list[str]:
    if not windows:
        return [_("On this date the two have no lesson time in common.")]
    return [
        _("Both are in lessons for %(duration)s: %(a_time)s in %(a_city)s, %(b_time)s in %(b_city)s.")
        % {
            "duration": duration_text(window.minutes),
            "a_time": f"{weekday_name(window.a_local[0].isoweekday())} {clock_text(*window.a_local)}",
            "a_city": mine.city,
            "b_time": f"{weekday_name(window.b_local[0].isoweekday())} {clock_text(*window.b_local)}",
            "b_city": theirs.city,
        }
        for window in windows
    ]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Teaching weeks of a month by ISO week (a week belongs to the month of its Thursday)."""

    month: str
    mine: int
    theirs: int
    common: int


@dataclass(frozen=True, slots=True)
class YearStrip:
    svg: SafeString
    months: list[MonthRow]
    common_weeks: int
    sentence: str


TEACHING_WEEK_DAYS = 3
"""A week counts as a teaching week when the school teaches on at least three of its days."""


def teaching_week(side: SchoolDays, monday: dt.date) -> bool:
    return sum(side.teaches_on(monday + n * _DAY) for n in range(7)) >= min(TEACHING_WEEK_DAYS, len(side.bells) or 1)


def year_strip(mine: Named, theirs: Named, first: dt.date, *, weeks: int = 52, key: str = "year") -> YearStrip:
    """Two school years week by week from the week of `first`; common teaching weeks counted per month."""
    mondays = [first - (first.isoweekday() - 1) * _DAY + 7 * n * _DAY for n in range(weeks)]
    rows = [(monday, teaching_week(mine.days, monday), teaching_week(theirs.days, monday)) for monday in mondays]
    step = (100 - 2 * EDGE) / weeks
    parts: list[SafeString] = []
    for place, (_monday, a, b) in enumerate(rows):
        x = EDGE + place * step
        parts.append(_cell(x, step, 40, "bar-mine" if a else "bar-track"))
        parts.append(_cell(x, step, 82, "bar-theirs" if b else "bar-track"))
        if a and b:
            parts.append(_cell(x, step, 108, "bar-common"))
            parts.append(hatched(x, step, 108, 16, key))
    months = _months(rows)
    parts += _month_marks(months, step)
    for y, side in ((34, mine), (76, theirs)):
        parts.append(label(EDGE, y, side.name, "label-strong", anchor="start", lang=side.lang))
    common = sum(a and b for _monday, a, b in rows)
    sentence = _("%(mine)s and %(theirs)s both teach in %(count)d of %(weeks)d weeks.") % {
        "mine": mine.name,
        "theirs": theirs.name,
        "count": common,
        "weeks": weeks,
    }
    svg = format_html(
        '<svg width="100%" height="152" role="img" aria-label="{}">{}{}</svg>',
        sentence,
        hatch_pattern(key),
        joined(parts),
    )
    return YearStrip(svg, [row for _start, _length, _month, row in months], common, sentence)


def _cell(x: float, step: float, y: int, css: str) -> SafeString:
    return format_html('<rect class="{}" x="{}%" y="{}" width="{}%" height="16"/>', css, f"{x:.2f}", y, f"{step:.2f}")


_Months = list[tuple[int, int, dt.date, MonthRow]]


def _months(rows: list[tuple[dt.date, bool, bool]]) -> _Months:
    """(first week's place, number of weeks, a day of the month, its counts) per month, in order."""
    grouped: dict[tuple[int, int], list[tuple[int, bool, bool]]] = {}
    for place, (monday, a, b) in enumerate(rows):
        thursday = monday + 3 * _DAY
        grouped.setdefault((thursday.year, thursday.month), []).append((place, a, b))
    found: _Months = []
    for (year, month), weeks in grouped.items():
        day = dt.date(year, month, 1)
        row = MonthRow(
            month_text(day),
            sum(a for _p, a, _b in weeks),
            sum(b for _p, _a, b in weeks),
            sum(a and b for _p, a, b in weeks),
        )
        found.append((weeks[0][0], len(weeks), day, row))
    return found


def _month_marks(months: _Months, step: float) -> list[SafeString]:
    """Month lines and names above, the number of common weeks below."""
    parts = []
    for start, length, day, row in months:
        x = f"{EDGE + start * step:.2f}%"
        parts.append(format_html('<line class="grid-line" x1="{}" x2="{}" y1="4" y2="130"/>', x, x))
        if length < 2:
            continue
        middle = EDGE + (start + length / 2) * step
        parts.append(label(middle, 14, month_mark(day)))
        parts.append(label(middle, 144, str(row.common), "label-strong"))
    return parts


def month_mark(day: dt.date) -> str:
    """A month in the least space: its number, which every script reads."""
    return month_name(day.month, "narrow")
