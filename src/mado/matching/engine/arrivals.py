"""What one arrival, or one changed wish, brings to lists that are there: no full run.

Lists so kept lack nothing a full run would hold, as long as wishes only arrive. Where a wish leaves, the partners of whose
best it was are one short until the next full run: who would follow was not kept.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import WishColumns
from mado.matching.engine.edges import Edges
from mado.matching.engine.encoding import Encoded
from mado.matching.engine.feasibility import Limits, feasible_rows
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import POINTS, WEIGHTS, Weights, score_rows

ROUND_LIMITS = Limits(skip=frozenset({"proposed"}))


@dataclass(frozen=True, slots=True)
class Arrival:
    """The pairs of one wish, by ascending row. `rows`: (m,) int64 rows of the columns of the other side; `own`, `other`: (m,)
    float64 scores 0…1 of the wish over each, and of each over the wish."""

    rows: NDArray[np.int64]
    own: NDArray[np.float64]
    other: NDArray[np.float64]


def arrival(
    other_side: WishColumns,
    asked: WishRow | int | Encoded,
    *,
    k: int = 200,
    least: NDArray[np.float64] | None = None,
    weights: Weights = WEIGHTS,
    limits: Limits = ROUND_LIMITS,
) -> Arrival:
    """The wish's k best of the other side, and every wish there of whose best it becomes one.

    `least`: (rows,) the score of each wish's k-th best so far (worst_kept), below 0 while it has fewer.
    """
    wish = asked if isinstance(asked, Encoded) else other_side.asked(asked)
    rows = feasible_rows(other_side, wish, limits)
    own, other = score_rows(other_side, wish, rows, weights, weights)
    listed = np.zeros(len(rows), bool)
    listed[np.lexsort((other_side.wish[rows], -own))[:k]] = True
    if least is not None:
        listed |= other / POINTS > least[rows]
    return Arrival(rows[listed], own[listed] / POINTS, other[listed] / POINTS)


def worst_kept(edges: Edges, count_b: int, k: int) -> NDArray[np.float64]:
    """(count_b,) for each of side b the k-th best score it gives in these lists; -1 where it has fewer than k."""
    order = np.lexsort((-edges.score_b, edges.b))
    start = np.searchsorted(edges.b[order], np.arange(count_b + 1))
    found = np.full(count_b, -1.0)
    enough = np.flatnonzero(np.diff(start) >= k)
    found[enough] = edges.score_b[order[start[enough] + k - 1]]
    return found
