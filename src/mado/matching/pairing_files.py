"""Pairs with scores, capacities, pins and forbidden pairs from CSV files: a round on an office's own numbers.

Files are UTF-8 with or without BOM, with a heading row; commas, semicolons or tabs between cells. Rows are read in blocks
into columns of numbers, about 24 bytes a pair, so that a million of them takes seconds and little memory.
"""

import csv
import os
import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import NoReturn, TextIO

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.checks import SCORE_MOST, pair_keys
from mado.matching.engine.edges import Edges, Pools, Terms

EDGE_COLUMNS = ("a", "b", "score_a", "score_b")
CAPACITY_COLUMNS = ("side", "id", "capacity")
PAIR_COLUMNS = ("a", "b")
PAIRS_MOST = 30_000_000
CAPACITY_MOST = 2**31 - 1
BLOCK = 2_000
_SEPARATORS = ",;\t"

Rows = Iterator[Sequence[str]]
OnProgress = Callable[[int], None]
"""Called with the number of pairs read so far."""


class PairingFileError(ValueError):
    """A sentence that names the file, the line where there is one, and what to write there."""

    def __init__(self, path: Path, sentence: str, line: int = 0) -> None:
        where = f"{path.name}, line {line}" if line else path.name
        super().__init__(f"{where}: {sentence}")
        self.path, self.line, self.sentence = path, line, f"{where}: {sentence}"


class Numbers(dict[str, int]):
    """Ids of one side, numbered in the order in which they are met."""

    def __missing__(self, school: str) -> int:
        number = self[school] = len(self)
        return number

    def in_order(self) -> tuple[tuple[str, ...], NDArray[np.int32]]:
        """(ids ascending; for each number its place among them)."""
        ids = tuple(sorted(self))
        places = np.zeros(len(ids), dtype=np.int32)
        places[[self[school] for school in ids]] = np.arange(len(ids), dtype=np.int32)
        return ids, places


def read_round(
    edges: Path,
    capacity: Path | None = None,
    pins: Path | None = None,
    forbidden: Path | None = None,
    on_progress: OnProgress | None = None,
) -> tuple[Pools, Edges, Terms]:
    """A school that no row of `capacity` names takes one partner. Raises PairingFileError."""
    sides = {"a": Numbers(), "b": Numbers()}
    a, b, score_a, score_b = _read_edges(edges, sides, on_progress)
    capacities = _read_capacities(capacity, sides) if capacity else {}
    (ids_a, places_a), (ids_b, places_b) = sides["a"].in_order(), sides["b"].in_order()
    nothing_a, nothing_b = np.zeros(len(ids_a), np.int32), np.zeros(len(ids_b), np.int32)
    pools = Pools(
        ids_a=ids_a, ids_b=ids_b,
        capacity_a=np.array([capacities.get(("a", school), 1) for school in ids_a], dtype=np.int32),
        capacity_b=np.array([capacities.get(("b", school), 1) for school in ids_b], dtype=np.int32),
        waiting_a=nothing_a, waiting_b=nothing_b, area_a=nothing_a - 1, area_b=nothing_b - 1,
    )  # fmt: skip
    a, b = places_a[a], places_b[b]
    keys = pair_keys(pools, a, b)
    order = np.argsort(keys, kind="stable")
    twice = np.flatnonzero(np.diff(keys[order]) == 0)
    if len(twice):
        _tell_repetition(edges, ids_a[a[order[twice[0]]]], ids_b[b[order[twice[0]]]])
    found = Edges(a[order], b[order], score_a[order], score_b[order])
    at = {"a": dict(zip(ids_a, range(len(ids_a)), strict=True)), "b": dict(zip(ids_b, range(len(ids_b)), strict=True))}
    terms = Terms(
        pinned=_read_pairs(pins, at) if pins else (), forbidden=_read_pairs(forbidden, at) if forbidden else ()
    )
    return pools, found, terms


def _read_edges(path: Path, sides: Mapping[str, Numbers], on_progress: OnProgress | None) -> tuple[NDArray, ...]:
    a, b, score_a, score_b = array("i"), array("i"), array("d"), array("d")
    with _opened(path, EDGE_COLUMNS) as rows:
        for block in rows.blocks():
            names, scores = _columns(block) or _tell_bad_edge(path)
            a.extend(map(sides["a"].__getitem__, names[0]))
            b.extend(map(sides["b"].__getitem__, names[1]))
            score_a.extend(scores[0])
            score_b.extend(scores[1])
            if len(a) > PAIRS_MOST:
                raise PairingFileError(path, f"There are more than {PAIRS_MOST:,} pairs; give each school fewer.")
            if on_progress:
                on_progress(len(a))
    return tuple(
        np.frombuffer(column, dtype=column.typecode) if column else np.zeros(0, column.typecode)
        for column in (a, b, score_a, score_b)
    )


def _columns(block: list[Sequence[str]]) -> tuple[list[list[str]], list[list[float]]] | None:
    """(ids of a and of b, scores of a and of b); None where a row cannot be taken."""
    try:
        columns = list(zip(*block, strict=True))
        scores = [list(map(float, column)) for column in columns[2:]]
    except ValueError:
        return None
    names = [list(map(str.strip, column)) for column in columns[:2]]
    is_whole = len(columns) == len(EDGE_COLUMNS) and not any("" in column for column in names)
    return (names, scores) if is_whole and bool((np.abs(scores) <= SCORE_MOST).all()) else None


