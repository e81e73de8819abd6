"""Where a sheet's headings stand, and which column holds what. No Django."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mado.intake.engine.headings import IGNORED, fields_by_heading, folded_heading, passed_over

HEADER_WITHIN = 20
COLUMNS_MOST = 100
_GROUPED = 2
"""Rows above the header that may hold the headings of merged cells."""

Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Column:
    """`index` from 0; `letter` as a spreadsheet shows it; `repeated`: another column has the same heading."""

    index: int
    heading: str
    samples: tuple[str, ...]
    repeated: bool = False

    @property
    def letter(self) -> str:
        return column_letter(self.index)


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def one_line(text: str) -> str:
    return " ".join(text.split())


def guess_header(rows: Rows) -> int:
    """The line of the headings: of the first twenty rows the one under which most columns have a known heading, counting
    those of merged cells above; when none has, the first with most cells."""
    known = fields_by_heading()
    best, best_score = 1, 0.0
    for line, cells in rows[:HEADER_WITHIN]:
        texts = [one_line(cell) for cell in cells if cell.strip()]
        if not texts or (best_score >= 1 and not any(folded_heading(text) in known for text in texts)):
            continue
        recognised = sum(folded_heading(column.heading) in known for column in columns_of(rows, line))
        score = recognised + min(len(texts), 20) / 100
        if score > best_score:
            best, best_score = line, score
    return best


def columns_of(rows: Rows, header: int) -> list[Column]:
    """The columns under the header line. A column without a heading of its own, as under merged cells, takes the text
    above; one that is empty everywhere is left out."""
    above = {line: cells for line, cells in rows if header - _GROUPED <= line < header}
    head = next((cells for line, cells in rows if line == header), ())
    below = [cells for line, cells in rows if line > header]
    width = min(max([len(head), *(len(cells) for cells in below)], default=0), COLUMNS_MOST)
    found: list[tuple[int, str, tuple[str, ...]]] = []
    for index in range(width):
        heading = one_line(_cell(head, index))
        samples = tuple(dict.fromkeys(text for cells in below if (text := one_line(_cell(cells, index)))))[:40]
        if not heading and samples:
            over = (one_line(_cell(above[line], index)) for line in sorted(above, reverse=True))
            heading = next((text for text in over if text), "")
        if heading or samples:
            found.append((index, heading, samples))
    counts = Counter(folded_heading(heading) for _index, heading, _samples in found if heading)
    return [Column(index, heading, samples, counts[folded_heading(heading)] > 1) for index, heading, samples in found]


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


# Which column holds what

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
