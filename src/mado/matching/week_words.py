"""When two weeks meet, on the reader's clock, from the half hours the engine knows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mado.matching.engine.rows import SLOTS
from mado.matching.engine.slots import HALF_HOUR, reference_weeks
from mado.profiles.wording import clock_text, weekdays_text

SUMMER_MONTHS = range(4, 10)


def meeting_text(slots: tuple[int, int], zone: str, today: dt.date, year: int) -> str:
    """The longest time of the week that comes again on most days: "Tuesday to Thursday, 09:00–10:30"; "" without any.

    `slots`: half hours both have (winter, summer), bit 0 is Monday 00:00 UTC in the reference weeks of `year`. The season of
    `today` counts, as most clocks of the world have it.
    """
    season = int(today.month in SUMMER_MONTHS)
    monday = reference_weeks(year)[season]
    days: defaultdict[tuple[dt.time, dt.time], list[int]] = defaultdict(list)
    for start, end in _stretches(slots[season], monday, ZoneInfo(zone)):
        days[start.time(), end.time()].append(start.isoweekday())
    if not days:
        return ""
    best = max(days, key=lambda span: (len(days[span]) * _minutes(*span), span))
    return _("%(days)s, %(time)s") % {"days": weekdays_text(days[best]), "time": clock_text(*best)}


def _minutes(start: dt.time, end: dt.time) -> int:
    """Of a stretch that may pass midnight."""
    return ((end.hour - start.hour) * 60 + end.minute - start.minute) % (24 * 60)


def _stretches(bits: int, monday: dt.date, zone: ZoneInfo) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Neighbouring half hours as one, on the clock of `zone`."""
    begin = dt.datetime.combine(monday, dt.time(), dt.UTC)
    first = None
    for place in range(SLOTS + 1):
        if place < SLOTS and bits >> place & 1:
            first = place if first is None else first
        elif first is not None:
            yield (begin + first * HALF_HOUR).astimezone(zone), (begin + place * HALF_HOUR).astimezone(zone)
            first = None
