"""A stable round that goes on while schools come, change and go, always equal to the round played anew.

| what happens | what is done | why that is enough |
|---|---|---|
| a school of side a arrives, or takes more partners | it proposes; whoever it pushes out goes on | the outcome of deferred acceptance does not depend on who proposes when (McVitie and Wilson 1971) |
| a school leaves, takes fewer partners; a school of side b arrives; a list changes | all propose again from lists that stay sorted; only the changed lists are sorted anew | a place that becomes free concerns everybody who was refused it, and even a school without a partner may have pushed others aside on its way (an "interrupter"), so nothing less is right in general |

The first costs microseconds, the second what the solving costs without the sorting. Lists are those of the task: who is
feasible for whom is decided before.
"""

from bisect import bisect_left
from collections.abc import Iterable
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.acceptance import Offsets, propose, ranked_rows, row_starts
from mado.matching.engine.checks import RoundInputError, checked, task_of
from mado.matching.engine.edges import Edges, Indices, Pools, Scores, Terms

Listed = Iterable[tuple[str, float, float]]
"""A school's feasible partners: (id of the partner, score of side a, score of side b)."""


class Rows(NamedTuple):
    """A list as it is read: places of the partners, what side a and what side b gives. (n,) each."""

    partners: list[int]
    score_a: list[float]
    score_b: list[float]


NOBODY = 0
"""A partner without places: pairs that no longer are point to it. Partners begin at 1."""
SPARE = 8
"""Places kept ready beyond a partner's present list."""


