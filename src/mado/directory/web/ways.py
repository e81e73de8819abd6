"""Ways out of a search that finds nothing: what each filter costs, and what parts of the text would find.

A mistyped word is no case for these: the search itself answers it by the near spelling and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mado.directory.asking import to_query
from mado.directory.engine.query import read_text
from mado.directory.search import SearchRequest, search_organizations
from mado.directory.web.choices import chips_for, without

MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Way:
    """A search that does find something, in words."""

    label: str | Promise
    query: str
    total: int

    @property
    def total_text(self) -> str:
        return f"{self.total:,}"


def ways_out(asked: SearchRequest) -> list[Way]:
    """One filter less each, then no filter, then no text, then parts of the text."""
    return [way for way in _tries(asked) if way.total]


def _tries(asked: SearchRequest) -> Iterator[Way]:
    bare = SearchRequest(q=asked.q, near=asked.near, near_text=asked.near_text, sort=asked.sort)
    narrowed = not replace(asked, q="").is_blank
    if narrowed:
        chips = list(chips_for(asked))
        for chip, less in zip(chips, without(asked), strict=True):
            yield _way(_("Without “%(filter)s”") % {"filter": chip.label}, less)
        if asked.q and len(chips) > 1:
            yield _way(_("“%(text)s” without any filter") % {"text": asked.q}, bare)
        if asked.q:
            yield _way(_("All filters, without “%(text)s”") % {"text": asked.q}, replace(asked, q=""))
    for text in _parts(asked.q)[:MOST_WORDS]:
        yield _way(_("“%(text)s” alone") % {"text": text}, replace(bare, q=text))


def _way(label: str, other: SearchRequest) -> Way:
    other = replace(other, offset=0)
    return Way(label, to_query(other), search_organizations(replace(other, limit=0, facets=())).total)


def _parts(text: str) -> list[str]:
    """The words of a text one by one, and long ones in Han, Kana or Hangul without their first or last letter."""
    pieces, words = read_text(text).folded[:3], text.split()[:3]
    # Tchaj-pej is one word, though it is looked for in two pieces.
    parts = words if len(words) > 1 else [piece for piece, _pairs in pieces] if len(pieces) > 1 else []
    for piece, pairs in pieces:
        if pairs and len(piece) > 2:
            parts += [piece[:-1], piece[1:], piece[:2]]
    return list(dict.fromkeys(parts))
