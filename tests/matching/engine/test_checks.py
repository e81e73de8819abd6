"""Input that is no round is told in one sentence; input that is merely empty has an empty answer."""

from dataclasses import replace

import numpy as np
import pytest

from mado.matching.engine.certificate import Reason
from mado.matching.engine.checks import ContradictoryTerms, RoundInputError
from mado.matching.engine.edges import Edges, Terms
from mado.matching.engine.rounds import Rule, pair
from tests.matching.engine.brute import make_edges, make_pools, whole

POOLS = make_pools([1, 2], [1, 0])
ROWS = [(0, 0, 0.5, 0.5), (1, 0, 0.25, 0.5), (1, 1, 1.0, 1.0)]


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize(
    ("pools", "rows", "alone"),
    [
        (make_pools([], []), [], ([], [])),
        (make_pools([2], []), [], ([Reason.NO_FEASIBLE_PARTNER], [])),
        (make_pools([1], [1]), [], ([Reason.NO_FEASIBLE_PARTNER], [Reason.NO_FEASIBLE_PARTNER])),
        (make_pools([0], [1]), [(0, 0, 1.0, 1.0)], ([Reason.NO_PLACES], [Reason.PARTNERS_WITHOUT_PLACES])),
    ],
    ids=["two empty pools", "one empty pool", "nobody feasible", "capacity 0"],
)
def test_nothing_to_pair_is_an_empty_answer(rule, pools, rows, alone):
    outcome = pair(pools, make_edges(rows), Terms(), rule)
    certificate = outcome.certificate
    assert outcome.pairs == ()
    assert (certificate.total, certificate.optimum_total, certificate.blocking_pairs) == (0.0, 0.0, 0)
    assert ([one.reason for one in certificate.a.unmatched], [one.reason for one in certificate.b.unmatched]) == alone
    assert certificate.share_of_optimum is None


def test_a_school_all_of_whose_partners_are_forbidden_is_told_so():
    outcome = pair(make_pools([1], [1]), make_edges([(0, 0, 1.0, 1.0)]), Terms(forbidden=((0, 0),)), Rule.FAIR)
    assert [one.reason for one in outcome.certificate.a.unmatched] == [Reason.ONLY_FORBIDDEN]


def edges_with(**columns):
    return replace(make_edges(ROWS), **columns)


@pytest.mark.parametrize(
    ("pools", "edges", "code", "sentence"),
    [
        (
            replace(POOLS, ids_a=("a00", "a00")), make_edges(ROWS), "duplicate_ids",
            "Side a names these schools more than once: a00.",
        ),
        (
            replace(POOLS, ids_b=("b01", "b00")), make_edges(ROWS), "ids_out_of_order",
            "The ids of side b must ascend, so that a result does not depend on the order of reading; b00 stands after b01.",
        ),
        (
            replace(POOLS, capacity_a=whole([1])), make_edges(ROWS), "column_length",
            "Side a has 2 ids and 1 values of capacity; there must be one for each.",
        ),
        (
            replace(POOLS, capacity_b=whole([1, -1])), make_edges(ROWS), "negative_capacity",
            "capacity must not be below 0: b01.",
        ),
        (
            POOLS, edges_with(score_a=np.array([0.5, np.nan, 1.0])), "score_not_a_number",
            "score_a must be a number within ±1e+15; it is nan for a01 and b00 (1 in all).",
        ),
        (
            POOLS, edges_with(score_b=np.array([0.5, np.inf, -np.inf])), "score_not_a_number",
            "score_b must be a number within ±1e+15; it is inf for a01 and b00 (2 in all).",
        ),
        (
            POOLS, edges_with(score_b=np.array([0.5])), "edge_lengths",
            "The four columns of the edges must have one length.",
        ),
        (
            POOLS, edges_with(b=whole([0, 0, 2])), "index_out_of_range",
            "The edges name school 2 of side b, which has 2 schools.",
        ),
        (
            POOLS, edges_with(a=whole([0, -1, 1])), "index_out_of_range",
            "The edges name school -1 of side a, which has 2 schools.",
        ),
        (
            POOLS, make_edges([*ROWS, ROWS[0]]), "duplicate_edges",
            "A pair may stand once; a00 and b00 stand more than once (1 repetitions in all).",
        ),
    ],
)  # fmt: skip
def test_what_is_no_round_is_told_in_a_sentence(pools, edges, code, sentence):
    with pytest.raises(RoundInputError) as problem:
        pair(pools, edges, Terms(), Rule.STABLE)
    assert (problem.value.code, problem.value.sentence) == (code, sentence)


@pytest.mark.parametrize(
    ("terms", "code", "sentence", "facts"),
    [
        (
            Terms(pinned=((0, 0), (1, 0))), "pinned_over_capacity",
            "More partners are pinned than these schools of side b take: b00 (2 pinned, 1 places).",
            {"side": "b", "ids": ["b00"]},
        ),
        (
            Terms(pinned=((1, 1),)), "pinned_over_capacity",
            "More partners are pinned than these schools of side b take: b01 (1 pinned, 0 places).",
            {"side": "b", "ids": ["b01"]},
        ),
        (
            Terms(pinned=((0, 0),), forbidden=((0, 0),)), "pinned_and_forbidden",
            "These pairs are pinned and forbidden at once: a00 and b00.", {"pairs": [("a00", "b00")]},
        ),
        (
            Terms(pinned=((0, 0), (0, 0))), "pinned_twice",
            "A pair may be pinned once: a00 and b00.", {"pairs": [("a00", "b00")]},
        ),
    ],
)  # fmt: skip
def test_contradictory_terms_name_the_schools(terms, code, sentence, facts):
    for rule in Rule:
        with pytest.raises(ContradictoryTerms) as problem:
            pair(POOLS, make_edges(ROWS), terms, rule)
        assert (problem.value.code, problem.value.sentence, problem.value.facts) == (code, sentence, facts)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(pinned=((0, 7),)), "index_out_of_range"),
        (Terms(forbidden=((-1, 0),)), "index_out_of_range"),
        (Terms(floors_a={5: 1}), "unknown_floor"),
        (Terms(floors_b={0: -1}), "unknown_floor"),
    ],
)
def test_terms_about_nobody_are_told(terms, code):
    with pytest.raises(RoundInputError) as problem:
        pair(POOLS, make_edges(ROWS), terms, Rule.FAIR)
    assert problem.value.code == code


def test_columns_of_other_types_are_taken_as_they_are_meant():
    edges = make_edges(ROWS)
    wide = Edges(edges.a.astype(np.int64), edges.b.astype(np.int64), edges.score_a.astype(np.float32), edges.score_b)
    assert pair(POOLS, wide, Terms(), "stable").pairs == pair(POOLS, edges, Terms(), "stable").pairs


def test_read_only_columns_are_taken_and_stay_as_they_are():
    edges = make_edges(list(reversed(ROWS)))
    before = [column.copy() for column in (edges.a, edges.b, edges.score_a, edges.score_b)]
    for column in (edges.a, edges.b, edges.score_a, edges.score_b, POOLS.capacity_a, POOLS.capacity_b):
        column.flags.writeable = False
    for rule in Rule:
        assert pair(POOLS, edges, Terms(), rule).pairs == pair(POOLS, make_edges(ROWS), Terms(), rule).pairs
    after = [edges.a, edges.b, edges.score_a, edges.score_b]
    assert [one.tolist() for one in after] == [one.tolist() for one in before]