class StableRound:
    """Mutable. `pairs` is at every moment what `pair(…, Rule.STABLE)` gives for the schools and lists that are there."""

    def __init__(self, pools: Pools, edges: Edges, terms: Terms | None = None) -> None:
        terms = terms or Terms()
        task = task_of(pools, checked(pools, edges, terms), terms)
        self._pins = {(pools.ids_a[a], pools.ids_b[b]) for a, b in terms.pinned}
        self._ids: dict[str, list[str]] = {"a": list(pools.ids_a), "b": ["", *pools.ids_b]}
        self._at = {side: {school: at for at, school in enumerate(ids) if school} for side, ids in self._ids.items()}
        self._sorted_a = list(pools.ids_a)
        self._rank_a: Indices = np.arange(len(pools.ids_a), dtype=np.int32)
        self._capacity_a: Indices = task.capacity_a.copy()
        self._capacity_b: Indices = np.concatenate([[0], task.capacity_b]).astype(np.int32)
        self._a: Indices = task.a.copy()
        self._b: Indices = task.b + np.int32(1)
        self._score_a: Scores = task.score_a.copy()
        self._score_b: Scores = task.score_b.copy()
        start = row_starts(task.a, len(pools.ids_a))
        self._order: Indices = ranked_rows(start, task.score_a)
        self._begin: Offsets = start[:-1].copy()
        self._end: Offsets = start[1:].copy()
        self._listed: NDArray[np.int64] = np.bincount(self._b, minlength=len(self._capacity_b))
        self._pairs_used = self._order_used = len(self._a)
        for name in ("_a", "_b", "_score_a", "_score_b", "_order"):  # room now, so that no arrival pays for it
            setattr(self, name, _longer(getattr(self, name), self._pairs_used + 1))
        self.solve()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(id in a, id in b), sorted; pins included."""
        edges = self._held[self._held >= 0]
        ids_a, ids_b = self._ids["a"], self._ids["b"]
        made = [(ids_a[self._a[edge]], ids_b[self._b[edge]]) for edge in edges]
        return sorted([*made, *self._pins])

    def partners(self, side: str, school: str) -> list[str]:
        """Ids of a school's partners, sorted."""
        mine, other = ("ab".index(side), 1 - "ab".index(side))
        return [one[other] for one in self.pairs if one[mine] == school]

    def arrive(self, side: str, school: str, capacity: int, listed: Listed) -> None:
        """A new school. Raises RoundInputError for an id that is there, a partner that is not, a score that is no number."""
        if school in self._at[side] or not school:
            raise RoundInputError("duplicate_ids", f"{school} is in side {side} already.", side=side, ids=[school])
        rows = self._read(side, listed)
        _check_capacity(side, school, capacity)
        at = self._add_school(side, school, capacity)
        if side == "a":
            self._set_row(at, rows)
            self._propose(np.array([at], dtype=np.int32))
        else:
            self._enter_rows(at, rows)
            self.solve()

    def depart(self, side: str, school: str) -> None:
        """The school and all its pairs go, pinned ones too. Its id does not come back before `arrive`."""
        at = self._known(side, school)
        self._drop_pairs(side, at)
        mine, other = ("ab".index(side), 1 - "ab".index(side))
        for pin in [pin for pin in self._pins if pin[mine] == school]:
            self._pins.discard(pin)
            self._capacities("ab"[other])[self._at["ab"[other]][pin[other]]] += 1
        self._capacities(side)[at] = 0
        del self._at[side][school]
        self.solve()

    def change(self, side: str, school: str, capacity: int, listed: Listed) -> None:
        """Another list or capacity for a school that is there. `capacity` counts its pins too."""
        at = self._known(side, school)
        rows = self._read(side, listed)
        _check_capacity(side, school, capacity)
        pins = sum(pin["ab".index(side)] == school for pin in self._pins)
        if capacity < pins:
            raise RoundInputError("pinned_over_capacity", f"{school} has {pins} pins.", side=side, ids=[school])
        self._drop_pairs(side, at)
        self._capacities(side)[at] = capacity - pins
        if side == "a":
            self._set_row(at, rows)
        else:
            self._enter_rows(at, rows)
        self.solve()

    def widen(self, school: str, places: int) -> None:
        """A school of side a takes `places` partners more: it goes on proposing."""
        at = self._known("a", school)
        _check_capacity("a", school, places)
        was_full = self._load_a[at] == self._capacity_a[at]
        self._capacity_a[at] += places
        if was_full:
            self._propose(np.array([at], dtype=np.int32))

    def solve(self) -> None:
        """Everybody proposes from the start of the lists as they are."""
        self._lay_out(np.minimum(self._capacity_b, self._listed + SPARE))
        self._next = self._begin.copy()
        self._load_a: Indices = np.zeros_like(self._capacity_a)
        self._propose(np.flatnonzero((self._capacity_a > 0) & (self._end > self._begin)).astype(np.int32))

    def _lay_out(self, places: NDArray[np.int64]) -> None:
        self._held_from: Offsets = np.zeros(len(places) + 1, dtype=np.int64)
        np.cumsum(places, out=self._held_from[1:])
        self._held: Indices = np.full(self._held_from[-1], -1, dtype=np.int32)
        self._load_b: Indices = np.zeros(len(places), dtype=np.int32)

    def _propose(self, todo: Indices) -> None:
        propose(
            todo, self._end, self._order, self._a, self._b, self._score_b, self._rank_a, self._capacity_a,
            self._next, self._load_a, self._held_from, self._held, self._load_b,
        )  # fmt: skip

    def _capacities(self, side: str) -> Indices:
        return self._capacity_a if side == "a" else self._capacity_b

    def _known(self, side: str, school: str) -> int:
        if school not in self._at[side]:
            raise RoundInputError("unknown_id", f"{school} is not in side {side}.", side=side, ids=[school])
        return self._at[side][school]

    def _read(self, side: str, listed: Listed) -> Rows:
        """Each partner once."""
        other = "b" if side == "a" else "a"
        at, columns = self._at[other], list(zip(*listed, strict=True)) or [(), (), ()]
        try:
            partners = [at[partner] for partner in columns[0]]
        except KeyError as unknown:
            partners = [self._known(other, str(unknown.args[0]))]
        if len(set(partners)) != len(partners):
            raise RoundInputError("duplicate_edges", "A partner may stand in a list once.", side=side)
        scores = [float(score) for column in columns[1:] for score in column]
        if not all(map(isfinite, scores)):
            raise RoundInputError("score_not_a_number", "Every score must be a number.", side=side)
        return Rows(partners, scores[: len(partners)], scores[len(partners) :])

    def _add_school(self, side: str, school: str, capacity: int) -> int:
        at = len(self._ids[side])
        self._ids[side].append(school)
        self._at[side][school] = at
        if side == "b":
            self._capacity_b = np.append(self._capacity_b, np.int32(capacity))
            self._listed = np.append(self._listed, 0)
            return at
        if at == len(self._capacity_a):
            for name in ("_rank_a", "_capacity_a", "_load_a", "_begin", "_end", "_next"):
                setattr(self, name, _longer(getattr(self, name), at + 1))
        rank = bisect_left(self._sorted_a, school)
        self._sorted_a.insert(rank, school)
        self._rank_a[self._rank_a >= rank] += 1
        self._rank_a[at] = rank
        self._capacity_a[at] = capacity
        return at

    def _set_row(self, at: int, rows: Rows) -> None:
        """A school of side a gets a new list."""
        first = self._append_pairs(at, rows.partners, rows)
        self._write_row(at, list(range(first, self._pairs_used)))
        self._make_room(np.array(rows.partners, dtype=np.int64))

    def _enter_rows(self, at: int, rows: Rows) -> None:
        """A school of side b enters the lists of side a."""
        first = self._append_pairs(rows.partners, at, rows)
        for number, a in enumerate(rows.partners):
            row = self._order[self._begin[a] : self._end[a]]
            self._write_row(a, [*row[self._b[row] != NOBODY].tolist(), first + number])

    def _append_pairs(self, a: int | list[int], b: int | list[int], rows: Rows) -> int:
        first, self._pairs_used = self._pairs_used, self._pairs_used + len(rows.partners)
        for name, values in (("_a", a), ("_b", b), ("_score_a", rows.score_a), ("_score_b", rows.score_b)):
            column = _longer(getattr(self, name), self._pairs_used)
            column[first : self._pairs_used] = values
            setattr(self, name, column)
        np.add.at(self._listed, self._b[first : self._pairs_used], 1)
        return first

    def _write_row(self, at: int, edges: list[int]) -> None:
        ids = self._ids["b"]
        scores, partners = self._score_a[edges].tolist(), self._b[edges].tolist()
        ranks = [(-score, ids[partner], edge) for score, partner, edge in zip(scores, partners, edges, strict=True)]
        edges = [edge for _score, _id, edge in sorted(ranks)]
        first, self._order_used = self._order_used, self._order_used + len(edges)
        self._order = _longer(self._order, self._order_used)
        self._order[first : self._order_used] = edges
        self._begin[at] = self._next[at] = first
        self._end[at] = self._order_used

    def _make_room(self, partners: NDArray[np.int64]) -> None:
        """Partners on more lists than before may hold more: their places move, with what they hold."""
        places = self._held_from[partners + 1] - self._held_from[partners]
        if (places >= np.minimum(self._capacity_b[partners], self._listed[partners])).all():
            return
        held_from, held, load_b = self._held_from, self._held, self._load_b
        self._lay_out(np.minimum(self._capacity_b, self._listed + SPARE))
        taken = np.flatnonzero(held >= 0)
        moved = np.repeat(self._held_from[:-1] - held_from[:-1], load_b)
        self._held[taken + moved] = held[taken]
        self._load_b = load_b

    def _drop_pairs(self, side: str, at: int) -> None:
        if side == "a":
            row = self._order[self._begin[at] : self._end[at]]
            np.subtract.at(self._listed, self._b[row], 1)
            self._listed[NOBODY] = 0
            self._b[row] = NOBODY
            self._end[at] = self._begin[at]
        else:
            self._b[: self._pairs_used][self._b[: self._pairs_used] == at] = NOBODY
            self._listed[at] = 0


def _check_capacity(side: str, school: str, capacity: int) -> None:
    if capacity < 0:
        raise RoundInputError("negative_capacity", f"capacity must not be below 0: {school}.", side=side, ids=[school])


def _longer(column: NDArray[Any], least: int) -> NDArray[Any]:
    """The same column with room for `least` values, twice as much as it had if it had too little."""
    if len(column) >= least:
        return column
    grown = np.zeros(max(least, 2 * len(column)), dtype=column.dtype)
    grown[: len(column)] = column
    return grown
