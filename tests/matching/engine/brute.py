"""Pairing rounds the slow and certain way: every pairing there is, and deferred acceptance as the textbook has it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from hypothesis import strategies as st

from mado.matching.engine.edges import Edges, Pools, Terms


def whole(values):
    return np.array(values, dtype=np.int32)


def make_pools(capacity_a, capacity_b, *, waiting_a=(), waiting_b=(), area_a=(), area_b=()):
    """Schools a00, a01 … and b00, b01 …; nobody waits and nobody has an area unless it is said."""
    n_a, n_b = len(capacity_a), len(capacity_b)
    return Pools(
        tuple(f"a{at:02}" for at in range(n_a)),
        tuple(f"b{at:02}" for at in range(n_b)),
        whole(capacity_a),
        whole(capacity_b),
        whole(waiting_a or [0] * n_a),
        whole(waiting_b or [0] * n_b),
        whole(area_a or [-1] * n_a),
        whole(area_b or [-1] * n_b),
        ("North", "South"),
        ("East", "West"),
    )


def make_edges(rows):
    """Rows (a, b, score_a, score_b)."""
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return Edges(whole(columns[0]), whole(columns[1]), np.array(columns[2], float), np.array(columns[3], float))


@dataclass(frozen=True)
class Case:
    pools: Pools
    edges: Edges
    terms: Terms

    @property
    def rows(self):
        edges = self.edges
        return list(
            zip(edges.a.tolist(), edges.b.tolist(), edges.score_a.tolist(), edges.score_b.tolist(), strict=True)
        )

    @cached_property
    def open_rows(self):
        fixed = {*self.terms.pinned, *self.terms.forbidden}
        return [row for row in self.rows if row[:2] not in fixed]

    @cached_property
    def pairings(self):
        """Every set of pairs within the capacities that holds the pins: frozensets of (a, b)."""
        left_a, left_b = self.pools.capacity_a.tolist(), self.pools.capacity_b.tolist()
        for a, b in self.terms.pinned:
            left_a[a] -= 1
            left_b[b] -= 1
        found = []

        def grow(at, made):
            if at == len(self.open_rows):
                found.append(frozenset(made) | set(self.terms.pinned))
                return
            grow(at + 1, made)
            a, b = self.open_rows[at][:2]
            if left_a[a] and left_b[b]:
                left_a[a] -= 1
                left_b[b] -= 1
                grow(at + 1, [*made, (a, b)])
                left_a[a] += 1
                left_b[b] += 1

        grow(0, [])
        return found

    @cached_property
    def worth(self):
        return {(a, b): score_a + score_b for a, b, score_a, score_b in self.rows}

    def total(self, pairs):
        return sum(self.worth.get(pair, 0.0) for pair in pairs)

    def standing(self, side, pairs):
        """How a side fares, as fair compares it: number served, floors filled, who is served in the order of waiting."""
        place = "ab".index(side)
        served = {pair[place] for pair in pairs}
        waiting = getattr(self.pools, f"waiting_{side}").tolist()
        area = getattr(self.pools, f"area_{side}").tolist()
        floors = getattr(self.terms, f"floors_{side}")
        filled = sum(min(least, sum(area[one] == where for one in served)) for where, least in floors.items())
        order = sorted(range(len(waiting)), key=lambda one: (-waiting[one], one))
        return len(served), filled, [one in served for one in order]

    def blocking(self, pairs, *, ties_by_id=False):
        """Pairs both sides would rather have; with `ties_by_id` equal scores count by the lower id, as the rule ranks."""

        def rank(school, score):
            return (score, -school) if ties_by_id else (score,)

        held_a, held_b = {}, {}
        for a, b, score_a, score_b in self.rows:
            if (a, b) in pairs and (a, b) not in self.terms.pinned:
                held_a.setdefault(a, []).append(rank(b, score_a))
                held_b.setdefault(b, []).append(rank(a, score_b))

        def would(capacity, load, held, mine):
            return load < capacity or any(mine > other for other in held)

        found = []
        for a, b, score_a, score_b in self.open_rows:
            if (a, b) in pairs:
                continue
            load_a, load_b = sum(p[0] == a for p in pairs), sum(p[1] == b for p in pairs)
            if would(self.pools.capacity_a[a], load_a, held_a.get(a, ()), rank(b, score_a)) and would(
                self.pools.capacity_b[b], load_b, held_b.get(b, ()), rank(a, score_b)
            ):
                found.append((a, b))
        return found


def textbook_stable(case):
    """Deferred acceptance with lists and dictionaries: round after round everybody with a place left asks the next."""
    left_a, left_b = case.pools.capacity_a.tolist(), case.pools.capacity_b.tolist()
    for a, b in case.terms.pinned:
        left_a[a] -= 1
        left_b[b] -= 1
    wishes = {a: [] for a in range(len(left_a))}
    regard = {}
    for a, b, score_a, score_b in case.open_rows:
        wishes[a].append((-score_a, b))
        regard[b, a] = (-score_b, a)
    lists = {a: [b for _score, b in sorted(row)] for a, row in wishes.items()}
    held = {b: [] for b in range(len(left_b))}
    moved = True
    while moved:
        moved = False
        for a, row in lists.items():
            while row and sum(a in kept for kept in held.values()) < left_a[a]:
                b = row.pop(0)
                held[b] = sorted([*held[b], a], key=lambda one, b=b: regard[b, one])[: left_b[b]]
                moved = True
    return frozenset((a, b) for b, kept in held.items() for a in kept) | set(case.terms.pinned)


SCORES = st.integers(-2, 8).map(lambda eighths: eighths / 8)


@st.composite
def cases(draw, most=4, edges_most=8, capacity_most=3):
    """Small rounds with ties, schools without places, negative scores, areas, floors, pins in and outside the edges."""
    n_a, n_b = draw(st.integers(1, most)), draw(st.integers(1, most))
    capacity = st.integers(0, capacity_most)
    pools = make_pools(
        *(draw(st.lists(capacity, min_size=n, max_size=n)) for n in (n_a, n_b)),
        **{
            f"{column}_{side}": draw(st.lists(values, min_size=n, max_size=n))
            for side, n in (("a", n_a), ("b", n_b))
            for column, values in (("waiting", st.integers(0, 2)), ("area", st.integers(-1, 1)))
        },
    )
    every = [(a, b) for a in range(n_a) for b in range(n_b)]
    pairs = draw(st.lists(st.sampled_from(every), unique=True, max_size=edges_most))
    rows = [(a, b, draw(SCORES), draw(SCORES)) for a, b in sorted(pairs)]
    fixed = draw(st.lists(st.sampled_from(every), unique=True, max_size=3))
    at = draw(st.integers(0, len(fixed)))
    pinned, left_a, left_b = [], pools.capacity_a.tolist(), pools.capacity_b.tolist()
    for a, b in fixed[:at]:
        if left_a[a] and left_b[b]:
            pinned.append((a, b))
            left_a[a] -= 1
            left_b[b] -= 1
    floors = st.dictionaries(st.integers(0, 1), st.integers(0, 2), max_size=2)
    return Case(pools, make_edges(rows), Terms(tuple(pinned), tuple(fixed[at:]), draw(floors), draw(floors)))
