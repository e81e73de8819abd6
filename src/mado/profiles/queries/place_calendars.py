"""Calendars of places as an office sees them: who may change them, who follows them, what they say and since when."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from mado.accounts.models import User
from mado.accounts.queries import has_alliance_role, in_force, office_appointments_of
from mado.audit.models import AuditEntry
from mado.directory.enums import TAKES_PART_KINDS, OrganizationKind
from mado.directory.models import Mandate, Organization
from mado.profiles.models import SchoolProfile
from mado.reference.calendars import Place, load_calendars
from mado.reference.engine.inheritance import Stretch, stretches
from mado.reference.enums import CalendarPart, CalendarStatus
from mado.reference.models import AcademicCalendar, CalendarSpan
from mado.reference.typical import school_year, school_year_dates

HISTORY_MOST = 20


def _mandates(user: Any) -> QuerySet[Mandate]:
    """Of the user's offices, over all schools of a place: a mandate for some kinds or levels does not set calendars."""
    offices = [row.organization_id for row in office_appointments_of(user)]
    schools = Q(kinds=[]) | Q(kinds__contains=[OrganizationKind.SCHOOL])
    return Mandate.objects.filter(in_force(), schools, office__in=offices, levels=[])


def places_in_care_of(user: Any) -> list[Place]:
    """Countries and regions whose calendar the user's offices set, by name of the code; for the CEO office those that
    have a calendar of their own and the home of every mandate."""
    if has_alliance_role(user):
        rows = Mandate.objects.filter(in_force()).values_list("country", "region")
        stored = AcademicCalendar.objects.values_list("country", "region")
        return sorted({*rows, *stored})
    return sorted(set(_mandates(user).values_list("country", "region")))


def cares_for_place(user: Any, place: Place) -> bool:
    """Whether the user may change the calendar of this place: a mandate over it or over its whole country."""
    if has_alliance_role(user):
        return True
    country, region = place
    return _mandates(user).filter(country=country, region__in=["", region]).exists()


def place_calendar(place: Place, part: str, year: int) -> AcademicCalendar | None:
    return AcademicCalendar.objects.filter(country=place[0], region=place[1], part=part, year=year).first()


def place_spans(place: Place) -> QuerySet[CalendarSpan]:
    """Stored spans of the place itself, removed ones too."""
    return CalendarSpan.objects.filter(calendar__country=place[0], calendar__region=place[1]).select_related("calendar")


@dataclass(frozen=True, slots=True)
class PlaceYear:
    """One school year of a place. `own`: the place's own calendar, None while it only follows; `rows`: every day that is
    not ordinary, after the inheritance; `removed`: its own spans that can be put back."""

    place: Place
    year: int
    first: dt.date
    last: dt.date
    own: AcademicCalendar | None
    rows: list[Stretch]
    spans: Mapping[int, CalendarSpan]
    removed: list[CalendarSpan]


def place_year(place: Place, year: int) -> PlaceYear:
    """Five queries, whatever the calendar holds."""
    first, last = school_year_dates(place[0], year)
    own = place_calendar(place, CalendarPart.TERMS, year)
    stored = list(place_spans(place).filter(first__lte=last, last__gte=first))
    rows = stretches(load_calendars([place], first, last).days(*place))
    kept = {span.pk: span for span in stored if span.removed_at is None}
    return PlaceYear(place, year, first, last, own, rows, kept, [span for span in stored if span.removed_at])


@dataclass(frozen=True, slots=True)
class Followers:
    """Schools of a place. `follow`: take its calendar; `own`: have confirmed their own; `nearer`: follow a region that has
    a whole calendar of its own (for a country)."""

    follow: int
    own: int
    nearer: int


def _schools() -> QuerySet[Organization]:
    return Organization.objects.filter(kind__in=TAKES_PART_KINDS, delisted_on=None)


def followers_of_many(places: Sequence[Place], year: int) -> dict[Place, Followers]:
    """Who inherits the calendar of each place in the school year; three queries for any number of places."""
    countries = sorted({country for country, _region in places})
    listed: Counter[Place] = Counter()
    own: Counter[Place] = Counter()
    confirmed = SchoolProfile.objects.filter(
        calendar_confirmed=True, organization__country__in=countries, organization__delisted_on=None
    )
    whole = AcademicCalendar.objects.filter(
        country__in=countries, part=CalendarPart.TERMS, year=year, complete=True
    ).exclude(region="")
    regions = set(whole.values_list("country", "region"))
    for country, region, number in _counted(_schools().filter(country__in=countries).values_list("country", "region")):
        listed[country, region] += number
    for country, region, number in _counted(confirmed.values_list("organization__country", "organization__region")):
        own[country, region] += number
    return {place: _followers(place, listed, own, regions) for place in places}


def _counted(rows: Any) -> Iterable[tuple[str, str, int]]:
    return rows.annotate(number=Count("pk")).order_by()


def _followers(place: Place, listed: Counter[Place], own: Counter[Place], whole: set[Place]) -> Followers:
    country, region = place
    if region:
        return Followers(listed[place] - own[place], own[place], 0)
    here = [key for key in listed if key[0] == country]
    nearer = sum(listed[key] - own[key] for key in here if key in whole)
    its_own = sum(own[key] for key in here)
    return Followers(sum(listed[key] for key in here) - its_own - nearer, its_own, nearer)


def unconfirmed_places(places: Sequence[Place]) -> dict[Place, int]:
    """Those whose calendar of this school year no office has confirmed, and the number of schools that follow it, most
    first; places that no school follows are left out."""
    today = timezone.localdate()
    found: dict[Place, int] = {}
    for year in {school_year(country, today) for country, _region in places}:
        here = [place for place in places if school_year(place[0], today) == year]
        confirmed = set(
            AcademicCalendar.objects.filter(
                part=CalendarPart.TERMS, year=year, status=CalendarStatus.CONFIRMED
            ).values_list("country", "region")
        )
        followers = followers_of_many(here, year)
        found |= {place: followers[place].follow for place in here if place not in confirmed}
    return dict(sorted(((p, n) for p, n in found.items() if n), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of a calendar's history."""

    entry: AuditEntry
    actor: User | None


def calendar_history(calendar: AcademicCalendar | None) -> list[Deed]:
    """What was done to a calendar, newest first; two queries."""
    if calendar is None:
        return []
    entries = AuditEntry.objects.filter(object_type="reference.AcademicCalendar", object_id=str(calendar.pk))
    rows = list(entries.order_by("-id")[:HISTORY_MOST])
    people = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    return [Deed(row, people.get(row.actor_id or 0)) for row in rows]
