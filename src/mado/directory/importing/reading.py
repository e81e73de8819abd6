"""From a file of any kind to rows, checked: what it is, how large, which encoding, which columns.

Every reader gives an iterator that raises BadInput with a sentence as soon as the file cannot be what it should be.
The whole file is read once before the first row is written, so a file that breaks at its end leaves nothing behind.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from mado.directory.importing.listed import Row, Source
from mado.kernel.errors import BadInput

MOST_BYTES = {"csv": 64 << 20, "json": 64 << 20, "xlsx": 20 << 20}
"""Largest files taken. The largest real ones are a tenth of this."""
LONGEST_LINE = 64 << 10
HEADER_WITHIN = 10
_MAGIC = ((b"PK\x03\x04", "xlsx"), (b"\xd0\xcf\x11\xe0", "xls"), (b"%PDF", "pdf"), (b"\x1f\x8b", "gzip"))


def wrong(sentence: str) -> BadInput:
    return BadInput({"file": sentence})


def file_format(path: Path) -> str:
    """xlsx, csv or json, told from the content and not from the name; other kinds of file by their name."""
    with path.open("rb") as file:
        start = file.read(512)
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    return "json" if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") else "csv"


def check_file(path: Path, source: Source) -> str:
    """The format of the file, when it is one this source comes in and of a size we take."""
    if not path.is_file():
        raise wrong(_("There is no file %(path)s. Check the path.") % {"path": path})
    size = path.stat().st_size
    if not size:
        raise wrong(_("The file %(name)s is empty. Download it again.") % {"name": path.name})
    found = file_format(path)
    if found not in source.formats:
        expected = ", ".join(source.formats)
        sentence = _("%(name)s is a %(found)s file, but %(source)s comes as %(expected)s. Check file and source.")
        raise wrong(sentence % {"name": path.name, "found": found, "source": source.name, "expected": expected})
    if size > MOST_BYTES[found]:
        sentence = _("%(name)s has %(size)d MB; a %(format)s file may have at most %(most)d MB. Split it.")
        numbers = {"size": size >> 20, "most": MOST_BYTES[found] >> 20}
        raise wrong(sentence % {"name": path.name, "format": found, **numbers})
    return found


def _decoded_lines(path: Path, encoding: str) -> Iterator[str]:
    """The file's lines. Judged again at the end: a file that should be in a national code page but whose bytes are all
    valid UTF-8 is UTF-8, even where the code page can read it as nonsense."""
    other, other_as_utf8 = 0, 0
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
            if len(line) > LONGEST_LINE:
                sentence = _("Line %(line)d is longer than %(most)d bytes. This is not the list expected.")
                raise wrong(sentence % {"line": number, "most": LONGEST_LINE})
            if b"\0" in line:
                raise wrong(_("Line %(line)d contains a zero byte. Export the file as text again.") % {"line": number})
            if not line.isascii():
                other += 1
                other_as_utf8 += _is_utf8(line)
            try:
                text = line.decode("utf-8-sig" if encoding == "utf-8" and number == 1 else encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(encoding, number, line, error, looks_like_utf8=other == other_as_utf8) from error
            yield text
    if encoding != "utf-8" and other and other == other_as_utf8:
        sentence = _("The file is in UTF-8, but this list comes in %(encoding)s. Use the file as it was published.")
        raise wrong(sentence % {"encoding": encoding})


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _undecodable(
    encoding: str, number: int, line: bytes, error: UnicodeDecodeError, *, looks_like_utf8: bool
) -> BadInput:
    names = {"line": number, "encoding": encoding, "byte": f"0x{line[error.start]:02X}", "place": error.start + 1}
    if looks_like_utf8:
        sentence = _("Line %(line)d is UTF-8, but this list comes in %(encoding)s. Use the file as it was published.")
    else:
        sentence = _(
            "Line %(line)d is not %(encoding)s: byte %(byte)s at place %(place)d has no meaning there. Use the file as "
            "it was published, or convert it to %(encoding)s."
        )
    return wrong(sentence % names)


def _column(cell: object) -> str:
    """設置␤区分 → 設置区分: line breaks inside header cells are layout; single blanks inside Latin names stay."""
    lines = [" ".join(part.split()) for part in str(cell or "").splitlines()]
    return "".join(lines).strip("\ufeff ")


def with_header(source: Source, lines: Iterable[tuple[int, Sequence[str]]], *, trimmed: bool = False) -> Iterator[Row]:
    """Rows below the header, which is the first row (of the first ten) that has every column the source needs.

    `trimmed`: rows may be shorter than the header, as in sheets, which do not store empty cells at a row's end.
    """
    header: list[str] = []
    least_missing = list(source.columns)
    for number, cells in lines:
        if not header:
            names = [_column(cell) for cell in cells]
            missing = [column for column in source.columns if column not in names]
            least_missing = min(least_missing, missing, key=len)
            header = [] if missing else names
            if not header and number > HEADER_WITHIN:
                break
            continue
        if not any(cells):
            continue
        fits = len(cells) == len(header) or (trimmed and len(cells) < len(header))
        width = 0 if fits else len(cells)
        yield Row(number, dict(zip(header, cells, strict=False)), width, len(header))
    if not header:
        sentence = _("The header of %(source)s was not found. Missing columns: %(names)s. Check file and source.")
        raise wrong(sentence % {"source": source.title, "names": ", ".join(least_missing)})


def csv_rows(source: Source, path: Path) -> Iterator[Row]:
    """Rows of a CSV file in the source's encoding; line numbers are those where a row begins."""
    return with_header(source, _csv_lines(path, source.formats["csv"]))


def _csv_lines(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_decoded_lines(path, encoding), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sentence = _("The row that begins in line %(line)d cannot be read: %(error)s. Is a quotation mark missing?")
            raise wrong(sentence % {"line": begins, "error": error}) from error
        yield begins, cells
        begins = reader.line_num + 1
