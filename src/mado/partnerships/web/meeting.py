"""When the two schools' days meet, for the page on which one invites the other."""

from dataclasses import dataclass

from mado.directory.models import Organization
from mado.partnerships.models import school_zone
from mado.profiles.engine.overlap import Window
from mado.profiles.queries import overlap_summary
from mado.profiles.wording import side_text

SHOWN_MOST = 3


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """One weekly window in words: each side's weekday, hours, city and what kind of time it is there."""

    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """`meets`: the lessons meet on some day of the coming year. `times`: when; or, if they do not, what does work."""

    meets: bool
    sentence: str
    times: list[MeetingTime]


def meeting_of(mine: Organization, theirs: Organization) -> Meeting:
    summary = overlap_summary(mine, theirs)
    zones = school_zone(mine), school_zone(theirs)

    def words(window: Window) -> MeetingTime:
        return MeetingTime(
            side_text(window.a_local, zones[0], window.a_kind), side_text(window.b_local, zones[1], window.b_kind)
        )

    windows = [*summary.best, *summary.suggestions][:SHOWN_MOST]
    return Meeting(summary.days_met > 0, summary.sentence, [words(window) for window in windows])
