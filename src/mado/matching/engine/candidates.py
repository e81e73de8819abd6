"""Candidate lists of two whole pools: of every wish the k best partners of the other side, from both sides together.

Exact: every pair that fits is looked at, none is guessed. Offers that cannot meet fall away in stretches, the rest runs
through compiled loops (engine/pair_loops.py, loaded here only) on as many threads as memory and machine allow.
How long k should be: a greatest total needs 20 to 50, a stable round 200, since short lists leave good pairs out.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import WishColumns
from mado.matching.engine.edges import Edges
from mado.matching.engine.encoding import AGAIN, UNPROPOSED
from mado.matching.engine.feasibility import (
    Limits,
    must_meet_live,
    table_holds,
)
from mado.matching.engine.few_pairs import few_pairs
from mado.matching.engine.pair_building import plain, rules_of, side_of, tables_of, welcome_of
from mado.matching.engine.pair_sides import Both, Kept, Offers, Tables
from mado.matching.engine.scoring import WEIGHTS, Weights

Rows = NDArray[np.int64]
Array = NDArray[Any]
Progress = Callable[[int, int], None]
"""Called with (wishes of side a done, all)."""

ROUND_LIMITS = Limits(skip=frozenset({"proposed"}))
"""Who is in a pool is there to be paired."""
ONE_BY_ONE_MOST = 100_000
PART_ROWS = 1024
HEAPS_BYTES_MOST = 1 << 29
"""For the lists of side b, of which every thread keeps its own until the end."""


def candidate_lists(
    columns: WishColumns,
    rows_a: Rows,
    rows_b: Rows,
    *,
    k: int = 200,
    weights: Weights = WEIGHTS,
    limits: Limits = ROUND_LIMITS,
    progress: Progress | None = None,
    one_by_one_most: int = ONE_BY_ONE_MOST,
) -> Edges:
    """Pairs of which one is among the k best of the other (score, then the lower index), with both scores.

    `rows_a`, `rows_b`: positions in the columns, in the canonical order of the pools; the edges hold places in those.
    Up to `one_by_one_most` possible pairs nothing is compiled (engine/few_pairs.py).
    """

    if not len(rows_a) or not len(rows_b) or k <= 0:
        return _edges(np.empty(0, np.int64), np.empty(0), np.empty(0))
    if len(rows_a) * len(rows_b) <= one_by_one_most:
        return few_pairs(
            columns, np.asarray(rows_a, np.int64), np.asarray(rows_b, np.int64), k=k, weights=weights, limits=limits
        )
    work = _work(columns, np.asarray(rows_a, np.int64), np.asarray(rows_b, np.int64), weights, limits)
    kept_a = _empty(len(rows_a), min(k, len(rows_b)))
    kept_b = _search(work, kept_a, min(k, len(rows_a)), progress)
    pairs = np.concatenate([_pairs_of_a(kept_a), _pairs_of_b(kept_b, work.both.b.wishes["index"])])
    del kept_a, kept_b
    pairs.sort()
    if len(pairs):
        pairs = pairs[np.concatenate([[True], pairs[1:] != pairs[:-1]])]
    return _scored(work, pairs, len(rows_a), len(rows_b))


def _scored(work: "_Work", pairs: Rows, count_a: int, count_b: int) -> Edges:
    from mado.matching.engine import pair_loops as loops  # noqa: PLC0415  # loads a compiler: decision 0013

    score_a, score_b = np.empty(len(pairs)), np.empty(len(pairs))
    rows = _row_of(work.both.a.wishes["index"], count_a), _row_of(work.both.b.wishes["index"], count_b)
    cuts = np.linspace(0, len(pairs), _threads() + 1).astype(int).tolist()

    def score(first: int, last: int) -> None:
        part = pairs[first:last], score_a[first:last], score_b[first:last]
        loops.score_pairs(work.both, rows, part)

    with ThreadPoolExecutor(_threads()) as pool:
        for done in [pool.submit(score, first, last) for first, last in pairwise(cuts)]:
            done.result()
    return _edges(pairs, score_a, score_b)


def _row_of(index: Array, count: int) -> Rows:
    row = np.zeros(count, np.int64)
    row[index] = np.arange(len(index))
    return row


def _edges(pairs: Rows, score_a: NDArray[np.float64], score_b: NDArray[np.float64]) -> Edges:
    arrays = (pairs >> 32).astype(np.int32), (pairs & 0xFFFF_FFFF).astype(np.int32), score_a, score_b
    for array in arrays:
        array.flags.writeable = False
    return Edges(*arrays)


def _threads() -> int:
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class _Work:
    """`offers_b`: places in the columns' offers of those of side b; `welcome`, `blocked_start`, `blocked`: see
    pair_loops.Offers; `positions_a`: rows of the columns in the working order of side a."""

    columns: WishColumns
    both: Both
    offers_b: Array
    limits: Limits
    welcome: Array
    blocked_start: Rows
    blocked: Rows
    positions_a: Rows


def _work(columns: WishColumns, rows_a: Rows, rows_b: Rows, weights: Weights, limits: Limits) -> _Work:
    if "proposed" not in limits.skip:
        rows_a, rows_b = (np.where(_is_proposed(columns, rows), rows, -1) for rows in (rows_a, rows_b))
    a, _offers_a, positions_a = side_of(columns, rows_a, weights, limits)
    b, offers_b, positions_b = side_of(columns, rows_b, weights, limits)
    tables, rules = tables_of(columns), rules_of(weights, limits)
    start, blocked = _blocked(columns, positions_a, positions_b, limits)
    welcome = _welcome(columns, tables, a.area, positions_b, limits)
    return _Work(columns, Both(a, b, tables, rules), offers_b, limits, welcome, start, blocked, positions_a)


def _is_proposed(columns: WishColumns, rows: Rows) -> NDArray[np.bool_]:
    return columns.offers["closed"][columns.offer[rows]] & np.uint8(UNPROPOSED) == 0


def _welcome(columns: WishColumns, tables: Tables, area_a: Array, rows_b: Rows, limits: Limits) -> Array:
    """(areas, n_b): whether the wishes of side b welcome schools of the areas that occur on side a."""
    welcome = np.ones((len(tables.country), len(rows_b)), np.uint8)
    for area in np.unique(area_a).tolist():
        welcome[area] = welcome_of(columns, rows_b, int(tables.country[area]), int(tables.region[area]), limits)
    return welcome


def _blocked(columns: WishColumns, rows_a: Rows, rows_b: Rows, limits: Limits) -> tuple[Rows, Rows]:
    """For each row of a the rows of b with which it must not be: partners unless both want them again, and refused ones."""
    found = []
    for name in ("partners", "refused"):
        if name in limits.skip:
            continue
        pairs = np.concatenate(
            [_linked(columns, rows_a, rows_b, name), _linked(columns, rows_b, rows_a, name)[:, ::-1]]
        )
        if name == "partners":
            again = columns.flags & AGAIN != 0
            pairs = pairs[~(again[rows_a[pairs[:, 0]]] & again[rows_b[pairs[:, 1]]])]
        found.append(pairs)
    pairs = np.unique(np.concatenate([np.empty((0, 2), np.int64), *found]), axis=0)
    return np.searchsorted(pairs[:, 0], np.arange(len(rows_a) + 1)).astype(np.int64), plain(pairs[:, 1])


def _linked(columns: WishColumns, mine: Rows, theirs: Rows, name: str) -> Rows:
    """(m, 2) places in `mine` and `theirs` where mine names their organisation."""
    start, ids = getattr(columns, f"{name}_start"), getattr(columns, name)
    counts = start[mine + 1] - start[mine]
    who = np.repeat(np.arange(len(mine)), counts)
    named = ids[np.repeat(start[mine] - np.cumsum(counts) + counts, counts) + np.arange(len(who))]
    order = np.argsort(columns.organization[theirs], kind="stable")
    sorted_ids = columns.organization[theirs][order]
    first, last = (np.searchsorted(sorted_ids, named, side=side) for side in ("left", "right"))
    hits = last - first
    at = np.repeat(first - np.cumsum(hits) + hits, hits) + np.arange(int(hits.sum()))
    return np.stack([np.repeat(who, hits), order[at]], axis=1)


def _empty(count: int, k: int) -> Kept:
    return Kept(np.zeros((count, k), np.int64), np.zeros(count, np.int64))


def _search(work: _Work, kept_a: Kept, k: int, progress: Progress | None) -> Kept:
    """Fills `kept_a`; gives the lists of side b (by row). Threads share parts of side a; each has lists of side b of its own."""
    from mado.matching.engine import pair_loops as loops  # noqa: PLC0415  # as above

    count_b, total = len(work.both.b.wishes["index"]), len(work.both.a.wishes["index"])
    threads = max(1, min(_threads(), HEAPS_BYTES_MOST // max(1, count_b * k * 8), -(-total // PART_ROWS)))
    heaps: SimpleQueue[Kept] = SimpleQueue()
    every = [_empty(count_b, k) for _thread in range(threads)]
    for heap in every:
        heaps.put(heap)

    def look(part: tuple[int, int]) -> int:
        heap = heaps.get()
        try:
            offers = _offers(work, *part)
            loops.search(work.both, part, offers, (kept_a, heap))
        finally:
            heaps.put(heap)
        return part[1] - part[0]

    done = 0
    with ThreadPoolExecutor(threads) as pool:
        for rows in pool.map(look, _parts(total)):
            done += rows
            if progress:
                progress(done, total)
    for heap in every[1:]:
        loops.merge(every[0], heap)
    return every[0]


def _parts(total: int) -> Iterator[tuple[int, int]]:
    for first in range(0, total, PART_ROWS):
        yield first, min(first + PART_ROWS, total)


def _offers(work: _Work, first: int, last: int) -> Offers:
    """Which offers of side b the offers of these rows of side a can meet."""
    offers_b = work.columns.offers[work.offers_b]
    numbers = np.unique(work.both.a.offer[first:last])
    holds = np.empty((len(numbers), len(offers_b)), np.bool_)
    live = np.empty_like(holds)
    for place, number in enumerate(numbers.tolist()):
        wish = work.columns.encoded(int(work.positions_a[work.both.a.start[number]]))
        holds[place] = table_holds(offers_b, wish, work.limits, "offers")
        live[place] = must_meet_live(wish, offers_b)
    return Offers(holds, live, int(numbers[0]), work.welcome, work.blocked_start, work.blocked)


def _listed(kept: Kept) -> tuple[Rows, Rows]:
    """(row of the list, index of the partner) of every key."""
    there = np.arange(kept.keys.shape[1]) < kept.held[:, None]
    return np.repeat(np.arange(len(kept.held)), kept.held), 0xFFFF_FFFF - (kept.keys[there] & 0xFFFF_FFFF)


def _pairs_of_a(kept: Kept) -> Rows:
    mine, partner = _listed(kept)
    return mine << 32 | partner


def _pairs_of_b(kept: Kept, index: Array) -> Rows:
    mine, partner = _listed(kept)
    return partner << 32 | index[mine]
