"""School days of organisations as the overlap engine takes them, and what two of them have in common."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.directory.models import Organization
from mado.profiles.engine.overlap import (
    DayOverlap,
    SchoolDays,
    WeeklyWindow,
    Window,
    common_windows,
    meeting_suggestions,
    preference,
    weekly_windows,
)
from mado.profiles.models import SchoolProfile
from mado.profiles.wording import duration_text, window_sentence
from mado.reference.calendars import PlaceCalendars, load_calendars
from mado.reference.engine.inheritance import Cover, Days, Layer, Span, resolve
from mado.reference.settings import AllianceSettings, alliance

YEAR = dt.timedelta(days=365)
_BEHIND, _AHEAD = dt.timedelta(days=400), dt.timedelta(days=800)
_MARGIN = dt.timedelta(days=3)
SHOWN_MOST = 5

Bells = Mapping[int, tuple[dt.time, dt.time]]


def level_of(organization: Organization) -> str:
    """The level whose typical bells we assume: the first of the organisation's levels."""
    return organization.levels[0] if organization.levels else ""


def typical_bells(organization: Organization) -> Bells:
    """What we assume until the school says its own bell times."""
    today = timezone.localdate()
    calendars = load_calendars([(organization.country, organization.region)], today, today)
    return calendars.bells(organization.country, level_of(organization), organization.region)


def _own_layer(profile: SchoolProfile, first: dt.date, last: dt.date) -> Layer:
    """What the school itself says; once it has confirmed its calendar, it is whole."""
    covers = (Cover("terms", first, last),) if profile.calendar_confirmed else ()
    spans = tuple(Span(row.kind, row.first, row.last, row.name) for row in profile.closed_spans.all())
    return Layer("school", covers, spans)


def _days(organization: Organization, profile: SchoolProfile | None, calendars: PlaceCalendars) -> Days:
    layers = calendars.layers(organization.country, organization.region)
    if profile is not None and (profile.calendar_confirmed or profile.closed_spans.all()):
        layers = (*layers, _own_layer(profile, calendars.first, calendars.last))
    return resolve(layers, calendars.first, calendars.last)


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """A school's days for the overlap engine, and the dates by name with who says so."""

    days: SchoolDays
    dates: Days


def school_calendars_of_many(
    organizations: Iterable[Organization], first: dt.date | None = None, last: dt.date | None = None
) -> dict[int, SchoolCalendar]:
    """Organisation id → its calendar from first to last (default: from a year ago to two years ahead).

    The nearest scope wins: the school's own times and dates over its region's, its country's and what is typical. Six
    queries for any number of schools; what a place's calendars come to is remembered (inheritance.resolve).
    """
    rows = list(organizations)
    today = timezone.localdate()
    first, last = first or today - _BEHIND, last or today + _AHEAD
    calendars = load_calendars({(row.country, row.region) for row in rows}, first, last)
    profiles = {
        profile.organization_id: profile
        for profile in SchoolProfile.objects.filter(organization__in=[row.pk for row in rows]).prefetch_related(
            "bell_days", "closed_spans"
        )
    }
    found = {}
    for organization in rows:
        profile = profiles.get(organization.pk)
        own = {bell.weekday: (bell.start, bell.end) for bell in profile.bell_days.all()} if profile else {}
        bells = own or calendars.bells(organization.country, level_of(organization), organization.region)
        zone = (profile.time_zone if profile else "") or organization.time_zone
        dates = _days(organization, profile, calendars)
        found[organization.pk] = SchoolCalendar(_school_days(zone, bells, dates), dates)
    return found


def _school_days(zone: str, bells: Bells, dates: Days) -> SchoolDays:
    busy = {day: told.span.kind for day, told in dates.busy.items()}
    return SchoolDays(zone, bells, frozenset(dates.closed), frozenset(dates.make_up), busy)


def school_days_of_many(
    organizations: Iterable[Organization], first: dt.date | None = None, last: dt.date | None = None
) -> dict[int, SchoolDays]:
    """Organisation id → its school days; see school_calendars_of_many."""
    return {pk: row.days for pk, row in school_calendars_of_many(organizations, first, last).items()}


