"""The pairs that could be in a round of wishes, each school with one wish, and why some schools stand in none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.candidates import ROUND_LIMITS, candidate_lists
from mado.matching.engine.columns import WishColumns, build_columns
from mado.matching.engine.edges import Edges
from mado.matching.engine.feasibility import Limits, failing
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import WEIGHTS, Weights

Places = NDArray[np.int64]

LIST_LENGTH = 200
"""Partners kept for each school at least, best first; with pools no larger than that every pair that could be is kept."""

REASONS_MOST = 3


@dataclass(frozen=True, slots=True)
class RoundEdges:
    """`edges`: indices into the two lists as they were given. `why_not_a`, `why_not_b`: index → the conditions that shut most
    others out, most first, for schools that stand in no pair."""

    edges: Edges
    why_not_a: dict[int, tuple[str, ...]]
    why_not_b: dict[int, tuple[str, ...]]


def round_edges(
    rows_a: Sequence[WishRow],
    rows_b: Sequence[WishRow],
    *,
    first_week: date,
    weights: Weights = WEIGHTS,
    limits: Limits = ROUND_LIMITS,
    progress: Callable[[int, int], None] | None = None,
) -> RoundEdges:
    """Wishes and organisations stand once over both lists. `progress` is told (schools of side a done, all)."""
    if not rows_a or not rows_b:
        none = np.zeros(0, dtype=np.int32)
        return RoundEdges(Edges(none, none, np.zeros(0), np.zeros(0)), {}, {})
    columns = build_columns([*rows_a, *rows_b], first_week=first_week)
    at = {int(wish): place for place, wish in enumerate(columns.wish)}
    places_a, places_b = (np.array([at[row.wish] for row in rows], dtype=np.int64) for rows in (rows_a, rows_b))
    edges = candidate_lists(
        columns, places_a, places_b, k=LIST_LENGTH, weights=weights, limits=limits, progress=progress
    )
    return RoundEdges(
        edges,
        _why_not(columns, places_a, places_b, np.unique(edges.a), limits),
        _why_not(columns, places_b, places_a, np.unique(edges.b), limits),
    )


def _why_not(
    columns: WishColumns, places: Places, others: Places, met: NDArray[np.int32], limits: Limits
) -> dict[int, tuple[str, ...]]:
    """For each school that is not among `met`: the conditions that fail with most of the others; equal ones in the order of
    the table."""
    found = {}
    for index in np.setdiff1d(np.arange(len(places)), met).tolist():
        fails = failing(columns, columns.asked(int(places[index])), others, limits)
        counts = {code: int(there.sum()) for code, there in fails.items()}
        failed = [code for code, count in counts.items() if count]
        found[index] = tuple(sorted(failed, key=lambda code: -counts[code])[:REASONS_MOST])
    return found
