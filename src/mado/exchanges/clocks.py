"""Moments as each side reads them: weekday, date, hour and the city whose clock is meant. No models here."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.profiles.wording import clock_text
from mado.reference.places import city_of

NEAR = dt.timedelta(days=7)
"""A change of the clock this near to a session confuses people: they hear of it."""


def babel_locale(language: str | None = None) -> Locale:
    """Babel's locale for a language tag, default the language in force; English where Babel knows none."""
    try:
        return Locale.parse((language or get_language() or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def day_text(day: dt.date, language: str | None = None) -> str:
    """Mon, Nov 23, 2026 · 2026年11月23日 週一."""
    return format_skeleton("yMMMEd", dt.datetime.combine(day, dt.time(12)), locale=babel_locale(language))


def moment_text(moment: dt.datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """Weekday, date and hour of an instant on that zone's clock: "Mon, Nov 23, 2026 09:05"."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date(), language)} {local:%H:%M}"


def span_text(starts_at: dt.datetime, ends_at: dt.datetime, zone: ZoneInfo, language: str | None = None) -> str:
    """Weekday, date and both hours on that zone's clock; the end's own date too where the session passes midnight."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if start.date() == end.date():
        return f"{day_text(start.date(), language)} {clock_text(start, end)}"
    return f"{moment_text(starts_at, zone, language)}–{moment_text(ends_at, zone, language)}"


def placed_span_text(starts_at: dt.datetime, ends_at: dt.datetime, zone: ZoneInfo) -> str:
    """The same with its city: one line of a mail."""
    return _("%(city)s: %(time)s") % {"city": city_of(zone), "time": span_text(starts_at, ends_at, zone)}


def clock_change_near(moment: dt.datetime, zone: ZoneInfo) -> dt.date | None:
    """The day within a week of the moment on which the zone's clock changes, or None."""
    first = (moment - NEAR).astimezone(zone).date()
    noons = [dt.datetime.combine(first + dt.timedelta(days=n), dt.time(12), zone) for n in range(2 * NEAR.days + 1)]
    for before, after in pairwise(noons):
        if before.utcoffset() != after.utcoffset():
            return after.date()
    return None


def clock_notes(moment: dt.datetime, zones: list[ZoneInfo]) -> list[str]:
    """A sentence for each zone whose clock changes within a week of the moment."""
    found = [(zone, day) for zone in dict.fromkeys(zones) if (day := clock_change_near(moment, zone))]
    return [
        _("The clocks change in %(city)s on %(day)s: look at the hour again.")
        % {"city": city_of(zone), "day": day_text(day)}
        for zone, day in found
    ]


def wall_moment(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime | None:
    """The instant at which that zone's clock shows this; None where it jumps over it (spring). Doubled hours: the first."""
    local = dt.datetime.combine(day, clock, zone)
    back = local.astimezone(dt.UTC).astimezone(zone)
    return local.astimezone(dt.UTC) if back.replace(tzinfo=None) == local.replace(tzinfo=None) else None


def today_in(zone: ZoneInfo) -> dt.date:
    return timezone.now().astimezone(zone).date()
