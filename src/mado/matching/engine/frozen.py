"""What a round was computed from, as plain text that any later version can read: pools, pairs that could be with their
scores, weights. Floats are written so that they come back as the same floats; the digest is that of the text."""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mado.matching.engine.edges import Edges, Pools, Terms

ENGINE_VERSION = "1"
"""Raised whenever the same input may lead to other pairs."""

AREA_FLOOR = 1
"""Schools of each county or country that the fair rule gives a partner before it looks at who waits longest, where the terms
say no other number."""

BYTES_MOST = 256 << 20
"""Of the text, when it is unpacked."""

TermsJson = Mapping[str, Any]
"""{"pinned": [[id in a, id in b]…], "forbidden": […], "capacity": {id: partners}, "floors": {"a": {area: schools}, "b": …}}."""


@dataclass(frozen=True, slots=True)
class FrozenSide:
    """Schools of one side in ascending order of id; `waiting` in days; `capacity` partners; `area` an index or -1."""

    ids: tuple[str, ...]
    capacity: tuple[int, ...]
    waiting: tuple[int, ...]
    area: tuple[int, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrozenInput:
    """`a`, `b`: the pools; `pairs`: (index in a, index in b, score of a, score of b), ordered; `why_not`: id → the conditions
    that shut most others out, for schools that stand in no pair; `weights`: name of a part → its weight."""

    a: FrozenSide
    b: FrozenSide
    pairs: tuple[tuple[int, int, float, float], ...]
    why_not: Mapping[str, Sequence[str]]
    weights: Mapping[str, float]

    def text(self) -> bytes:
        """Canonical: the same input is the same text."""
        sides = {
            name: {key: getattr(side, key) for key in ("ids", "capacity", "waiting", "area", "areas")}
            for name, side in (("a", self.a), ("b", self.b))
        }
        whole = {**sides, "pairs": self.pairs, "why_not": dict(self.why_not), "weights": dict(self.weights)}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()

    def packed(self) -> tuple[bytes, str]:
        """Compressed text and the SHA-256 of the text."""
        text = self.text()
        return zlib.compress(text, 6), hashlib.sha256(text).hexdigest()


def unpacked(payload: bytes, sha256: str) -> FrozenInput:
    """Raises ValueError when the text is not the one that was frozen."""
    text = zlib.decompressobj().decompress(payload, BYTES_MOST)
    if hashlib.sha256(text).hexdigest() != sha256:
        raise ValueError("the input of this round is not the one that was frozen")
    whole = json.loads(text)
    a, b = (FrozenSide(**{key: tuple(row) for key, row in whole[side].items()}) for side in ("a", "b"))
    pairs = tuple((int(i), int(j), float(one), float(other)) for i, j, one, other in whole["pairs"])
    return FrozenInput(a, b, pairs, whole["why_not"], whole["weights"])


def arrays(frozen: FrozenInput, terms: TermsJson) -> tuple[Pools, Edges, Terms]:
    """What the engine takes, with the terms applied. Raises KeyError on an id that is in neither pool."""
    places = dict(terms.get("capacity", {}))
    at_a = {one: place for place, one in enumerate(frozen.a.ids)}
    at_b = {one: place for place, one in enumerate(frozen.b.ids)}
    a, b = (
        [places.get(one, had) for one, had in zip(side.ids, side.capacity, strict=True)]
        for side in (frozen.a, frozen.b)
    )
    pools = Pools(
        ids_a=frozen.a.ids,
        ids_b=frozen.b.ids,
        capacity_a=_whole(a),
        capacity_b=_whole(b),
        waiting_a=_whole(frozen.a.waiting),
        waiting_b=_whole(frozen.b.waiting),
        area_a=_whole(frozen.a.area),
        area_b=_whole(frozen.b.area),
        areas_a=frozen.a.areas,
        areas_b=frozen.b.areas,
    )
    columns = list(zip(*frozen.pairs, strict=True)) or [(), (), (), ()]
    edges = Edges(_whole(columns[0]), _whole(columns[1]), _scores(columns[2]), _scores(columns[3]))
    applied = Terms(
        pinned=_indices(terms, "pinned", at_a, at_b),
        forbidden=_indices(terms, "forbidden", at_a, at_b),
        floors_a=_floors(frozen.a, floors_of(terms, "a")),
        floors_b=_floors(frozen.b, floors_of(terms, "b")),
    )
    return pools, edges, applied


def floors_of(terms: TermsJson, side: str) -> Mapping[str, int]:
    """Area → its floor, where the terms of a side say another than AREA_FLOOR."""
    floors: Mapping[str, int] = terms.get("floors", {}).get(side, {})
    return floors


def _floors(side: FrozenSide, said: Mapping[str, int]) -> dict[int, int]:
    return {place: int(said.get(area, AREA_FLOOR)) for place, area in enumerate(side.areas)}


def _indices(
    terms: TermsJson, key: str, at_a: Mapping[str, int], at_b: Mapping[str, int]
) -> tuple[tuple[int, int], ...]:
    """Pairs of ids as pairs of places; those of schools that are no longer in a pool are left out."""
    pairs = ((a, b) for a, b in terms.get(key, ()) if a in at_a and b in at_b)
    return tuple(sorted((at_a[a], at_b[b]) for a, b in pairs))


def _whole(values: Sequence[int]) -> Any:
    column = np.array(values, dtype=np.int32)
    column.setflags(write=False)
    return column


def _scores(values: Sequence[float]) -> Any:
    column = np.array(values, dtype=np.float64)
    column.setflags(write=False)
    return column
