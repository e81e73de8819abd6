"""What one arrival, or one changed wish, brings to lists that are there: no full run.

Lists so kept lack nothing a full run would hold, as long as wishes only arrive. Where a wish leaves, the partners of whose
best it was are one short until the next full run: who would follow was not kept.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.candidates import ROUND_LIMITS
from mado.matching.engine.columns import WishColumns
from mado.matching.engine.edges import Edges
from mado.matching.engine.encoding import AGAIN, Encoded
from mado.matching.engine.feasibility import (
    Limits,
    must_meet_live,
    table_holds,
)
from mado.matching.engine.pair_building import record_of, rules_of, side_of, tables_of, welcome_of
from mado.matching.engine.pair_sides import Both, Offers, Side, Tables
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import POINTS, WEIGHTS, Weights

Rows = NDArray[np.int64]
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Arrival:
    """The pairs of one wish, by ascending row. `rows`: (m,) int64 rows of the columns of the other side; `own`, `other`: (m,)
    float64 scores 0…1 of the wish over each, and of each over the wish."""

    rows: Rows
    own: NDArray[np.float64]
    other: NDArray[np.float64]


class OtherSide:
    """All wishes of one side, laid out once, so that each wish that arrives on the other is held against them in compiled
    loops. The tables of distinct values have one place more, for what the arriving wish says. Not for several threads.
    """

    def __init__(self, columns: WishColumns, *, weights: Weights = WEIGHTS, limits: Limits = ROUND_LIMITS) -> None:
        self.columns, self.weights, self.limits = columns, weights, limits
        self._side, codes, self._rows = side_of(columns, np.arange(len(columns)), weights, limits)
        self._offers = columns.offers[codes]
        self._tables = _with_one_more(tables_of(columns))
        self._rules = rules_of(weights, limits)
        self._welcome: dict[tuple[int, int], Array] = {}
        self._found = tuple(np.empty(len(columns), np.int64) for _array in range(3))

    def arrival(
        self, asked: WishRow | int | Encoded, *, k: int = 200, least: NDArray[np.float64] | None = None
    ) -> Arrival:
        """The wish's k best of this side, and every wish here of whose best it becomes one.

        `least`: (rows of the columns,) the score of each wish's k-th best so far (worst_kept), below 0 while it has fewer.
        """
        wish = asked if isinstance(asked, Encoded) else self.columns.asked(asked)
        rows, own, other = self._pairs(wish)
        order = np.argsort(rows)
        rows, own, other = rows[order], own[order], other[order]
        listed = np.ones(len(rows), bool)
        if len(rows) > k:
            listed[:] = False
            listed[np.lexsort((self.columns.wish[rows], -own))[:k]] = True
            if least is not None:
                listed |= other / POINTS > least[rows]
        return Arrival(rows[listed], own[listed] / POINTS, other[listed] / POINTS)

    def _pairs(self, wish: Encoded) -> tuple[Rows, Rows, Rows]:
        """Rows that fit, with the points of both sides, in no particular order."""
        from mado.matching.engine import pair_loops as loops  # noqa: PLC0415  # loads a compiler: decision 0013

        place = len(self._tables.wants) - 1
        _say(self._tables, wish)
        record = record_of(wish, self.weights, place)
        one = Side(record, *(np.zeros(1, np.int64) for _column in range(7)))
        holds = table_holds(self._offers, wish, self.limits, "offers")
        live = np.zeros_like(holds)
        live[holds] = must_meet_live(wish, self._offers[holds])
        start = np.zeros(2, np.int64)
        offers = Offers(holds[None], live[None], 0, self._open_to(wish)[None], start, start)
        count = loops.arrive(Both(one, self._side, self._tables, self._rules), offers, self._found)
        rows, own, other = (array[:count] for array in self._found)
        return self._rows[rows], own, other

    def _open_to(self, wish: Encoded) -> Array:
        """(n,) which wishes, in working order, welcome a school from there and may be its partner at all."""
        country, region = int(wish.regions["country"]), int(wish.regions["region"])
        known = self._welcome.get((country, region))
        if known is None:
            known = self._welcome[country, region] = welcome_of(self.columns, self._rows, country, region, self.limits)
        blocked = self._blocked(wish)
        if len(blocked):
            known = known.copy()
            known[self._order[blocked]] = 0
        return known

    def _blocked(self, wish: Encoded) -> Rows:
        """Rows that are partners, unless both want each other again, or that refused or were refused."""
        found = []
        for name in ("partners", "refused"):
            if name in self.limits.skip:
                continue
            named = [self._rows_of.get(school, _NONE) for school in getattr(wish, name)]
            rows = np.concatenate([*named, self._naming[name].get(wish.organization, _NONE)])
            if name == "partners" and wish.flags & AGAIN:
                rows = rows[self.columns.flags[rows] & AGAIN == 0]
            found.append(rows)
        return np.concatenate([_NONE, *found])

    @cached_property
    def _order(self) -> Rows:
        """Row of the columns → place in the working order."""
        order = np.empty(len(self._rows), np.int64)
        order[self._rows] = np.arange(len(self._rows))
        return order

    @cached_property
    def _rows_of(self) -> dict[int, Rows]:
        return _grouped(self.columns.organization, np.arange(len(self.columns)))

    @cached_property
    def _naming(self) -> dict[str, dict[int, Rows]]:
        """ "partners", "refused" → organisation → rows that name it."""
        found = {}
        for name in ("partners", "refused"):
            sizes = np.diff(getattr(self.columns, f"{name}_start"))
            found[name] = _grouped(getattr(self.columns, name), np.repeat(np.arange(len(sizes)), sizes))
        return found


_NONE = np.empty(0, np.int64)


def _grouped(keys: Array, rows: Rows) -> dict[int, Rows]:
    order = np.argsort(keys, kind="stable")
    distinct, first = np.unique(keys[order], return_index=True)
    return dict(zip(distinct.tolist(), np.split(rows[order], first[1:]), strict=True)) if len(distinct) else {}


def _with_one_more(tables: Tables) -> Tables:
    """Every table of values gets as many places as the longest has, and one more, so that the last is free in all."""
    longest = max(len(tables.wants), len(tables.names), len(tables.speech), len(tables.slots)) + 1
    longer = {
        name: np.concatenate([array, np.zeros((longest - len(array), *array.shape[1:]), array.dtype)])
        for name, array in tables._asdict().items()
        if name not in ("country", "region")
    }
    return tables._replace(**longer)


def _say(tables: Tables, wish: Encoded) -> None:
    """What the wish says stands in the last place of every table."""
    for name in ("wants", "wanted", "excluded"):
        getattr(tables, name)[-1] = wish.places[name]
    tables.names[-1], tables.bounded[-1], tables.named[-1] = (
        wish.regions[name] for name in ("names", "bounded", "wanted")
    )
    speech = wish.speeches
    tables.speech[-1, :-2], tables.speech[-1, -2], tables.speech[-1, -1] = (
        speech[name] for name in ("at_least", "own", "practises")
    )
    tables.slots[-1] = wish.weeks["slots"].reshape(-1)


def worst_kept(edges: Edges, count_b: int, k: int) -> NDArray[np.float64]:
    """(count_b,) for each of side b the k-th best score it gives in these lists; -1 where it has fewer than k."""
    order = np.lexsort((-edges.score_b, edges.b))
    start = np.searchsorted(edges.b[order], np.arange(count_b + 1))
    found = np.full(count_b, -1.0)
    enough = np.flatnonzero(np.diff(start) >= k)
    found[enough] = edges.score_b[order[start[enough] + k - 1]]
    return found
