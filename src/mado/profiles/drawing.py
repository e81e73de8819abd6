"""What the pictures of school days are drawn with: a line of 24 hours, bars, labels. Widths are percentages, heights pixels."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mado.profiles.engine.overlap import Interval, SchoolDays, utc_intervals
from mado.profiles.wording import clock_text, weekdays_text
from mado.reference.places import city_of

UTC = dt.UTC
_DAY = dt.timedelta(days=1)
EDGE = 3.0
"""Percent kept free at both ends, for half a label."""
_HOURS = (0, 4, 8, 12, 16, 20, 24)


@dataclass(frozen=True, slots=True)
class Named:
    """One side of a picture: the school's (or the place's) name and its days. `lang` is that of the name."""

    name: str
    days: SchoolDays
    lang: str = ""

    @property
    def city(self) -> str:
        return city_of(self.days.zone)

    @property
    def hours(self) -> list[str]:
        """The bell times, like days together: "Monday to Friday 08:20–15:00"."""
        groups: dict[tuple[dt.time, dt.time], list[int]] = {}
        for weekday, bell in sorted(self.days.bells.items()):
            groups.setdefault(bell, []).append(weekday)
        return [f"{weekdays_text(days)} {clock_text(*bell)}" for bell, days in groups.items()]


class Line:
    """Places instants of one date of side a on a 24-hour line, in percent of the width."""

    def __init__(self, zone: str, day: dt.date) -> None:
        self.zone = ZoneInfo(zone)
        self.start = dt.datetime.combine(day, dt.time(), self.zone).astimezone(UTC)
        self.end = dt.datetime.combine(day + _DAY, dt.time(), self.zone).astimezone(UTC)

    def at(self, instant: dt.datetime) -> float:
        share = (instant - self.start) / (self.end - self.start)
        return EDGE + (100 - 2 * EDGE) * min(max(share, 0.0), 1.0)

    def clip(self, interval: Interval) -> Interval | None:
        start, end = max(interval[0], self.start), min(interval[1], self.end)
        return (start, end) if start < end else None


def school_time(side: SchoolDays, day: dt.date) -> Iterator[Interval]:
    """The side's school days of the dates around `day`."""
    for offset in (-2, -1, 0, 1, 2):
        date = day + offset * _DAY
        if bell := side.bell_on(date):
            yield from utc_intervals(ZoneInfo(side.zone), date, *bell)


def bar(line: Line, interval: Interval, y: int, height: int, css: str) -> SafeString:
    left, right = line.at(interval[0]), line.at(interval[1])
    return format_html(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" rx="3"/>',
        css,
        f"{left:.2f}",
        y,
        f"{right - left:.2f}",
        height,
    )


def label(x: float, y: int, text: str, css: str = "label", *, anchor: str = "middle", lang: str = "") -> SafeString:
    attribute = format_html(' lang="{}"', lang) if lang else ""
    return format_html(
        '<text class="{}" x="{}%" y="{}" text-anchor="{}"{}>{}</text>', css, f"{x:.2f}", y, anchor, attribute, text
    )


def anchored(x: float, y: int, text: str, css: str = "label") -> SafeString:
    """A text over x that does not leave the picture."""
    if x < 22:
        return label(EDGE, y, text, css, anchor="start")
    return label(100 - EDGE, y, text, css, anchor="end") if x > 78 else label(x, y, text, css)


def joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def hatch_pattern(key: str, css: str = "hatch-line") -> SafeString:
    return format_html(
        '<defs><pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path class="{}" d="M0 0V6"/></pattern></defs>',
        key,
        css,
    )


def axis(line: Line, zone: ZoneInfo, y: int, day: dt.date) -> SafeString:
    """Hours of one side's clock along the line of side a's day."""
    parts = []
    for hour in _HOURS:
        wall = dt.datetime.combine(day, dt.time(), line.zone) + dt.timedelta(hours=hour)
        instant = wall.astimezone(UTC)
        local = instant.astimezone(zone)
        shown = "24:00" if zone is line.zone and hour == 24 else f"{local:%H:%M}"
        parts.append(label(line.at(instant), y, shown))
    return joined(parts)


def grid(line: Line, day: dt.date, top: int, bottom: int) -> SafeString:
    parts = []
    for hour in _HOURS:
        x = f"{line.at((dt.datetime.combine(day, dt.time(), line.zone) + dt.timedelta(hours=hour)).astimezone(UTC)):.2f}%"
        parts.append(format_html('<line class="grid-line" x1="{}" x2="{}" y1="{}" y2="{}"/>', x, x, top, bottom))
    return joined(parts)


def hatched(x: float, width: float, y: int, height: int, key: str) -> SafeString:
    return format_html(
        '<rect x="{}%" y="{}" width="{}%" height="{}" fill="url(#{})"/>', f"{x:.2f}", y, f"{width:.2f}", height, key
    )
