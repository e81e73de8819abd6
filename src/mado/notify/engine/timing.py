"""When a mail may go out: quiet hours and the hour of the daily digest on the reader's own clock. No Django here."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

URGENT, NEEDS, NEWS = "urgent", "needs", "news"
"""The weight of a mail: cannot wait till morning · asks something of its reader · tells how things went."""

AT_ONCE, DAILY, ONLY_NEEDS = "at_once", "daily", "only_needs"
"""How a person wants mails: each as it comes · all of a day in one · only those that ask something of them."""


@dataclass(frozen=True, slots=True)
class Habits:
    """A person's settings. Quiet from `quiet_from` to `quiet_to` on their clock; equal times mean: never quiet."""

    mode: str = AT_ONCE
    digest_hour: int = 7
    quiet_from: dt.time = dt.time(21)
    quiet_to: dt.time = dt.time(7)


@dataclass(frozen=True, slots=True)
class Plan:
    """`send_after` None: now. `digest`: as one entry of the daily mail. `withheld`: not by mail, only in Mado."""

    send_after: dt.datetime | None = None
    digest: bool = False
    withheld: bool = False


def is_quiet(clock: dt.time, quiet_from: dt.time, quiet_to: dt.time) -> bool:
    """Whether the hour lies in the quiet span, which may pass midnight; the end itself is no longer quiet."""
    if quiet_from <= quiet_to:
        return quiet_from <= clock < quiet_to
    return clock >= quiet_from or clock < quiet_to


def next_wall_moment(now: dt.datetime, zone: ZoneInfo, clock: dt.time) -> dt.datetime:
    """The next instant after `now` at which that zone's clock shows `clock`, in UTC. On a day whose clock jumps over
    the hour it is the instant the jump leads to."""
    day = now.astimezone(zone).date()
    for later in range(3):
        moment = dt.datetime.combine(day + dt.timedelta(days=later), clock, zone).astimezone(dt.UTC)
        if moment > now:
            return moment
    raise ValueError(f"no {clock} in {zone} after {now}")


def end_of_quiet(now: dt.datetime, zone: ZoneInfo, habits: Habits) -> dt.datetime | None:
    """When the quiet hours that hold now are over; None when it is not quiet now."""
    clock = now.astimezone(zone).time()
    if not is_quiet(clock, habits.quiet_from, habits.quiet_to):
        return None
    return next_wall_moment(now, zone, habits.quiet_to)


def plan(now: dt.datetime, weight: str, habits: Habits, zone: ZoneInfo | None) -> Plan:
    """What happens to a mail of this weight. Without a known zone nobody's night can be told, so nothing waits for it;
    the digest then follows UTC."""
    if weight == URGENT:
        return Plan()
    if habits.mode == ONLY_NEEDS and weight == NEWS:
        return Plan(withheld=True)
    if habits.mode == DAILY:
        hour = dt.time(habits.digest_hour)
        return Plan(next_wall_moment(now, zone or ZoneInfo("UTC"), hour), digest=True)
    return Plan(end_of_quiet(now, zone, habits) if zone else None)
