"""The pairs that could be in a round of wishes, each school with one wish: every school of one side against the whole other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import build_columns
from mado.matching.engine.edges import Edges
from mado.matching.engine.feasibility import LIMITS, Limits, failing
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import POINTS, WEIGHTS, Weights, score_rows

ROUND_LIMITS = Limits(LIMITS.session_minutes, LIMITS.weeks, frozenset({"proposed", "capacity"}))
"""An office proposes, not Mado; and places are the round's own."""

ALL_PAIRS_MOST = 4_000_000
BEST_MOST = 256
"""Beyond ALL_PAIRS_MOST possible pairs only so many are kept for each school of side a, by the sum of both scores."""

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
    progress: Callable[[int], None] = lambda _done: None,
) -> RoundEdges:
    """`progress` is told how many schools of side a are done. Wishes and organisations stand once over both lists."""
    columns = build_columns([*rows_a, *rows_b], first_week=first_week)
    at = {int(wish): place for place, wish in enumerate(columns.wish)}
    places_b = np.array([at[row.wish] for row in rows_b], dtype=np.int64)
    keep_best = len(rows_a) * len(rows_b) > ALL_PAIRS_MOST
    parts: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]] = []
    reasons_a: dict[int, tuple[str, ...]] = {}
    shut_b: dict[str, NDArray[np.int64]] = {}
    met_b = np.zeros(len(rows_b), dtype=bool)
    for index, row in enumerate(rows_a):
        wish = columns.asked(at[row.wish])
        fails = failing(columns, wish, places_b, limits)
        feasible = ~np.logical_or.reduce(list(fails.values())) if len(rows_b) else np.zeros(0, dtype=bool)
        for code, there in fails.items():
            shut_b[code] = shut_b.get(code, np.zeros(len(rows_b), dtype=np.int64)) + there
        met_b |= feasible
        fits = np.flatnonzero(feasible)
        if len(fits):
            own, other = score_rows(columns, wish, places_b[fits], weights)
            if keep_best and len(fits) > BEST_MOST:
                best = np.sort(np.argsort(-(own + other), kind="stable")[:BEST_MOST])
                fits, own, other = fits[best], own[best], other[best]
            a = np.full(len(fits), index, dtype=np.int32)
            parts.append((a, fits.astype(np.int32), own / POINTS, other / POINTS))
        else:
            reasons_a[index] = _most({code: int(there.sum()) for code, there in fails.items()})
        progress(index + 1)
    reasons_b = {
        int(place): _most({code: int(counts[place]) for code, counts in shut_b.items()})
        for place in np.flatnonzero(~met_b)
    }
    return RoundEdges(_edges(parts), reasons_a, reasons_b)


def _most(counts: dict[str, int]) -> tuple[str, ...]:
    """Conditions that fail at all, those that shut most out first; equal ones in the order of the table."""
    failed = [code for code, count in counts.items() if count]
    return tuple(sorted(failed, key=lambda code: -counts[code])[:REASONS_MOST])


def _edges(
    parts: list[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]],
) -> Edges:
    if not parts:
        none = np.zeros(0, dtype=np.int32)
        return Edges(none, none, np.zeros(0), np.zeros(0))
    a, b, score_a, score_b = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Edges(a, b, score_a, score_b)
