"""All open wishes as columns: what a question about one school is asked of. Immutable; nothing here knows Django.

PostgreSQL is the one truth; columns are built from it, are shared between processes as one file (engine/storage.py), and
can be built anew at any time. Rows stand by offer, so that wishes of one offer lie together; results never depend on it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.encoding import (
    COUNTRIES_MOST,
    REGIONS_MOST,
    Encoded,
    Vocabulary,
    countries_of,
    encode,
    key_of,
    languages_of,
    numbers_of,
    record_of,
    regions_of,
    table_dtype,
)
from mado.matching.engine.rows import WishRow

NUMBERS = {
    "ages": np.dtype("u2"),
    "group_size": np.dtype("u2"),
    "topics": np.dtype("u4"),
    "period_from": np.dtype("i4"),
    "period_to": np.dtype("i4"),
    "flags": np.dtype("u1"),
    "capacity": np.dtype("u1"),
    "waiting": np.dtype("u2"),
    "reply": np.dtype("u1"),
    "continuity": np.dtype("u1"),
    "active": np.dtype("u2"),
    "wish": np.dtype("i8"),
    "organization": np.dtype("i8"),
}
CODES = {
    "offers": "offer",
    "places": "place",
    "regions": "region",
    "speeches": "speech",
    "weeks": "week",
    "years": "year",
}
"""Table of distinct values → the column that holds a wish's place in it."""

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class WishColumns:
    """n wishes. All arrays are read-only; the records of the tables are described in engine/encoding.py.

    `offers`, `places`, `regions`, `speeches`, `weeks`, `years`: (distinct values,) records.
    `offer`, `place`, `region`, `speech`, `week`, `year`: (n,) uint32, places in those; `offer` ascends.
    `offer_start`: (offers + 1,) int64, where the rows of each offer begin.
    `ages`: (n,) uint16, youngest · 32 + oldest in years, 0 not said; `group_size`: (n,) uint16 pupils, 0 not said, capped at 999.
    `topics`: (n,) uint32, bits 0…13 topics, 14…30 goals.
    `period_from`, `period_to`: (n,) int32, days since 1970-01-01, both included.
    `flags`: (n,) uint8, see encoding; `capacity`: (n,) uint8, partners still taken; `waiting`: (n,) uint16 days.
    `reply`, `continuity`: (n,) uint8, hundredths, 255 not known; `active`: (n,) uint16 days ago, capped at 400, 401 not known.
    `wish`, `organization`: (n,) int64 keys; a wish stands once.
    `partners_start`, `refused_start`: (n + 1,) int64; `partners`, `refused`: int64 ids of organisations, those of row i from
    start[i] to start[i + 1], ascending.
    """

    vocabulary: Vocabulary
    generation: int
    offers: Array
    places: Array
    regions: Array
    speeches: Array
    weeks: Array
    years: Array
    offer: Array
    place: Array
    region: Array
    speech: Array
    week: Array
    year: Array
    offer_start: Array
    ages: Array
    group_size: Array
    topics: Array
    period_from: Array
    period_to: Array
    flags: Array
    capacity: Array
    waiting: Array
    reply: Array
    continuity: Array
    active: Array
    wish: Array
    organization: Array
    partners_start: Array
    partners: Array
    refused_start: Array
    refused: Array

    def __len__(self) -> int:
        return len(self.wish)

    @property
    def bytes_read(self) -> int:
        """Bytes of the columns and tables: what one look at everything reads."""
        return sum(array.nbytes for array in arrays_of(self).values())

    def position(self, wish: int) -> int:
        """The row of a wish; -1 when it is not there."""
        found = np.flatnonzero(self.wish == wish)
        return int(found[0]) if len(found) else -1

    def positions_of(self, organizations: Collection[int]) -> NDArray[np.int64]:
        """The rows of these organisations, ascending."""
        return np.flatnonzero(np.isin(self.organization, np.array(sorted(organizations), "i8")))

    def encoded(self, position: int) -> Encoded:
        """The wish of a row, in bits."""
        values: dict[str, Any] = {
            table: getattr(self, table)[getattr(self, code)[position]] for table, code in CODES.items()
        }
        return Encoded(
            **values | {name: int(getattr(self, name)[position]) for name in NUMBERS},
            partners=tuple(map(int, self.partners[self.partners_start[position] : self.partners_start[position + 1]])),
            refused=tuple(map(int, self.refused[self.refused_start[position] : self.refused_start[position + 1]])),
        )

    def asked(self, asked: "WishRow | int") -> Encoded:
        """A wish to ask about: of these columns by its row, or one that need not be in them."""
        return encode(asked, self.vocabulary) if isinstance(asked, WishRow) else self.encoded(asked)


