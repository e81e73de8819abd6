"""Candidate lists of small pools, one wish after another: nothing has to be compiled for eleven schools of a spreadsheet."""

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import WishColumns
from mado.matching.engine.edges import Edges
from mado.matching.engine.encoding import UNPROPOSED
from mado.matching.engine.feasibility import Limits, feasible_rows
from mado.matching.engine.scoring import POINTS, Weights, score_rows

Rows = NDArray[np.int64]


def few_pairs(columns: WishColumns, rows_a: Rows, rows_b: Rows, *, k: int, weights: Weights, limits: Limits) -> Edges:
    """As candidates.candidate_lists; the same answer."""
    rank = np.full(len(columns), -1)
    rank[rows_b] = np.arange(len(rows_b))
    found = [np.empty((4, 0), np.int64)]
    for place, position in enumerate(rows_a.tolist()):
        wish = columns.encoded(position)
        if "proposed" not in limits.skip and int(wish.offers["closed"]) & UNPROPOSED:
            continue
        rows = feasible_rows(columns, wish, limits)
        rows = rows[rank[rows] >= 0]
        own, other = score_rows(columns, wish, rows, weights, weights)
        found.append(np.stack([np.full(len(rows), place), rank[rows], own, other]))
    a, b, own, other = np.concatenate(found, axis=1)
    kept = np.flatnonzero(_is_among_best(a, own, b, k) | _is_among_best(b, other, a, k))
    order = kept[np.lexsort((b[kept], a[kept]))]
    arrays = a[order].astype(np.int32), b[order].astype(np.int32), own[order] / POINTS, other[order] / POINTS
    for array in arrays:
        array.flags.writeable = False
    return Edges(*arrays)


def _is_among_best(school: Rows, points: Rows, partner: Rows, k: int) -> NDArray[np.bool_]:
    """(pairs,) whether the partner is among the school's k best, the lower index first among equals."""
    order = np.lexsort((partner, -points, school))
    ordered = school[order]
    among = np.empty(len(order), bool)
    among[order] = np.arange(len(order)) - np.searchsorted(ordered, ordered) < k
    return among
