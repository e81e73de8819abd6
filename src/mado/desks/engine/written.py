"""Text that strangers type: signs that hide, reorder or break what a reader sees."""

import unicodedata

KEPT_CONTROLS = frozenset("\n\t")
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's explicit directional formatting characters (UAX 9): they make a text read otherwise than it is written."""

SILENT = {ord(sign): None for sign in "\u200b\u2060\ufeff\u00ad"}
"""Signs that come along when a text is pasted and say nothing: taken out without a word."""


def tidy(text: str) -> str:
    """NFC, line ends as \\n, nothing silent, no spaces around. Joiners stay: Persian names and emoji need them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", plain.translate(SILENT)).strip()


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(tidy(text).split())


def has_hidden_signs(text: str) -> bool:
    """Whether a control or a reordering character stands in the text; call it on tidied text."""
    return any(
        sign in REORDERING or (sign not in KEPT_CONTROLS and unicodedata.category(sign) == "Cc") for sign in text
    )