def arrays_of(columns: WishColumns) -> dict[str, Array]:
    """Name → array, in a fixed order."""
    fields = WishColumns.__dataclass_fields__
    return {name: getattr(columns, name) for name in fields if name not in ("vocabulary", "generation")}


def build_columns(rows: Iterable[WishRow], *, first_week: dt.date, generation: int = 1) -> WishColumns:
    """Columns of these wishes, whatever their order. `first_week`: the Monday from which their `teaching` counts.

    Raises ValueError with a sentence when a wish stands twice or a value is none the engine knows.
    """
    listed = sorted(rows, key=lambda row: row.wish)
    if len({row.wish for row in listed}) < len(listed):
        twice = next(a.wish for a, b in pairwise(listed) if a.wish == b.wish)
        raise ValueError(f"Wish {twice} stands twice.")
    vocabulary = _vocabulary(listed, first_week)
    found = {name: np.empty(len(listed), dtype) for name, dtype in NUMBERS.items()}
    for place, row in enumerate(listed):
        for name, number in numbers_of(row).items():
            found[name][place] = number
    tables: dict[str, Array] = {}
    for table, code in CODES.items():
        tables[table], found[code] = _distinct(table, listed, vocabulary)
    order = np.lexsort((found["wish"], found["offer"]))
    arrays = {name: array[order] for name, array in found.items()} | tables
    for name in ("partners", "refused"):
        arrays |= _lists(name, [sorted(set(getattr(listed[place], name))) for place in order])
    return _finished(vocabulary, generation, arrays)


def _vocabulary(rows: Sequence[WishRow], first_week: dt.date) -> Vocabulary:
    countries: set[str] = set()
    regions: set[str] = set()
    languages: set[str] = set()
    for row in rows:
        countries |= countries_of(row)
        regions |= regions_of(row)
        languages |= languages_of(row)
    if len(countries) > COUNTRIES_MOST:
        raise ValueError(f"More than {COUNTRIES_MOST} countries: is a column of the list not the country?")
    if len(regions) > REGIONS_MOST:
        raise ValueError(f"More than {REGIONS_MOST:,} regions: is a column of the list not the region?")
    return Vocabulary(tuple(sorted(countries)), tuple(sorted(regions)), tuple(sorted(languages)), first_week)


def _distinct(table: str, rows: Sequence[WishRow], vocabulary: Vocabulary) -> tuple[Array, Array]:
    """The distinct records in ascending order of their bytes, and each row's place among them."""
    by_key: dict[tuple[object, ...], int] = {}
    codes = np.empty(len(rows), "u4")
    records: list[bytes] = []
    for place, row in enumerate(rows):
        key = key_of(table, row)
        code = by_key.get(key)
        if code is None:
            code = by_key[key] = len(records)
            records.append(record_of(table, row, vocabulary).tobytes())
        codes[place] = code
    ordered = sorted(set(records))
    new = {record: place for place, record in enumerate(ordered)}
    moved = np.array([new[record] for record in records], "u4")
    return np.frombuffer(b"".join(ordered), table_dtype(table, vocabulary)), moved[codes]


def _lists(name: str, lists: Sequence[Sequence[int]]) -> dict[str, Array]:
    start = np.concatenate([[0], np.cumsum([len(ids) for ids in lists], dtype="i8")]).astype("i8")
    return {f"{name}_start": start, name: np.array([pk for ids in lists for pk in ids], "i8")}


def _finished(vocabulary: Vocabulary, generation: int, arrays: dict[str, Array]) -> WishColumns:
    arrays["offer_start"] = np.searchsorted(arrays["offer"], np.arange(len(arrays["offers"]) + 1)).astype("i8")
    for array in arrays.values():
        array.flags.writeable = False
    return WishColumns(vocabulary=vocabulary, generation=generation, **arrays)


def without(columns: WishColumns, wishes: Collection[int]) -> WishColumns:
    """The columns without these wishes, a generation later."""
    arrays = arrays_of(columns)
    _take_out(arrays, np.flatnonzero(np.isin(columns.wish, np.array(sorted(wishes), "i8"))))
    return _finished(columns.vocabulary, columns.generation + 1, arrays)


