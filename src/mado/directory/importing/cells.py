"""Single cells: cleaned texts, numbers, dates, addresses of the web. What cannot be right is rejected with a reason."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from mado.directory.importing.listed import Row, RowRejected

T = TypeVar("T")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_RADICALS = {
    point: unicodedata.normalize("NFKC", chr(point)) for point in range(0x2F00, 0x2FD6)
}  # ⼤ (U+2F24) for 大: an artefact of PDF conversion that looks the same and that no search would find
_PRIVATE = re.compile("[\ue000-\uf8ff]")
MISSING_GLYPH = "〓"
"""The printers' mark for a character that is not at hand; stands for characters of a font of somebody's own."""
_DATE = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ].*)?")
EMPTY = frozenset(["", "nan", "N.A.", "n/a", "NULL", "†", "–", "—", "-"])
"""How the six lists write "nothing"."""


def text(row: Row, column: str, most: int = 300) -> str:
    """The cell as one clean line: NFC, ideographs for radicals, no control or direction marks, single spaces; "" where
    the list has nothing."""
    value = cleaned(row[column])
    if len(value) > most:
        reason = _("The text has %(found)d characters; at most %(most)d fit. Shorten it in the file.")
        raise RowRejected(column, value, reason % {"found": len(value), "most": most})
    return value


def cleaned(raw: str) -> str:
    """See text()."""
    value = raw if raw.isascii() and raw.isprintable() else _shown(raw)
    value = " ".join(value.split())
    return "" if value in EMPTY else value


def _shown(raw: str) -> str:
    value = _UNSEEN.sub("", unicodedata.normalize("NFC", raw)).translate(_RADICALS)
    return _PRIVATE.sub(MISSING_GLYPH, value)


def needed(row: Row, column: str, most: int = 300) -> str:
    """As text(), but something must stand there."""
    value = text(row, column, most)
    if not value:
        raise RowRejected(column, row[column], _("This cell is empty, but every row needs it. Fill it in."))
    return value


def choice(row: Row, column: str, meanings: Mapping[str, T]) -> T:
    """What a code or word of the list means; an unknown one is rejected, since guessing would file the school wrongly."""
    value = text(row, column)
    if value not in meanings:
        known = ", ".join(meanings)
        reason = _("This value is not known in this column. Known: %(known)s.") % {"known": known}
        raise RowRejected(column, value, reason[:300])
    return meanings[value]


def number(row: Row, column: str) -> float | None:
    """A decimal number, None where the list has nothing."""
    value = text(row, column)
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise RowRejected(column, value, _("This is not a number. Write digits with a decimal point."))
    return found


def head_count(row: Row, column: str) -> int | None:
    """Persons: a whole number from 0 up, also when the list writes 334.00000."""
    found = number(row, column)
    if found is None:
        return None
    if found < 0 or found != int(found) or found > 1_000_000:
        raise RowRejected(column, row[column], _("A number of persons must be a whole number from 0 to 1,000,000."))
    return int(found)


def point(
    row: Row, latitude: str, longitude: str, area: tuple[float, float, float, float]
) -> tuple[float | None, float | None]:
    """(latitude, longitude) in WGS 84 degrees within `area` (south, west, north, east), or (None, None) when the list
    gives neither. The area catches swapped and projected coordinates."""
    lat, lon = number(row, latitude), number(row, longitude)
    if lat is None and lon is None:
        return None, None
    south, west, north, east = area
    if lat is None or lon is None or not (south <= lat <= north and west <= lon <= east):
        reason = _(
            "This point lies outside the list's country (latitude %(south)s to %(north)s, longitude %(west)s to "
            "%(east)s). Check whether latitude and longitude are swapped or in another grid."
        ) % {"south": south, "north": north, "west": west, "east": east}
        raise RowRejected(latitude, f"{row[latitude]}, {row[longitude]}", reason)
    return lat, lon


def date(row: Row, column: str) -> dt.date | None:
    """2025-05-01, 2025/5/1 or 20250501; None where the list has nothing."""
    value = text(row, column)
    if not value:
        return None
    found = _DATE.fullmatch(value)
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else _no_date(row, column)
    except ValueError:
        return _no_date(row, column)


def _no_date(row: Row, column: str) -> dt.date:
    raise RowRejected(column, row[column], _("This is not a date. Write it as YYYY-MM-DD."))


def website(row: Row, column: str) -> str:
    """An http(s) address, or "": a list's broken or foreign address is dropped, never a reason to lose the school."""
    value = re.sub(r"\s", "", row[column])
    if value in EMPTY:
        return ""
    if "://" not in value:
        value = f"http://{value.lstrip('/')}"
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        return ""
    fits = parts.scheme.lower() in ("http", "https") and "." in host and len(value) <= 300
    return value if fits and not _UNSEEN.search(value) and '"' not in value and "<" not in value else ""
