"""Tables that leave the house: CSV, XLSX and JSON in which no cell is ever a live formula.

A cell of a CSV that begins with a character a spreadsheet takes for a formula gets an apostrophe (OWASP, CSV injection),
and so does such a character behind a separator inside a cell: a spreadsheet that takes semicolons or tabs for separators
would cut the cell there. In XLSX texts are written as strings, whatever they begin with.
"""

import csv
import datetime as dt
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

Cell = str | int | float | dt.date | None
Rows = Iterable[Sequence[Cell]]
FORMS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""Ending → content type."""

_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSEEN = " '\u00a0\u3000\ufeff\u200b\u200e\u200f\u2060"
"""What may stand before a formula without being seen."""
_INSIDE = re.compile(f"([;|\t\r\n][{_UNSEEN}]*)([=+\\-@＝＋－＠])")
_MARK_INSIDE = re.compile(f"([;|\\t\\r\\n][{_UNSEEN}]*)'([=+\\-@＝＋－＠])")
_CELL_MOST = 32_767
"""Characters of one cell of an XLSX."""
_BLOCK_ROWS = 500


def plain_cell(value: Cell) -> str | int | float | None:
    """Numbers as they are; texts that would be taken for a formula, or cut into one, with an apostrophe before it."""
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, dt.date) else value
    safe = _INSIDE.sub(r"\1'\2", value)
    return f"'{safe}" if value.lstrip(_UNSEEN).startswith(_LIVE) else safe


def read_back(text: str) -> str:
    """A cell of a table that came back, without the apostrophes of plain_cell; every other text as it is."""
    if "'" not in text:
        return text
    marked = text.startswith("'") and text.lstrip(_UNSEEN).startswith(_LIVE)
    return _MARK_INSIDE.sub(r"\1\2", text[1:] if marked else text)


def csv_blocks(header: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """UTF-8 with BOM, so that Excel reads every script; some rows at a time."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([plain_cell(title) for title in header])
    yield "\ufeff".encode()
    for number, row in enumerate(rows, start=1):
        writer.writerow([plain_cell(cell) for cell in row])
        if number % _BLOCK_ROWS == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def write_program_csv(file: IO[str], header: Sequence[str], rows: Rows) -> None:
    """For the next program rather than for a person: no mark at the beginning, lines as programs end them."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)


def csv_bytes(header: Sequence[str], rows: Rows) -> bytes:
    """The whole table as csv_blocks writes it."""
    return b"".join(csv_blocks(header, rows))


def json_blocks(header: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """A list with one object per row, keys as in the header; texts as they are: nothing evaluates JSON."""
    yield b"["
    for number, row in enumerate(rows):
        values = {
            title: value.isoformat() if isinstance(value, dt.date) else value
            for title, value in zip(header, row, strict=True)
        }
        yield (b",\n" if number else b"\n") + json.dumps(values, ensure_ascii=False).encode()
    yield b"\n]\n"


def write_xlsx(file: IO[bytes], sheet_name: str, header: Sequence[str], rows: Rows) -> None:
    """One sheet with a frozen bold header; numbers as numbers, everything else as strings. Memory for one row only."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", sheet_name).strip("' ")[:31] or "Mado")
        sheet.set_column(0, max(len(header) - 1, 0), 18)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, title in enumerate(header):
            sheet.write_string(0, column, title[:_CELL_MOST], bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value)
                elif value:
                    text = value.isoformat() if isinstance(value, dt.date) else value
                    sheet.write_string(line, column, text[:_CELL_MOST])


def xlsx_bytes(sheet_name: str, header: Sequence[str], rows: Rows) -> bytes:
    """The whole workbook as write_xlsx writes it."""
    buffer = io.BytesIO()
    write_xlsx(buffer, sheet_name, header, rows)
    return buffer.getvalue()


def export_response(form: str, *, name: str, title: str, header: Sequence[str], rows: Rows) -> HttpResponseBase:
    """A download of one of FORMS, never held in memory as a whole. `name` is the file's name without its ending, in
    ASCII; `title` names the sheet."""
    content_type = FORMS[form]
    file_name = f"{name}.{form}"
    if form == "xlsx":
        file = tempfile.TemporaryFile(prefix="mado-export-")  # noqa: SIM115  # FileResponse closes it
        write_xlsx(file, title, header, rows)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=file_name, content_type=content_type)
    blocks = csv_blocks(header, rows) if form == "csv" else json_blocks(header, rows)
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return StreamingHttpResponse(blocks, content_type=content_type, headers=headers)