def _take_out(arrays: dict[str, Array], gone: NDArray[np.int64]) -> None:
    kept = np.ones(len(arrays["wish"]), bool)
    kept[gone] = False
    for name in ("partners", "refused"):
        sizes = np.diff(arrays[f"{name}_start"])
        arrays[name] = arrays[name][np.repeat(kept, sizes)]
        arrays[f"{name}_start"] = np.concatenate([[0], np.cumsum(sizes[kept])]).astype("i8")
    for name in (*NUMBERS, *CODES.values()):
        arrays[name] = arrays[name][kept]


def replace_row(columns: WishColumns, row: WishRow) -> WishColumns:
    """The columns with this wish as it is now, new or changed, a generation later."""
    vocabulary = _grown(columns.vocabulary, row)
    wish = encode(row, vocabulary)
    arrays = arrays_of(columns)
    for table in ("regions", "speeches"):
        arrays[table] = _widened(arrays[table], table_dtype(table, vocabulary))
    codes = {code: _code(arrays, table, getattr(wish, table)) for table, code in CODES.items()}
    numbers = codes | {name: getattr(wish, name) for name in NUMBERS}
    at = columns.position(row.wish)
    if at >= 0 and codes["offer"] == columns.offer[at] and _links(columns, at) == (wish.partners, wish.refused):
        _change(arrays, at, numbers)
        return _finished(vocabulary, columns.generation + 1, arrays)
    if at >= 0:
        _take_out(arrays, np.array([at]))
    _put_in(arrays, numbers, {"partners": wish.partners, "refused": wish.refused})
    return _finished(vocabulary, columns.generation + 1, arrays)


def _links(columns: WishColumns, at: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    wish = columns.encoded(at)
    return wish.partners, wish.refused


def _change(arrays: dict[str, Array], at: int, numbers: dict[str, int]) -> None:
    """The row stays where it is; columns in which it says the same are shared with the columns before."""
    for name, number in numbers.items():
        if arrays[name][at] != number:
            arrays[name] = arrays[name].copy()
            arrays[name][at] = number


def _put_in(arrays: dict[str, Array], numbers: dict[str, int], links: dict[str, tuple[int, ...]]) -> None:
    at = int(np.searchsorted(arrays["offer"], numbers["offer"], side="right"))
    for name, number in numbers.items():
        arrays[name] = np.insert(arrays[name], at, number)
    for name, ids in links.items():
        start = arrays[f"{name}_start"]
        arrays[name] = np.insert(arrays[name], start[at], np.array(ids, "i8"))
        arrays[f"{name}_start"] = np.concatenate([start[: at + 1], start[at:] + len(ids)])


def _grown(vocabulary: Vocabulary, row: WishRow) -> Vocabulary:
    countries = sorted(countries_of(row) - set(vocabulary.countries))
    regions = sorted(regions_of(row) - set(vocabulary.regions))
    languages = sorted(languages_of(row) - set(vocabulary.languages))
    if len(vocabulary.countries) + len(countries) > COUNTRIES_MOST:
        raise ValueError(f"More than {COUNTRIES_MOST} countries.")
    if len(vocabulary.regions) + len(regions) > REGIONS_MOST:
        raise ValueError(f"More than {REGIONS_MOST:,} regions.")
    return replace(
        vocabulary,
        countries=(*vocabulary.countries, *countries),
        regions=(*vocabulary.regions, *regions),
        languages=(*vocabulary.languages, *languages),
    )


def _widened(records: Array, dtype: np.dtype[np.void]) -> Array:
    """The same records with room for more languages or regions; the records themselves where they have it."""
    if records.dtype == dtype:
        return records
    wide = np.zeros(len(records), dtype)
    for name in records.dtype.names or ():
        if records[name].ndim == 1:
            wide[name] = records[name]
        else:
            wide[name][..., : records[name].shape[-1]] = records[name]
    return wide


def _code(arrays: dict[str, Array], table: str, record: np.void) -> int:
    """The place of a record in its table; a new one comes last."""
    known = arrays[table]
    raw = np.dtype((np.void, known.dtype.itemsize))
    same = np.flatnonzero(known.view(raw) == np.frombuffer(record.tobytes(), raw))
    if len(same):
        return int(same[0])
    arrays[table] = np.concatenate([known, np.frombuffer(record.tobytes(), known.dtype)])
    return len(known)
