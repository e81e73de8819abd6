"""Tables that leave the house: CSV and XLSX in which no cell is ever a live formula.

A cell that begins with a character a spreadsheet takes for a formula gets an apostrophe in CSV (OWASP, CSV injection);
in XLSX texts are written as strings, whatever they begin with.
"""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

Cell = str | int | float | None
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain_cell(value: Cell) -> Cell:
    """Numbers as they are; texts that would be taken for a formula with an apostrophe in front."""
    if isinstance(value, str) and value.lstrip(" '").startswith(_LIVE):
        return f"'{value}"
    return value


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with BOM, so that Excel reads every script."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    return "\ufeff".encode() + text.getvalue().encode()


def xlsx_bytes(sheet_name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen bold header; numbers as numbers, everything else as strings."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name[:31])
        bold = book.add_format({"bold": True})
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, value or "")
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return buffer.getvalue()
