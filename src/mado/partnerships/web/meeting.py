"""When the two schools' days meet, for the page on which one invites the other."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mado.directory.models import Organization
from mado.partnerships.wording import full_date, zone_city
from mado.profiles.engine.overlap import Window


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """One window in words: each side's city, date, hours and what kind of time it is there."""

    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """`best` when the school days meet; otherwise `instead`, what does work."""

    summary: Any
    best: list[MeetingTime]
    instead: list[MeetingTime]

    @property
    def meets(self) -> bool:
        return self.summary.days_met > 0


def _kind_words(kind: str) -> str:
    return {
        "in_lesson": pgettext("time of day", "in lessons"),
        "on_campus": pgettext("time of day", "before the first lesson"),
        "after_school": pgettext("time of day", "after school"),
        "evening": pgettext("time of day", "in the evening at home"),
    }.get(kind, pgettext("time of day", "outside school"))


def _side(local: tuple[dt.datetime, dt.datetime], zone: str, kind: str) -> str:
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in local)
    return _("%(city)s: %(date)s, %(start)s–%(end)s, %(kind)s") % {
        "city": zone_city(zone),
        "date": full_date(start.date()),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "kind": _kind_words(kind),
    }


def _times(windows: list[Window], mine: Organization, theirs: Organization) -> list[MeetingTime]:
    return [
        MeetingTime(
            _side(window.a_local, mine.time_zone, window.a_kind),
            _side(window.b_local, theirs.time_zone, window.b_kind),
        )
        for window in windows[:3]
    ]


def meeting_of(mine: Organization, theirs: Organization) -> Meeting | None:
    try:
        from mado.profiles.queries import overlap_summary
    except ImportError:
        return None
    summary = overlap_summary(mine, theirs)
    return Meeting(summary, _times(list(summary.best), mine, theirs), _times(list(summary.suggestions), mine, theirs))
