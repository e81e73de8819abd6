"""When two school days meet, as the pages show it: sentence, day bar, year strip, weekly times."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.directory.models import Organization
from mado.profiles.engine.overlap import SchoolDays, WeeklyWindow
from mado.profiles.pictures import DayBar, Named, YearStrip, day_bar, year_strip
from mado.profiles.queries import OverlapSummary, sample_days, school_days, summarize
from mado.profiles.wording import KIND_WORDS, clock_text, months_text, weekdays_text
from mado.reference.places import city_of
from mado.reference.settings import alliance

SAMPLE_ZONES = (
    *("Asia/Taipei", "Asia/Tokyo", "Asia/Seoul", "Asia/Hong_Kong", "Asia/Shanghai", "Asia/Manila", "Asia/Singapore"),
    *("Asia/Kuala_Lumpur", "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Kolkata", "Asia/Dubai"),
    *("Australia/Perth", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland", "Pacific/Honolulu"),
    *("America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York"),
    *("America/Toronto", "America/Vancouver", "America/Mexico_City", "America/Bogota", "America/Santiago"),
    *("America/Sao_Paulo", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Paris"),
    *("Europe/Berlin", "Europe/Amsterdam", "Europe/Rome", "Europe/Prague", "Europe/Warsaw", "Europe/Stockholm"),
    *("Europe/Helsinki", "Europe/Athens", "Europe/Istanbul", "Africa/Cairo", "Africa/Nairobi", "Africa/Johannesburg"),
)
WEEKLY_MOST = 8


@dataclass(frozen=True, slots=True)
class WeeklyRow:
    """One weekly time on both clocks. `dates`: how often in the year; `months`: in which of them."""

    mine: str
    mine_kind: str
    theirs: str
    theirs_kind: str
    dates: int
    months: str


@dataclass(frozen=True, slots=True)
class Meeting:
    mine: Named
    theirs: Named
    summary: OverlapSummary
    bar: DayBar
    strip: YearStrip
    rows: list[WeeklyRow]

    @property
    def meets(self) -> bool:
        return self.summary.days_met > 0


@lru_cache(maxsize=8)
def _zones_in(language: str) -> tuple[tuple[str, str], ...]:
    with translation.override(language):
        return tuple(sorted(((zone, city_of(zone)) for zone in SAMPLE_ZONES), key=lambda row: row[1]))


def sample_zones() -> tuple[tuple[str, str], ...]:
    """(zone, city) to choose from, by city in the reader's language."""
    return _zones_in(get_language() or "en")


def named_school(organization: Organization) -> Named:
    return Named(organization.name, school_days(organization), organization.name_language)


def named_zone(zone: str, clocks: tuple[dt.time, dt.time] | None = None) -> Named:
    """A made-up school of a zone: 08:00–16:00, or its own times, from Monday to Friday."""
    days = sample_days("", zone)
    if clocks:
        days = SchoolDays(zone, dict.fromkeys(range(1, 6), clocks))
    return Named(_("A school in %(city)s") % {"city": city_of(zone)}, days)


def meeting_of(mine: Named, theirs: Named, *, key: str = "meeting") -> Meeting:
    """Everything about two school days for the coming year; the day bar shows the next date of the best weekly time."""
    today = timezone.localdate()
    last = today + dt.timedelta(days=365)
    summary = summarize(mine.days, theirs.days, today, last, alliance().session_minutes_least)
    day = summary.weekly[0].sample.a_local[0].date() if summary.weekly else _next_school_day(mine.days, today)
    return Meeting(
        mine,
        theirs,
        summary,
        day_bar(mine, theirs, day, key=f"{key}-day"),
        year_strip(mine, theirs, today, key=f"{key}-year"),
        _weekly_rows(summary.weekly[:WEEKLY_MOST]),
    )


def _next_school_day(side: SchoolDays, today: dt.date) -> dt.date:
    days = (today + dt.timedelta(days=n) for n in range(120))
    return next((day for day in days if side.teaches_on(day)), today)


def _weekly_rows(weekly: Iterable[WeeklyWindow]) -> list[WeeklyRow]:
    rows = []
    for row in weekly:
        sample = row.sample
        there = sorted((day - 1 + row.days_apart) % 7 + 1 for day in row.weekdays)
        rows.append(
            WeeklyRow(
                f"{weekdays_text(row.weekdays)} {clock_text(*sample.a_local)}",
                str(KIND_WORDS[sample.a_kind]),
                f"{weekdays_text(there)} {clock_text(*sample.b_local)}",
                str(KIND_WORDS[sample.b_kind]),
                len(row.dates),
                months_text(row.dates),
            )
        )
    return rows
