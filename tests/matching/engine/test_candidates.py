"""Candidate lists of two pools: the k best of each side by reading every pair, whatever the order of rows."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from mado.matching.engine.arrivals import OtherSide, worst_kept
from mado.matching.engine.candidates import ROUND_LIMITS, candidate_lists
from mado.matching.engine.columns import WishColumns, build_columns
from mado.matching.engine.feasibility import CONDITIONS, Limits
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import PARTS, POINTS, Weights
from tests.matching.engine import plain
from tests.matching.engine.wish_rows import MONDAY, made_up, made_up_rows, seeds

COUNT = 40
Listed = dict[tuple[int, int], tuple[int, int]]


def plain_lists(
    side_a: list[WishRow], side_b: list[WishRow], k: int, weights: dict[str, int], skip: frozenset[str]
) -> Listed:
    """(index in a, index in b) → points of both sides."""
    pairs: Listed = {}
    for i, one in enumerate(side_a):
        for j, other in enumerate(side_b):
            failing = plain.failing(one, other, MONDAY) | (plain.failing(other, one, MONDAY) & {"proposed"})
            if not failing - skip:
                pairs[i, j] = tuple(plain.points(*pair, MONDAY, weights) for pair in ((one, other), (other, one)))
    kept: set[tuple[int, int]] = set()
    for i in range(len(side_a)):
        kept |= set(sorted((pair for pair in pairs if pair[0] == i), key=lambda pair: (-pairs[pair][0], pair[1]))[:k])
    for j in range(len(side_b)):
        kept |= set(sorted((pair for pair in pairs if pair[1] == j), key=lambda pair: (-pairs[pair][1], pair[0]))[:k])
    return {pair: pairs[pair] for pair in sorted(kept)}


def positions(columns: WishColumns, rows: list[WishRow]) -> np.ndarray:
    return np.array([columns.position(row.wish) for row in rows], np.int64)


def found_lists(side_a: list[WishRow], side_b: list[WishRow], seed: int = 0, **options: object) -> Listed:
    mixed = [*side_a, *side_b]
    random.Random(seed).shuffle(mixed)
    columns = build_columns(mixed, first_week=MONDAY)
    edges = candidate_lists(columns, positions(columns, side_a), positions(columns, side_b), **options)
    order = np.lexsort((edges.b, edges.a))
    assert order.tolist() == list(range(len(edges)))
    points = (np.rint(score * POINTS).astype(int).tolist() for score in (edges.score_a, edges.score_b))
    return dict(zip(zip(edges.a.tolist(), edges.b.tolist(), strict=True), zip(*points, strict=True), strict=True))


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_the_lists_are_those_of_reading_every_pair(seed: int) -> None:
    dice = random.Random(seed)
    rows = made_up_rows(seed, COUNT)
    side_a, side_b = rows[: COUNT // 3], rows[COUNT // 3 :]
    k = dice.choice((1, 2, 5, 100))
    skip = frozenset(dice.choice(((), ("proposed",), dice.sample(sorted(CONDITIONS), 6), tuple(CONDITIONS))))
    weights = dict(PARTS)
    for _change in range(4):
        more, less = dice.sample(sorted(PARTS), 2)
        moved = dice.randint(0, weights[less])
        weights[more], weights[less] = weights[more] + moved, weights[less] - moved
    expected = plain_lists(side_a, side_b, k, weights, skip)
    for most in (0, 100_000):  # compiled, and one after another
        told = {"k": k, "weights": Weights(weights), "limits": Limits(skip=skip), "one_by_one_most": most}
        assert found_lists(side_a, side_b, seed, **told) == expected


def test_languages_beyond_sixty_four_and_many_parts_of_work() -> None:
    dice = random.Random(7)
    tags = [f"x-{number:03}" for number in range(150)]
    rows = [
        replace(
            WishRow(wish, wish, kind="cultural"),
            languages=tuple((tag, dice.choice(("A1", "B1", "own", ""))) for tag in sorted(dice.sample(tags, 6))),
            practises=tuple(dice.sample(tags, 3)),
            band_wanted=dice.choice(("", "B1")),
        )
        for wish in range(1, 121)
    ]
    assert found_lists(rows[:60], rows[60:], k=3, one_by_one_most=0) == plain_lists(
        rows[:60], rows[60:], 3, PARTS, ROUND_LIMITS.skip
    )


def test_regions_beyond_sixty_four() -> None:
    dice = random.Random(8)
    regions = [f"{country}-{number:02}" for country in ("JP", "TW") for number in range(90)]
    rows = [
        WishRow(
            wish,
            wish,
            country=region[:2],
            region=dice.choice((region, region, region, "")),
            partner_regions=tuple(dice.sample(regions, 100)) if dice.random() < 0.7 else (),
        )
        for wish, region in enumerate(dice.choices(regions, k=120), start=1)
    ]
    assert found_lists(rows[:60], rows[60:], k=3, one_by_one_most=0) == plain_lists(
        rows[:60], rows[60:], 3, PARTS, ROUND_LIMITS.skip
    )


def test_how_far_it_has_come_is_told() -> None:
    rows = [WishRow(wish, wish, kind="cultural") for wish in range(1, 2101)]
    columns = build_columns(rows, first_week=MONDAY)
    told: list[tuple[int, int]] = []
    edges = candidate_lists(
        columns, positions(columns, rows)[:2000], positions(columns, rows)[2000:], k=1,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(1024, 2000), (2000, 2000)]
    assert len(edges) == 2000 + 99


@pytest.mark.parametrize(("count_a", "count_b", "k"), [(0, 3, 5), (3, 0, 5), (0, 0, 5), (3, 3, 0)])
def test_nothing_to_pair_is_an_empty_list(count_a: int, count_b: int, k: int) -> None:
    rows = [WishRow(wish, wish) for wish in range(1, 7)]
    assert found_lists(rows[:count_a], rows[6 - count_b :], k=k) == {}


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_what_an_arrival_brings_is_what_a_full_run_would_hold_more(seed: int) -> None:
    dice = random.Random(seed)
    rows = made_up_rows(seed, COUNT)
    side_a, side_b = rows[:15], rows[15:]
    k = dice.choice((1, 3, 100))
    new = made_up(dice, COUNT + 1)
    columns_b = build_columns(side_b, first_week=MONDAY)
    before = plain_lists(side_a, side_b, k, PARTS, ROUND_LIMITS.skip)
    columns = build_columns(rows, first_week=MONDAY)
    edges = candidate_lists(columns, positions(columns, side_a), positions(columns, side_b), k=k)
    place = {int(wish): row for row, wish in enumerate(columns_b.wish)}
    least = np.full(len(side_b), -1.0)
    least[[place[row.wish] for row in side_b]] = worst_kept(edges, len(side_b), k)
    brought = OtherSide(columns_b).arrival(new, k=k, least=least)
    after = plain_lists([*side_a, new], side_b, k, PARTS, ROUND_LIMITS.skip)
    index = {row.wish: at for at, row in enumerate(side_b)}
    mine = {
        (len(side_a), index[int(columns_b.wish[row])]): (round(own * POINTS), round(other * POINTS))
        for row, own, other in zip(brought.rows.tolist(), brought.own, brought.other, strict=True)
    }
    assert mine == {pair: both for pair, both in after.items() if pair[0] == len(side_a)}
    assert set(after) <= set(before) | set(mine)
