"""The file of a list: taken in with limits, its first rows looked at, all its rows read. Raises BadInput for people."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from mado.directory.importing.any_file import Rows, form_of, run_child, text_rows
from mado.directory.importing.reading import wrong
from mado.directory.importing.text_file import ENCODINGS, guess_delimiter, guess_encoding
from mado.intake.enums import FileForm
from mado.intake.models import ListUpload

ROWS_MOST = 200_000
HEAD_ROWS = 40
_PEEK_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Look:
    """What the first rows of a file show. `head`: see models.ListUpload."""

    form: str
    encoding: str
    delimiter: str
    head: list[dict[str, Any]]


def look_at(path: Path, *, encoding: str = "", delimiter: str = "") -> Look:
    """The kind of file, told from its content, and its first rows; a text file as its encoding and delimiter are guessed
    or given."""
    form = form_of(path)
    if form == FileForm.XLSX:
        return Look(form, "", "", _sheet_heads(path))
    with path.open("rb") as file:
        encoding = encoding if encoding in ENCODINGS else guess_encoding(file)
        delimiter = delimiter or guess_delimiter(file, encoding)
        head = _first_rows(text_rows(file, encoding, delimiter))
    return Look(form, encoding, delimiter, [{"sheet": 0, "title": "", "rows": head}])


def _first_rows(rows: Rows) -> list[list[Any]]:
    found: list[list[Any]] = []
    for line, cells in rows:
        found.append([line, [cell[:200] for cell in cells[:100]]])
        if len(found) == HEAD_ROWS:
            break
    return found


def _sheet_heads(path: Path) -> list[dict[str, Any]]:
    sheets: list[dict[str, Any]] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8", prefix="mado-head-") as spool:
        run_child(path, spool, seconds=_PEEK_SECONDS, head=HEAD_ROWS)
        spool.seek(0)
        for text in spool:
            match json.loads(text):
                case [index, str(title)]:
                    sheets.append({"sheet": index, "title": title, "rows": []})
                case [_index, line, cells] if any(cells):
                    sheets[-1]["rows"].append([line, [cell[:200] for cell in cells]])
    if not any(sheet["rows"] for sheet in sheets):
        raise wrong(_("No sheet of this workbook has any rows. Choose the file with your schools."))
    return [sheet for sheet in sheets if sheet["rows"]]


@contextlib.contextmanager
def local_copy(stored: "File[bytes]") -> Iterator[Path]:
    """The file under a path of this machine, wherever it is stored."""
    with tempfile.NamedTemporaryFile(prefix="mado-list-") as copy:
        stored.open("rb")
        try:
            shutil.copyfileobj(stored, copy)
        finally:
            stored.close()
        copy.flush()
        yield Path(copy.name)


@contextlib.contextmanager
def opened_rows(upload: ListUpload) -> Iterator[tuple[int, Callable[[], Rows]]]:
    """(about how many rows, a function that starts reading them) below the heading."""
    with local_copy(upload.file) as path:
        if upload.form == FileForm.XLSX:
            with tempfile.TemporaryFile("w+", encoding="utf-8", prefix="mado-rows-") as spool:
                run_child(path, spool, sheet=upload.sheet)
                yield _lines_in(spool) - upload.header_line, lambda: _below(upload, _spooled(spool))
            return
        with path.open("rb") as file:
            lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
            yield (
                max(lines - upload.header_line, 1),
                lambda: _below(upload, text_rows(file, upload.encoding, upload.delimiter)),
            )


def _lines_in(spool: IO[str]) -> int:
    spool.seek(0)
    return sum(1 for _line in spool)


def _spooled(spool: IO[str]) -> Rows:
    spool.seek(0)
    for text in spool:
        line, cells = json.loads(text)
        yield line, cells


def _below(upload: ListUpload, rows: Rows) -> Rows:
    count = 0
    for line, cells in rows:
        if line <= upload.header_line or not any(cells):
            continue
        count += 1
        if count > ROWS_MOST:
            raise wrong(_("The list has more than %(most)d rows. Split it into parts.") % {"most": ROWS_MOST})
        yield line, cells
