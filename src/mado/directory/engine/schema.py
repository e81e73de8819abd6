"""The layout of the index. Change it, and VERSION with it: an index of another version is not read, but rebuilt."""

from functools import lru_cache
from typing import Any

from tantivy import Document, Schema, SchemaBuilder

from mado.directory.engine.document import FACETS, Area, SchoolDocument
from mado.kernel.text import fold, plain, runs, tokens

VERSION = 8

TOKENS: dict[str, Any] = {"tokenizer_name": "whitespace", "index_option": "position"}
BEGINNINGS: dict[str, Any] = {"tokenizer_name": "whitespace", "index_option": "basic"}
SHORTEST_BEGINNING = 2
LONGEST_BEGINNING = 20
"""Letters. Longer words are asked for whole."""
LONGEST_START = 8
"""Letters of a whole name's beginning; what is typed beyond must stand in the name."""
PART, SPACE = "\x1f", "\x1e"
"""Inside a term of `place` or `cell`: between its parts; for the spaces of a name, and between the values of a part."""
CELL_FACETS = ("country", "region", "level")
"""Facets that are counted together: what a directory knows of every school."""


def build_schema() -> Schema:
    """`all` and `name` hold folded tokens, `exact` the names in their own script, `hint` guessed readings.

    `…_begins` hold what a single letter or a begun word is answered by: each letter of Han, Kana, Hangul and Thai, each
    beginning of a word. Terms of their own, since walking the dictionary for a prefix takes milliseconds per field.
    `starts` holds the first letters of whole names, `place` and `number` are dictionaries walked while one types;
    `standing` is "living" or "dormant" for schools that take part. `cell` holds the values of CELL_FACETS in one, `sayer`
    is "yes" for those with a value in another facet.
    """
    builder = SchemaBuilder()
    builder.add_unsigned_field("pk", stored=True, indexed=True, fast=True)
    for name in ("all", "name", "exact", "hint"):
        builder.add_text_field(name, **TOKENS)
        if name != "hint":
            builder.add_text_field(f"{name}_begins", **BEGINNINGS)
    for name in ("starts", "place", "number"):
        builder.add_text_field(name, **BEGINNINGS)
    builder.add_text_field("standing", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("said", fast=True)
    builder.add_unsigned_field("active", fast=True)
    builder.add_unsigned_field("exact_point", fast=True)
    builder.add_unsigned_field("pupils", indexed=True, fast=True)
    for name in ("lat", "lon"):
        builder.add_float_field(name, indexed=True, fast=True)
    builder.add_text_field("sort_name", fast=True, tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        counted_alone = facet not in CELL_FACETS
        builder.add_text_field(facet, fast=counted_alone, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("cell", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("sayer", tokenizer_name="raw", index_option="basic")
    return builder.build()


def compact(text: str) -> str:
    """Folded, without anything between the letters: Saint-Mary = "saint mary"."""
    return "".join(piece for piece, _pairs in runs(fold(text)))


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


@lru_cache(maxsize=50_000)
def _place_term(area: Area) -> str:
    spelling = compact(area.spelling)
    return PART.join((spelling, area.kind, SPACE.join(area.value.split()))) if spelling else ""


def to_entry(document: SchoolDocument) -> Document:
    """The document as tantivy takes it. Each text is a value of its own, so that no phrase spans two texts."""
    entry = Document()
    entry.add_unsigned("pk", document.pk)
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
    _add_numbers(entry, document)
    entry.add_text("place", " ".join({_place_term(area) for area in document.areas}))
    entry.add_text("number", " ".join(dict.fromkeys(compact(text) for text in document.numbers)))
    entry.add_text("sort_name", fold(document.names[0]) if document.names else "")
    for facet, value in document.facets:
        entry.add_text(facet, value)
    entry.add_text("cell", _cell(document))
    if any(facet not in CELL_FACETS for facet, _value in document.facets):
        entry.add_text("sayer", "yes")
    return entry


def _cell(document: SchoolDocument) -> str:
    """The document's values of CELL_FACETS in one term; `cell_values` reads it."""
    return PART.join(
        SPACE.join(sorted({value for its, value in document.facets if its == facet})) for facet in CELL_FACETS
    )


def cell_values(cell: str) -> dict[str, tuple[str, ...]]:
    """Facet → the values a cell stands for."""
    parts = zip(CELL_FACETS, cell.split(PART), strict=True)
    return {facet: tuple(part.split(SPACE)) if part else () for facet, part in parts}


def _add_numbers(entry: Document, document: SchoolDocument) -> None:
    """What a list is ordered or narrowed by; what is not known is absent, except where an order needs a zero."""
    entry.add_unsigned("said", int(document.said))
    entry.add_unsigned("active", document.last_active.toordinal() if document.last_active else 0)
    entry.add_unsigned("exact_point", int(document.exact))
    if document.pupils is not None:
        entry.add_unsigned("pupils", document.pupils)
    if document.point is not None:
        entry.add_float("lat", document.point[0])
        entry.add_float("lon", document.point[1])
    if ("takes_part", "yes") in document.facets:
        entry.add_text("standing", "dormant" if document.dormant else "living")


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
    starts = {
        name[:size] for name in map(compact, document.names) for size in range(1, min(len(name), LONGEST_START) + 1)
    }
    entry.add_text("starts", " ".join(starts))
