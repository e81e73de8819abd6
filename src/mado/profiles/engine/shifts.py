"""When the clocks of two places move against each other. Pure Python and zoneinfo; nothing here knows Django."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockShift:
    """From `day` on, what keeps its time for side b is `minutes` later for side a (earlier when negative). `changed`: the
    sides whose clocks are changed, "a", "b" or both; `day` is that of the (first) side changed."""

    day: dt.date
    minutes: int
    changed: tuple[str, ...]


def clock_shifts(a_zone: str, b_zone: str, first: dt.date, last: dt.date) -> list[ClockShift]:
    """Every change of the hours between two zones from `first` to `last`, both included; looked at each noon UTC, since
    clocks are changed at night. Two places that change together have none."""
    zones = {"a": ZoneInfo(a_zone), "b": ZoneInfo(b_zone)}
    found: list[ClockShift] = []
    noon = dt.datetime.combine(first - _DAY, dt.time(12), dt.UTC)
    before = {side: noon.astimezone(zone).utcoffset() or dt.timedelta() for side, zone in zones.items()}
    while noon.date() < last:
        noon += _DAY
        after = {side: noon.astimezone(zone).utcoffset() or dt.timedelta() for side, zone in zones.items()}
        changed = tuple(side for side in zones if after[side] != before[side])
        shift = (after["a"] - before["a"]) - (after["b"] - before["b"])
        if shift:
            found.append(
                ClockShift(noon.astimezone(zones[changed[0]]).date(), int(shift.total_seconds()) // 60, changed)
            )
        before = after
    return found
