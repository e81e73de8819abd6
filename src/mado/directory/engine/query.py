"""From what a person typed to tantivy queries. No query language: quotes and operators are separators like any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tantivy import FieldType, Occur, Query, Schema

from mado.directory.engine.document import Bounds, Box
from mado.directory.engine.schema import LONGEST_BEGINNING
from mado.kernel.text import fold, pair_tokens, plain, runs

LONGEST_TEXT = 200
MOST_RUNS = 12
NAME_BOOST = 10.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The pieces that must all be found: (piece, is searched by pairs). `plain` keeps the script as typed."""

    folded: tuple[tuple[str, bool], ...]
    plain: tuple[tuple[str, bool], ...]
    is_blank: bool

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(piece for piece, pairs in self.folded if not pairs)


def read_text(text: str) -> Asked:
    """Anything goes: what is too long is cut, what is no letter or digit separates."""
    text = text[:LONGEST_TEXT]
    return Asked(_pieces(fold(text)), _pieces(plain(text)), is_blank=not text.strip())


def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    return tuple(runs(text)[:MOST_RUNS])


def match_query(schema: Schema, asked: Asked) -> Query:
    """Every piece somewhere in the entry, unranked. The last word may be a beginning only."""
    if asked.is_blank:
        return Query.all_query()
    return _all_of(schema, "all", asked.folded) if asked.folded else Query.empty_query()


def romanised_query(schema: Schema, asked: Asked) -> Query:
    """Words that nobody wrote, but that a name may be read as."""
    pieces = [
        piece_query(schema, "all", piece, pairs=pairs, is_beginning=False)
        if pairs
        else Query.boolean_query(
            [
                (Occur.Should, Query.term_query(schema, "all", piece)),
                (Occur.Should, Query.term_query(schema, "hint", piece)),
            ]
        )
        for piece, pairs in asked.folded
    ]
    return _both(pieces)


def typo_query(schema: Schema, asked: Asked) -> Query | None:
    """Latin words with one edit (two from eight letters on); exchanged neighbours are one. None: nothing to try."""
    if not any(len(word) >= SHORTEST_TYPO for word in asked.words):
        return None

    def near(field: str) -> Query:
        return _both(
            [
                piece_query(schema, field, piece, pairs=pairs, is_beginning=False)
                if pairs or len(piece) < SHORTEST_TYPO
                else Query.fuzzy_term_query(schema, field, piece, edits_allowed(piece), True, False)
                for piece, pairs in asked.folded
            ]
        )

    # Words that stand in the name as typed, or nearly so, weigh more than the same words of a place.
    named = [
        (
            Occur.Should,
            Query.boost_query(piece_query(schema, "name", piece, pairs=pairs, is_beginning=False), NAME_BOOST),
        )
        for piece, pairs in asked.folded
    ]
    return Query.boolean_query(
        [(Occur.Must, near("all")), (Occur.Should, Query.boost_query(near("name"), 2.0)), *named]
    )


SHORTEST_TYPO = 4


def edits_allowed(word: str) -> int:
    """How many edits a mistyped word of this length may have."""
    return 0 if len(word) < SHORTEST_TYPO else 1 if len(word) < 8 else 2


def _all_of(schema: Schema, field: str, pieces: Sequence[tuple[str, bool]]) -> Query:
    return _both(_each_of(schema, field, pieces))


def _each_of(schema: Schema, field: str, pieces: Sequence[tuple[str, bool]]) -> list[Query]:
    last = len(pieces) - 1
    return [
        piece_query(schema, field, piece, pairs=pairs, is_beginning=at == last)
        for at, (piece, pairs) in enumerate(pieces)
    ]


def _both(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def piece_query(schema: Schema, field: str, piece: str, *, pairs: bool, is_beginning: bool) -> Query:
    """One piece in one field: a part of a name by its pairs, a letter by itself, a word whole or as a beginning."""
    if not pairs:
        if len(piece) == 1 and field == "all":
            field = "name"
        begun = is_beginning and len(piece) <= LONGEST_BEGINNING
        return Query.term_query(schema, f"{field}_begins" if begun else field, piece)
    if len(piece) == 1:
        return Query.term_query(schema, f"{field}_begins", piece)
    words = pair_tokens(piece)[:-1]
    if len(words) == 1:
        return Query.term_query(schema, field, words[0])
    return Query.phrase_query(schema, field, [*words])


def all_of(queries: Sequence[Query]) -> Query:
    """Every one of them; the one itself when there is only one."""
    return _both(queries)


def any_of(queries: Sequence[Query]) -> Query:
    """At least one of them; nothing when there is none."""
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def box_query(schema: Schema, box: Box) -> Query:
    """Entries whose point lies in this part of the map."""

    def within(field: str, low: float, high: float) -> Query:
        return Query.range_query(schema, field, FieldType.Float, low, high)

    sides = [(box.west, box.east)] if box.west <= box.east else [(box.west, 180.0), (-180.0, box.east)]
    return all_of([within("lat", box.south, box.north), any_of([within("lon", *side) for side in sides])])


def with_bounds(schema: Schema, query: Query, bounds: Bounds) -> Query:
    """`query` narrowed by numbers. A school whose number is not known does not fit."""
    clauses = []
    if bounds.pupils is not None:
        clauses.append(Query.range_query(schema, "pupils", FieldType.Unsigned, *bounds.pupils))
    if bounds.box is not None:
        clauses.append(box_query(schema, bounds.box))
    if not clauses:
        return query
    narrowing = ((Occur.Must, Query.const_score_query(clause, 0.0)) for clause in clauses)
    return Query.boolean_query([(Occur.Must, query), *narrowing])


def as_typed_query(schema: Schema, text: str, filters: Mapping[str, Sequence[str]], bounds: Bounds) -> Query:
    """What a search finds without climbing down to readings and near spellings; no ranking."""
    counted = with_bounds(schema, match_query(schema, read_text(text)), bounds)
    return with_filters(schema, counted, filters)


def name_parts(schema: Schema, asked: Asked) -> list[Query]:
    """Each piece in the names, the last word perhaps only begun."""
    return _each_of(schema, "name", asked.folded)


def name_query(schema: Schema, asked: Asked) -> Query:
    """Every piece in the names, the last word perhaps only begun: what is suggested while one types."""
    return _all_of(schema, "name", asked.folded) if asked.folded else Query.empty_query()


def own_script_query(schema: Schema, asked: Asked) -> Query:
    """Every piece in the names as they are written, unfolded; the last word perhaps only begun."""
    return _all_of(schema, "exact", asked.plain) if asked.plain else Query.empty_query()


def with_filters(schema: Schema, query: Query, filters: Mapping[str, Sequence[str]], *, but: str = "") -> Query:
    """`query` narrowed by every facet with a selection, except `but`. Several values of one facet: any of them."""
    clauses = [
        Query.const_score_query(
            Query.term_query(schema, facet, values[0])
            if len(values) == 1
            else Query.term_set_query(schema, facet, list(values)),
            0.0,
        )
        for facet, values in filters.items()
        if values and facet != but
    ]
    if not clauses:
        return query
    return Query.boolean_query([(Occur.Must, query), *((Occur.Must, clause) for clause in clauses)])
