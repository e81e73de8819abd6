"""The file of a list: taken in with limits, its first rows looked at, all its rows read. Raises BadInput for people."""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.directory.importing.reading import file_format
from mado.directory.importing.sheets import SheetRefused, run_sheet_child
from mado.intake.engine.text_file import ENCODINGS, NotRows, guess_delimiter, guess_encoding, rows_of
from mado.intake.enums import FileForm
from mado.intake.models import ListUpload
from mado.kernel.errors import BadInput

BYTES_MOST: Mapping[str, int] = {FileForm.CSV: 64 << 20, FileForm.XLSX: 20 << 20}
UNPACKED_MOST = 160 << 20
"""A sheet of 100,000 rows unpacks to about 100 MB."""
MEMORY_MOST = 512 << 20
ROWS_MOST = 200_000
HEAD_ROWS = 40
_PEEK_SECONDS = 30

Rows = Iterator[tuple[int, list[str]]]

ENCODING_NAMES: Mapping[str, str | Promise] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp950": gettext_lazy("Big5 (Taiwan, Hong Kong)"),
    "cp932": gettext_lazy("Shift JIS (Japan)"),
    "cp949": gettext_lazy("CP949 (Korea)"),
    "cp1252": gettext_lazy("Windows-1252 (Western Europe)"),
}


def wrong(sentence: str) -> BadInput:
    return BadInput({"file": sentence})


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
    size = path.stat().st_size
    if not size:
        raise wrong(_("The file is empty. Choose the file with your schools."))
    form = _form(path)
    if size > BYTES_MOST[form]:
        numbers = {"size": size >> 20, "most": BYTES_MOST[form] >> 20, "form": FileForm(form).label}
        raise wrong(
            _("The file has %(size)d MB; a %(form)s file may have at most %(most)d MB. Split it into parts.") % numbers
        )
    if form == FileForm.XLSX:
        return Look(form, "", "", _sheet_heads(path))
    with path.open("rb") as file:
        encoding = encoding if encoding in ENCODINGS else guess_encoding(file)
        delimiter = delimiter or guess_delimiter(file, encoding)
        head = _first_rows(_text_rows(file, encoding, delimiter))
    return Look(form, encoding, delimiter, [{"sheet": 0, "title": "", "rows": head}])


def _form(path: Path) -> str:
    found = file_format(path)
    if found in (FileForm.XLSX, FileForm.CSV):
        if found == FileForm.CSV and _is_binary(path):
            raise wrong(_("This is neither a spreadsheet nor a text file. Save your list as XLSX or CSV."))
        return found
    names = {"xls": _("an old Excel file (XLS)"), "pdf": "PDF", "gzip": _("a packed file (GZIP)"), "json": "JSON"}
    raise wrong(
        _("This file is %(kind)s. Open your list in a spreadsheet program and save it as XLSX or CSV.")
        % {"kind": names[found]}
    )


def _is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4096)
    return b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff"))


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
        _run_child(path, spool, seconds=_PEEK_SECONDS, head=HEAD_ROWS)
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


def _run_child(path: Path, spool: IO[str], *, seconds: int = 120, **options: int) -> None:
    try:
        run_sheet_child(path, spool, seconds=seconds, memory=MEMORY_MOST, unpacked=UNPACKED_MOST, **options)
    except SheetRefused as refused:
        raise wrong(_refusal(refused)) from refused


def _refusal(refused: SheetRefused) -> str:
    sentences = {
        "slow": _("Reading the file took too long and was stopped. Save it again as a plain sheet, or as CSV."),
        "damaged": _("The file is damaged or was cut off on its way. Save it again in your spreadsheet program."),
        "no_workbook": _("The file is a zip archive but no workbook. Save your list as XLSX."),
        "unpacked": _("The file unpacks to more than %(most)s MB and was not opened. Save it as CSV, or split it."),
        "ratio": _(
            "The file is packed %(found)s times smaller than its content and was not opened; at most %(most)s times is "
            "taken. Copy the rows into a new workbook, or save them as CSV."
        ),
        "entries": _("The file has %(found)s parts and was not opened; at most %(most)s are taken. Save it as CSV."),
        "rows": _("The sheet has more than %(most)s rows. Split the file."),
        "columns": _("Row %(line)s has more than %(most)s columns. Delete the columns you do not need."),
        "memory": _("Reading the file needs more than %(most)s MB of memory. Save it as CSV."),
        "no_sheet": _("The sheet is no longer in the file. Choose another."),
    }
    fallback = _("The file could not be read. Open it in a spreadsheet program and save it again as XLSX or CSV.")
    sentence = sentences.get(refused.problem)
    return sentence % refused.facts if sentence else fallback


def _text_rows(file: IO[bytes], encoding: str, delimiter: str) -> Rows:
    try:
        yield from rows_of(file, encoding, delimiter)  # type: ignore[arg-type]  # an open binary file is one
    except NotRows as broken:
        sentence = _(
            "The row that begins in line %(line)d cannot be read. Is a quotation mark missing or one too many?"
        )
        raise wrong(sentence % {"line": broken.line}) from broken


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
                _run_child(path, spool, sheet=upload.sheet)
                yield _lines_in(spool) - upload.header_line, lambda: _below(upload, _spooled(spool))
            return
        with path.open("rb") as file:
            lines = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
            yield (
                max(lines - upload.header_line, 1),
                lambda: _below(upload, _text_rows(file, upload.encoding, upload.delimiter)),
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
