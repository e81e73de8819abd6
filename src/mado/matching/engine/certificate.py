"""What an outcome is worth, computed from the pools, the pairs that could be and the pairs that were made: never by the
solver that made them. Pins are respected: nobody leaves a pinned partner, and no forbidden pair can block.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.checks import Whole, pair_keys
from mado.matching.engine.edges import Edges, Indices, Pools, Scores, Terms

Flags = NDArray[np.bool_]
EXAMPLES = 10


class Reason(StrEnum):
    """Why a school has no partner. The first that applies."""

    NO_PLACES = "no_places"
    """Its capacity is 0."""
    NO_FEASIBLE_PARTNER = "no_feasible_partner"
    ONLY_FORBIDDEN = "only_forbidden_partners"
    PARTNERS_WITHOUT_PLACES = "partners_without_places"
    """Every feasible partner has capacity 0."""
    PARTNER_FREE = "partner_has_place"
    """A feasible partner has a place left, but this pair would lower the total."""
    PARTNERS_KEEP_OTHERS = "partners_full_and_keep_others"
    """All feasible partners are full of schools they rate at least as high."""
    PARTNERS_FULL = "partners_full"
    """All feasible partners are full; one at least rates this school above a partner it has. The rule weighed otherwise."""
    PARTNERS_PINNED = "partners_pinned"
    """All feasible partners are full; one at least is pinned to a school it rates lower, or that is no feasible partner."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    school: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class AreaCount:
    """`area`: index into the side's areas, -1 for schools without one."""

    area: int
    schools: int
    matched: int


@dataclass(frozen=True, slots=True)
class SideCount:
    """`schools`: all of the side; `matched`: those with a partner; `unmatched`: the others, by index."""

    schools: int
    matched: int
    areas: tuple[AreaCount, ...]
    unmatched: tuple[Unmatched, ...]


@dataclass(frozen=True, slots=True)
class OneMore:
    """What the same rule gives when one full school takes one partner more. `wanted_by`: schools of the other side that
    would rather have it than what they hold. Changes are against the outcome; "served" are schools with a partner."""

    side: str
    school: int
    wanted_by: int
    total_change: float
    pairs_change: int
    served_a_change: int
    served_b_change: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """`total`: the sum of both sides' scores over the pairs; a pinned pair that is not among the edges adds 0.

    `optimum_total`: the greatest total any pairing under the same terms has; None when it was not computed.
    `blocking_pairs`: feasible pairs that were not made although each side has a place left or strictly prefers the other
    to a partner that is not pinned. `blocking_examples`: the first of them by the sum both would gain at most.
    """

    pairs: int
    total: float
    blocking_pairs: int
    blocking_examples: tuple[tuple[int, int], ...]
    a: SideCount
    b: SideCount
    optimum_total: float | None = None
    one_more: tuple[OneMore, ...] = ()

    @property
    def unmatched_count(self) -> int:
        return len(self.a.unmatched) + len(self.b.unmatched)

    @property
    def share_of_optimum(self) -> float | None:
        """total / optimum_total; None where there is nothing to compare with."""
        if self.optimum_total is None or self.optimum_total <= 0:
            return None
        return self.total / self.optimum_total

    def with_optimum(self, total: float) -> "Certificate":
        return replace(self, optimum_total=total)

    def with_one_more(self, found: tuple[OneMore, ...]) -> "Certificate":
        return replace(self, one_more=found)

    def as_json(self, pools: Pools) -> dict[str, Any]:
        """With ids instead of indices, ready for json.dumps."""
        return {
            "pairs": self.pairs,
            "total": self.total,
            "optimum_total": self.optimum_total,
            "blocking_pairs": self.blocking_pairs,
            "blocking_examples": [[pools.ids_a[a], pools.ids_b[b]] for a, b in self.blocking_examples],
            "matched": {"a": self.a.matched, "b": self.b.matched},
            "unmatched": {
                "a": [pools.ids_a[one.school] for one in self.a.unmatched],
                "b": [pools.ids_b[one.school] for one in self.b.unmatched],
            },
            "unmatched_count": self.unmatched_count,
            "reasons": {
                "a": {pools.ids_a[one.school]: one.reason.value for one in self.a.unmatched},
                "b": {pools.ids_b[one.school]: one.reason.value for one in self.b.unmatched},
            },
            "areas": {
                "a": [_area_json(count, pools.areas_a) for count in self.a.areas],
                "b": [_area_json(count, pools.areas_b) for count in self.b.areas],
            },
            "one_more_place": [
                {
                    "side": one.side,
                    "id": (pools.ids_a if one.side == "a" else pools.ids_b)[one.school],
                    "wanted_by": one.wanted_by,
                    "total_change": one.total_change,
                    "pairs_change": one.pairs_change,
                    "served_a_change": one.served_a_change,
                    "served_b_change": one.served_b_change,
                }
                for one in self.one_more
            ],
        }


