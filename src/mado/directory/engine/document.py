"""What the index knows of one organisation, as plain values; and what can be asked of it."""

from dataclasses import dataclass
from typing import NamedTuple

FACETS = ("country", "region", "level", "kind", "language", "topic", "takes_part")
"""Filters of a search, each with live counts. `kind` is the kind of exchange wished for; `takes_part` holds "yes"."""


@dataclass(frozen=True, slots=True)
class SchoolDocument:
    """`names` own name first; `places` in every language and spelling people type; `hints` are romanisations a person
    may guess (weak: asked only when nothing else answers); `texts` are what the school says of itself; `kinds` are words
    for the kind of school in every language; `numbers` are official identifiers, found only whole.

    A single letter is looked for in names (Latin) or in names, places and texts (other scripts), never in kinds: as a
    letter of "school" it would find every school.
    """

    pk: int
    code: str
    names: tuple[str, ...]
    places: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    """(facet, value), any number per facet."""
    said: bool = False
    """Whether higher apps say anything of it: for most schools of a directory they do not."""


class FoundEntry(NamedTuple):
    """`said`: see SchoolDocument."""

    pk: int
    score: float
    said: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of answers. `total` and `facets` are exact. `rung`: how far the search had to climb down:
    "" as typed · "romanised" by a guessed romanisation · "typo" by near spellings, then `spelling` says which."""

    total: int
    hits: tuple["FoundEntry", ...]
    facets: dict[str, dict[str, int]]
    rung: str = ""
    spelling: str = ""
