"""A JSON list of flat objects, read one object at a time: neither its size nor its depth can fill the memory."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from mado.directory.importing.listed import Row, Source
from mado.directory.importing.reading import with_header, wrong

CHUNK = 64 << 10
LARGEST_OBJECT = 64 << 10
_SKIPPED = " \t\r\n,"


class _Text:
    """A window of text that grows at its end and forgets at its start, and knows its line."""

    def __init__(self, path: Path) -> None:
        self._file = path.open(encoding="utf-8-sig", newline="")
        self.window = ""
        self.line = 1

    def grow(self) -> bool:
        try:
            more = self._file.read(CHUNK)
        except UnicodeDecodeError as error:
            sentence = _("The file is not UTF-8 after line %(line)d. Use the file as it was published.")
            raise wrong(sentence % {"line": self.line}) from error
        self.window += more
        return bool(more)

    def forget(self, count: int) -> None:
        self.line += self.window.count("\n", 0, count)
        self.window = self.window[count:]

    def skip_blanks(self) -> bool:
        """Move to the next sign; False at the end of the file."""
        while True:
            rest = self.window.lstrip(_SKIPPED)
            if rest:
                self.forget(len(self.window) - len(rest))
                return True
            self.forget(len(self.window))
            if not self.grow():
                return False

    def close(self) -> None:
        self._file.close()


def json_rows(source: Source, path: Path) -> Iterator[Row]:
    """Rows of the one list in the file; its first object is the header."""
    return with_header(source, _objects(path))


def _objects(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    text = _Text(path)
    try:
        _find_list(text)
        keys: list[str] = []
        while text.skip_blanks() and text.window[0] != "]":
            line = text.line
            found = _next_object(text)
            if not keys:
                keys = list(found)
            elif found.keys() != set(keys):
                sentence = _("The object at line %(line)d has other keys than the first one. Download the file again.")
                raise wrong(sentence % {"line": line})
            # The header object stands where a CSV has its first line, so the search for the header works the same.
            yield (1 if found is keys else line), [found[key] for key in keys]
        if not text.window:
            raise wrong(_("The file ends in the middle, at line %(line)d. Download it again.") % {"line": text.line})
    finally:
        text.close()


def _find_list(text: _Text) -> None:
    """To the first [ which must come soon: {"contacts": [ …"""
    while "[" not in text.window and len(text.window) < CHUNK and text.grow():
        pass
    start = text.window.find("[")
    if start < 0 or start > 1000:
        raise wrong(_("There is no list of schools at the start of this JSON file. Check file and source."))
    text.forget(start + 1)


def _next_object(text: _Text) -> dict[str, str]:
    decoder = json.JSONDecoder()
    while True:
        try:
            found, end = decoder.raw_decode(text.window)
        except json.JSONDecodeError as error:
            if len(text.window) < LARGEST_OBJECT and text.grow():
                continue
            sentence = _("The object at line %(line)d is not complete JSON, or too large (%(error)s).")
            raise wrong(sentence % {"line": text.line, "error": error.msg}) from error
        except (RecursionError, ValueError) as error:
            sentence = _("The object at line %(line)d is nested too deeply or has a number too long.")
            raise wrong(sentence % {"line": text.line}) from error
        if not isinstance(found, dict) or not all(
            isinstance(value, str | int | float | None) for value in found.values()
        ):
            sentence = _("At line %(line)d stands no flat object of texts. Check file and source.")
            raise wrong(sentence % {"line": text.line})
        text.forget(end)
        return {key: _plain(value) for key, value in found.items()}


def _plain(value: object) -> str:
    return "" if value is None else str(value).replace("\0", "")
