"""Which column of a list holds what. No Django."""

import re
from collections.abc import Mapping, Sequence

from mado.directory.importing.layout import Column
from mado.intake.engine.headings import IGNORED, fields_by_heading, passed_over
from mado.kernel.text import folded_heading

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,3}\.\d{3,}")
_PHONE = re.compile(r"\+?[\d()\-\s.#]{7,24}")
_SCHOOL = re.compile(
    r"(學校|学校|小學|中學|國小|國中|高中|학교|school|college|academy|lycée|gymnasium|schule)", re.IGNORECASE
)
_MARK_REMEMBERED, _MARK_KNOWN, _MARK_PART, _MARK_VALUES = 4.0, 3.0, 2.0, 1.0
_PART_LEAST = 3
"""A known heading inside a longer one counts from three letters up."""


def suggest_mapping(columns: Sequence[Column], remembered: Mapping[str, str]) -> dict[int, str]:
    """Column index → field key, IGNORED where nothing is likely. `remembered`: folded heading → field of last time.

    What the office chose last time goes before a known heading, that before a part of one, that before what the values
    look like. A field is given once.
    """
    offers: list[tuple[float, int, str]] = []
    for column in columns:
        heading = folded_heading(column.heading)
        if heading in passed_over() or remembered.get(heading) == IGNORED:
            continue
        offers += [(mark, column.index, key) for key, mark in _offers(column, heading, remembered)]
    mapping = {column.index: IGNORED for column in columns}
    given: set[str] = set()
    for _mark, index, key in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if mapping[index] == IGNORED and key not in given:
            mapping[index] = key
            given.add(key)
    return mapping


def _offers(column: Column, heading: str, remembered: Mapping[str, str]) -> list[tuple[str, float]]:
    known = fields_by_heading()
    found: list[tuple[str, float]] = []
    if heading in remembered:
        found.append((remembered[heading], _MARK_REMEMBERED))
    if heading in known:
        found.append((known[heading], _MARK_KNOWN))
    parts = [text for text in known if heading and _holds(heading, text)]
    if parts:
        longest = max(parts, key=len)
        found.append((known[longest], _MARK_PART + len(longest) / 100))
    if by_values := _by_values(column.samples):
        found.append((by_values, _MARK_VALUES))
    return found


def _holds(heading: str, known: str) -> bool:
    """Latin words only as whole beginnings or ends, so that "state" is not found in "estates"."""
    least = _PART_LEAST if known.isascii() else 2
    if len(known) < least or known == heading:
        return False
    return heading.startswith(known) or heading.endswith(known)


def _by_values(samples: Sequence[str]) -> str:
    """The field most of the values look like, "" when they look like nothing in particular."""
    if not samples:
        return ""

    def share(test: re.Pattern[str]) -> float:
        return sum(test.fullmatch(text) is not None for text in samples) / len(samples)

    if share(_MAIL) > 0.7:
        return "contact_email"
    if share(_WEB) > 0.7:
        return "website"
    if share(_NUMBER) > 0.8:
        largest = max(abs(float(text)) for text in samples if _NUMBER.fullmatch(text))
        return "latitude" if largest <= 90 else "longitude" if largest <= 180 else ""
    if sum(_SCHOOL.search(text) is not None for text in samples) / len(samples) > 0.6:
        return "name"
    return "phone" if share(_PHONE) > 0.8 and not share(re.compile(r"\d{1,7}")) else ""
