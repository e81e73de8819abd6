"""Rounds to measure: N × N schools with 1…5 places, about a tenth of all pairs feasible, lists of both sides' best 50.

A pair is feasible when level is the same and a language and a way of working are shared. Each side's score is its own: topics
in common, how liked the other is, and a taste of its own for each single school (so that scores do not repeat).
"""

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np

from mado.matching.engine.edges import Edges, Pools

LIST = 50
NEAR = 10_000
"""A school looks for its best 50 among so many of the other side at most, a stretch of a ring on which both sides stand in
random order: making 100,000 lists would otherwise take longer than all that is measured."""


@dataclass(frozen=True)
class Schools:
    level: Any
    languages: Any
    modes: Any
    topics: Any
    liked: Any


def _schools(dice: np.random.Generator, size: int) -> Schools:
    def bits(number: int, chance: float) -> Any:
        """At least one of `number` bits."""
        flags = dice.random((size, number)) < chance
        flags[np.arange(size), dice.integers(0, number, size)] = True
        return (flags << np.arange(number)).sum(1).astype(np.int64)

    return Schools(dice.integers(0, 3, size), bits(6, 0.16), bits(6, 0.22), bits(24, 0.2), dice.random(size))


def instance(size: int, seed: int = 2027, *, capacity_a: int | None = None) -> tuple[Pools, Edges]:
    """`capacity_a`: the same for every school of side a, instead of 1…5."""
    dice = np.random.default_rng(seed)
    a, b = _schools(dice, size), _schools(dice, size)
    columns = (a.level, a.languages, a.modes, a.topics, a.liked, b.level, b.languages, b.modes, b.topics, b.liked)
    rings = (dice.permutation(size), dice.permutation(size))
    best_a, best_b = _best_lists(*rings, *columns, LIST)
    keys = np.concatenate([_keys(best_a, size, of_a=True), _keys(best_b, size, of_a=False)])
    keys = np.unique(keys)
    at_a, at_b = (keys // size).astype(np.int32), (keys % size).astype(np.int32)
    score_a, score_b = _scores(at_a, at_b, a.topics, a.liked, b.topics, b.liked)
    capacities = dice.integers(1, 6, (2, size)).astype(np.int32)
    if capacity_a:
        capacities[0] = capacity_a
    nothing = np.zeros(size, dtype=np.int32)
    ids_a, ids_b = (tuple(f"{side}{number:06}" for number in range(size)) for side in "ab")
    pools = Pools(ids_a, ids_b, capacities[0], capacities[1], nothing, nothing, nothing - 1, nothing - 1)
    return pools, Edges(at_a, at_b, score_a, score_b)


def _keys(best: Any, size: int, *, of_a: bool) -> Any:
    school, place = np.nonzero(best >= 0)
    other = best[school, place].astype(np.int64)
    return school * size + other if of_a else other * size + school


@numba.njit(cache=True)
def _taste(one: int, two: int) -> float:
    """A number of 0…1 that belongs to the ordered pair."""
    mixed = np.uint64(one * 2_654_435_761 + two * 40_503 + 977)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return float((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)) / 2**53


@numba.njit(cache=True)
def _score(one: int, two: int, topics_one: int, topics_two: int, liked_two: float) -> float:
    common = topics_one & topics_two
    number = 0
    while common:
        common &= common - 1
        number += 1
    return 0.1 * min(number, 4) + 0.2 * liked_two + 0.4 * _taste(one, two)


@numba.njit(cache=True)
def _scores(at_a, at_b, topics_a, liked_a, topics_b, liked_b):  # noqa: PLR0917  # compiled: columns one by one
    score_a, score_b = np.empty(len(at_a)), np.empty(len(at_a))
    half = 1 << 30  # the two directions of a pair have different tastes
    for edge in range(len(at_a)):
        a, b = at_a[edge], at_b[edge]
        score_a[edge] = _score(a, half + b, topics_a[a], topics_b[b], liked_b[b])
        score_b[edge] = _score(half + b, a, topics_b[b], topics_a[a], liked_a[a])
    return score_a, score_b


@numba.njit(cache=True)
def _keep(best, scores, used, school, other, score):  # noqa: PLR0917  # as above
    """A row keeps its best, the worst of them in front (a heap)."""
    row, values = best[school], scores[school]
    if used[school] < len(row):
        at = used[school]
        used[school] += 1
        while at > 0 and values[(at - 1) // 2] > score:
            row[at], values[at] = row[(at - 1) // 2], values[(at - 1) // 2]
            at = (at - 1) // 2
    elif score > values[0]:
        at = 0
        while 2 * at + 1 < len(row):
            below = 2 * at + 1
            if below + 1 < len(row) and values[below + 1] < values[below]:
                below += 1
            if values[below] >= score:
                break
            row[at], values[at] = row[below], values[below]
            at = below
    else:
        return
    row[at], values[at] = other, score


@numba.njit(cache=True)
def _best_lists(  # noqa: PLR0917  # as above
    ring_a,
    ring_b,
    level_a,
    languages_a,
    modes_a,
    topics_a,
    liked_a,
    level_b,
    languages_b,
    modes_b,
    topics_b,
    liked_b,
    size,
):
    n = len(ring_a)
    half = 1 << 30
    best_a, best_b = np.full((n, size), -1, np.int32), np.full((n, size), -1, np.int32)
    scores_a, scores_b = np.zeros((n, size)), np.zeros((n, size))
    used_a, used_b = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for place in range(n):
        a = ring_a[place]
        for near in range(place, place + min(n, NEAR)):
            b = ring_b[near % n]
            if level_a[a] == level_b[b] and languages_a[a] & languages_b[b] and modes_a[a] & modes_b[b]:
                _keep(best_a, scores_a, used_a, a, b, _score(a, half + b, topics_a[a], topics_b[b], liked_b[b]))
                _keep(best_b, scores_b, used_b, b, a, _score(half + b, a, topics_b[b], topics_a[a], liked_a[a]))
    return best_a, best_b
