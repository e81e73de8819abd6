"""Korean public holidays: one JSON object, date → its names in Korean. The file is whole for each year it names."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from mado.reference.importing.parsed import Parsed, ParsedCalendar, ParsedSpan, wrong

_KEY = re.compile(r'"(?:[^"\\]|\\.)*"\s*:')


def _keeping(pairs: list[tuple[str, Any]]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Notes every pair, so that a day which stands twice is seen."""

    def kept(rows: list[tuple[str, Any]]) -> dict[str, Any]:
        pairs.extend(rows)
        return dict(rows)

    return kept


def parse_korea(text: str) -> Parsed:
    pairs: list[tuple[str, Any]] = []
    try:
        found = json.loads(text, object_pairs_hook=_keeping(pairs))
    except (ValueError, RecursionError) as error:
        raise wrong(_("The file is not complete JSON. Download it again.")) from error
    if not isinstance(found, dict):
        raise wrong(_("There is no list of holidays by day in this file. Check file and source."))
    lines = [text.count("\n", 0, match.start()) + 1 for match in _KEY.finditer(text)]
    parsed = Parsed(rows=len(pairs))
    days: dict[dt.date, ParsedSpan] = {}
    for number, (key, names) in enumerate(pairs):
        line = lines[number] if number < len(lines) else 0
        try:
            day = dt.date.fromisoformat(key)
        except ValueError:
            parsed.reject(line, key, _("This is no day written as 2026-01-31."))
            continue
        if not (isinstance(names, list) and names and all(isinstance(name, str) and name.strip() for name in names)):
            parsed.reject(line, f"{key}: {names}", _("This day has no name."))
        elif day in days:
            parsed.reject(line, key, _("This day stands in the list twice; its first row counts."))
        else:
            name = " · ".join(name.strip() for name in names)[:120]
            days[day] = ParsedSpan(key, "holiday", day, day, name, "", "ko")
    if not days:
        raise wrong(_("No holiday is in this file. Check file and source."))
    for year in sorted({day.year for day in days}):
        spans = [span for day, span in sorted(days.items()) if day.year == year]
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        parsed.calendars.append(ParsedCalendar("KR", "", "days_off", year, first, last, whole=True, spans=spans))
    return parsed
