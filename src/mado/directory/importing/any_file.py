"""A list people bring, of whatever program and encoding: what kind of file it is, and its rows, read with limits.

Raises BadInput with sentences for people. The official lists, of which we know the format, are read by reading.py.
"""

from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.directory.importing.reading import file_format, wrong
from mado.directory.importing.sheets import WALL_SECONDS, SheetRefused, run_sheet_child
from mado.directory.importing.text_file import NotRows, rows_of

XLSX, CSV = "xlsx", "csv"
BYTES_MOST: Mapping[str, int] = {CSV: 64 << 20, XLSX: 20 << 20}
UNPACKED_MOST = 160 << 20
"""A sheet of 100,000 rows unpacks to about 100 MB."""
MEMORY_MOST = 512 << 20

Rows = Iterator[tuple[int, list[str]]]

ENCODING_NAMES: Mapping[str, str | Promise] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp950": gettext_lazy("Big5 (Taiwan, Hong Kong)"),
    "cp932": gettext_lazy("Shift JIS (Japan)"),
    "cp949": gettext_lazy("CP949 (Korea)"),
    "cp1252": gettext_lazy("Windows-1252 (Western Europe)"),
}


def form_of(path: Path) -> str:
    """XLSX or CSV, told from the content; refuses what is neither, and what is empty or too large."""
    size = path.stat().st_size
    if not size:
        raise wrong(_("The file is empty. Choose the file with your schools."))
    found = file_format(path)
    if found in (XLSX, CSV):
        if found == CSV and _is_markup(path):
            raise wrong(_another(_("a web page, whatever its name says")))
        if found == CSV and _is_binary(path):
            raise wrong(_("This is neither a spreadsheet nor a text file. Save your list as XLSX or CSV."))
        if size > BYTES_MOST[found]:
            numbers = {"size": size >> 20, "most": BYTES_MOST[found] >> 20, "form": found.upper()}
            raise wrong(
                _("The file has %(size)d MB; a %(form)s file may have at most %(most)d MB. Split it into parts.")
                % numbers
            )
        return found
    if found == "xls" and _is_locked(path):
        raise wrong(_("This workbook has a password. Save it without one, as XLSX or CSV."))
    names = {"xls": _("an old Excel file (XLS)"), "pdf": "PDF", "gzip": _("a packed file (GZIP)"), "json": "JSON"}
    raise wrong(_another(names[found]))


def _another(kind: str) -> str:
    sentence = _("This file is %(kind)s. Open your list in a spreadsheet program and save it as XLSX or CSV.")
    return sentence % {"kind": kind}


_MARKUP = (b"<!doctype", b"<html", b"<head", b"<meta", b"<style", b"<table", b"<?xml")


def _is_markup(path: Path) -> bool:
    """What many programs of authorities call an Excel file is a web page with a table in it."""
    with path.open("rb") as file:
        start = file.read(512).replace(b"\0", b"")
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower().startswith(_MARKUP)


def _is_locked(path: Path) -> bool:
    """A workbook with a password is an old container around the encrypted file."""
    mark = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        return mark in file.read(BYTES_MOST[XLSX])


def _is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4096)
    return b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff"))


def run_child(path: Path, spool: IO[str], *, seconds: int = WALL_SECONDS, **options: int) -> None:
    """As run_sheet_child, with the limits of a list people bring; raises BadInput."""
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


def text_rows(file: IO[bytes], encoding: str, delimiter: str) -> Generator[tuple[int, list[str]], None, None]:
    try:
        yield from rows_of(file, encoding, delimiter)  # type: ignore[arg-type]  # an open binary file is one
    except NotRows as broken:
        sentence = _(
            "The row that begins in line %(line)d cannot be read. Is a quotation mark missing or one too many?"
        )
        raise wrong(sentence % {"line": broken.line}) from broken
