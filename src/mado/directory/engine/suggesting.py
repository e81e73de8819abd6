"""What somebody may be about to write: schools by the beginning of a name, places with their number of schools, codes.

Order of schools: living schools before all others, names that begin so before names that hold it further on, then shorter
names first. Where nothing is written so: guessed romanisations, then the nearest spelling.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tantivy import Occur, Query, Schema, Searcher

from mado.directory.engine.query import (
    Asked,
    all_of,
    any_of,
    edits_allowed,
    match_query,
    name_query,
    read_text,
    with_filters,
)
from mado.directory.engine.schema import LONGEST_START, PART, SPACE, compact
from mado.directory.engine.spelling import nearest

MOST_PLACES = 3
SPELLINGS_OF_PLACES = 8 * MOST_PLACES
"""No place of ours has more than eight spellings with the same beginning."""
SHORTEST_NUMBER = 4
SHORTEST_READING = 3
MOST_READINGS = 50
MOST_SPELLINGS = 1_500
START_SCORE = 1000.0


class SuggestedPlace(NamedTuple):
    """`kind` country, region or city; `value` as in Area; `total` schools are found there."""

    kind: str
    value: str
    total: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`schools` are keys, best first. `rung` as in Found; `spelling` is what was suggested for instead."""

    schools: tuple[int, ...] = ()
    places: tuple[SuggestedPlace, ...] = ()
    rung: str = ""
    spelling: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.schools and not self.places


def suggest(searcher: Searcher, schema: Schema, text: str, limit: int) -> Suggestions:
    """At most `limit` schools and three places."""
    asked = read_text(text)
    if not asked.folded:
        return Suggestions()
    found = _as_typed(searcher, schema, asked, text, limit)
    if not found.is_empty:
        return found
    if schools := _read_so(searcher, schema, asked, limit):
        return Suggestions(schools, rung="romanised")
    spelling = _near_spelling(searcher, asked)
    if not spelling:
        return found
    return replace(_as_typed(searcher, schema, read_text(spelling), spelling, limit), rung="typo", spelling=spelling)


def _as_typed(searcher: Searcher, schema: Schema, asked: Asked, text: str, limit: int) -> Suggestions:
    start = compact(text)
    schools: dict[int, None] = {}
    for query in _rungs(schema, asked, start):
        if len(schools) >= limit:
            break
        # Those of the rungs above are found again here: so many more are asked for.
        schools |= dict.fromkeys(_keys(searcher, query, limit + len(schools)))
    if len(schools) < limit and _may_be_number(start):
        terms = [term for term, _uses in searcher.terms_with_prefix("number", start, limit=limit)]
        numbered = any_of([Query.term_query(schema, "number", term) for term in terms])
        schools |= dict.fromkeys(_keys(searcher, numbered, limit + len(schools)))
    return Suggestions(tuple(schools)[:limit], tuple(_places(searcher, schema, start)))


def _rungs(schema: Schema, asked: Asked, start: str) -> Iterator[Query]:
    named = name_query(schema, asked)
    starts = Query.term_query(schema, "starts", start[:LONGEST_START])
    living = Query.const_score_query(Query.term_query(schema, "standing", "living"), 0.0)
    yield Query.boolean_query(
        [(Occur.Must, living), (Occur.Must, named), (Occur.Should, Query.const_score_query(starts, START_SCORE))]
    )
    # A first word or run of letters that begins a name stands in it: nothing more is to be asked.
    is_one = len(asked.folded) == 1 and len(start) <= LONGEST_START
    yield starts if is_one else all_of([starts, named])
    yield named


def _keys(searcher: Searcher, query: Query, most: int) -> list[int]:
    addresses = [address for _score, address in searcher.search(query, most, count=False).hits]
    return [int(key or 0) for key in searcher.fast_field_values("pk", addresses)] if addresses else []


def _may_be_number(start: str) -> bool:
    """Beginnings of official numbers and codes are tried only where a word would hardly look so."""
    return len(start) >= SHORTEST_NUMBER and start.isascii() and any(sign.isdigit() for sign in start)


def _places(searcher: Searcher, schema: Schema, start: str) -> Iterator[SuggestedPlace]:
    seen: dict[tuple[str, str], None] = {}
    for term, _uses in searcher.terms_with_prefix("place", start, limit=SPELLINGS_OF_PLACES):
        _spelling, kind, value = term.split(PART)
        seen.setdefault((kind, value.replace(SPACE, " ")))
    for kind, value in list(seen)[:MOST_PLACES]:
        query, filters = Query.all_query(), {kind: [value]}
        if kind == "city":
            around, city = value.split("/", 1)
            query, filters = (
                match_query(schema, read_text(city)),
                {"region" if len(around) > 2 else "country": [around]},
            )
        result = searcher.search(with_filters(schema, query, filters), 1, count=True)
        if total := int(result.count):  # type: ignore[attr-defined]  # tantivy's stub leaves it out
            yield SuggestedPlace(kind, value, total)


def _read_so(searcher: Searcher, schema: Schema, asked: Asked, limit: int) -> tuple[int, ...]:
    """Names that may be read as typed, the last word perhaps only begun."""
    pieces: list[Query] = []
    *_before, (last, _pairs) = asked.folded
    for piece, pairs in asked.folded:
        words: Sequence[str] = [piece]
        if piece == last and not pairs and len(piece) >= SHORTEST_READING:
            words = [term for term, _uses in searcher.terms_with_prefix("hint", piece, limit=MOST_READINGS)]
        either = [Query.term_set_query(schema, "hint", list(words))] if words else []
        pieces.append(any_of([*either, name_query(schema, replace(asked, folded=((piece, pairs),)))]))
    return tuple(_keys(searcher, all_of(pieces), limit))


def _near_spelling(searcher: Searcher, asked: Asked) -> str:
    """The text with every unknown word replaced by the nearest common one; "" when one has none."""
    words = []
    for piece, pairs in asked.folded:
        most = 0 if pairs else edits_allowed(piece)
        if not most or searcher.doc_freq("all", piece):
            words.append(piece)
            continue
        common = searcher.terms_with_prefix("all", piece[:2], limit=MOST_SPELLINGS)
        near = nearest(piece, (pair for pair in common if abs(len(pair[0]) - len(piece)) <= most), most)
        if not near:
            return ""
        words.append(near)
    spelling = " ".join(words)
    return "" if spelling == " ".join(piece for piece, _pairs in asked.folded) else spelling
