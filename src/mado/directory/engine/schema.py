"""The layout of the index. Change it, and VERSION with it: an index of another version is not read, but rebuilt."""

from collections.abc import Iterable
from functools import lru_cache

from tantivy import Document, Schema, SchemaBuilder

from mado.directory.engine.document import FACETS, SchoolDocument
from mado.kernel.text import fold, plain, runs, tokens

VERSION = 2

TOKENS = {"tokenizer_name": "whitespace", "index_option": "position"}
LETTERS = {"tokenizer_name": "whitespace", "index_option": "basic"}


def build_schema() -> Schema:
    """`all` and `name` hold folded tokens, `exact` the names in their own script; `*_letters` answer one-letter queries."""
    builder = SchemaBuilder()
    builder.add_unsigned_field("pk", stored=True, indexed=True, fast=True)
    for name in ("all", "name", "exact", "hint"):
        builder.add_text_field(name, **TOKENS)
        if name != "hint":
            builder.add_text_field(f"{name}_letters", **LETTERS)
    builder.add_text_field("sort_name", fast=True, tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


@lru_cache(maxsize=50_000)
def _shared_tokens(text: str) -> str:
    """Places and kinds are said again and again."""
    return " ".join(tokens(text))


def _letters(texts: Iterable[str]) -> str:
    return " ".join(sorted({letter for text in texts for piece, pairs in runs(text) if pairs for letter in piece}))


@lru_cache(maxsize=50_000)
def _shared_letters(text: str) -> str:
    return _letters([fold(text)])


def to_entry(document: SchoolDocument) -> Document:
    """The document as tantivy takes it. Each text is a value of its own, so that no phrase spans two texts."""
    entry = Document()
    entry.add_unsigned("pk", document.pk)
    folded_names = [fold(text) for text in document.names]
    for text in document.names:
        entry.add_text("name", joined := " ".join(tokens(text)))
        entry.add_text("all", joined)
        entry.add_text("exact", " ".join(tokens(text, folded=False)))
    for text in (*document.places, *document.kinds):
        entry.add_text("all", _shared_tokens(text))
    for text in document.texts:
        entry.add_text("all", " ".join(tokens(text)))
    for text in document.hints:
        entry.add_text("hint", " ".join(tokens(text)))
    name_letters = _letters(folded_names)
    entry.add_text("name_letters", name_letters)
    entry.add_text("exact_letters", _letters(plain(text) for text in document.names))
    entry.add_text("all_letters", " ".join([name_letters, *(_shared_letters(text) for text in document.places)]))
    entry.add_text("sort_name", folded_names[0] if folded_names else "")
    for facet, value in document.facets:
        entry.add_text(facet, value)
    return entry
