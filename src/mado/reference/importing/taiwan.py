"""Taiwan's office calendar of the Directorate-General of Personnel Administration, one object per day, in the two shapes
in which it goes round: keys date, week, isHoliday, description; or 西元日期, 星期, 是否放假, 備註 (0 work, 2 free).

A free weekday and a free day with a name is a public holiday; a working Saturday or Sunday is a make-up day (補行上班),
on which schools teach. Free weekends without a name say nothing.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from mado.reference.importing.parsed import Parsed, ParsedCalendar, ParsedSpan, wrong

_WEEKDAYS = "一二三四五六日"
_SHAPES = (("date", "week", "isHoliday", "description"), ("西元日期", "星期", "是否放假", "備註"))
_FREE: Mapping[object, bool] = {True: True, False: False, "2": True, "0": False}


def parse_taiwan(text: str) -> Parsed:
    parsed = Parsed()
    days: dict[dt.date, ParsedSpan | None] = {}
    for line, row in _objects(text):
        parsed.rows += 1
        keys = next((shape for shape in _SHAPES if set(shape) <= row.keys()), None)
        if keys is None:
            parsed.reject(line, sorted(row), _("These are not the keys of the office calendar."))
            continue
        raw_day, weekday, raw_free, name = (row[key] for key in keys)
        day, reason = _day(str(raw_day), weekday)
        free = _FREE.get(raw_free) if isinstance(raw_free, bool | str) else None
        if day is None:
            parsed.reject(line, raw_day, reason)
        elif free is None:
            parsed.reject(line, raw_free, _("This says neither that the day is free nor that it is worked."))
        elif day in days:
            parsed.reject(line, raw_day, _("This day stands in the list twice; its first row counts."))
        else:
            days[day] = _span(day, str(name or "").strip()[:120], free=free)
    if not days:
        raise wrong(_("No day of an office calendar is in this file. Check file and source."))
    for year in sorted({day.year for day in days}):
        own = sorted(day for day in days if day.year == year)
        spans = [span for day in own if (span := days[day])]
        parsed.calendars.append(ParsedCalendar("TW", "", "days_off", year, own[0], own[-1], whole=True, spans=spans))
    return parsed


def _span(day: dt.date, name: str, *, free: bool) -> ParsedSpan | None:
    weekend = day.isoweekday() > 5
    if free and (name or not weekend):
        return ParsedSpan(day.isoformat(), "holiday", day, day, name, "", "zh-Hant")
    if not free and weekend:
        return ParsedSpan(day.isoformat(), "make_up", day, day, name, "", "zh-Hant")
    return None


def _day(text: str, weekday: object) -> tuple[dt.date | None, str]:
    try:
        day = dt.datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  # a date without a clock
    except ValueError:
        return None, _("This is no day written as 20260131.")
    if weekday != _WEEKDAYS[day.weekday()]:
        return None, _("The weekday does not belong to this day; one of the two is mistyped.")
    return day, ""


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line on which it begins, object) of the one list."""
    decoder = json.JSONDecoder()
    place = text.find("[") + 1
    if place == 0 or text[: place - 1].strip():
        raise wrong(_("There is no list of days in this file. Check file and source."))
    line, counted = 1, 0
    while True:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        if place >= len(text):
            raise wrong(_("The file ends in the middle. Download it again."))
        if text[place] == "]":
            return
        line, counted = line + text.count("\n", counted, place), place
        try:
            found, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            raise wrong(_("The object at line %(line)d is not complete JSON.") % {"line": line}) from error
        if not isinstance(found, dict):
            raise wrong(_("At line %(line)d stands no object. Check file and source.") % {"line": line})
        yield line, found
