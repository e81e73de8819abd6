"""Every rule beside every pairing there is, on thousands of small rounds."""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from mado.matching.engine.certificate import Reason
from mado.matching.engine.edges import Edges, Terms
from mado.matching.engine.rounds import Rule, pair
from tests.matching.engine.brute import Case, cases, make_edges, make_pools, textbook_stable

MANY = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
TWO_BY_TWO = Case(
    make_pools([1, 1], [1, 1]), make_edges([(0, 0, 0.5, 0.5), (0, 1, 0.5, 0.5), (1, 0, 0.5, 0.5)]), Terms()
)


def outcome_of(case, rule, **options):
    return pair(case.pools, case.edges, case.terms, rule, **({"with_optimum": False, "one_more": 0} | options))


@settings(MANY, max_examples=800)
@given(cases())
@example(TWO_BY_TWO)
def test_each_rule_keeps_its_promise_among_all_pairings(case):
    greatest = max(case.total(other) for other in case.pairings)
    every = set(case.pairings)
    found = {rule: outcome_of(case, rule) for rule in Rule}
    pairs = {rule: frozenset(outcome.pairs) for rule, outcome in found.items()}
    assert [rule for rule in Rule if pairs[rule] not in every] == []

    assert pairs[Rule.STABLE] == textbook_stable(case)
    assert case.blocking(pairs[Rule.STABLE], ties_by_id=True) == []
    assert case.total(pairs[Rule.MOST]) == greatest
    best = {side: max(case.standing(side, other) for other in case.pairings) for side in "ab"}
    assert {side: case.standing(side, pairs[Rule.FAIR]) for side in "ab"} == best
    as_fair = [p for p in case.pairings if all(case.standing(side, p) == best[side] for side in "ab")]
    assert case.total(pairs[Rule.FAIR]) == max(case.total(other) for other in as_fair)

    for rule, outcome in found.items():
        certificate = outcome.certificate
        assert outcome.pairs == tuple(sorted(pairs[rule]))
        assert certificate.total == case.total(pairs[rule])
        assert certificate.blocking_pairs == len(case.blocking(pairs[rule]))
        assert set(certificate.blocking_examples) <= set(case.blocking(pairs[rule]))


@settings(MANY, max_examples=250)
@given(cases(most=7, edges_most=11, capacity_most=1))
def test_fair_keeps_floors_where_places_are_short(case):
    pairs = frozenset(outcome_of(case, Rule.FAIR).pairs)
    best = {side: max(case.standing(side, other) for other in case.pairings) for side in "ab"}
    assert {side: case.standing(side, pairs) for side in "ab"} == best


@settings(MANY, max_examples=120)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_edges_and_of_terms_changes_nothing_and_neither_does_asking_twice(case, dice):
    order = list(range(len(case.edges)))
    dice.shuffle(order)
    edges = Edges(*(column[order] for column in (case.edges.a, case.edges.b, case.edges.score_a, case.edges.score_b)))
    terms = Terms(
        tuple(reversed(case.terms.pinned)), tuple(reversed(case.terms.forbidden)),
        dict(reversed(case.terms.floors_a.items())), dict(reversed(case.terms.floors_b.items())),
    )  # fmt: skip
    for rule in Rule:
        options = {"with_optimum": True, "one_more": 2}
        first, second = outcome_of(case, rule, **options), outcome_of(Case(case.pools, edges, terms), rule, **options)
        assert (first.pairs, first.certificate) == (second.pairs, second.certificate)


@settings(MANY, max_examples=120)
@given(cases(most=6, edges_most=14))
def test_the_certificate_counts_who_has_a_partner_and_says_why_others_have_none(case):
    greatest = max(case.total(other) for other in case.pairings)
    for rule in Rule:
        outcome = outcome_of(case, rule, with_optimum=True)
        certificate = outcome.certificate
        assert certificate.optimum_total == greatest
        for side, count in (("a", certificate.a), ("b", certificate.b)):
            served = {one["ab".index(side)] for one in outcome.pairs}
            assert [one.school for one in count.unmatched] == sorted(set(range(count.schools)) - served)
            assert count.matched == len(served)
            assert {one.area: (one.schools, one.matched) for one in count.areas} == areas_of(case.pools, side, served)
            assert {one.school: one.reason for one in count.unmatched} == reasons(case, side, outcome.pairs)


