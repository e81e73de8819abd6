"""The overlap question as plain JSON: the same body for the API and for `mado overlap`.

{"a": {"zone", "days": [1..7], "start": "HH:MM", "end": "HH:MM", "closed": ["YYYY-MM-DD", …]}, "b": {…}, "from", "to"}
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from mado.profiles.engine.overlap import DayOverlap, SchoolDays, common_windows

DAYS_MOST = 800
CLOSED_MOST = 2000
YEARS = (1950, 2199)
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class OverlapInputError(ValueError):
    """`where` is the path in the body, such as ("a", "zone"); the text is a sentence that says how to mend it."""

    def __init__(self, where: tuple[str, ...], sentence: str) -> None:
        super().__init__(sentence)
        self.where = where
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class OverlapRequest:
    a: SchoolDays
    b: SchoolDays
    first: dt.date
    last: dt.date


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Names of all IANA zones of this installation."""
    return frozenset(available_timezones())


def _need(body: Any, key: str, where: tuple[str, ...]) -> Any:
    if not isinstance(body, Mapping):
        raise OverlapInputError(where, f"“{'.'.join(where) or 'body'}” must be an object.")
    if key not in body:
        raise OverlapInputError((*where, key), f"“{'.'.join((*where, key))}” is missing.")
    return body[key]


def _date(value: Any, where: tuple[str, ...]) -> dt.date:
    name = ".".join(where)
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise OverlapInputError(where, f"“{name}” must be a date written as YYYY-MM-DD.")
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise OverlapInputError(where, f"“{name}”: {value} is not a day of the calendar.") from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise OverlapInputError(where, f"“{name}” must lie between the years {YEARS[0]} and {YEARS[1]}.")
    return day


def _time(value: Any, where: tuple[str, ...]) -> dt.time:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise OverlapInputError(where, f"“{'.'.join(where)}” must be a time written as HH:MM, from 00:00 to 23:59.")
    return dt.time(int(match[1]), int(match[2]))


def _side(body: Any, name: str) -> SchoolDays:
    side = _need(body, name, ())
    zone = _need(side, "zone", (name,))
    if not isinstance(zone, str) or zone not in known_zones():
        raise OverlapInputError(
            (name, "zone"), f"“{zone}” is not a known time zone. Write an IANA name, such as Asia/Taipei."
        )
    days = _need(side, "days", (name,))
    if not isinstance(days, list) or any(type(day) is not int or not 1 <= day <= 7 for day in days):
        raise OverlapInputError((name, "days"), "Days are a list of numbers from 1 (Monday) to 7 (Sunday).")
    start = _time(_need(side, "start", (name,)), (name, "start"))
    end = _time(_need(side, "end", (name,)), (name, "end"))
    if end <= start:
        raise OverlapInputError((name, "end"), f"The school day ends ({end:%H:%M}) before it starts ({start:%H:%M}).")
    closed = side.get("closed") or []
    if not isinstance(closed, list):
        raise OverlapInputError((name, "closed"), "Closed days are a list of dates written as YYYY-MM-DD.")
    if len(closed) > CLOSED_MOST:
        raise OverlapInputError(
            (name, "closed"), f"At most {CLOSED_MOST} closed days can be given; these are {len(closed)}."
        )
    return SchoolDays(
        zone, dict.fromkeys(days, (start, end)), frozenset(_date(day, (name, "closed")) for day in closed)
    )


def read_request(body: Any) -> OverlapRequest:
    """The question as the engine takes it. Raises OverlapInputError."""
    a, b = _side(body, "a"), _side(body, "b")
    first, last = _date(_need(body, "from", ()), ("from",)), _date(_need(body, "to", ()), ("to",))
    if first > last:
        raise OverlapInputError(("to",), f"The range ends before it starts: {first} is after {last}.")
    if (last - first).days + 1 > DAYS_MOST:
        raise OverlapInputError(("to",), f"At most {DAYS_MOST} days can be asked for at once; ask in parts.")
    return OverlapRequest(a, b, first, last)


def _utc(instant: dt.datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def answer_rows(entries: list[DayOverlap]) -> list[dict[str, Any]]:
    """One JSON object per date of side a: {"date", "minutes", "windows"}; local times carry their offset."""
    return [
        {
            "date": entry.date.isoformat(),
            "minutes": entry.minutes,
            "windows": [
                {
                    "utc_start": _utc(window.utc_start),
                    "utc_end": _utc(window.utc_end),
                    "a_local": [moment.isoformat() for moment in window.a_local],
                    "b_local": [moment.isoformat() for moment in window.b_local],
                }
                for window in entry.windows
            ],
        }
        for entry in entries
    ]


def compute(request: OverlapRequest) -> list[DayOverlap]:
    """The engine's answer to the question."""
    return common_windows(request.a, request.b, request.first, request.last)
