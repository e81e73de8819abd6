"""Whatever comes, changes or goes, the round that goes on equals the round played anew."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mado.matching.engine.checks import RoundInputError
from mado.matching.engine.edges import Pools, Terms
from mado.matching.engine.incremental import StableRound
from mado.matching.engine.rounds import Rule, pair
from tests.matching.engine.brute import make_edges, make_pools, whole

EMPTY = (make_pools([], []), make_edges([]))
SCORES = st.integers(0, 6).map(lambda sixths: sixths / 6)


class Ledger:
    """Who is there and whom each could have, in dictionaries; played anew on demand."""

    def __init__(self):
        self.capacity = {"a": {}, "b": {}}
        self.scores = {}

    def put(self, side, school, capacity, listed):
        self.capacity[side][school] = capacity
        self.drop(side, school)
        for partner, score_a, score_b in listed:
            self.scores[(school, partner) if side == "a" else (partner, school)] = (score_a, score_b)

    def drop(self, side, school):
        self.scores = {pair: both for pair, both in self.scores.items() if pair["ab".index(side)] != school}

    def played_anew(self):
        ids = {side: tuple(sorted(schools)) for side, schools in self.capacity.items()}
        nothing = {side: whole([0] * len(ids[side])) for side in "ab"}
        pools = Pools(
            ids["a"], ids["b"], *(whole([self.capacity[side][one] for one in ids[side]]) for side in "ab"),
            nothing["a"], nothing["b"], nothing["a"], nothing["b"],
        )  # fmt: skip
        rows = [(ids["a"].index(a), ids["b"].index(b), *both) for (a, b), both in sorted(self.scores.items())]
        return pair(pools, make_edges(rows), Terms(), Rule.STABLE, with_optimum=False, one_more=0).named_pairs(pools)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_whatever_happens_the_pairs_are_those_of_a_full_run(data):
    going, ledger = StableRound(*EMPTY), Ledger()
    for _step in range(data.draw(st.integers(1, 14))):
        side = data.draw(st.sampled_from("aaab"))
        other = "b" if side == "a" else "a"
        deed = data.draw(st.sampled_from(["arrive", "arrive", "arrive", "change", "depart", "widen"]))
        there = sorted(ledger.capacity[side])
        if deed == "arrive" or not there:
            school = f"{side}{data.draw(st.integers(0, 99)):02}"
            deed = "change" if school in there else "arrive"
        else:
            school = data.draw(st.sampled_from(there))
        if deed == "depart":
            going.depart(side, school)
            ledger.drop(side, school)
            del ledger.capacity[side][school]
        elif deed == "widen" and side == "a":
            going.widen(school, 1)
            ledger.capacity["a"][school] += 1
        else:
            partners = sorted(ledger.capacity[other])
            chosen = data.draw(st.lists(st.sampled_from(partners), unique=True)) if partners else []
            listed = [(partner, data.draw(SCORES), data.draw(SCORES)) for partner in chosen]
            capacity = data.draw(st.integers(0, 3))
            (going.arrive if deed == "arrive" else going.change)(side, school, capacity, listed)
            ledger.put(side, school, capacity, listed)
        assert going.pairs == ledger.played_anew()


def test_many_arrivals_fill_a_partner_s_places_beyond_those_kept_ready():
    going, ledger = StableRound(make_pools([], [40]), make_edges([])), Ledger()
    ledger.put("b", "b00", 40, [])
    for number in reversed(range(60)):
        going.arrive("a", f"a{number:02}", 1, [("b00", 1.0, 0.5)])
        ledger.put("a", f"a{number:02}", 1, [("b00", 1.0, 0.5)])
        assert going.pairs == ledger.played_anew()
    assert going.partners("b", "b00") == [f"a{number:02}" for number in range(40)]


def test_pins_stay_until_one_of_the_two_leaves():
    rows = [(0, 0, 1.0, 1.0), (1, 0, 0.5, 0.5)]
    going = StableRound(make_pools([1, 1], [1]), make_edges(rows), Terms(pinned=((1, 0),)))
    assert going.pairs == [("a01", "b00")]
    going.arrive("a", "a02", 1, [("b00", 1.0, 9.0)])
    assert going.pairs == [("a01", "b00")]
    going.depart("a", "a01")
    assert going.pairs == [("a02", "b00")]


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda r: r.arrive("a", "a00", 1, []), "duplicate_ids"),
        (lambda r: r.arrive("a", "new", 1, [("b77", 1.0, 1.0)]), "unknown_id"),
        (lambda r: r.arrive("a", "new", 1, [("b00", float("nan"), 1.0)]), "score_not_a_number"),
        (lambda r: r.arrive("a", "new", -1, [("b00", 1.0, 1.0)]), "negative_capacity"),
        (lambda r: r.arrive("b", "new", 1, [("a00", 1.0, 1.0)] * 2), "duplicate_edges"),
        (lambda r: r.depart("b", "a00"), "unknown_id"),
        (lambda r: r.change("b", "b00", 0, []), "pinned_over_capacity"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(deed, code):
    going = StableRound(make_pools([1], [1]), make_edges([(0, 0, 1.0, 1.0)]), Terms(pinned=((0, 0),)))
    with pytest.raises(RoundInputError) as problem:
        deed(going)
    assert problem.value.code == code
    assert going.pairs == [("a00", "b00")]