def _area_json(count: AreaCount, names: tuple[str, ...]) -> dict[str, Any]:
    name = names[count.area] if 0 <= count.area < len(names) else None
    return {"area": name, "schools": count.schools, "matched": count.matched}


@dataclass(frozen=True, slots=True)
class Standing:
    """How every school and every edge stands in an outcome; what all questions of a certificate are asked of.

    `made`, `open_`: (E,) the pair was made; the pair may be made (neither pinned nor forbidden).
    `would_a`, `would_b`: (E,) that side has a place left, or strictly prefers this pair to one it holds and may leave.
    `load_a`, `load_b`: (n_a,), (n_b,) partners a school has.
    `least_pin_a`, `least_pin_b`: (n_a,), (n_b,) what a school thinks of the partner it is pinned to and likes least; inf
    without a pin, -inf where the pinned pair is not feasible.
    """

    made: Flags
    open_: Flags
    would_a: Flags
    would_b: Flags
    load_a: Whole
    load_b: Whole
    least_pin_a: Scores
    least_pin_b: Scores
    total: float


def standing(pools: Pools, edges: Edges, terms: Terms, a: Indices, b: Indices) -> Standing:
    """`edges` in canonical order; `a`, `b`: (P,) the pairs made."""
    keys = pair_keys(pools, edges.a, edges.b)
    made = _among(keys, pair_keys(pools, a, b))
    fixed = _among(keys, _keys_of(pools, terms.pinned))
    open_ = ~(fixed | _among(keys, _keys_of(pools, terms.forbidden)))
    load_a = np.bincount(a, minlength=len(pools.ids_a))
    load_b = np.bincount(b, minlength=len(pools.ids_b))
    free = made & ~fixed
    least_pin_a, least_pin_b = _least_pins(pools, edges, terms, keys)
    return Standing(
        made=made, open_=open_,
        would_a=_would(edges.a, edges.score_a, free, pools.capacity_a, load_a),
        would_b=_would(edges.b, edges.score_b, free, pools.capacity_b, load_b),
        load_a=load_a, load_b=load_b, least_pin_a=least_pin_a, least_pin_b=least_pin_b, total=float(edges.total[made].sum()),
    )  # fmt: skip


def certify(pools: Pools, edges: Edges, terms: Terms, a: Indices, b: Indices) -> Certificate:
    """Everything but the optimum and "one more place", which need a rule's solver (see rounds.py)."""
    now = standing(pools, edges, terms, a, b)
    blocking = np.flatnonzero(now.open_ & ~now.made & now.would_a & now.would_b)
    first = blocking[np.argsort(-edges.total[blocking], kind="stable")[:EXAMPLES]]
    return Certificate(
        pairs=len(a),
        total=now.total,
        blocking_pairs=len(blocking),
        blocking_examples=tuple(zip(edges.a[first].tolist(), edges.b[first].tolist(), strict=True)),
        a=_side("a", pools, edges, now),
        b=_side("b", pools, edges, now),
    )


def most_wanted(pools: Pools, edges: Edges, now: Standing, most: int) -> list[tuple[str, int, int]]:
    """Full schools that others would rather have: (side, school, by how many), most wanted first, then a before b, then id."""
    found = []
    sides = (
        ("a", edges.a, now.would_b, pools.capacity_a, now.load_a),
        ("b", edges.b, now.would_a, pools.capacity_b, now.load_b),
    )
    for side, school, would, capacity, load in sides:
        wanted = np.bincount(school[now.open_ & ~now.made & would], minlength=len(capacity))
        wanted[load < capacity] = 0
        best = np.argsort(-wanted, kind="stable")[:most]
        found += [(side, int(at), int(wanted[at])) for at in best if wanted[at]]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1]))[:most]


