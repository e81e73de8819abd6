"""Bytes of a mail as text, whatever it says of itself. No Django here.

Declared names are widened to what their users really write: "gb2312" mails hold GB18030, "ks_c_5601" means CP949,
"shift_jis" CP932, and ISO-2022-JP from Japanese phones carries NEC's own letters (①, ㈱), which Python's codec refuses.
Source: WHATWG Encoding Standard (labels); RFC 1468; JIS X 0208 row 13 as in CP932.
"""

import codecs
import re
import unicodedata

_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "euc-kr": "cp949",
    "euckr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "cp-850": "cp850",
}
_NOT_FOR_MAIL = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined")
_GUESSES = ("utf-8", "big5hkscs", "gb18030", "cp949", "cp932", "cp1252")
_ESCAPE = re.compile(rb"\x1b(\$@|\$B|\$\(B|\$\(D|\(B|\(J|\(I)")
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFEFF, *range(0xD800, 0xE000)))
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Letters that turn the reading direction of what follows: no message needs them, and they make words look other."""


def decoded(raw: bytes, declared: str | None) -> str:
    """The text, never an error: declared, then UTF-8, then guessed; what no table knows becomes U+FFFD."""
    name = (declared or "").strip().strip("\"'").lower()
    if name.startswith("iso-2022-jp") or (not name and b"\x1b$" in raw):
        return clean(_from_iso_2022_jp(raw))
    candidates = [_WIDER.get(name, name)] if name else []
    for candidate in (*candidates, "utf-8"):
        text = _strictly(raw, candidate)
        if text is not None:
            return clean(text)
    if name and (codec := _known(candidates[0])):
        return clean(raw.decode(codec, "replace"))
    return clean(
        next(
            (text for guess in _GUESSES if (text := _strictly(raw, guess)) is not None), raw.decode("utf-8", "replace")
        )
    )


def _known(name: str) -> str | None:
    """The codec's name if it is one for text; Python also calls zip and base64 codecs."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = info._is_text_encoding  # noqa: SLF001  # there is no other way to ask
    return info.name if is_text and info.name.replace("_", "-") not in _NOT_FOR_MAIL else None


def _strictly(raw: bytes, name: str) -> str | None:
    codec = _known(name)
    if codec is None:
        return None
    try:
        return raw.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _from_iso_2022_jp(raw: bytes) -> str:
    """Run by run: double-byte runs go through CP932, which knows NEC's row 13 and the user's own; the rest is ASCII."""
    text: list[str] = []
    pieces = _ESCAPE.split(raw)
    text.append(pieces[0].decode("ascii", "replace"))
    for escape, run in zip(pieces[1::2], pieces[2::2], strict=True):
        if escape in (b"(B", b"(J"):
            text.append(run.decode("ascii", "replace"))
        elif escape == b"(I":
            text.append(bytes(byte | 0x80 for byte in run).decode("cp932", "replace"))
        elif escape == b"$(D":
            text.append(
                (b"".join(b"\x8f" + bytes((a | 0x80, b | 0x80)) for a, b in _pairs(run))).decode("euc_jp", "replace")
            )
        else:
            text.append(_double_bytes(run))
    return "".join(text)


def _pairs(run: bytes) -> list[tuple[int, int]]:
    return [(run[at], run[at + 1]) for at in range(0, len(run) - 1, 2)]


def _double_bytes(run: bytes) -> str:
    """JIS X 0208 pairs as Shift_JIS pairs. A line end inside the run (some senders never switch back) stays one."""
    shifted = bytearray()
    at = 0
    while at < len(run):
        first = run[at]
        if first in b"\r\n" or at + 1 == len(run):
            shifted.append(first if first < 0x80 else 0x3F)
            at += 1
            continue
        second = run[at + 1]
        if not (0x21 <= first <= 0x7E and 0x21 <= second <= 0x7E):
            shifted += b"?"
            at += 2
            continue
        row = first - 0x21
        lead = row // 2 + (0x81 if row < 0x3E else 0xC1)
        trail = second + (0x7E if row % 2 else (0x1F if second < 0x60 else 0x20))
        shifted += bytes((lead, trail))
        at += 2
    return shifted.decode("cp932", "replace")


def clean(text: str) -> str:
    """NFC, one kind of line end, without NUL, control letters, half surrogates and direction overrides."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", text.translate(_CONTROL).translate(_BIDI))
