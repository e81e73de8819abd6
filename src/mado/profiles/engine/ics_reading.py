"""Closed days of a school's own calendar, from the .ics file it keeps anyway. No Django here.

What is read: all-day events, repeated as RRULE says. What is left out is named with its reason, never silently dropped.
Files come from anywhere, and a line like RRULE:FREQ=SECONDLY keeps a naive reader busy for ever (trust.md S21): size,
events and days are bounded, rules finer than a day are refused, and the days of a rule are walked one by one inside the
span asked for. Sources: RFC 5545 §3.3.10 (RECUR), §3.6.1 (VEVENT), §3.8.5.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from icalendar import Calendar

BYTES_MOST = 1 << 20
EVENTS_MOST = 2_000
SPAN_MOST = dt.timedelta(days=3 * 366)
WALK_MOST = 20_000
"""Days walked for one rule: more than fifty years between its first day and the last one asked for."""
STEPS_MOST = 200_000
"""Days walked for all rules of a file together."""
NAME_MOST = 120

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"}


class NotACalendar(ValueError):  # noqa: N818  # said as one says it
    """The file cannot be read; `code`: empty · too_big · unreadable · no_events · too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class ReadSpan:
    """Days from `first` to `last`, inclusive, with the event's own name."""

    first: dt.date
    last: dt.date
    name: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that was not taken. `reason`: timed · cancelled · no_date · too_fine · rule · outside · too_long."""

    name: str
    reason: str


@dataclass(slots=True)
class ReadCalendar:
    spans: list[ReadSpan] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


class _Refused(Exception):  # noqa: N818  # a reason, not an error
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_closed_days(raw: bytes, first: dt.date, last: dt.date) -> ReadCalendar:
    """Spans that touch `first`…`last` (at most three years). Raises NotACalendar, and nothing else."""
    if last - first > SPAN_MOST or last < first:
        raise ValueError("ask for at most three years")
    if not raw.strip():
        raise NotACalendar("empty")
    if len(raw) > BYTES_MOST:
        raise NotACalendar("too_big")
    events = _events(raw)
    read, found, budget = ReadCalendar(), set(), [STEPS_MOST]
    for event in events:
        name = _name(event)
        try:
            spans = list(_spans(event, name, first, last, budget))
        except _Refused as refusal:
            read.left_out.append(LeftOut(name, refusal.reason))
            continue
        except Exception:  # noqa: BLE001  # whatever a bent property does to the library ends here
            read.left_out.append(LeftOut(name, "no_date"))
            continue
        found.update(spans)
    read.spans = sorted(found)
    return read


def _events(raw: bytes) -> list[Any]:
    """Every VEVENT of every calendar in the file."""
    try:
        calendars = Calendar.from_ical(raw, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (Exception, RecursionError):  # noqa: BLE001  # whatever a bent file does to the library ends here
        raise NotACalendar("unreadable") from None
    if not events:
        raise NotACalendar("no_events")
    if len(events) > EVENTS_MOST:
        raise NotACalendar("too_many")
    return events


def _name(event: Any) -> str:
    try:
        text = str(event.get("SUMMARY", ""))
    except Exception:  # noqa: BLE001  # as above
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:NAME_MOST]


def _spans(event: Any, name: str, first: dt.date, last: dt.date, budget: list[int]) -> Iterator[ReadSpan]:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise _Refused("cancelled")
    begin, days = _days(event)
    rule = event.get("RRULE")
    left_out = _dates(event, "EXDATE")
    starts = [begin] if rule is None else _starts(_one(rule), begin, last, budget)
    any_span = False
    for start in (*starts, *sorted(_dates(event, "RDATE"))):
        end = _later(start, days - 1)
        if start not in left_out and start <= last and end >= first:
            any_span = True
            yield ReadSpan(max(start, first), min(end, last), name)
    if not any_span:
        raise _Refused("outside")


def _one(rule: Any) -> Any:
    """The rule; of several, which RFC 5545 forbids, none."""
    if isinstance(rule, list):
        raise _Refused("rule")
    return rule


def _days(event: Any) -> tuple[dt.date, int]:
    """First day and number of days. DTEND is the day after the last (RFC 5545 §3.6.1)."""
    start = getattr(event.get("DTSTART"), "dt", None)
    if start is None:
        raise _Refused("no_date")
    if isinstance(start, dt.datetime):
        raise _Refused("timed")
    end = getattr(event.get("DTEND"), "dt", None)
    length = getattr(event.get("DURATION"), "dt", None)
    if end is not None and not isinstance(end, dt.datetime):
        days = (end - start).days
    elif isinstance(length, dt.timedelta):
        days = length.days
    else:
        days = 1
    if days > SPAN_MOST.days:
        raise _Refused("too_long")
    return start, max(days, 1)


def _dates(event: Any, name: str) -> set[dt.date]:
    """The all-day dates of EXDATE or RDATE."""
    values = event.get(name)
    rows = values if isinstance(values, list) else [values] if values is not None else []
    found = [getattr(item, "dt", None) for row in rows for item in getattr(row, "dts", [])]
    return {day.date() if isinstance(day, dt.datetime) else day for day in found if isinstance(day, dt.date)}


def _later(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max


def _starts(rule: Any, begin: dt.date, last: dt.date, budget: list[int]) -> list[dt.date]:
    """The first days the rule names up to `last`, walked day by day: nothing it can say makes the walk longer."""
    frequency = str(_first(rule, "FREQ", "")).upper()
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise _Refused("too_fine" if frequency in ("HOURLY", "MINUTELY", "SECONDLY") else "rule")
    if {str(key).upper() for key in rule} - _KNOWN_PARTS:
        raise _Refused("rule")
    interval = int(_first(rule, "INTERVAL", 1))
    count = int(_first(rule, "COUNT", WALK_MOST))
    if interval < 1 or count < 1:
        raise _Refused("rule")
    until = _first(rule, "UNTIL", last)
    until = until.date() if isinstance(until, dt.datetime) else until
    end = min(last, until)
    length = (end - begin).days + 1
    if length > WALK_MOST or length > budget[0]:
        raise _Refused("too_long")
    budget[0] -= max(length, 0)
    fits = _fitting(rule, frequency, interval, begin)
    found: list[dt.date] = []
    for offset in range(max(length, 0)):
        day = begin + dt.timedelta(days=offset)
        if fits(day):
            found.append(day)
            if len(found) >= count:
                break
    return found


def _first(rule: Any, name: str, default: Any) -> Any:
    value = rule.get(name, default)
    return value[0] if isinstance(value, list) else value


def _numbers(rule: Any, name: str) -> set[int]:
    value = rule.get(name, [])
    return {int(item) for item in (value if isinstance(value, list) else [value])}


def _weekdays(rule: Any) -> set[tuple[int, int]]:
    """(which one of the month or year, 0 for every one; weekday 0…6)."""
    value = rule.get("BYDAY", [])
    found = set()
    for item in value if isinstance(value, list) else [value]:
        text = str(item).upper()
        which = text[:-2]
        if text[-2:] not in _WEEKDAYS:
            raise _Refused("rule")
        found.add((int(which) if which else 0, _WEEKDAYS.index(text[-2:])))
    return found


def _fitting(rule: Any, frequency: str, interval: int, begin: dt.date) -> Callable[[dt.date], bool]:
    """Whether a day is one of the rule's. What the rule leaves open is as on its first day."""
    months, month_days, weekdays = _numbers(rule, "BYMONTH"), _numbers(rule, "BYMONTHDAY"), _weekdays(rule)
    if frequency == "YEARLY" and not months and not any(which for which, _day in weekdays):
        months = {begin.month} if not weekdays or month_days else months
    if frequency in ("MONTHLY", "YEARLY") and not month_days and not weekdays:
        month_days = {begin.day}
    if frequency == "WEEKLY" and not weekdays:
        weekdays = {(0, begin.weekday())}
    of_year = frequency == "YEARLY" and not months
    monday = begin - dt.timedelta(days=begin.weekday())

    def in_step(day: dt.date) -> bool:
        passed = {
            "DAILY": (day - begin).days,
            "WEEKLY": (day - monday).days // 7,
            "MONTHLY": (day.year - begin.year) * 12 + day.month - begin.month,
            "YEARLY": day.year - begin.year,
        }[frequency]
        return passed % interval == 0

    def fits(day: dt.date) -> bool:
        if not in_step(day) or (months and day.month not in months):
            return False
        if month_days and not {day.day, day.day - _month_length(day) - 1} & month_days:
            return False
        return not weekdays or any(_is_weekday(day, which, number, of_year) for which, number in weekdays)

    return fits


def _month_length(day: dt.date) -> int:
    following = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) if day < dt.date(9999, 12, 1) else None
    return (following - dt.timedelta(days=1)).day if following else 31


def _is_weekday(day: dt.date, which: int, number: int, of_year: bool) -> bool:  # noqa: FBT001  # month or year
    if day.weekday() != number:
        return False
    if which == 0:
        return True
    place = day.timetuple().tm_yday if of_year else day.day
    length = (366 if _is_leap(day.year) else 365) if of_year else _month_length(day)
    return which in ((place - 1) // 7 + 1, -((length - place) // 7 + 1))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
