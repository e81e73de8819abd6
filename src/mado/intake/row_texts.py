"""The cells of one row by the field they hold, each read with care; what is wrong with one is noted.

A problem is a plain dictionary: "kind" (see intake.wording), "field", "column" (index in the file, -1 for the whole row),
"found" (what stood there), and facts its sentence needs. Words, numbers and names are read by mado.matching.lists, so that
a list an office brings and a list somebody pairs are understood alike.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mado.directory.enums import LocationPrecision
from mado.directory.importing import cells as listed_cells
from mado.directory.importing.cells import cleaned
from mado.directory.importing.listed import Row
from mado.intake.engine.headings import BY_KEY
from mado.matching.lists.cells import CellRefused, plain, says_anything

Problem = dict[str, Any]
FOUND_MOST = 200
_SHEET_ERROR = re.compile(r"#(REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
_MARKS_MOST = 4


class RowTexts:
    """The cells of one row by field; what is wrong with one is noted in `problems`."""

    def __init__(self, columns: Mapping[str, int], cells: Sequence[str], problems: list[Problem]) -> None:
        self._columns = columns
        self._cells = cells
        self._problems = problems
        self._known: dict[str, str] = {}

    def problem(self, kind: str, key: str, found: str | None = None, **facts: object) -> None:
        index = self._columns.get(key, -1)
        text = self.raw(key) if found is None else found
        self._problems.append({"kind": kind, "column": index, "field": key, "found": text[:FOUND_MOST], **facts})

    def raw(self, key: str) -> str:
        index = self._columns.get(key, -1)
        return self._cells[index] if 0 <= index < len(self._cells) else ""

    def text(self, key: str) -> str:
        """One clean line of at most the field's length; "" where nothing stands or what stands there is of no use."""
        if key in self._known:
            return self._known[key]
        raw = self.raw(key)
        value = self._judged(key, raw) if raw else ""
        self._known[key] = value
        return value

    def _judged(self, key: str, raw: str) -> str:
        if "\ufffd" in raw:
            self.problem("unreadable", key, raw)
            return ""
        value = cleaned(raw)
        most = BY_KEY[key].most
        if _SHEET_ERROR.fullmatch(value):
            self.problem("sheet_error", key, value)
        elif len(value) > most:
            self.problem("too_long", key, value, most=most, length=len(value))
        elif not value.isascii() and is_disguised(value):
            self.problem("mixed_scripts", key, value)
        else:
            return value
        return ""

    def said(self, key: str, read: Callable[[str], Any]) -> Any:
        """What a reader of mado.matching.lists makes of the cell; None where it says nothing, or nothing that can be read."""
        text = self.text(key)
        if not text:
            return None
        try:
            return read(text)
        except CellRefused as refused:
            if not says_anything(text):
                facts = dict(refused.facts)
                self.problem(refused.kind, key, str(facts.pop("found", "")) or None, **facts)
            return None

    def known(self, key: str, find: Callable[[str], str], problem: str) -> str:
        text = self.text(key)
        found = find(text) if text else ""
        if text and not found:
            self.problem(problem, key)
        return found

    def decimal(self, key: str, most: float) -> float | None:
        text = self.text(key)
        if not text:
            return None
        digits = plain(text)
        digits = digits.replace(",", ".") if digits.count(",") == 1 and "." not in digits else digits
        try:
            number = float(digits)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.problem("not_number", key)
            return None
        if abs(number) > most:
            self.problem("not_on_earth", key, least=-most, most=most)
            return None
        return number

    def point(self, school: dict[str, Any]) -> None:
        latitude, longitude = self.decimal("latitude", 90), self.decimal("longitude", 180)
        if latitude is not None and longitude is not None:
            exact = LocationPrecision.EXACT.value
            school |= {"latitude": latitude, "longitude": longitude, "location_precision": exact}
        elif (latitude is None) != (longitude is None) and bool(self.raw("latitude")) != bool(self.raw("longitude")):
            self.problem("half_a_point", "longitude" if longitude is None else "latitude")

    def website(self) -> str:
        text = plain(self.text("website"))
        if not text:
            return ""
        found = listed_cells.website(Row(0, {"website": text}), "website")
        if not found:
            self.problem("bad_website", "website")
        return found

    def email(self, key: str) -> str:
        text = plain(self.text(key)).lower()
        if not text:
            return ""
        try:
            validate_email(text)
        except ValidationError:
            self.problem("bad_email", key)
            return ""
        return text


def is_disguised(text: str) -> bool:
    """A word that mixes Latin with Cyrillic or Greek letters, or letters under heaps of marks: looks like another name.

    Scripts that stand side by side in ordinary names (Han, Kana, Hangul, Latin) are never a reason.
    """
    if (
        max((len(run) for run in re.findall(r"[\u0300-\u036f]+", unicodedata.normalize("NFD", text))), default=0)
        > _MARKS_MOST
    ):
        return True
    for word in text.split():
        latin = any("a" <= letter <= "z" for letter in unicodedata.normalize("NFD", word).casefold())
        if latin and any("\u0370" <= letter <= "\u052f" for letter in word):
            return True
    return False
