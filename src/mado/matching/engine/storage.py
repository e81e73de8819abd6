"""Columns as one file that all worker processes map: written beside the old one and moved over it, never changed in place.

The file: a magic word, the length of the head, the head (JSON: generation, vocabulary, where each array begins), the arrays.
Who has the old file open keeps reading it; who asks again gets the new one. Nothing waits for the disk: what a power cut
leaves half written is told when it is opened, and built anew.
"""

import datetime as dt
import fcntl
import json
import mmap
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from mado.matching.engine.columns import Array, WishColumns, arrays_of, replace_row, without
from mado.matching.engine.encoding import TABLES, Vocabulary, table_dtype
from mado.matching.engine.rows import WishRow

MAGIC = b"MADOCOL2"
_ALIGN = 64
_HEAD = len(MAGIC) + 8


def save(columns: WishColumns, path: Path) -> None:
    """Writes the file whole and moves it into place."""
    head, arrays, total = _laid_out(columns)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            file.write(MAGIC + len(head).to_bytes(8, "little") + head)
            for start, array in arrays:
                file.seek(start)
                file.write(np.ascontiguousarray(array).view(np.uint8).data if array.nbytes else b"")
            file.truncate(total)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _laid_out(columns: WishColumns) -> tuple[bytes, list[tuple[int, Array]], int]:
    """The head, each array with the byte of the file at which it begins, and the bytes of the whole."""
    arrays = arrays_of(columns)
    vocabulary = columns.vocabulary
    described: list[list[Any]] = []
    at = 0
    for name, array in arrays.items():
        described.append([name, "" if name in TABLES else array.dtype.str, len(array), at])
        at += -(-array.nbytes // _ALIGN) * _ALIGN
    head = {
        "generation": columns.generation,
        "countries": vocabulary.countries,
        "regions": vocabulary.regions,
        "languages": vocabulary.languages,
        "first_week": vocabulary.first_week.isoformat(),
        "records": {table: str(table_dtype(table, vocabulary)) for table in TABLES},
        "arrays": described,
    }
    raw = json.dumps(head).encode()
    raw += b" " * (-(_HEAD + len(raw)) % _ALIGN)
    begin = _HEAD + len(raw)
    places = [begin + row[3] for row in described]
    return raw, list(zip(places, arrays.values(), strict=True)), begin + at


class NotColumns(ValueError):  # noqa: N818  # said as one says it
    """The file is none of ours, of another version, or cut short: it has to be built anew."""


def open_file(path: Path) -> WishColumns:
    """The columns of a file, mapped, not read. Raises NotColumns, or FileNotFoundError."""
    with path.open("rb") as file:
        start = file.read(_HEAD)
        if len(start) < _HEAD or not start.startswith(MAGIC):
            raise NotColumns(f"{path} holds no columns.")
        length = int.from_bytes(start[len(MAGIC) :], "little")
        raw = file.read(min(length, 1 << 26))
        try:
            head = json.loads(raw)
            vocabulary = Vocabulary(
                tuple(head["countries"]),
                tuple(head["regions"]),
                tuple(head["languages"]),
                dt.date.fromisoformat(head["first_week"]),
            )
            dtypes = {table: table_dtype(table, vocabulary) for table in TABLES}
            if head["records"] != {table: str(dtype) for table, dtype in dtypes.items()}:
                raise NotColumns(f"{path} is of another version.")
            begin = _HEAD + length
            if os.fstat(file.fileno()).st_size < begin + _used(head, dtypes):
                raise NotColumns(f"{path} is cut short.")
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            arrays = {
                name: np.ndarray(count, dtypes.get(name) or dtype, memory, begin + at)
                for name, dtype, count, at in head["arrays"]
            }
            return WishColumns(vocabulary=vocabulary, generation=int(head["generation"]), **arrays)
        except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as broken:
            raise NotColumns(f"{path} holds no columns of this version.") from broken


def _used(head: dict[str, Any], dtypes: dict[str, np.dtype[np.void]]) -> int:
    """Bytes from the first array to the end of the last."""
    ends = (at + count * np.dtype(dtypes.get(name) or dtype).itemsize for name, dtype, count, at in head["arrays"])
    return max(ends, default=0)


_opened: dict[Path, tuple[tuple[int, int, int], WishColumns]] = {}
_opening = Lock()


def open_shared(path: Path) -> WishColumns:
    """The columns of the file as it is now. Called on every request: one look at the file's number and time, no more."""
    state = path.stat()
    stamp = (state.st_ino, state.st_mtime_ns, state.st_size)
    with _opening:
        known = _opened.get(path)
        if known is None or known[0] != stamp:
            known = _opened[path] = (stamp, open_file(path))
        return known[1]


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """One writer at a time, across processes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def update_shared(path: Path, changed: Iterable[WishRow], removed: Collection[int] = ()) -> WishColumns:
    """The file with these wishes new, changed or gone. Raises as open_file does when there is none to change."""
    with writing(path):
        columns = open_file(path)
        if removed:
            columns = without(columns, removed)
        for row in changed:
            columns = replace_row(columns, row)
        save(columns, path)
        return columns
