"""When two school days meet, as the pages show it: sentence, day bar, year strip, weekly times."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mado.directory.models import Organization
from mado.profiles.drawing import Named
from mado.profiles.engine.overlap import SchoolDays, TimeKind, WeeklyWindow
from mado.profiles.engine.shifts import clock_shifts
from mado.profiles.pictures import DayBar, YearStrip, day_bar, year_strip
from mado.profiles.pictures_week import WeekGrid, usual_week, week_grid
from mado.profiles.queries import OverlapSummary, sample_days, school_days, summarize
from mado.profiles.wording import KIND_WORDS, clock_text, day_text, duration_text, listed, months_text, weekdays_text
from mado.reference.places import city_of, country_of_zone
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
    """One weekly time on both clocks. `dates`: how often in the year; `months`: in which of them; `note`: how many of the
    dates have examinations or an event, "" when none has."""

    mine: str
    mine_kind: str
    theirs: str
    theirs_kind: str
    dates: int
    months: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """`clocks`: when the hours between the two change; `forms`: what to propose instead where lessons do not meet."""

    mine: Named
    theirs: Named
    summary: OverlapSummary
    bar: DayBar
    strip: YearStrip
    week: WeekGrid
    rows: list[WeeklyRow]
    clocks: list[str]
    forms: list[str]

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
    """A made-up school of a zone: 08:00–16:00, or its own times, from Monday to Friday, in the school year of the country."""
    days = sample_days(country_of_zone(zone), zone)
    if clocks:
        days = replace(days, bells=dict.fromkeys(range(1, 6), clocks))
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
        week_grid(mine, theirs, usual_week(mine.days, theirs.days, today), key=f"{key}-week"),
        _weekly_rows(summary.weekly[:WEEKLY_MOST]),
        clock_sentences(mine, theirs, today, last),
        [] if summary.days_met else exchange_forms(summary),
    )


def clock_sentences(mine: Named, theirs: Named, first: dt.date, last: dt.date) -> list[str]:
    """One sentence for each day from which a meeting moves for one side, because clocks are changed."""
    found = []
    for shift in clock_shifts(mine.days.zone, theirs.days.zone, first, last):
        words = {
            "day": day_text(shift.day),
            "cities": listed([{"a": mine, "b": theirs}[side].city for side in shift.changed]),
            "duration": duration_text(abs(shift.minutes)),
            "mine": mine.city,
            "theirs": theirs.city,
        }
        later = _(
            "From %(day)s what keeps its time in %(theirs)s is %(duration)s later in %(mine)s: the clocks change in %(cities)s."
        )
        earlier = _(
            "From %(day)s what keeps its time in %(theirs)s is %(duration)s earlier in %(mine)s: the clocks change in %(cities)s."
        )
        found.append((later if shift.minutes > 0 else earlier) % words)
    return found


def exchange_forms(summary: OverlapSummary) -> list[str]:
    """What two schools whose lessons never meet can do together, the nearest to a live meeting first."""
    kinds = {kind for window in summary.suggestions for kind in (window.a_kind, window.b_kind)}
    found = []
    if TimeKind.AFTER_SCHOOL in kinds or TimeKind.ON_CAMPUS in kinds:
        found.append(
            _("A live meeting just before or after school on one side, a few times a term: the times stand below.")
        )
    elif TimeKind.EVENING in kinds:
        found.append(
            _(
                "A live meeting in the evening on one side, from home and with the families' consent: the times stand below."
            )
        )
    return [
        *found,
        _("Short videos in turns: one class asks, the other answers in its own lesson within two weeks."),
        _("A shared board or story to which both classes add in their own lessons."),
        _("The same task in both schools, such as a survey or a recipe, and the results compared."),
        _("Letters and a parcel, one each term."),
    ]


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
                _busy_note(row),
            )
        )
    return rows


def _busy_note(row: WeeklyWindow) -> str:
    if not row.busy_dates:
        return ""
    return ngettext(
        "%(count)d of them with examinations or a school event",
        "%(count)d of them with examinations or a school event",
        len(row.busy_dates),
    ) % {"count": len(row.busy_dates)}
