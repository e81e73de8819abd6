"""Names written in one with something else: 高雄樂群國小 is 高雄 and 樂群國小, 久留米信愛高校 is 久留米信愛 and 高校.

A piece of Han, Kana or Hangul that stands nowhere as it is may stand in two or three parts, in any of the entry's texts.
"""

from collections.abc import Iterator, Sequence

from tantivy import Occur, Query, Schema

from mado.directory.engine.query import NAME_BOOST, Asked, all_of, any_of, piece_query

SHORTEST_PARTED = 4
LONGEST_PARTED = 24
SHORTEST_PART = 2
LONGEST_IN_THREE = 14


def parted_query(schema: Schema, asked: Asked) -> Query | None:
    """Every piece, long ones whole or in parts; entries whose name holds all parts first. None: nothing to part."""
    if not any(pairs and SHORTEST_PARTED <= len(piece) <= LONGEST_PARTED for piece, pairs in asked.folded):
        return None
    found = _every_piece(schema, "all", asked.folded)
    named = Query.boost_query(_every_piece(schema, "name", asked.folded), NAME_BOOST)
    return Query.boolean_query([(Occur.Must, found), (Occur.Should, named)])


def _every_piece(schema: Schema, field: str, pieces: Sequence[tuple[str, bool]]) -> Query:
    last = len(pieces) - 1
    return all_of(
        [
            any_of(
                [
                    all_of([piece_query(schema, field, part, pairs=pairs, is_beginning=at == last) for part in parts])
                    for parts in _partings(piece, pairs=pairs)
                ]
            )
            for at, (piece, pairs) in enumerate(pieces)
        ]
    )


def _partings(piece: str, *, pairs: bool) -> Iterator[tuple[str, ...]]:
    """(高雄樂群,) (高雄, 樂群); the last part may be a single letter, as in 화담중, short for 화담중학교."""
    yield (piece,)
    size = len(piece)
    if not pairs or not SHORTEST_PARTED <= size <= LONGEST_PARTED:
        return
    for cut in range(SHORTEST_PART, size):
        yield piece[:cut], piece[cut:]
        if size <= LONGEST_IN_THREE:
            for second in range(cut + SHORTEST_PART, size):
                yield piece[:cut], piece[cut:second], piece[second:]
