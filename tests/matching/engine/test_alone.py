"""Wishes nobody fits: what is carried over a change equals what is asked anew."""

import random
from dataclasses import replace

from hypothesis import given, settings

from mado.matching.engine.alone import Answers, carried_over, changed_wishes
from mado.matching.engine.columns import WishColumns, build_columns, replace_row, without
from mado.matching.engine.feasibility import LIMITS
from mado.matching.engine.recommend import count_feasible
from tests.matching.engine.wish_rows import MONDAY, made_up, made_up_rows, seeds

COUNT = 25


def plainly_alone(columns: WishColumns) -> list[int]:
    return [int(columns.wish[row]) for row in range(len(columns)) if not count_feasible(columns, row).wishes]


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_after_any_change_the_answers_are_those_asked_anew(seed: int) -> None:
    dice = random.Random(seed)
    columns = build_columns(made_up_rows(seed, COUNT), first_week=MONDAY)
    answers = Answers(columns, LIMITS, {})
    assert answers.ask(range(len(columns))) == plainly_alone(columns)
    for _deed in range(6):
        wish = dice.choice([*columns.wish.tolist(), 900 + _deed])
        if dice.random() < 0.3 and wish in columns.wish:
            columns = without(columns, [wish])
        else:
            columns = replace_row(columns, made_up(dice, wish))
        answers = carried_over(answers, columns)
        assert answers.ask(range(len(columns))) == plainly_alone(columns)


def test_only_what_a_change_can_have_changed_is_asked_again() -> None:
    rows = made_up_rows(7, COUNT)
    columns = build_columns(rows, first_week=MONDAY)
    answers = Answers(columns, LIMITS, {})
    answers.ask(range(len(columns)))
    changed = replace(rows[3], capacity=rows[3].capacity + 1)
    then = replace_row(columns, changed)
    assert changed_wishes(columns, columns) == set()
    assert changed_wishes(columns, then) == {changed.wish}
    kept = carried_over(answers, then).partner
    assert set(answers.partner) - set(kept) == {
        wish for wish, partner in answers.partner.items() if changed.wish in (wish, partner)
    }


def test_columns_made_anew_carry_nothing_over() -> None:
    rows = made_up_rows(7, COUNT)
    columns = build_columns(rows, first_week=MONDAY)
    answers = Answers(columns, LIMITS, {})
    answers.ask(range(len(columns)))
    assert carried_over(answers, build_columns(rows[5:], first_week=MONDAY)).partner == {}