def _keys_of(pools: Pools, pairs: tuple[tuple[int, int], ...]) -> NDArray[np.int64]:
    columns = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return np.sort(pair_keys(pools, columns[:, 0], columns[:, 1]))


def _among(keys: NDArray[np.int64], wanted: NDArray[np.int64]) -> Flags:
    """(E,) which of the ascending keys are wanted."""
    found = np.zeros(len(keys), dtype=bool)
    if len(keys) and len(wanted):
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        found[at[keys[at] == wanted]] = True
    return found


def _least_pins(pools: Pools, edges: Edges, terms: Terms, keys: NDArray[np.int64]) -> tuple[Scores, Scores]:
    """See Standing. `keys`: (E,) of the edges, ascending."""
    pins = np.array(terms.pinned, dtype=np.int64).reshape(-1, 2)
    wanted = pair_keys(pools, pins[:, 0], pins[:, 1])
    at = np.searchsorted(keys, wanted)
    feasible = np.flatnonzero(np.append(keys, -1)[at] == wanted) if len(pins) else np.zeros(0, dtype=np.int64)
    found = []
    for school, capacity, score in (
        (pins[:, 0], pools.capacity_a, edges.score_a),
        (pins[:, 1], pools.capacity_b, edges.score_b),
    ):
        thought = np.full(len(pins), -np.inf)
        thought[feasible] = score[at[feasible]]
        least = np.full(len(capacity), np.inf)
        np.minimum.at(least, school, thought)
        found.append(least)
    return found[0], found[1]


def _would(school: Indices, score: Scores, held: Flags, capacity: Indices, load: Whole) -> Flags:
    worst = np.full(len(capacity), np.inf)
    np.minimum.at(worst, school[held], score[held])
    worst[load < capacity] = -np.inf
    return score > worst[school]


def _side(side: str, pools: Pools, edges: Edges, now: Standing) -> SideCount:
    """`side` is "a" or "b"; the other end of each edge is asked whether it has places and would take the school."""
    if side == "a":
        school, other, would = edges.a, edges.b, now.would_b
        thought, least_pin = edges.score_b, now.least_pin_b
        capacity, load, area = pools.capacity_a, now.load_a, pools.area_a
        other_capacity, other_load = pools.capacity_b, now.load_b
    else:
        school, other, would = edges.b, edges.a, now.would_a
        thought, least_pin = edges.score_a, now.least_pin_a
        capacity, load, area = pools.capacity_b, now.load_b, pools.area_b
        other_capacity, other_load = pools.capacity_a, now.load_a
    matched = load > 0
    alone = np.flatnonzero(~matched[school])  # edges of schools without a partner: usually few
    school, other, would, open_ = school[alone], other[alone], would[alone], now.open_[alone]
    possible = open_ & (other_capacity > 0)[other]
    has_place = (other_load < other_capacity)[other]
    lost_to_pin = thought[alone] > least_pin[other]
    rungs = (
        (Reason.NO_FEASIBLE_PARTNER, np.ones(len(school), dtype=bool)),
        (Reason.ONLY_FORBIDDEN, open_),
        (Reason.PARTNERS_WITHOUT_PLACES, possible),
        (Reason.PARTNERS_KEEP_OTHERS, possible & (would | lost_to_pin)),
        (Reason.PARTNERS_FULL, possible & (has_place | lost_to_pin)),
        (Reason.PARTNERS_PINNED, possible & has_place),
    )
    reasons = np.full(len(capacity), "", dtype=object)
    reasons[capacity == 0] = Reason.NO_PLACES
    for reason, edge in rungs:  # the first rung that none of a school's edges reaches is its reason
        reaches = np.zeros(len(capacity), dtype=bool)
        reaches[school[edge]] = True
        reasons[(reasons == "") & ~reaches] = reason
    reasons[reasons == ""] = Reason.PARTNER_FREE
    schools = np.bincount(area + 1)
    with_partner = np.bincount(area[matched] + 1, minlength=len(schools))
    return SideCount(
        schools=len(capacity),
        matched=int(matched.sum()),
        areas=tuple(AreaCount(int(at) - 1, int(schools[at]), int(with_partner[at])) for at in np.flatnonzero(schools)),
        unmatched=tuple(Unmatched(int(at), reasons[at]) for at in np.flatnonzero(~matched)),
    )
