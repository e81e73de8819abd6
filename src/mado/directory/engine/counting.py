"""How many schools there are, by every value of every facet: exact, and in one walk over those found.

What every school has (country, region, level) is counted together: a cell is one combination of these, and a school has
one cell. From the few hundred cells of an answer follow the counts of all three facets, whatever is chosen in them, and
the total. What only schools have that say something of themselves is counted among these alone.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tantivy import Query, Schema, Searcher

from mado.directory.engine.query import all_of, with_filters
from mado.directory.engine.schema import CELL_FACETS, cell_values

Filters = Mapping[str, Sequence[str]]
FacetCounts = dict[str, dict[str, int]]

MOST_VALUES = 60_000
"""tantivy's own limit is 65,000 for one answer. Countries × regions × levels stay far below: counts stay exact."""


class Counted(NamedTuple):
    """`total` respects every selection; a facet's counts ignore its own: what one would get by choosing it."""

    total: int
    facets: FacetCounts


def count(searcher: Searcher, schema: Schema, found: Query, filters: Filters, facets: Sequence[str]) -> Counted:
    """Counts of the entries `found` finds, narrowed by `filters`."""
    of_cells = [facet for facet in facets if facet in CELL_FACETS]
    in_cells = {facet: filters[facet] for facet in CELL_FACETS if facet in filters}
    if of_cells:
        elsewhere = {facet: values for facet, values in filters.items() if facet not in in_cells}
        cells = _terms(searcher, with_filters(schema, found, elsewhere), ["cell"])["cell"]
        total, counts = _from_cells(cells, in_cells, of_cells)
    else:
        total, counts = total_of(searcher, with_filters(schema, found, filters)), {}
    return Counted(total, counts | _of_sayers(searcher, schema, found, filters, facets))


def total_of(searcher: Searcher, query: Query) -> int:
    """How many entries the query finds."""
    return int(searcher.search(query, 1, count=True).count)  # type: ignore[attr-defined]  # tantivy's stub leaves it out


def _from_cells(cells: Mapping[str, int], chosen: Filters, facets: Sequence[str]) -> tuple[int, FacetCounts]:
    total, counts = 0, {facet: Counter[str]() for facet in facets}
    wanted = {facet: frozenset(values) for facet, values in chosen.items()}
    for cell, number in cells.items():
        values = _values(cell)
        refused = [facet for facet, these in wanted.items() if these.isdisjoint(values[facet])]
        if not refused:
            total += number
        for facet in facets:
            if not refused or refused == [facet]:
                for value in values[facet]:
                    counts[facet][value] += number
    return total, {facet: dict(counter) for facet, counter in counts.items()}


@lru_cache(maxsize=20_000)
def _values(cell: str) -> Mapping[str, tuple[str, ...]]:
    return cell_values(cell)


def _of_sayers(
    searcher: Searcher, schema: Schema, found: Query, filters: Filters, facets: Collection[str]
) -> FacetCounts:
    """Facets of schools that say something of themselves."""
    wanted = [facet for facet in facets if facet not in CELL_FACETS]
    free = [facet for facet in wanted if facet not in filters]
    jobs = [(free, "")] if free else []
    sayers = all_of([Query.const_score_query(Query.term_query(schema, "sayer", "yes"), 0.0), found])
    counts: FacetCounts = {}
    for together, but in jobs + [([facet], facet) for facet in wanted if facet in filters]:
        counts |= _terms(searcher, with_filters(schema, sayers, filters, but=but), together)
    return counts


def _terms(searcher: Searcher, query: Query, fields: Sequence[str]) -> FacetCounts:
    size = {"size": MOST_VALUES, "segment_size": MOST_VALUES}
    answer = searcher.aggregate(query, {field: {"terms": {"field": field, **size}} for field in fields})
    return {field: {row["key"]: row["doc_count"] for row in answer[field]["buckets"]} for field in fields}
