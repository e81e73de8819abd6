"""What kind of time a session is for each side, and which times suit both. Rests on profiles' overlap engine."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mado.exchanges.clocks import span_text
from mado.exchanges.models import Exchange, ExchangeSide
from mado.exchanges.queries.sides import sides_of, zone_of
from mado.profiles.engine.overlap import (
    SchoolDays,
    TimeKind,
    Window,
    common_windows,
    meeting_suggestions,
    time_kind,
)
from mado.profiles.queries import school_days_of_many
from mado.profiles.wording import kind_text

CLOSED_WORD = pgettext_lazy("kind of time", "a day without school")
RANGE_DAYS_MOST = 92


@dataclass(frozen=True, slots=True)
class SideTime:
    """A session on one side's clock: the words to show, and what kind of time it is there."""

    side: ExchangeSide
    text: str
    kind: str | Promise
    in_lesson: bool


@dataclass(frozen=True, slots=True)
class TimeStanding:
    """`inside`: the whole session lies in one common window of both schools."""

    inside: bool
    times: tuple[SideTime, ...]

    @property
    def sentence(self) -> str:
        """Why it is not common time: each side's local time and what it is there."""
        return " ".join(
            _("%(school)s: %(time)s, %(kind)s.")
            % {"school": time.side.organization.name, "time": time.text, "kind": time.kind}
            for time in self.times
        )


def days_of(exchange: Exchange) -> tuple[SchoolDays, SchoolDays]:
    first, second = sides_of(exchange)
    days = school_days_of_many([first.organization, second.organization])
    return days[first.organization_id], days[second.organization_id]


def _kind_word(days: SchoolDays, starts_at: dt.datetime, ends_at: dt.datetime) -> tuple[str | Promise, bool]:
    """The less usual of the kinds at the session's beginning and in its last minute."""
    order = list(TimeKind)
    kinds = [time_kind(days, starts_at), time_kind(days, ends_at - dt.timedelta(minutes=1))]
    kind = max(kinds, key=order.index)
    zone = ZoneInfo(days.zone)
    if not days.teaches_on(starts_at.astimezone(zone).date()):
        return CLOSED_WORD, False
    busy = days.busy.get(starts_at.astimezone(zone).date(), "")
    return kind_text(kind, busy), kind == TimeKind.IN_LESSON


def time_standing(exchange: Exchange, starts_at: dt.datetime, ends_at: dt.datetime) -> TimeStanding:
    """How a session from `starts_at` to `ends_at` (aware) lies in both schools' days."""
    a, b = days_of(exchange)
    day = starts_at.astimezone(ZoneInfo(a.zone)).date()
    entries = common_windows(a, b, day, day)
    inside = any(w.utc_start <= starts_at and ends_at <= w.utc_end for entry in entries for w in entry.windows)
    times = []
    for side, days in zip(sides_of(exchange), (a, b), strict=True):
        word, in_lesson = _kind_word(days, starts_at, ends_at)
        times.append(SideTime(side, span_text(starts_at, ends_at, zone_of(side.organization)), word, in_lesson))
    return TimeStanding(inside, tuple(times))


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """One stretch of time offered on the page that finds times. Texts are local, side A's first."""

    starts_at: dt.datetime
    minutes: int
    times: tuple[SideTime, ...]


@dataclass(frozen=True, slots=True)
class FoundTimes:
    """`common`: both in lesson, by date of side a. `near`: what does work when lessons do not meet, best first."""

    common: list[tuple[dt.date, list[MeetingTime]]]
    near: list[MeetingTime]


def _offered(exchange: Exchange, window: Window) -> MeetingTime:
    kinds = ((window.a_kind, window.a_busy), (window.b_kind, window.b_busy))
    times = tuple(
        SideTime(
            side,
            span_text(window.utc_start, window.utc_end, zone_of(side.organization)),
            kind_text(kind, busy),
            kind == TimeKind.IN_LESSON,
        )
        for side, (kind, busy) in zip(sides_of(exchange), kinds, strict=True)
    )
    return MeetingTime(window.utc_start, window.minutes, times)


def found_times(
    exchange: Exchange, first: dt.date, last: dt.date, minutes: int, now: dt.datetime, *, near_most: int = 20
) -> FoundTimes:
    """Common windows of at least `minutes` that begin after now, on dates of side a; else what comes near."""
    a, b = days_of(exchange)
    common = []
    for entry in common_windows(a, b, first, last):
        fitting = [_offered(exchange, w) for w in entry.windows if w.minutes >= minutes and w.utc_start > now]
        if fitting:
            common.append((entry.date, fitting))
    if common:
        return FoundTimes(common, [])
    suggestions = [
        w for w in meeting_suggestions(a, b, first, last, least=minutes) if w.minutes >= minutes and w.utc_start > now
    ]
    return FoundTimes([], [_offered(exchange, window) for window in suggestions[:near_most]])
