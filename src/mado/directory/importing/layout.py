"""Where a table's headings stand and what stands under them. No Django."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass

from mado.kernel.text import folded_heading

HEADER_WITHIN = 20
COLUMNS_MOST = 100
_GROUPED = 2
"""Rows above the header that may hold the headings of merged cells."""

_SECOND_LEAST = 2
"""Known headings two lines need to be taken for the same headings in two languages."""

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


def guess_header(rows: Rows, known: Container[str]) -> int:
    """The line of the headings: of the first twenty rows the one under which most columns have a known heading, counting
    those of merged cells above; when none has, the first with most cells. Of headings that stand in two languages below each
    other the second line counts: what comes after it are schools. `known`: folded headings."""
    best, best_score, above = 1, 0.0, 0
    for line, cells in rows[:HEADER_WITHIN]:
        below_best, above = best_score >= _SECOND_LEAST and above == best, line
        texts = [one_line(cell) for cell in cells if cell.strip()]
        own = sum(folded_heading(text) in known for text in texts)
        if not texts or (best_score >= 1 and not own):
            continue
        recognised = sum(folded_heading(column.heading) in known for column in columns_of(rows, line))
        score = recognised + min(len(texts), 20) / 100
        if score > best_score or (below_best and own >= int(best_score)):
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
