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
from mado.reference.calendars import closed_dates, default_bells, public_holidays
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
    return default_bells(organization.country, level_of(organization), organization.region)


def _closed(
    organization: Organization, profile: SchoolProfile | None, first: dt.date, last: dt.date
) -> frozenset[dt.date]:
    confirmed = profile is not None and profile.calendar_confirmed
    typical = public_holidays if confirmed else closed_dates
    closed = set(typical(organization.country, organization.region, first, last))
    for span in profile.closed_spans.all() if profile else ():
        day, end = max(span.first, first), min(span.last, last)
        closed.update(day + dt.timedelta(days=n) for n in range((end - day).days + 1))
    return frozenset(closed)


def school_days_of_many(
    organizations: Iterable[Organization], first: dt.date | None = None, last: dt.date | None = None
) -> dict[int, SchoolDays]:
    """Organisation id → its school days, closed dates from first to last (default: from a year ago to two years ahead).

    The school's own bell times stand instead of the country's typical ones. Its own closed spans come on top of the
    typical calendar; once it has confirmed its calendar, instead of the typical breaks. Three queries for any number.
    """
    rows = list(organizations)
    today = timezone.localdate()
    first, last = first or today - _BEHIND, last or today + _AHEAD
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
        zone = (profile.time_zone if profile else "") or organization.time_zone
        found[organization.pk] = SchoolDays(
            zone, own or typical_bells(organization), _closed(organization, profile, first, last)
        )
    return found


def school_days(organization: Organization, first: dt.date | None = None, last: dt.date | None = None) -> SchoolDays:
    """One organisation's school days; see school_days_of_many."""
    return school_days_of_many([organization], first, last)[organization.pk]


def sample_days(country: str, zone: str) -> SchoolDays:
    """A made-up school of a zone, 08:00–16:00 from Monday to Friday, with its country's calendar when one is given."""
    today = timezone.localdate()
    closed = closed_dates(country, "", today - _BEHIND, today + _AHEAD) if country else {}
    return SchoolDays(zone, dict.fromkeys(range(1, 6), (dt.time(8), dt.time(16))), frozenset(closed))


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
