"""What the index knows of one organisation, as plain values; and what can be asked of it."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

FACETS = ("country", "region", "level", "kind", "language", "topic", "takes_part", "open_now")
"""Filters of a search, each with live counts. `kind` is the kind of exchange wished for; `takes_part` and `open_now`
(looks for partners now and can take one) hold "yes"."""

ORDERS = ("fit", "active", "distance", "name")
"""fit: best answer first, living schools before dormant ones before those that do not take part. active: last sign of
life first. distance: from a point. Those of whom an order knows nothing come last."""

Point = tuple[float, float]
"""Latitude, longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map in degrees, edges included; west > east means across the 180th meridian."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is narrowed by numbers: pupils from…to, both included, and a part of the map. None: not narrowed."""

    pupils: tuple[int, int] | None = None
    box: Box | None = None


class Area(NamedTuple):
    """One spelling of a place a school lies in. `kind` "country" or "region": `value` is the facet's; "city": `value`
    is "region code or country/name of the city"."""

    kind: str
    value: str
    spelling: str


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
    areas: tuple[Area, ...] = ()
    """What a place is suggested by while one types."""
    last_active: dt.date | None = None
    dormant: bool = False
    pupils: int | None = None
    point: Point | None = None
    exact: bool = False
    """False: `point` is only the centre of its area."""


class FoundEntry(NamedTuple):
    """`said`: see SchoolDocument."""

    pk: int
    said: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of answers. `total` and `facets` are exact. `rung`: how far the search had to climb down:
    "" as typed · "parted" in parts of what was written in one · "romanised" by a guessed romanisation · "typo" by near spellings, then `spelling` says which."""

    total: int
    hits: tuple["FoundEntry", ...]
    facets: dict[str, dict[str, int]]
    rung: str = ""
    spelling: str = ""
