"""What a round is given, looked at once before any rule runs; and what is left to decide when pins have taken their places.

A sentence here is English and for who reads a command line; a page words `code` and `facts` in its reader's language.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.edges import Edges, Indices, Pools, Scores, Terms

Whole = NDArray[np.integer[Any]]
SCORE_MOST = 1e15
"""Beyond it doubles no longer hold whole numbers apart."""
SHOWN = 5
"""So many ids are named in a sentence; `facts` hold them all."""


class RoundInputError(ValueError):
    """A round that cannot be run as it was given. `code` names what is wrong, `facts` the ids and numbers it concerns."""

    def __init__(self, code: str, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.facts = code, sentence, facts


class ContradictoryTerms(RoundInputError):  # noqa: N818  # reads as what it says: the terms contradict each other
    """Pins that cannot all stand: over a school's capacity, or pinned and forbidden at once."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a rule decides: places that pins leave, and pairs that are neither pinned nor forbidden, ordered by (a, b).

    `capacity_a`, `capacity_b`: (n_a,), (n_b,) int32. `a`, `b`: (E',) int32. `score_a`, `score_b`: (E',) float64.
    `served_a`, `served_b`: (n_a,), (n_b,) bool, schools that a pin has given a partner.
    """

    capacity_a: Indices
    capacity_b: Indices
    a: Indices
    b: Indices
    score_a: Scores
    score_b: Scores
    served_a: NDArray[np.bool_]
    served_b: NDArray[np.bool_]

    @property
    def total(self) -> Scores:
        return self.score_a + self.score_b


def pair_keys(pools: Pools, a: Whole, b: Whole) -> NDArray[np.int64]:
    """(E,) one number per pair, in the order of (a, b)."""
    return a.astype(np.int64) * max(len(pools.ids_b), 1) + b


def checked(pools: Pools, edges: Edges, terms: Terms) -> Edges:
    """The edges in canonical order. Raises RoundInputError where input is no round, ContradictoryTerms for its pins."""
    for side, ids in (("a", pools.ids_a), ("b", pools.ids_b)):
        _ids_ascend(side, ids)
        _columns_fit(side, pools)
    _scores_are_numbers(pools, edges)
    _within("edges", edges.a, edges.b, pools)
    ordered = _ordered(pools, edges)
    _terms_agree(pools, terms)
    return ordered


def task_of(pools: Pools, edges: Edges, terms: Terms) -> Task:
    """`edges` as `checked` gives them."""
    fixed = np.array([*terms.pinned, *terms.forbidden], dtype=np.int64).reshape(-1, 2)
    open_: slice | NDArray[np.bool_] = slice(None)
    if len(fixed):
        open_ = ~np.isin(pair_keys(pools, edges.a, edges.b), pair_keys(pools, fixed[:, 0], fixed[:, 1]))
    pinned = np.array(terms.pinned, dtype=np.int64).reshape(-1, 2)
    taken_a = np.bincount(pinned[:, 0], minlength=len(pools.ids_a))
    taken_b = np.bincount(pinned[:, 1], minlength=len(pools.ids_b))
    return Task(
        capacity_a=(pools.capacity_a - taken_a).astype(np.int32),
        capacity_b=(pools.capacity_b - taken_b).astype(np.int32),
        a=edges.a[open_], b=edges.b[open_], score_a=edges.score_a[open_], score_b=edges.score_b[open_],
        served_a=taken_a > 0, served_b=taken_b > 0,
    )  # fmt: skip


def named(ids: list[str]) -> str:
    """A few ids for a sentence."""
    more = len(ids) - SHOWN
    return ", ".join(ids[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _ids_ascend(side: str, ids: tuple[str, ...]) -> None:
    if len(set(ids)) != len(ids):
        twice = sorted(one for one, times in Counter(ids).items() if times > 1)
        raise RoundInputError(
            "duplicate_ids", f"Side {side} names these schools more than once: {named(twice)}.", side=side, ids=twice
        )
    for before, after in pairwise(ids):
        if before > after:
            raise RoundInputError(
                "ids_out_of_order",
                f"The ids of side {side} must ascend, so that a result does not depend on the order of reading; "
                f"{after} stands after {before}.",
                side=side, ids=[before, after],
            )  # fmt: skip


def _columns_fit(side: str, pools: Pools) -> None:
    ids = getattr(pools, f"ids_{side}")
    for name in ("capacity", "waiting", "area"):
        column = getattr(pools, f"{name}_{side}")
        if len(column) != len(ids):
            raise RoundInputError(
                "column_length",
                f"Side {side} has {len(ids)} ids and {len(column)} values of {name}; there must be one for each.",
                side=side, column=name, ids=len(ids), values=len(column),
            )  # fmt: skip
        least = -1 if name == "area" else 0
        if len(column) and column.min() < least:
            wrong = [ids[at] for at in np.flatnonzero(column < least)]
            raise RoundInputError(
                f"negative_{name}", f"{name} must not be below {least}: {named(wrong)}.", side=side, ids=wrong
            )


def _scores_are_numbers(pools: Pools, edges: Edges) -> None:
    if not len(edges.a) == len(edges.b) == len(edges.score_a) == len(edges.score_b):
        raise RoundInputError("edge_lengths", "The four columns of the edges must have one length.")
    for side, scores in (("a", edges.score_a), ("b", edges.score_b)):
        wrong = np.flatnonzero(~(np.abs(scores) <= SCORE_MOST))
        if len(wrong):
            at = int(wrong[0])
            where = _pair_name(pools, int(edges.a[at]), int(edges.b[at]))
            raise RoundInputError(
                "score_not_a_number",
                f"score_{side} must be a number within ±{SCORE_MOST:.0e}; it is {scores[at]} for {where} "
                f"({len(wrong)} in all).",
                side=side, row=at, count=len(wrong),
            )  # fmt: skip


def _pair_name(pools: Pools, a: int, b: int) -> str:
    known = 0 <= a < len(pools.ids_a) and 0 <= b < len(pools.ids_b)
    return f"{pools.ids_a[a]} and {pools.ids_b[b]}" if known else f"the pair ({a}, {b})"


def _within(what: str, a: Whole, b: Whole, pools: Pools) -> None:
    for side, column, size in (("a", a, len(pools.ids_a)), ("b", b, len(pools.ids_b))):
        if len(column) and (column.min() < 0 or column.max() >= size):
            at = int(np.flatnonzero((column < 0) | (column >= size))[0])
            raise RoundInputError(
                "index_out_of_range",
                f"The {what} name school {column[at]} of side {side}, which has {size} schools.",
                side=side, index=int(column[at]), size=size,
            )  # fmt: skip


def _ordered(pools: Pools, edges: Edges) -> Edges:
    keys = pair_keys(pools, edges.a, edges.b)
    if not bool((keys[1:] > keys[:-1]).all()):
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        twice = np.flatnonzero(keys[1:] == keys[:-1])
        if len(twice):
            at = order[twice[0]]
            raise RoundInputError(
                "duplicate_edges",
                f"A pair may stand once; {_pair_name(pools, int(edges.a[at]), int(edges.b[at]))} stand more than once "
                f"({len(twice)} repetitions in all).",
                a=pools.ids_a[edges.a[at]], b=pools.ids_b[edges.b[at]], count=len(twice),
            )  # fmt: skip
        edges = Edges(edges.a[order], edges.b[order], edges.score_a[order], edges.score_b[order])
    # One form for compiled code: read-only arrays would be another type to it, and be compiled for once more.
    return Edges(
        np.require(edges.a, np.int32, ["C", "W"]), np.require(edges.b, np.int32, ["C", "W"]),
        np.require(edges.score_a, np.float64, ["C", "W"]), np.require(edges.score_b, np.float64, ["C", "W"]),
    )  # fmt: skip


def _terms_agree(pools: Pools, terms: Terms) -> None:
    for what, pairs in (("pinned pairs", terms.pinned), ("forbidden pairs", terms.forbidden)):
        column = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        _within(what, column[:, 0], column[:, 1], pools)
    if len(set(terms.pinned)) != len(terms.pinned):
        twice = sorted({pair for pair, times in Counter(terms.pinned).items() if times > 1})
        raise ContradictoryTerms(
            "pinned_twice",
            f"A pair may be pinned once: {named([_pair_name(pools, *pair) for pair in twice])}.",
            pairs=[(pools.ids_a[a], pools.ids_b[b]) for a, b in twice],
        )
    both = sorted(set(terms.pinned) & set(terms.forbidden))
    if both:
        raise ContradictoryTerms(
            "pinned_and_forbidden",
            f"These pairs are pinned and forbidden at once: {named([_pair_name(pools, *pair) for pair in both])}.",
            pairs=[(pools.ids_a[a], pools.ids_b[b]) for a, b in both],
        )
    for side, place, ids, capacity in (
        ("a", 0, pools.ids_a, pools.capacity_a),
        ("b", 1, pools.ids_b, pools.capacity_b),
    ):
        wanted = Counter(pair[place] for pair in terms.pinned)
        over = sorted(school for school, times in wanted.items() if times > capacity[school])
        if over:
            told = [f"{ids[one]} ({wanted[one]} pinned, {capacity[one]} places)" for one in over]
            raise ContradictoryTerms(
                "pinned_over_capacity",
                f"More partners are pinned than these schools of side {side} take: {named(told)}.",
                side=side, ids=[ids[one] for one in over],
            )  # fmt: skip
    for side, floors, areas in (("a", terms.floors_a, pools.areas_a), ("b", terms.floors_b, pools.areas_b)):
        unknown = sorted(area for area in floors if not 0 <= area < max(len(areas), 1))
        if (areas and unknown) or any(floor < 0 for floor in floors.values()):
            raise RoundInputError(
                "unknown_floor", f"A floor of side {side} is below 0 or names no area of it.", side=side, areas=unknown
            )
