"""Which answers stand first: rung by rung, and within a rung by how well the names answer.

A rung is asked only when those above it do not fill the page. One query that weighs every rung at once would score every
entry a frequent word is found in: ten times the work for the same twenty schools.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from tantivy import DocAddress, Occur, Order, Query, Schema, Searcher

from mado.directory.engine.query import Asked, all_of, any_of, name_parts, name_query, own_script_query

SCORES = {"living": 1000.0, "dormant": 0.0}
"""BM25 stays below about 30: no name answers so well that a dormant school would stand before a living one."""


class Rung(NamedTuple):
    query: Query
    by_activity: bool = False
    """The last sign of life first, where there are no words that names could answer better or worse."""


def rungs(schema: Schema, asked: Asked, matching: Query) -> Iterator[Rung]:
    """From the best to the last. Each may find again what one above it has found.

    Own script of the name (living schools that take part, dormant ones, all others), then living schools and dormant
    ones that are found elsewhere, then names in another script, then everything, names that
    hold more of it first. Without words: living schools, dormant ones, all others. `matching` finds all, unranked.
    """
    unranked = Query.const_score_query(matching, 0.0)
    if asked.is_blank or not asked.folded:
        yield from (Rung(_standing(schema, word, unranked), by_activity=True) for word in SCORES)
        yield Rung(unranked)
        return
    own, named = own_script_query(schema, asked), name_query(schema, asked)
    if [len(piece) for piece, _pairs in asked.plain] != [len(piece) for piece, _pairs in asked.folded]:
        # æ is ae: a word just short enough to be asked for as a beginning may be too long when folded.
        own = all_of([unranked, own])
    yield Rung(_taking_part(schema, own))
    yield Rung(own)
    # What is typed may stand in the name only in part, the rest in the place: 橋頭 elementary Kaohsiung.
    parts = [(Occur.Should, part) for part in name_parts(schema, asked)]
    yield Rung(Query.boolean_query([(Occur.Must, _taking_part(schema, unranked)), *parts]))
    yield Rung(named)
    yield Rung(unranked if len(parts) == 1 else Query.boolean_query([(Occur.Must, unranked), *parts]))


def _taking_part(schema: Schema, query: Query) -> Query:
    """`query` among schools that take part, the living before the dormant."""
    return any_of([_standing(schema, word, query) for word in SCORES])


def _standing(schema: Schema, word: str, query: Query) -> Query:
    return all_of([Query.const_score_query(Query.term_query(schema, "standing", word), SCORES[word]), query])


def best_of(
    searcher: Searcher,
    ladder: Iterable[Rung],
    narrowed: Callable[[Query], Query],
    most: int,
    before: Sequence[DocAddress] = (),
) -> list[DocAddress]:
    """At most `most` entries that `narrowed` lets through: `before`, then rung by rung, none twice."""
    found = _by_place(before)
    for rung in ladder:
        missing = most - len(found)
        if missing <= 0:
            break
        # Those of the rungs above may be found again here: so many more are asked for.
        by: dict[str, Any] = {"order_by_field": "active", "order": Order.Desc} if rung.by_activity else {}
        hits = searcher.search(narrowed(rung.query), missing + len(found), count=False, **by).hits
        for place, address in _by_place(address for _value, address in hits).items():
            found.setdefault(place, address)
    return [*found.values()][:most]


def _by_place(addresses: Iterable[DocAddress]) -> dict[tuple[int, int], DocAddress]:
    """Addresses themselves can be no keys."""
    return {(address.segment_ord, address.doc): address for address in addresses}
