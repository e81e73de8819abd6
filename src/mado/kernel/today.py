"""What needs me today: every app that asks something of people registers a source; the home page shows them all."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One line of the home page: who waits for what until when, and the one thing to press.

    kind: "needs" me (number), "moves" (others are at it), "coming" (a date ahead), "step" (next best step when idle).
    """

    kind: Literal["needs", "moves", "coming", "step"]
    title: str | Promise
    detail: str | Promise
    action: str | Promise
    url: str
    due: dt.datetime | None = None
    tone: str = "waiting"


Source = Callable[[Any], Iterable[TodayItem]]
_SOURCES: list[Source] = []


def register_today(source: Source) -> None:
    """`source(user)` yields the items of one app for that user."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def today_for(user: Any) -> list[TodayItem]:
    """All items for the user: what is due first, first; undated ones after."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted((item for source in _SOURCES for item in source(user)), key=lambda item: item.due or far)
