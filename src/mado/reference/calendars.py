"""Calendars and bell times of places, read through the inheritance: region over country over what is typical.

The school's own layer lies above (mado.profiles.queries.days). What nobody has edited or imported is what
mado.reference.typical assumes, so every place has a calendar, whether anybody cares for it or not.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from mado.reference.engine.inheritance import Cover, Days, Layer, Span, Told, resolve
from mado.reference.models import AcademicCalendar, BellSchedule, CalendarSpan
from mado.reference.sources import HOLIDAYS_LIBRARY
from mado.reference.typical import BREAK_NAMES, bell_rows, make_up_days_in, public_holidays, typical_breaks

Place = tuple[str, str]
"""(country, region or "")."""
Bells = Mapping[int, tuple[dt.time, dt.time]]


@dataclass(frozen=True, slots=True)
class PlaceCalendars:
    """The calendars of some places from `first` to `last`, read in three queries; asking them takes none."""

    first: dt.date
    last: dt.date
    stored: Mapping[Place, Layer]
    bell_groups: Mapping[tuple[str, str, str], Bells]

    def layers(self, country: str, region: str) -> tuple[Layer, ...]:
        """From the widest to the nearest."""
        found = [typical_layer(country, region, self.first, self.last)]
        found += [
            self.stored[place] for place in dict.fromkeys([(country, ""), (country, region)]) if place in self.stored
        ]
        return tuple(found)

    def days(self, country: str, region: str) -> Days:
        return resolve(self.layers(country, region), self.first, self.last)

    def bell_key(self, country: str, level: str, region: str = "") -> tuple[str, str, str]:
        """Whose bells count: (country, region, level), the nearest first; "" stands for any. At each step what an office
        has written stands instead of what is typical (reference.typical.bell_rows)."""
        tries = [
            (country, region, level),
            (country, "", level),
            (country, region, ""),
            (country, "", ""),
            ("", "", level),
        ]
        if level == "tertiary":
            tries.insert(2, ("", "", level))
        typical = bell_rows()
        return next((key for key in tries if key in self.bell_groups or key in typical), ("", "", ""))

    def bells(self, country: str, level: str, region: str = "") -> dict[int, tuple[dt.time, dt.time]]:
        """ISO weekday → (start, end) of the school day."""
        key = self.bell_key(country, level, region)
        return dict(self.bell_groups.get(key) or bell_rows()[key])


@lru_cache(maxsize=512)
def typical_layer(country: str, region: str, first: dt.date, last: dt.date) -> Layer:
    """What we assume of a place of which nobody has said anything."""
    spans = [
        Span("break", row.first, row.last, key=row.kind, source=row.source)
        for row in typical_breaks(country, region, first, last)
    ]
    holidays = public_holidays(country, region, first, last)
    spans += [Span("holiday", day, day, name, source=HOLIDAYS_LIBRARY) for day, name in holidays.items()]
    made_up = (day for year in range(first.year, last.year + 1) for day in make_up_days_in(country, year))
    spans += [Span("make_up", day, day, source=HOLIDAYS_LIBRARY) for day in sorted(made_up)]
    return Layer("typical", (), tuple(spans))


def load_calendars(places: Iterable[Place], first: dt.date, last: dt.date) -> PlaceCalendars:
    """Everything stored about these places and their countries; three queries for any number of places."""
    countries = sorted({country for country, _region in places})
    regions = sorted({region for _country, region in places} | {""})
    here = Q(country__in=countries, region__in=regions)
    covers: dict[Place, list[Cover]] = {}
    spans: dict[Place, list[Span]] = {}
    for row in AcademicCalendar.objects.filter(here, complete=True, first__lte=last, last__gte=first):
        covers.setdefault((row.country, row.region), []).append(Cover(row.part, row.first, row.last))
    rows = CalendarSpan.objects.filter(
        calendar__in=AcademicCalendar.objects.filter(here), removed_at=None, first__lte=last, last__gte=first
    ).values_list(
        *("calendar__country", "calendar__region", "kind", "first", "last", "name", "key", "calendar__source", "pk")
    )
    for country, region, *span in rows:
        spans.setdefault((country, region), []).append(Span(*span))
    stored = {
        place: Layer("region" if place[1] else "country", tuple(covers.get(place, ())), tuple(spans.get(place, ())))
        for place in {*covers, *spans}
    }
    bells: dict[tuple[str, str, str], dict[int, tuple[dt.time, dt.time]]] = {}
    for bell in BellSchedule.objects.filter(here):
        bells.setdefault((bell.country, bell.region, bell.level), {})[bell.weekday] = (bell.start, bell.end)
    return PlaceCalendars(first, last, stored, bells)


def told_text(told: Told) -> str:
    """What a day is called: our word in the reader's language, or the place's own name."""
    if told.span.key == "between_terms":
        return _("Between terms")
    return str(BREAK_NAMES[told.span.key]) if told.span.key in BREAK_NAMES else told.span.name


def closed_days(country: str, region: str, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Days on which schools of the place do not teach, with the reason. Weekends are not listed: the bells say those."""
    days = load_calendars([(country, region)], first, last).days(country, region)
    return {day: told_text(told) for day, told in days.closed.items()}


def default_bells(country: str, level: str, region: str = "") -> dict[int, tuple[dt.time, dt.time]]:
    """ISO weekday → (start, end) of the school day of a place; see PlaceCalendars.bells."""
    today = dt.date(2000, 1, 1)  # bells have no dates
    return load_calendars([(country, region)], today, today).bells(country, level, region)
