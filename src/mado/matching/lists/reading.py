"""A list of a pairing round from a file: which column holds what, every row read, what is wrong with each, nothing guessed."""

import contextlib
import difflib
import json
import re
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.directory.importing.any_file import XLSX, Rows, form_of, run_child, text_rows
from mado.directory.importing.cells import cleaned
from mado.directory.importing.layout import Column, columns_of, guess_header
from mado.directory.importing.reading import wrong
from mado.directory.importing.text_file import ENCODINGS, guess_delimiter, guess_encoding
from mado.kernel.export import read_back
from mado.kernel.text import folded_heading
from mado.matching.engine.slots import Window
from mado.matching.lists import cells, days
from mado.matching.lists.ages import ages
from mado.matching.lists.cells import CellRefused
from mado.matching.lists.columns import BY_KEY, SERIAL, SWAPPED, keys_by_heading
from mado.profiles.words import has_regions, region_code
from mado.reference.places import time_zone

ROWS_MOST = 100_000
HEAD_ROWS = 40
TEXT_MOST = 1000
FOUND_MOST = 80
CAPACITY_MOST = 200
_CODE = re.compile(r"[A-Za-z]{0,6}[-_ ]?\d[\w-]{0,19}")
_SHEET_ERROR = re.compile(r"#(REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row, which is therefore not taken. `kind`: a key of lists.wording.PROBLEMS; `heading` and
    `letter` of the column, "" for the whole row; `name` of the school, "" where it cannot be read."""

    line: int
    kind: str
    heading: str
    letter: str
    found: str
    name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """One row that was taken. `said`: field of engine.rows.WishRow → value, without keys, hours and weeks."""

    line: int
    id: str
    name: str
    country: str
    region: str
    region_name: str
    zone: str
    times: tuple[Window, ...]
    waiting_since: Any
    known_ids: tuple[str, ...]
    said: dict[str, Any]


@dataclass(slots=True)
class ReadList:
    """`encoding`: of a text file, "" for a workbook. `ignored`: (heading, nearest known heading or ""). `graded`: rows taken
    whose grades were taken as ages, as (what stood there, youngest, oldest)."""

    path: Path
    encoding: str = ""
    header: int = 0
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    graded: list[tuple[str, int, int]] = field(default_factory=list)


def read_list(path: Path, *, encoding: str = "") -> ReadList:
    """Raises BadInput when the file cannot be read at all or has no column that names its rows."""
    with opened(path, encoding) as (rows, used):
        head = _first(rows())
        if not head:
            raise wrong(
                _("No row stands in %(name)s. Write a heading and one row for each school.") % {"name": path.name}
            )
        known = keys_by_heading()
        line = guess_header(head, known)
        found = ReadList(path, used, line)
        columns = _mapped(found, columns_of(head, line), known, sum(number > line for number, _texts in head))
        reader = _RowReader(columns, found)
        for number, texts in rows():
            if number > line and any(text.strip() for text in texts):
                reader.read(number, texts)
    return found


def refuse_empty(lists: Iterable[ReadList]) -> None:
    """Raises BadInput for the first list of which no row was taken."""
    for one in lists:
        if not one.entries:
            sentence = (
                _("No row of %(name)s was taken. Mend the rows told above. Nothing was written.")
                if one.problems
                else _("%(name)s has headings but no rows. Write one row for each school. Nothing was written.")
            )
            raise wrong(sentence % {"name": one.path.name})


@contextlib.contextmanager
def opened(path: Path, encoding: str = "") -> Iterator[tuple[Callable[[], Rows], str]]:
    """(a function that starts reading the rows, the encoding they are read in)."""
    if not path.is_file():
        raise wrong(_("There is no file %(path)s. Check the path.") % {"path": path})
    if form_of(path) == XLSX:
        with tempfile.TemporaryFile("w+", encoding="utf-8", prefix="mado-rows-") as spool:
            run_child(path, spool)

            def spooled() -> Generator[tuple[int, list[str]], None, None]:
                spool.seek(0)
                return ((line, texts) for line, texts in map(json.loads, spool))

            yield lambda: _bounded(spooled()), ""
        return
    with path.open("rb") as file:
        used = encoding if encoding in ENCODINGS else guess_encoding(file)
        delimiter = guess_delimiter(file, used)
        yield lambda: _bounded(text_rows(file, used, delimiter)), used


def _bounded(rows: Generator[tuple[int, list[str]], None, None]) -> Rows:
    with contextlib.closing(rows):  # while the file is open, also when the list is too long
        for count, row in enumerate(rows):
            if count > ROWS_MOST:
                raise wrong(_("The list has more than %(most)d rows. Split it into parts.") % {"most": ROWS_MOST})
            yield row


def _first(rows: Rows) -> list[tuple[int, list[str]]]:
    found = []
    for line, texts in rows:
        if any(text.strip() for text in texts):
            found.append((line, texts))
        if len(found) == HEAD_ROWS:
            break
    return found


def _mapped(into: ReadList, columns: list[Column], known: Mapping[str, str], below: int) -> dict[str, Column]:
    """Key → its column. Unknown and repeated headings are noted in `into.ignored`. `below`: rows of the head under the
    headings."""
    mapped: dict[str, Column] = {}
    for column in columns:
        heading = folded_heading(column.heading)
        key = known.get(heading, "")
        if key and key not in mapped:
            mapped[key] = column
        elif key == "id" and folded_heading(mapped[key].heading) in SERIAL and heading not in SERIAL:
            into.ignored.append((mapped[key].heading, ""))
            mapped[key] = column
        elif column.heading:
            near = "" if key else next(iter(difflib.get_close_matches(heading, list(known), 1, 0.84)), "")
            meant = BY_KEY[known[near]].heading(get_language() or "en") if near else ""
            into.ignored.append((column.heading, meant))
    for key, other in SWAPPED.items():
        if key in mapped and other not in mapped and _holds(other, mapped[key]) and not _holds(key, mapped[key]):
            mapped[other] = mapped.pop(key)
    headings = ", ".join(column.heading for column in columns if column.heading)[:300]
    if "id" not in mapped:
        likely = _like_an_id([column for column in columns if column not in mapped.values()], below)
        sentence = (
            _(
                "No column of %(name)s names its rows. “%(likely)s” looks as if it did: change that heading to “ID”. "
                "Headings found: %(headings)s."
            )
            if likely
            else _("No column of %(name)s names its rows. Give one the heading “ID”. Headings found: %(headings)s.")
        )
        raise wrong(sentence % {"name": into.path.name, "likely": likely, "headings": headings})
    if not {"country", "zone"} & set(mapped):
        sentence = _(
            "No column of %(name)s says where the schools are. Add a column “Country” or “Time zone”. "
            "Headings found: %(headings)s."
        )
        raise wrong(sentence % {"name": into.path.name, "headings": headings})
    return mapped


def _like_an_id(columns: list[Column], below: int) -> str:
    """The heading of the first column that holds a code of its own in every row seen."""
    for column in columns:
        if column.heading and len(column.samples) == below and all(map(_CODE.fullmatch, column.samples)):
            return column.heading
    return ""


def _holds(key: str, column: Column) -> bool:
    for sample in column.samples:
        with contextlib.suppress(CellRefused):
            _SAID[key](sample)
            return True
    return False


_SAID: Mapping[str, Callable[[str], Any]] = {
    "levels": lambda text: cells.choices(text, "levels"),
    "sector": cells.sector,
    "setting": lambda text: cells.choice(text, "setting"),
    "partner_levels": lambda text: cells.choices(text, "levels"),
    "partner_sectors": lambda text: cells.choices(text, "sector"),
    "age_from": lambda text: cells.whole(text, 4, 30),
    "age_to": lambda text: cells.whole(text, 4, 30),
    "group_size": lambda text: cells.whole(text, 1, 500),
    "languages": cells.banded_languages,
    "band_wanted": cells.band,
    "practises": cells.tags,
    "interpretation": lambda text: cells.choice(text, "interpretation"),
    "kind": lambda text: cells.choices(text, "wish_kind"),
    "alternative_kinds": lambda text: cells.choices(text, "wish_kind"),
    "mode": lambda text: cells.choice(text, "wish_mode"),
    "topics": lambda text: cells.choices(text, "wish_topics"),
    "sdgs": cells.goals,
    "partner_countries": cells.countries,
    "excluded_countries": cells.countries,
    "period_from": lambda text: days.end_of_period(text, last=False),
    "period_to": lambda text: days.end_of_period(text, last=True),
    "capacity": lambda text: cells.whole(text, 0, CAPACITY_MOST),
    "first_time": cells.yes,
    "again": cells.yes,
}
"""Columns whose value goes to the engine as it is: key and field of WishRow have one name. Of several kinds the first is
the wish, the others are alternatives."""
_NEEDED = frozenset(["country", "zone", "capacity"])
"""Where “any” and “undecided” say nothing that could be taken."""


class _RowReader:
    def __init__(self, columns: Mapping[str, Column], into: ReadList) -> None:
        self._columns = columns
        self._into = into
        self._lines: dict[str, int] = {}

    def read(self, line: int, texts: list[str]) -> None:
        problems: list[Problem] = []
        cell = _Cells(line, [read_back(text) for text in texts], self._columns, problems)
        entry = _entry(line, cell)
        grades = entry.said.pop("grades", None)
        before = self._lines.setdefault(entry.id, line) if entry.id else line
        if before != line:
            cell.problem("repeated", "id", line=before)
        self._into.problems += problems
        if not problems:
            self._into.entries.append(entry)
            if grades:
                self._into.graded.append(grades)


class _Cells:
    """The cells of one row by key; what is wrong with one is noted."""

    def __init__(self, line: int, texts: list[str], columns: Mapping[str, Column], problems: list[Problem]) -> None:
        self._line, self._texts, self._columns, self._problems = line, texts, columns, problems

    def problem(self, kind: str, key: str, **facts: Any) -> None:
        column = self._columns.get(key)
        heading, letter = (column.heading, column.letter) if column else ("", "")
        found = str(facts.pop("found", "")) or self._raw(key).strip()
        name = cleaned(self._raw("name"))
        shown = "" if "\ufffd" in name or name.startswith("=") or _SHEET_ERROR.fullmatch(name) else name[:FOUND_MOST]
        self._problems.append(Problem(self._line, kind, heading, letter, found[:FOUND_MOST], shown, facts))

    def _raw(self, key: str) -> str:
        column = self._columns.get(key)
        return self._texts[column.index] if column and column.index < len(self._texts) else ""

    def text(self, key: str) -> str:
        raw = self._raw(key)
        value = cleaned(raw)
        if "\ufffd" in raw:
            self.problem("unreadable", key)
        elif value.startswith("="):
            self.problem("formula", key)
        elif _SHEET_ERROR.fullmatch(value):
            self.problem("sheet_error", key)
        elif len(value) > TEXT_MOST:
            self.problem("too_long", key, most=TEXT_MOST)
        else:
            return value
        return ""

    def value(self, key: str, read: Callable[[str], Any]) -> Any:
        """What the cell says, None where it says nothing or nothing that can be read."""
        text = self.text(key)
        if not text:
            return None
        try:
            return read(text)
        except CellRefused as refused:
            if key not in _NEEDED and cells.says_anything(text):
                return None
            self.problem(refused.kind, key, **refused.facts)
            return None

    def has(self, key: str) -> bool:
        return bool(self._raw(key).strip())


def _entry(line: int, cell: _Cells) -> Entry:
    said = {key: value for key, read in _SAID.items() if (value := cell.value(key, read)) is not None}
    if kinds := said.get("kind", ()):
        more = dict.fromkeys(kinds[1:] + said.get("alternative_kinds", ()))
        said |= {"kind": kinds[0]} | ({"alternative_kinds": tuple(more)} if more else {})
    country = cell.value("country", cells.country) or ""
    said = _ages(cell, country, said.get("levels", ())) | said
    if period := cell.value("period", days.period):
        said = {"period_from": period[0], "period_to": period[1]} | said
    wanted = said.get("partner_countries", ())
    if regions := cell.value("partner_regions", lambda text: cells.regions(text, wanted)):
        brought = tuple(region[:2] for region in regions)
        said |= {"partner_regions": regions, "partner_countries": tuple(dict.fromkeys(wanted + brought))}
    for first, last in (("age_from", "age_to"), ("period_from", "period_to")):
        if first in said and last in said and said[first] > said[last]:
            cell.problem("backwards", last)
    zone = cell.value("zone", cells.zone) or ""
    if not (cell.has("country") or cell.has("zone")):
        cell.problem("no_place", "country")
    region, region_name = _region(cell, country)
    identifier = cell.text("id")
    if not cell.has("id"):
        cell.problem("no_id", "id")
    if country:
        said["country"] = country
    return Entry(
        line=line,
        id=identifier,
        name=cell.text("name") or identifier,
        country=country,
        region=region,
        region_name=region_name,
        zone=zone or time_zone(country, region),
        times=cell.value("times", cells.weekly_times) or (),
        waiting_since=cell.value("waiting_since", days.day),
        known_ids=tuple(
            dict.fromkeys(part for part in re.split(r"\s*[,;、；，|\n]\s*", cell.text("partners")) if part)
        ),
        said=said,
    )


def _ages(cell: _Cells, country: str, levels: tuple[str, ...]) -> dict[str, Any]:
    """Of the columns of ages and of grades; with "grades" what ReadList.graded notes."""
    for key in ("ages", "grades"):
        if found := cell.value(key, partial(ages, country=country, levels=levels, grades=key == "grades")):
            noted = {"grades": (cell.text(key)[:FOUND_MOST], found.first, found.last)} if found.graded else {}
            return {"age_from": found.first, "age_to": found.last, **noted}
    return {}


def _region(cell: _Cells, country: str) -> tuple[str, str]:
    """(ISO 3166-2 or "", what the list calls it). A region we do not know is still an area of the report."""
    text = cell.text("region")
    if not text or not country or not has_regions(country):
        return "", text
    code = region_code(country, text)
    if not code:
        cell.problem("unknown_region", "region", country=country)
    return code, text
