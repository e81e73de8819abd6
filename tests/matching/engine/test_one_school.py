"""One wish against all: every number and every condition as the plain rules say, however the rows are ordered."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from mado.matching.engine.columns import build_columns, replace_row, without
from mado.matching.engine.feasibility import CONDITIONS, Limits, feasible_rows, why_not
from mado.matching.engine.recommend import count_feasible, fits, recommend
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import PARTS, WEIGHTS, Weights, explain, explain_both, score_rows
from tests.matching.engine import plain
from tests.matching.engine.wish_rows import MONDAY, made_up, made_up_rows, seeds

COUNT = 60


def plainly_feasible(asked: WishRow, rows: list[WishRow]) -> list[WishRow]:
    return [row for row in rows if not plain.failing(asked, row, MONDAY)]


def plain_ranking(asked: WishRow, rows: list[WishRow], weights: dict[str, int]) -> list[tuple[int, int, int]]:
    """(per cent, days waited, wish), best first."""
    found = []
    for row in plainly_feasible(asked, rows):
        own, other = (plain.points(*pair, MONDAY, weights) for pair in ((asked, row), (row, asked)))
        found.append((plain.percent(own, other), row.waiting_days, row.wish))
    return sorted(found, key=lambda entry: (-entry[0], -entry[1], entry[2]))


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_every_condition_and_every_part_is_as_the_plain_rules_say(seed: int) -> None:
    rows = made_up_rows(seed, COUNT)
    columns = build_columns(rows, first_week=MONDAY)
    by_wish = {row.wish: row for row in rows}
    asked = random.Random(seed).choice(rows)
    everybody = np.arange(len(columns))
    own, other = score_rows(columns, columns.asked(asked), everybody)
    expected = {row.wish for row in plainly_feasible(asked, rows)}
    assert set(columns.wish[feasible_rows(columns, asked)].tolist()) == expected
    for position in range(len(columns)):
        row = by_wish[int(columns.wish[position])]
        assert set(why_not(columns, asked, position)) == plain.failing(asked, row, MONDAY)
        assert own[position] == plain.points(asked, row, MONDAY, PARTS)
        assert other[position] == plain.points(row, asked, MONDAY, PARTS)
    position = random.Random(seed).randrange(len(columns))
    row = by_wish[int(columns.wish[position])]
    here, there = explain_both(columns, asked, position)
    assert {part.code: part.value for part in here.parts} == plain.values(asked, row, MONDAY)
    assert {part.code: part.value for part in there.parts} == plain.values(row, asked, MONDAY)
    assert (here.points, there.points) == (own[position], other[position])


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_the_best_are_those_of_reading_everybody_whatever_the_order_of_rows(seed: int) -> None:
    dice = random.Random(seed)
    rows = made_up_rows(seed, COUNT)
    asked = made_up(dice, 0)
    ranking = plain_ranking(asked, rows, PARTS)
    school = {row.wish: row.organization for row in rows}
    one_each, seen = [], set()
    for entry in ranking:
        if school[entry[2]] not in seen:
            seen.add(school[entry[2]])
            one_each.append(entry)
    dice.shuffle(rows)
    columns = build_columns(rows, first_week=MONDAY)
    k = dice.choice((1, 3, 10, 100))
    every = recommend(columns, asked, k, one_per_school=False)
    assert list(zip(every.percent.tolist(), every.wishes.tolist(), strict=True)) == [(p, w) for p, _d, w in ranking[:k]]
    single = recommend(columns, asked, k)
    assert single.wishes.tolist() == [wish for _percent, _days, wish in one_each[:k]]
    assert single.feasible == len(ranking)
    assert single.organizations.tolist() == [school[wish] for wish in single.wishes.tolist()]
    count = count_feasible(columns, asked)
    assert (count.wishes, count.schools) == (len(ranking), len(seen))


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_how_well_schools_of_a_list_fit_is_what_their_best_wish_comes_to(seed: int) -> None:
    rows = made_up_rows(seed, COUNT)
    asked = made_up(random.Random(seed), 0)
    columns = build_columns(rows, first_week=MONDAY)
    best: dict[int, int] = {}
    for percent, _days, wish in plain_ranking(asked, rows, PARTS):
        best.setdefault(rows[wish - 1].organization, percent)
    listed = [1, 2, 3, 4, 5, 99]
    found = fits(columns, asked, listed)
    assert set(found) == set(listed) & {row.organization for row in rows}
    for school, fit in found.items():
        assert fit.percent == best.get(school)
        row = rows[int(columns.wish[fit.position]) - 1]
        assert set(fit.failing) == plain.failing(asked, row, MONDAY)
        if fit.failing:
            wishes = [other for other in rows if other.organization == school]
            assert len(fit.failing) == min(len(plain.failing(asked, other, MONDAY)) for other in wishes)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_a_changed_wish_and_one_that_went_leave_the_columns_of_building_anew(seed: int) -> None:
    dice = random.Random(seed)
    rows = made_up_rows(seed, 20)
    changed = {wish: made_up(dice, wish) for wish in (3, 7, 21)}
    changed[3] = made_up_with_new_words(changed[3])
    changed[9] = replace(rows[8], topics=("food",), partner_countries=("JP",), waiting_days=9, mode=rows[8].mode)
    columns = build_columns(rows, first_week=MONDAY)
    for row in changed.values():
        columns = replace_row(columns, row)
    columns = without(columns, [5, 400])
    now = [row for row in rows if row.wish not in (*changed, 5)] + list(changed.values())
    anew = build_columns(now, first_week=MONDAY)
    assert columns.generation == 6
    for asked in (made_up(dice, 0), changed[3], now[0]):
        mine, theirs = recommend(columns, asked, 30), recommend(anew, asked, 30)
        assert mine.wishes.tolist() == theirs.wishes.tolist()
        assert mine.own.tolist() == theirs.own.tolist()
        assert mine.other.tolist() == theirs.other.tolist()


def made_up_with_new_words(row: WishRow) -> WishRow:
    """With a country nobody named before, and so many languages and regions that their masks need a second word."""
    languages = tuple((f"x-{number}", "") for number in range(70))
    regions = tuple(f"NZ-{number}" for number in range(70))
    return replace(row, country="NZ", region="NZ-7", languages=(*languages, ("en", "B1")), partner_regions=regions)


def test_weights_are_data_and_both_sides_may_have_their_own() -> None:
    rows = made_up_rows(1, COUNT)
    columns = build_columns(rows, first_week=MONDAY)
    heavy = Weights(dict.fromkeys(PARTS, 0) | {"topics": 1000})
    for position in range(len(columns)):
        row = rows[int(columns.wish[position]) - 1]
        here, there = explain_both(columns, rows[0], position, heavy)
        assert here.points == 1000 * plain.values(rows[0], row, MONDAY)["topics"]
        assert there.points == plain.points(row, rows[0], MONDAY, PARTS)
        assert here == explain(columns, rows[0], position, heavy)
        same = explain_both(columns, rows[0], position, heavy, heavy)[1]
        assert same.points == 1000 * plain.values(row, rows[0], MONDAY)["topics"]


@pytest.mark.parametrize(
    "weights", [{}, dict.fromkeys(PARTS, 0), PARTS | {"topics": 161}, PARTS | {"topics": -10, "time": 290}]
)
def test_weights_that_are_no_whole_are_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="1,000 together"):
        Weights(weights)


def test_the_weights_mado_comes_with_are_a_whole() -> None:
    assert sum(PARTS.values()) == 1000
    assert Weights() == WEIGHTS


def test_nobody_to_ask_is_an_empty_answer() -> None:
    columns = build_columns([], first_week=MONDAY)
    asked = WishRow(0, 1, kind="cultural")
    assert len(recommend(columns, asked, 5)) == 0
    assert count_feasible(columns, asked).wishes == 0
    assert fits(columns, asked, [1, 2]) == {}


def test_a_school_that_said_nothing_excludes_nobody() -> None:
    rows = [WishRow(1, 1), WishRow(2, 2, kind="visit_in", mode="live", country="JP", levels=("primary",))]
    columns = build_columns(rows, first_week=MONDAY)
    assert recommend(columns, WishRow(0, 3), 5).wishes.tolist() == [1, 2]
    assert recommend(columns, rows[0], 5).wishes.tolist() == [2]


def test_of_a_country_of_which_regions_are_named_only_those_of_every_other_the_whole() -> None:
    rows = [
        WishRow(1, 1, country="JP", region="JP-13"),
        WishRow(2, 2, country="JP", region="JP-27"),
        WishRow(3, 3, country="JP"),
        WishRow(4, 4, country="KR", region="KR-11"),
        WishRow(5, 5, country="FR", region="FR-IDF"),
        WishRow(6, 6, country="JP", region="JP-13", partner_countries=("TW",), partner_regions=("TW-TPE",)),
    ]
    columns = build_columns(rows, first_week=MONDAY)
    asked = WishRow(0, 9, country="TW", region="TW-KHH", partner_countries=("JP", "KR"), partner_regions=("JP-13",))
    fails = {row.wish: why_not(columns, asked, columns.position(row.wish)) for row in rows}
    assert fails == {1: (), 2: ("regions",), 3: (), 4: (), 5: ("places",), 6: ("regions",)}
    assert sorted(recommend(columns, asked, 9).wishes.tolist()) == [1, 3, 4]
    nowhere = replace(asked, region="", partner_regions=("JP-01",))
    assert sorted(recommend(columns, nowhere, 9).wishes.tolist()) == [3, 4]
    at_home = replace(asked, region="TW-TPE")
    assert sorted(recommend(columns, at_home, 9).wishes.tolist()) == [1, 3, 4, 6]


def test_a_region_that_came_after_the_columns_is_none_of_those_named() -> None:
    first = WishRow(1, 1, country="JP", region="JP-13", partner_countries=("TW",), partner_regions=("TW-TPE",))
    columns = build_columns([first], first_week=MONDAY)
    new = WishRow(2, 2, country="TW", region="TW-HUA", partner_countries=("JP",), partner_regions=("JP-01", "JP-13"))
    assert why_not(columns, new, 0) == ("regions",)
    columns = replace_row(columns, new)
    assert why_not(columns, columns.position(2), columns.position(1)) == ("regions",)
    assert why_not(columns, replace(new, region="TW-TPE"), columns.position(1)) == ()


def test_more_regions_than_there_are_is_a_wrong_column() -> None:
    rows = [WishRow(1, 1, partner_regions=tuple(f"JP-{number}" for number in range(65_535)))]
    with pytest.raises(ValueError, match="More than 65,534 regions"):
        build_columns(rows, first_week=MONDAY)


def test_a_condition_that_is_not_asked_does_not_exclude() -> None:
    shy = WishRow(1, 1, propose=False)
    columns = build_columns([shy], first_week=MONDAY)
    assert count_feasible(columns, WishRow(0, 2)).wishes == 0
    assert count_feasible(columns, WishRow(0, 2), Limits(skip=frozenset({"proposed"}))).wishes == 1
    assert count_feasible(columns, WishRow(0, 1), Limits(skip=frozenset(CONDITIONS))).wishes == 1


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (WishRow(1, 1, kind="holiday"), "'holiday' is none of"),
        (WishRow(1, 1, topics=("food", "money")), "'money' is none of"),
        (WishRow(1, 1, age_from=12, age_to=10), "ages of wish 1 are not in order"),
        (WishRow(1, 1, age_from=40), "between 1 and 31"),
        (WishRow(1, 1, capacity=-1), "below 0"),
        (WishRow(1, 1, reply_rate=1.5), "between 0 and 1"),
        (WishRow(1, 1, reply_rate=float("nan")), "between 0 and 1"),
        (WishRow(1, 1, languages=(("en", "Z9"),)), "'Z9' is no band"),
        (WishRow(1, 1, weekly=(1 << 336, 0)), "336 half hours"),
        (WishRow(1, 1, mode="sometimes"), "'sometimes' is none of"),
        (WishRow(1 << 40, 1), "Keys"),
    ],
)
def test_a_value_the_engine_does_not_know_is_named(bad: WishRow, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        build_columns([bad], first_week=MONDAY)


def test_a_wish_that_stands_twice_is_named() -> None:
    with pytest.raises(ValueError, match="Wish 4 stands twice"):
        build_columns([WishRow(4, 1), WishRow(3, 1), WishRow(4, 2)], first_week=MONDAY)


def test_more_countries_than_there_are_is_a_wrong_column() -> None:
    rows = [WishRow(number, number, country=f"{number:03}") for number in range(1, 256)]
    with pytest.raises(ValueError, match="More than 254 countries"):
        build_columns(rows, first_week=MONDAY)