def school_days(organization: Organization, first: dt.date | None = None, last: dt.date | None = None) -> SchoolDays:
    """One organisation's school days; see school_calendars_of_many."""
    return school_days_of_many([organization], first, last)[organization.pk]


def sample_days(country: str, zone: str) -> SchoolDays:
    """A made-up school of a zone, 08:00–16:00 from Monday to Friday, with its country's calendar when one is given."""
    bells = dict.fromkeys(range(1, 6), (dt.time(8), dt.time(16)))
    if not country:
        return SchoolDays(zone, bells)
    today = timezone.localdate()
    calendars = load_calendars([(country, "")], today - _BEHIND, today + _AHEAD)
    return _school_days(zone, bells, calendars.days(country, ""))


def overlap_between(org_a: Organization, org_b: Organization, first: dt.date, last: dt.date) -> list[DayOverlap]:
    """Common lesson time per date of org_a's calendar. Raises ValueError with a sentence when first is after last."""
    days = school_days_of_many([org_a, org_b], first - _MARGIN, last + _MARGIN)
    return common_windows(days[org_a.pk], days[org_b.pk], first, last)


@dataclass(frozen=True, slots=True)
class OverlapSummary:
    """What two schools can count on from `first` to `last`.

    `typical_minutes`: the commonest common lesson time of the days that meet; `days_met`: dates of side a with at least
    the alliance's shortest session in common; `best`: the next lesson windows, best first, empty when lessons do not
    meet; `suggestions`: what does work instead, best first; `weekly`: all windows of either, by the week.
    """

    typical_minutes: int
    days_met: int
    best: list[Window]
    suggestions: list[Window]
    sentence: str
    weekly: list[WeeklyWindow]
    first: dt.date
    last: dt.date


def summarize(a: SchoolDays, b: SchoolDays, first: dt.date, last: dt.date, least: int) -> OverlapSummary:
    """The summary of any two school days; `least` is the shortest session in minutes."""
    met = [entry for entry in common_windows(a, b, first, last) if any(w.minutes >= least for w in entry.windows)]
    if met:
        windows = sorted((w for entry in met for w in entry.windows if w.minutes >= least), key=preference)
        typical = Counter(entry.minutes for entry in met).most_common(1)[0][0]
        best, suggestions = windows[:SHOWN_MOST], []
    else:
        windows = meeting_suggestions(a, b, first, last, least=least)
        typical, best, suggestions = 0, [], windows[:SHOWN_MOST]
    sentence = _sentence(a, b, typical, len(met), suggestions)
    return OverlapSummary(typical, len(met), best, suggestions, sentence, weekly_windows(windows), first, last)


def _sentence(a: SchoolDays, b: SchoolDays, typical: int, days_met: int, suggestions: list[Window]) -> str:
    if days_met:
        return ngettext(
            "The lessons of the two schools meet on %(count)d day of the coming year, usually for %(duration)s.",
            "The lessons of the two schools meet on %(count)d days of the coming year, usually for %(duration)s.",
            days_met,
        ) % {"count": days_met, "duration": duration_text(typical)}
    if suggestions:
        return _("The lessons of the two schools do not meet. What does work: %(window)s") % {
            "window": window_sentence(suggestions[0], a.zone, b.zone)
        }
    return _(
        "The two schools have no common time, not even after school. What does work is an exchange in turns: "
        "letters, videos, shared work."
    )


def overlap_summary(
    org_a: Organization, org_b: Organization, first: dt.date | None = None, settings: AllianceSettings | None = None
) -> OverlapSummary:
    """What two schools can count on in the year from `first` (default: today)."""
    first = first or timezone.localdate()
    last = first + YEAR
    days = school_days_of_many([org_a, org_b], first - _MARGIN, last + _MARGIN)
    least = (settings or alliance()).session_minutes_least
    return summarize(days[org_a.pk], days[org_b.pk], first, last, least)
