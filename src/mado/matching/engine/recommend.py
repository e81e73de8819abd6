"""The best partners of one wish, exact and seen from both sides. docs/explanation/recommendations.md

`asked` is a wish of the columns, by its position, or a WishRow, also one that is still being written (wish 0).
What both sides think is combined as the harmonic mean of the two scores: high only when both are. It is shown in whole
per cent; among equal per cent the longest waiting comes first, then the lower wish id.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import WishColumns
from mado.matching.engine.feasibility import LIMITS, Limits, failing, feasible_rows
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import WEIGHTS, Weights, both_percent, score_rows

Ints = NDArray[np.int64]

_ID_BITS, _WAITING_BITS = 40, 16


@dataclass(frozen=True, slots=True)
class Recommendations:
    """Best first, at most k. Shapes (m,). `positions`: rows of the columns; `own`, `other`: points (millionths) of the asked
    wish over the partner and the other way round; `percent`: both together, 0…100. `feasible`: how many wishes fit at all."""

    positions: Ints
    wishes: Ints
    organizations: Ints
    own: Ints
    other: Ints
    percent: Ints
    feasible: int

    def __len__(self) -> int:
        return len(self.positions)


def recommend(
    columns: WishColumns,
    asked: WishRow | int,
    k: int = 20,
    *,
    weights: Weights = WEIGHTS,
    partner_weights: Weights = WEIGHTS,
    limits: Limits = LIMITS,
    one_per_school: bool = True,
) -> Recommendations:
    """The k best of all feasible partners; of a school with several wishes only its best, unless told otherwise.

    `weights`: of the asked side, with what it has learned; `partner_weights`: of everybody else.
    """
    wish = columns.asked(asked)
    rows = feasible_rows(columns, wish, limits)
    own, other = score_rows(columns, wish, rows, weights, partner_weights)
    percent = both_percent(own, other)
    best = _best(rank_keys(columns, rows, percent), columns.organization[rows], k, one_per_school)
    positions = rows[best]
    return Recommendations(
        positions,
        columns.wish[positions],
        columns.organization[positions],
        own[best],
        other[best],
        percent[best],
        len(rows),
    )


def rank_keys(columns: WishColumns, rows: Ints, percent: Ints) -> Ints:
    """(rows,) one number each, all different: higher is better. Per cent, then days waited, then the lower wish id."""
    waiting = columns.waiting[rows].astype(np.int64) << _ID_BITS
    return (percent << _ID_BITS + _WAITING_BITS) + waiting + ((1 << _ID_BITS) - 1 - columns.wish[rows])


def _best(keys: Ints, organizations: Ints, k: int, one_per_school: bool) -> Ints:  # noqa: FBT001  # passed on by name above
    """Places of the k highest keys, highest first. With one of each school, ever more are looked at until there are k."""
    if k <= 0 or not len(keys):
        return np.empty(0, np.int64)
    looked_at = k
    while True:
        looked_at = min(looked_at, len(keys))
        best = np.argpartition(keys, len(keys) - looked_at)[len(keys) - looked_at :]
        best = best[np.argsort(keys[best])[::-1]]
        if one_per_school:
            _schools, first = np.unique(organizations[best], return_index=True)
            best = best[np.sort(first)]
        if len(best) >= k or looked_at == len(keys):
            return best[:k]
        looked_at *= 4


@dataclass(frozen=True, slots=True)
class Count:
    """How many open wishes fit, and of how many organisations they are."""

    wishes: int
    schools: int


def count_feasible(columns: WishColumns, asked: WishRow | int, limits: Limits = LIMITS) -> Count:
    """The live count while a wish is written."""
    rows = feasible_rows(columns, asked, limits)
    return Count(len(rows), len(np.unique(columns.organization[rows])))


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an organisation fits with its best wish. `percent` is None where none of its wishes is feasible; then
    `failing` holds the codes of the wish that fails in fewest conditions. `position`: the row of that wish."""

    position: int
    percent: int | None
    own: int
    other: int
    failing: tuple[str, ...] = ()


def fits(
    columns: WishColumns,
    asked: WishRow | int,
    organizations: Collection[int],
    *,
    weights: Weights = WEIGHTS,
    partner_weights: Weights = WEIGHTS,
    limits: Limits = LIMITS,
) -> dict[int, Fit]:
    """Organisation → its fit, for those of the organisations that have an open wish. Only their rows are read."""
    wish = columns.asked(asked)
    rows = columns.positions_of(organizations)
    fails = failing(columns, wish, rows, limits)
    own, other = score_rows(columns, wish, rows, weights, partner_weights)
    percent = both_percent(own, other)
    failures = np.sum(list(fails.values()), axis=0, dtype=np.int64)
    order = np.lexsort((-rank_keys(columns, rows, percent), failures))
    found: dict[int, Fit] = {}
    for place in order.tolist():
        school = int(columns.organization[rows[place]])
        if school not in found:
            codes = tuple(code for code, there in fails.items() if there[place])
            value = None if codes else int(percent[place])
            found[school] = Fit(int(rows[place]), value, int(own[place]), int(other[place]), codes)
    return found