def areas_of(pools, side, served):
    column = getattr(pools, f"area_{side}").tolist()
    return {where: (column.count(where), sum(column[one] == where for one in served)) for where in sorted(set(column))}


def reasons(case, side, pairs):
    """The certificate's reasons, asked one school at a time."""
    me, other = ("ab".index(side), 1 - "ab".index(side))
    capacity = (case.pools.capacity_a.tolist(), case.pools.capacity_b.tolist())
    score = {row[:2]: row[2 + other] for row in case.rows}
    found = {}
    for school in sorted(set(range(len(capacity[me]))) - {one[me] for one in pairs}):
        edges = [row[:2] for row in case.rows if row[me] == school]
        open_ = [edge for edge in edges if edge not in case.terms.forbidden]
        placed = [edge for edge in open_ if capacity[other][edge[other]]]
        full = [edge for edge in placed if sum(p[other] == edge[other] for p in pairs) == capacity[other][edge[other]]]

        def rates_higher(edge):
            held = [p for p in pairs if p[other] == edge[other] and p not in case.terms.pinned]
            return any(score[edge] > score[p] for p in held)

        def lost_to_a_pin(edge):
            pins = [p for p in case.terms.pinned if p[other] == edge[other]]
            return any(p not in score or score[edge] > score[p] for p in pins)

        found[school] = (
            Reason.NO_PLACES if not capacity[me][school]
            else Reason.NO_FEASIBLE_PARTNER if not edges
            else Reason.ONLY_FORBIDDEN if not open_
            else Reason.PARTNERS_WITHOUT_PLACES if not placed
            else Reason.PARTNER_FREE if len(full) < len(placed)
            else Reason.PARTNERS_PINNED if any(lost_to_a_pin(edge) for edge in placed)
            else Reason.PARTNERS_FULL if any(rates_higher(edge) for edge in placed)
            else Reason.PARTNERS_KEEP_OTHERS
        )  # fmt: skip
    return found


def test_one_more_place_is_what_the_round_gives_when_it_is_played_with_it():
    """b00 has one place and three want it; with two of them a01 would have a partner too."""
    rows = [(0, 0, 1.0, 1.0), (1, 0, 0.75, 0.75), (2, 0, 0.5, 0.5)]
    for rule in Rule:
        [most_wanted] = outcome_of(
            Case(make_pools([1, 1, 1], [1]), make_edges(rows), Terms()), rule, one_more=5
        ).certificate.one_more
        assert (most_wanted.side, most_wanted.school, most_wanted.wanted_by) == ("b", 0, 2)
        assert (most_wanted.total_change, most_wanted.pairs_change) == (1.5, 1)
        assert (most_wanted.served_a_change, most_wanted.served_b_change) == (1, 0)


def residents_and_hospitals(seed, residents=12, hospitals=4):
    dice = np.random.default_rng(seed)
    feasible = [(a, b) for a in range(residents) for b in range(hospitals) if dice.random() < 0.6]
    scores = dice.permutation(len(feasible) * 2) / 8
    rows = [(a, b, scores[2 * at], scores[2 * at + 1]) for at, (a, b) in enumerate(feasible)]
    return Case(make_pools([1] * residents, [3] * hospitals), make_edges(rows), Terms())


