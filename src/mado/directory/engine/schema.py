"""The layout of the index. Change it, and VERSION with it: an index of another version is not read, but rebuilt."""

from functools import lru_cache
from typing import Any

from tantivy import Document, Schema, SchemaBuilder

from mado.directory.engine.document import FACETS, SchoolDocument
from mado.kernel.text import fold, plain, runs, tokens

VERSION = 4

TOKENS: dict[str, Any] = {"tokenizer_name": "whitespace", "index_option": "position"}
BEGINNINGS: dict[str, Any] = {"tokenizer_name": "whitespace", "index_option": "basic"}
SHORTEST_BEGINNING = 2
LONGEST_BEGINNING = 20
"""Letters. Longer words are asked for whole."""


def build_schema() -> Schema:
    """`all` and `name` hold folded tokens, `exact` the names in their own script, `hint` guessed readings.

    `…_begins` hold what a single letter or a begun word is answered by: each letter of Han, Kana, Hangul and Thai, each
    beginning of a word. Terms of their own, since walking the dictionary for a prefix takes milliseconds per field.
    """
    builder = SchemaBuilder()
    builder.add_unsigned_field("pk", stored=True, indexed=True, fast=True)
    for name in ("all", "name", "exact", "hint"):
        builder.add_text_field(name, **TOKENS)
        if name != "hint":
            builder.add_text_field(f"{name}_begins", **BEGINNINGS)
    builder.add_unsigned_field("said", fast=True)
    builder.add_text_field("sort_name", fast=True, tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _begins(text: str, shortest: int = SHORTEST_BEGINNING) -> set[str]:
    """Letters, and beginnings of words from `shortest` letters on; `text` is folded or plain."""
    found: set[str] = set()
    for piece, pairs in runs(text):
        if pairs:
            found.update(piece)
        else:
            found.update(piece[:size] for size in range(shortest, min(len(piece), LONGEST_BEGINNING) + 1))
    return found


@lru_cache(maxsize=50_000)
def _shared_tokens(text: str) -> str:
    """Places and kinds are said again and again."""
    return " ".join(tokens(text))


@lru_cache(maxsize=50_000)
def _shared_begins(text: str, *, letters: bool) -> frozenset[str]:
    found = _begins(fold(text))
    return frozenset(found if letters else (begun for begun in found if begun.isascii()))


def to_entry(document: SchoolDocument) -> Document:
    """The document as tantivy takes it. Each text is a value of its own, so that no phrase spans two texts."""
    entry = Document()
    entry.add_unsigned("pk", document.pk)
    entry.add_unsigned("said", int(document.said))
    for text in document.names:
        entry.add_text("name", joined := " ".join(tokens(text)))
        entry.add_text("all", joined)
        entry.add_text("exact", " ".join(tokens(text, folded=False)))
    for text in (*document.places, *document.kinds):
        entry.add_text("all", _shared_tokens(text))
    for text in (*document.texts, *document.numbers):
        entry.add_text("all", " ".join(tokens(text)))
    for text in document.hints:
        entry.add_text("hint", " ".join(tokens(text)))
    _add_begins(entry, document)
    entry.add_text("sort_name", fold(document.names[0]) if document.names else "")
    for facet, value in document.facets:
        entry.add_text(facet, value)
    return entry


def _add_begins(entry: Document, document: SchoolDocument) -> None:
    of_names = set[str]().union(*(_begins(fold(text), 1) for text in document.names))
    of_all = of_names.union(
        *(_shared_begins(text, letters=True) for text in document.places),
        *(_shared_begins(text, letters=False) for text in document.kinds),
        *(_begins(fold(text)) for text in document.texts),
        # Numbers are asked for whole: their beginnings would be the longest dictionary of all.
        *({word for word, pairs in runs(fold(text)) if not pairs} for text in document.numbers),
    )
    entry.add_text("name_begins", " ".join(of_names))
    entry.add_text("all_begins", " ".join(of_all))
    entry.add_text("exact_begins", " ".join(set[str]().union(*(_begins(plain(text), 1) for text in document.names))))
