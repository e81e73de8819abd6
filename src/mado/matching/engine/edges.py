"""Two pools, the pairs that could be, and how much each side would like each of them. Immutable; nothing here knows Django.

The order of ids is the canonical order: whoever builds `Pools` sorts by id first, so that a result never depends on the
order in which schools were read.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int32]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pools:
    """Two sides of a round. All arrays are read-only.

    `ids_a`, `ids_b`: (n_a,), (n_b,) public keys in ascending order, unique in their side.
    `capacity_a`, `capacity_b`: (n_a,), (n_b,) int32 ≥ 0, unit: partners the school still takes.
    `waiting_a`, `waiting_b`: (n_a,), (n_b,) int32 ≥ 0, unit: days the school has waited for a partner.
    `area_a`, `area_b`: (n_a,), (n_b,) int32, an index into `areas_a`, `areas_b` (county or country); -1 for none.
    """

    ids_a: tuple[str, ...]
    ids_b: tuple[str, ...]
    capacity_a: Indices
    capacity_b: Indices
    waiting_a: Indices
    waiting_b: Indices
    area_a: Indices
    area_b: Indices
    areas_a: tuple[str, ...] = ()
    areas_b: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs that are feasible for both sides, each once, ordered by (a, b). E pairs.

    `a`, `b`: (E,) int32, indices into the pools.
    `score_a`: (E,) float64, finite, what side a thinks of the pair (a over b); `score_b` what side b thinks of it. Those Mado
    makes are in 0…1; those of a file are whatever the office wrote.
    """

    a: Indices
    b: Indices
    score_a: Scores
    score_b: Scores

    def __len__(self) -> int:
        return len(self.a)

    @property
    def total(self) -> Scores:
        """(E,) the sum of both sides' scores: what "greatest total" adds up."""
        return self.score_a + self.score_b


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round is asked to respect. Pairs are (index in a, index in b).

    `pinned`: pairs that must stand (they count against capacity and need not be in the edges);
    `forbidden`: pairs that must not stand.
    `floors_a`, `floors_b`: area index → schools of that area that are to get at least one partner if it can be done
    (rule "fair" only).
    """

    pinned: tuple[tuple[int, int], ...] = ()
    forbidden: tuple[tuple[int, int], ...] = ()
    floors_a: dict[int, int] = field(default_factory=dict)
    floors_b: dict[int, int] = field(default_factory=dict)
