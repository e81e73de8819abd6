"""How numbers, days and ids stand in a report of two lists, in the active language."""

import datetime as dt
import re
from collections.abc import Sequence

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from django.utils.translation import ngettext

from mado.partnerships.wording import reader_locale
from mado.profiles.wording import listed

IDS_SHOWN = 6


def percent(value: float) -> str:
    """0.9994 is not 100 %: shares below one are never rounded up to it."""
    shown = min(round(value, 4), 0.9999) if value < 1 else value
    digits = "0.##%" if 0.99 < shown < 1 else "0%"
    return str(format_percent(shown, format=digits if digits != "0%" else None, locale=reader_locale()))


def number(value: float, digits: int = 0) -> str:
    return str(format_decimal(round(value, digits), locale=reader_locale()))


def short_date(day: dt.date | None) -> str:
    """For a column of a table; "–" where none is known."""
    return str(format_date(day, "medium", reader_locale())) if day else "–"


def a_few(ids: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    shown, more = listed(ids[:IDS_SHOWN]), len(ids) - IDS_SHOWN
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": shown,
        "count": more,
    }


def natural(identifier: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    """A key to sort ids by as people count: 2 before 10, T9 before T10."""
    parts = filter(None, re.split(r"(\d+)", identifier))
    return tuple((False, int(part), "") if part.isdecimal() else (True, 0, part) for part in parts), identifier
