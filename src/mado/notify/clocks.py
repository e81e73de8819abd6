"""On whose clock a reader lives. People and schools stand in higher apps: they register where to look."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

Clock = Callable[[Any], str]
_CLOCKS: list[Clock] = []


def register_clock(clock: Clock) -> None:
    """`clock(recipient)` answers an IANA zone name, "" where it does not know."""
    if clock not in _CLOCKS:
        _CLOCKS.append(clock)


def zone_of(recipient: Any) -> ZoneInfo | None:
    """The recipient's zone: their own, else what the registered clocks know; None when nobody knows."""
    name = getattr(recipient, "time_zone", "") or next((found for c in _CLOCKS if (found := c(recipient))), "")
    return ZoneInfo(name) if name else None
