"""The words of an HTML mail, without markup, scripts and quoted mail. No Django here."""

from html.parser import HTMLParser

_SILENT = {"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"}
_BREAKING = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "table", "pre", "hr"}
_QUOTING = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "outlookmessageheader")
_QUOTED_BELOW = ("appendonsend", "divrplyfwdmsg")
"""Outlook's marks where the answered mail begins: as text it draws a rule there."""
_RULE = "_" * 32
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr"}
DEPTH_MOST = 400


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.open: list[tuple[str, bool]] = []

    @property
    def is_silent(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKING:
            self.pieces.append("\n")
        if tag in _VOID or len(self.open) >= DEPTH_MOST:
            return
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id", "type")).lower()
        if not self.is_silent and any(mark in marks for mark in _QUOTED_BELOW):
            self.pieces.append(f"\n{_RULE}\n")
        quoted = tag == "blockquote" or any(mark in marks for mark in _QUOTING)
        self.open.append((tag, self.is_silent or tag in _SILENT or quoted))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                break
        if tag in _BREAKING:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.is_silent:
            self.pieces.append(" ".join(data.split()) if data.strip() else " ")
            if data[-1:].isspace() and data.strip():
                self.pieces.append(" ")


def words_of_html(html: str) -> str:
    """Plain text with line ends where blocks end."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = "".join(words.pieces).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines)