def _read_capacities(path: Path, sides: Mapping[str, Numbers]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    with _opened(path, CAPACITY_COLUMNS) as rows:
        for side, school, capacity in rows.one_by_one():
            key = (side.strip().lower(), school.strip())
            if key[0] not in sides:
                rows.refuse(f"side is a or b; it is “{side}”.")
            if not key[1]:
                rows.refuse("id is empty; it names the school.")
            if key in found:
                rows.refuse(
                    f"The capacity of {key[1]} of side {key[0]} stands above already; keep one of the two rows."
                )
            text = capacity.strip()
            if not (text.isascii() and text.isdecimal()) or int(text) > CAPACITY_MOST:
                rows.refuse(f"capacity is a whole number from 0 on; it is “{capacity}”.")
            found[key] = int(text)
            sides[key[0]][key[1]]  # numbers the school
    return found


def _read_pairs(path: Path, at: Mapping[str, Mapping[str, int]]) -> tuple[tuple[int, int], ...]:
    found: dict[tuple[int, int], None] = {}
    with _opened(path, PAIR_COLUMNS) as rows:
        for names in rows.one_by_one():
            pair = []
            for side, name in zip("ab", names, strict=True):
                if name.strip() not in at[side]:
                    rows.refuse(f"“{name.strip()}” is not in side {side}: no pair and no capacity names it.")
                pair.append(at[side][name.strip()])
            found[pair[0], pair[1]] = None
    return tuple(found)


def _tell_bad_edge(path: Path) -> NoReturn:
    """Reads again, row by row, to the one that cannot be taken."""
    with _opened(path, EDGE_COLUMNS) as rows:
        for row in rows.one_by_one():
            for name, text in zip(EDGE_COLUMNS, row, strict=True):
                if not text.strip():
                    rows.refuse(f"{name} is empty.")
            for name, text in zip(EDGE_COLUMNS[2:], row[2:], strict=True):
                if not _is_score(text):
                    rows.refuse(f"{name} is a number such as 0.75; it is “{text}”.")
    raise PairingFileError(path, "It changed while it was read.")


def _is_score(text: str) -> bool:
    with suppress(ValueError):
        return abs(float(text)) <= SCORE_MOST
    return False


def _tell_repetition(path: Path, school_a: str, school_b: str) -> None:
    first = 0
    with _opened(path, EDGE_COLUMNS) as rows:
        for row in rows.one_by_one():
            if (row[0].strip(), row[1].strip()) == (school_a, school_b):
                if first:
                    rows.refuse(
                        f"The pair of {school_a} and {school_b} stands on line {first} already; a pair stands once."
                    )
                first = rows.line


class _Table:
    """The wanted cells of each row, in the wanted order; empty rows are passed over."""

    def __init__(self, path: Path, file: TextIO, wanted: Sequence[str]) -> None:
        self.path = path
        heading = file.readline()
        separator = max(_SEPARATORS, key=heading.count)
        names = [name.strip().strip('"').lower() for name in heading.rstrip("\r\n").split(separator)]
        missing = [name for name in wanted if name not in names]
        if missing:
            raise PairingFileError(
                path, f"The first line names the columns {','.join(wanted)}; {', '.join(missing)} is not among them.", 1
            )
        self._at = [names.index(name) for name in wanted]
        self._plain = self._at == list(range(len(names)))
        self._wide = len(names)
        self._reader = csv.reader(file, delimiter=separator, strict=True)

    @property
    def line(self) -> int:
        return self._reader.line_num + 1

    def blocks(self) -> Iterator[list[Sequence[str]]]:
        """Some rows at a time. A row that is too short or too long raises ValueError where it is taken apart."""
        rows = filter(any, self._reader)
        while block := list(islice(rows, BLOCK)):
            yield [*block] if self._plain else [self._wanted(row) for row in block]

    def one_by_one(self) -> Iterator[Sequence[str]]:
        for row in filter(any, self._reader):
            if len(row) != self._wide:
                self.refuse(f"There are {len(row)} cells; the heading has {self._wide}.")
            yield self._wanted(row)

    def _wanted(self, row: Sequence[str]) -> Sequence[str]:
        return [row[at] for at in self._at] if len(row) == self._wide else ()

    def refuse(self, sentence: str) -> NoReturn:
        raise PairingFileError(self.path, sentence, self.line)


@contextmanager
def _opened(path: Path, wanted: Sequence[str]) -> Iterator[_Table]:
    table = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = _Table(path, file, wanted)
            yield table
    except UnicodeDecodeError:
        raise PairingFileError(path, "It is not UTF-8; save it as “CSV UTF-8”.") from None
    except csv.Error as problem:
        raise PairingFileError(path, f"This is no row of a CSV file ({problem}).", table.line if table else 1) from None
    except OSError as problem:
        raise PairingFileError(path, f"It cannot be read: {problem.strerror}.") from None


@contextmanager
def written_whole(*paths: Path) -> Iterator[list[TextIO]]:
    """Files to write: all of them take their names when everything has been written, none if anything goes wrong."""
    beside: list[Path] = []
    files: list[TextIO] = []
    path = paths[0]
    try:
        for path in paths:
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            beside.append(Path(name))
            files.append(os.fdopen(handle, "w", encoding="utf-8", newline=""))
        yield files
        for file, temporary, path in zip(files, beside, paths, strict=True):
            file.close()
            temporary.chmod(0o644)
            temporary.replace(path)
    except OSError as problem:
        raise PairingFileError(path, f"It cannot be written: {problem.strerror}.") from None
    finally:
        for file in files:
            file.close()
        for temporary in beside:
            temporary.unlink(missing_ok=True)