@pytest.mark.parametrize("seed", range(12))
def test_stable_is_what_the_matching_package_finds_where_side_a_takes_one(seed):
    case = residents_and_hospitals(seed)
    wishes, regard = {}, {}
    for a, b, score_a, score_b in case.rows:
        wishes.setdefault(a, []).append((-score_a, b))
        regard.setdefault(b, []).append((-score_b, a))
    game = HospitalResident.create_from_dictionaries(
        {a: [f"b{b}" for _score, b in sorted(row)] for a, row in wishes.items()},
        {f"b{b}": [a for _score, a in sorted(row)] for b, row in regard.items()},
        {f"b{b}": 3 for b in regard},
    )
    expected = {(resident.name, int(hospital.name[1:])) for hospital, row in game.solve().items() for resident in row}
    assert set(outcome_of(case, Rule.STABLE).pairs) == expected


def test_the_example_of_the_documentation():
    """docs/explanation/pairing-rounds.md: Anping, Beitou, Chishang; Hōfu, Sakura."""
    rows = [(0, 0, 0.9, 0.6), (0, 1, 0.7, 0.9), (1, 0, 0.8, 0.5), (2, 0, 0.4, 0.8), (2, 1, 0.9, 0.4)]
    case = Case(make_pools([1, 1, 1], [1, 1], waiting_a=[5, 90, 20]), make_edges(rows), Terms())
    found = {rule.value: outcome_of(case, rule) for rule in Rule}
    assert {rule: (outcome.pairs, round(outcome.certificate.total, 9)) for rule, outcome in found.items()} == {
        "stable": (((0, 0), (2, 1)), 2.8),
        "most": (((0, 1), (1, 0)), 2.9),
        "fair": (((1, 0), (2, 1)), 2.6),
    }
    assert {rule: set(outcome.certificate.blocking_examples) for rule, outcome in found.items()} == {
        "stable": set(),
        "most": {(0, 0), (2, 0)},
        "fair": {(0, 0), (0, 1)},
    }


def test_fair_gives_the_longest_waiting_the_only_place():
    rows = [(0, 0, 1.0, 1.0), (1, 0, 0.1, 0.1), (2, 0, 0.2, 0.2)]
    case = Case(make_pools([1, 1, 1], [1], waiting_a=[3, 40, 40]), make_edges(rows), Terms())
    assert outcome_of(case, Rule.FAIR).pairs == ((1, 0),)


def test_fair_fills_an_area_s_floor_before_it_looks_at_waiting():
    rows = [(0, 0, 1.0, 1.0), (1, 0, 1.0, 1.0), (2, 0, 0.1, 0.1)]
    pools = make_pools([1, 1, 1], [2], waiting_a=[9, 8, 0], area_a=[0, 0, 1])
    assert outcome_of(Case(pools, make_edges(rows), Terms(floors_a={1: 1})), Rule.FAIR).pairs == ((0, 0), (2, 0))
    assert outcome_of(Case(pools, make_edges(rows), Terms()), Rule.FAIR).pairs == ((0, 0), (1, 0))


def test_a_pin_takes_a_place_though_nobody_listed_the_pair():
    case = Case(make_pools([1, 1], [1]), make_edges([(0, 0, 1.0, 1.0)]), Terms(pinned=((1, 0),)))
    for rule in Rule:
        outcome = outcome_of(case, rule)
        assert (outcome.pairs, outcome.certificate.total, outcome.certificate.blocking_pairs) == (((1, 0),), 0.0, 0)


@pytest.mark.parametrize("scale", [1e-7, 1.0, 1e6, 1e13])
def test_the_greatest_total_does_not_depend_on_the_unit_of_scores(scale):
    dice = np.random.default_rng(7)
    rows = [(a, b, dice.integers(1, 99) * scale, 0.0) for a in range(6) for b in range(6)]
    case = Case(make_pools([1] * 6, [1] * 6), make_edges(rows), Terms())
    from scipy.optimize import linear_sum_assignment

    worth = np.array([row[2] for row in rows]).reshape(6, 6)
    assert outcome_of(case, Rule.MOST).certificate.total == pytest.approx(worth[linear_sum_assignment(-worth)].sum())
