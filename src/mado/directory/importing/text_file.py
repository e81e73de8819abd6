"""What a text file of rows is: its encoding and the character between its cells. No Django.

Nothing in the file says either, so the bytes are read in every encoding schools' offices use and the reading that looks
most like writing wins. People can choose another; they see at once whether names come out right.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

ENCODINGS = ("utf-8", "utf-16", "cp950", "cp932", "cp949", "cp1252")
"""Python's names: Unicode, Big5 (Taiwan, Hong Kong), Shift JIS (Japan), Wansung (Korea), Western Europe."""
DELIMITERS = (",", ";", "\t", "|")
SAMPLE_MOST = 256 << 10
CELL_MOST = 4_000
_ROWS_TRIED = 30
_OTHER = re.compile(r"[^\x00-\x7f]")


class NotRows(Exception):  # noqa: N818  # not an error of the program
    """The file breaks at a line: what csv says, or "binary" for bytes no text has."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def guess_encoding(file: BinaryIO) -> str:
    """One of ENCODINGS. The whole file is looked through for lines that are not ASCII; the first 256 KiB of them count."""
    file.seek(0)
    start = file.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if start.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    sample = _other_lines(file)
    if not sample or _is_utf8(sample):
        return "utf-8"
    return max(ENCODINGS[2:], key=lambda encoding: (_likeness(sample, encoding), -ENCODINGS.index(encoding)))


def _other_lines(file: BinaryIO) -> bytes:
    """Lines with bytes above 127, up to a limit."""
    file.seek(0)
    found: list[bytes] = []
    size = 0
    while size < SAMPLE_MOST and (line := file.readline(SAMPLE_MOST)):
        if not line.isascii():
            found.append(line)
            size += len(line)
    return b"".join(found)


def _is_utf8(sample: bytes) -> bool:
    """Also when the sample was cut in the middle of its last character."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(sample) >= SAMPLE_MOST and error.start > len(sample) - 4
    return True


def _likeness(sample: bytes, encoding: str) -> float:
    """How much the bytes, read so, look like writing: from -1 to 1, the mean over the characters that are not ASCII."""
    text = sample.decode(encoding, errors="replace")
    others = [match.group() for match in _OTHER.finditer(text)]
    if not others:
        return -1.0
    if encoding == "cp1252":
        return _western(text)
    judge = {"cp950": _big5, "cp932": _shift_jis, "cp949": _wansung}[encoding]
    return sum(map(judge, others)) / len(others)


def _lead(letter: str, encoding: str) -> int:
    try:
        return letter.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0


def _big5(letter: str) -> float:
    """Level 1 of Big5 holds the 5,401 characters in daily use."""
    if letter == "\ufffd":
        return -2.0
    lead = _lead(letter, "cp950")
    if 0xA4 <= lead <= 0xC6:
        return 1.0
    return 0.5 if lead in (0xA1, 0xA2, 0xA3) else -0.3


def _shift_jis(letter: str) -> float:
    """Kana and level 1 of JIS X 0208; half-width katakana is what other encodings look like when read as Shift JIS."""
    if letter == "\ufffd":
        return -2.0
    if "ぁ" <= letter <= "ヿ":
        return 1.0
    if "\uff61" <= letter <= "\uff9f":
        return -0.5
    lead = _lead(letter, "cp932")
    if 0x88 <= lead <= 0x98:
        return 0.9
    return 0.5 if lead in (0x81, 0x82, 0x83) else -0.3


def _wansung(letter: str) -> float:
    """The 2,350 syllables of KS X 1001; the others exist in CP949 but hardly in writing."""
    if letter == "\ufffd":
        return -2.0
    if "가" <= letter <= "힣":
        return 1.0 if 0xB0 <= _lead(letter, "cp949") <= 0xC8 and letter.encode("cp949")[1] >= 0xA1 else -0.6
    return 0.0 if "\u4e00" <= letter <= "\u9fff" else 0.3


_EURO_RUN = re.compile(r"[^\x00-\x7f]+")


def _western(text: str) -> float:
    """European letters stand alone or in pairs between ASCII letters; long runs are another script misread."""
    score, count = 0.0, 0
    for run in _EURO_RUN.findall(text):
        count += len(run)
        if "\ufffd" in run:
            score -= 2.0 * len(run)
        elif len(run) > 2:
            score -= len(run)
        else:
            score += sum(0.9 if letter.isalpha() or letter in "’‘“”–—€°º«»" else -0.5 for letter in run)
    return score / count if count else -1.0


def guess_delimiter(file: BinaryIO, encoding: str) -> str:
    """One of DELIMITERS: the one that cuts the first rows into the most columns most evenly."""
    file.seek(0)
    text = file.read(SAMPLE_MOST).decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    return max(DELIMITERS, key=lambda delimiter: (_evenness(text, delimiter), -DELIMITERS.index(delimiter)))


def _evenness(text: str, delimiter: str) -> float:
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cells):
                widths.append(len(cells))
            if len(widths) == _ROWS_TRIED:
                break
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    share = widths.count(usual) / len(widths)
    return share * share * usual if usual > 1 else 0.0


def rows_of(file: BinaryIO, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line where the row begins, its cells). Bytes without a meaning become U+FFFD; raises NotRows where quotation
    marks do not close."""
    file.seek(0)
    text = io.TextIOWrapper(
        file, encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline=""
    )
    try:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        begins = 1
        while True:
            try:
                cells = next(reader, None)
            except (csv.Error, UnicodeError) as error:
                raise NotRows(begins, str(error)) from error
            if cells is None:
                return
            yield begins, [cell[: CELL_MOST + 1].replace("\0", "\ufffd") for cell in cells]
            begins = reader.line_num + 1
    finally:
        text.detach()  # the caller closes the file
