"""Stable: deferred acceptance of many to many, side a proposing (Gale and Shapley; Roth and Sotomayor for responsive
preferences). Each school ranks its feasible partners by its own score, equal scores by the other's id, and takes the best
it can get up to its capacity. Among all stable outcomes under these ranks this one is best for every school of side a.
"""

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.checks import Task
from mado.matching.engine.compiled import compiled
from mado.matching.engine.edges import Indices, Pools, Scores, Terms

Offsets = NDArray[np.int64]
RUN = 24
"""Edges sorted by insertion before runs are merged."""


def choose(pools: Pools, task: Task, terms: Terms) -> NDArray[np.bool_]:  # noqa: ARG001  # one signature for all rules
    """(E',) which pairs are made."""
    start = row_starts(task.a, len(task.capacity_a))
    order = ranked_rows(start, task.score_a)
    held_from = slots(task.b, task.capacity_b)
    held = np.full(held_from[-1], -1, dtype=np.int32)
    load_a, load_b = np.zeros_like(task.capacity_a), np.zeros_like(task.capacity_b)
    state = (start[:-1].copy(), load_a, held_from, held, load_b)
    rank_a = np.arange(len(task.capacity_a), dtype=np.int32)
    todo = np.flatnonzero((task.capacity_a > 0) & (start[1:] > start[:-1]))[::-1].astype(np.int32)
    propose(todo, start[1:], order, task.a, task.b, task.score_b, rank_a, task.capacity_a, *state)
    chosen = np.zeros(len(task.a), dtype=bool)
    chosen[held[held >= 0]] = True
    return chosen


def row_starts(school: Indices, schools: int) -> Offsets:
    """(schools + 1,) where each school's edges begin among edges ordered by it."""
    start = np.zeros(schools + 1, dtype=np.int64)
    np.cumsum(np.bincount(school, minlength=schools), out=start[1:])
    return start


def slots(school: Indices, capacity: Indices) -> Offsets:
    """(n + 1,) where each school's places begin: never more of them than it has feasible partners."""
    start = np.zeros(len(capacity) + 1, dtype=np.int64)
    np.cumsum(np.minimum(capacity, np.bincount(school, minlength=len(capacity))), out=start[1:])
    return start


@compiled
def ranked_rows(start: Offsets, score: Scores) -> Indices:
    """(E,) edge numbers, each school's best first; equal scores keep their order, which is that of the other's id.

    Rows are short, so each is sorted where it lies: runs by insertion, then merged. That is several times faster than one
    sort of all edges.
    """
    longest = 0
    for school in range(len(start) - 1):
        longest = max(longest, start[school + 1] - start[school])
    order = np.empty(len(score), dtype=np.int32)
    spare = np.empty(longest, dtype=np.int32)
    for school in range(len(start) - 1):
        first, last = start[school], start[school + 1]
        for begin in range(first, last, RUN):
            insert_run(begin, min(begin + RUN, last), score, order)
        width = RUN
        while width < last - first:
            for begin in range(first, last - width, 2 * width):
                merge_runs(begin, begin + width, min(begin + 2 * width, last), score, order, spare)
            width *= 2
    return order


@compiled
def insert_run(begin: int, end: int, score: Scores, order: Indices) -> None:
    for edge in range(begin, end):
        at = edge
        while at > begin and score[order[at - 1]] < score[edge]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = edge


@compiled
def merge_runs(  # noqa: PLR0917  # compiled code takes its arrays one by one
    begin: int, middle: int, end: int, score: Scores, order: Indices, spare: Indices
) -> None:
    size = middle - begin
    spare[:size] = order[begin:middle]
    left, right, at = 0, middle, begin
    while left < size and right < end:
        if score[order[right]] > score[spare[left]]:
            order[at] = order[right]
            right += 1
        else:
            order[at] = spare[left]
            left += 1
        at += 1
    while left < size:
        order[at] = spare[left]
        left += 1
        at += 1


@compiled
def is_better(one: int, two: int, school: Indices, score: Scores, rank: Indices) -> bool:
    """Whether the receiving side prefers edge `one` to edge `two`: higher score, then the lower id."""
    if score[one] != score[two]:
        return bool(score[one] > score[two])
    return bool(rank[school[one]] < rank[school[two]])


@compiled
def add(  # noqa: PLR0917  # as above
    edge: int, held: Indices, first: int, load: int, school: Indices, score: Scores, rank: Indices
) -> None:
    """A receiving school with a place left takes an edge. Its edges are a heap from `first` on, the worst on top."""
    at = load
    while at > 0:
        above = (at - 1) // 2
        if not is_better(held[first + above], edge, school, score, rank):
            break
        held[first + at] = held[first + above]
        at = above
    held[first + at] = edge


@compiled
def replace_worst(  # noqa: PLR0917  # as above
    edge: int, held: Indices, first: int, load: int, school: Indices, score: Scores, rank: Indices
) -> None:
    """A full receiving school takes a better edge; the one on top leaves."""
    at = 0
    while True:
        below = 2 * at + 1
        if below >= load:
            break
        if below + 1 < load and is_better(held[first + below], held[first + below + 1], school, score, rank):
            below += 1
        if not is_better(edge, held[first + below], school, score, rank):
            break
        held[first + at] = held[first + below]
        at = below
    held[first + at] = edge


@compiled
def propose(  # noqa: PLR0917  # as above
    todo: Indices,
    end: Offsets,
    order: Indices,
    a: Indices,
    b: Indices,
    score_b: Scores,
    rank_a: Indices,
    capacity_a: Indices,
    next_at: Offsets,
    load_a: Indices,
    held_from: Offsets,
    held: Indices,
    load_b: Indices,
) -> int:
    """Schools of `todo` propose, and whoever they push out after them, until nobody wants to go on. Returns proposals made.

    The state is changed in place: `next_at` (n_a,) the next place in `order` a school proposes to (its list ends at
    `end`); `load_a`, `load_b`; `held` the edges side b holds, each school's from `held_from` on.
    The outcome does not depend on who proposes when (McVitie and Wilson), so an arrival continues where others ended.
    """
    waiting = np.empty(len(load_a) + 1, dtype=np.int32)
    depth = len(todo)
    waiting[:depth] = todo
    made = 0
    while depth > 0:
        depth -= 1
        school = waiting[depth]
        while load_a[school] < capacity_a[school] and next_at[school] < end[school]:
            edge = order[next_at[school]]
            next_at[school] += 1
            made += 1
            other = b[edge]
            first = held_from[other]
            places = held_from[other + 1] - first
            if load_b[other] < places:
                add(edge, held, first, load_b[other], a, score_b, rank_a)
                load_b[other] += 1
                load_a[school] += 1
            elif places > 0 and is_better(edge, held[first], a, score_b, rank_a):
                loser = a[held[first]]
                replace_worst(edge, held, first, places, a, score_b, rank_a)
                load_a[school] += 1
                if load_a[loser] == capacity_a[loser]:  # it had ended; one who has not is still waiting
                    waiting[depth] = loser
                    depth += 1
                load_a[loser] -= 1
    return made
