"""What stands behind a number: a Taiwanese and a French school as two people would compare them."""

import datetime as dt
from dataclasses import replace

import pytest

from mado.matching.engine.columns import build_columns
from mado.matching.engine.feasibility import why_not
from mado.matching.engine.recommend import recommend
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import POINTS, explain_both
from mado.matching.engine.slots import weekly_slots

MONDAY = dt.date(2026, 11, 23)
WEEK = [(day, dt.time(8), dt.time(16)) for day in range(1, 6)]

KAOHSIUNG = WishRow(
    1, 10, kind="visit_out", alternative_kinds=("cultural",), mode="both", country="TW", sector="public", setting="urban",
    levels=("upper_secondary",), partner_levels=("upper_secondary",), age_from=15, age_to=18, group_size=30,
    languages=(("zh-Hant", "own"), ("en", "B1")), practises=("en", "fr"), topics=("food", "art", "music"), sdgs=(4, 12),
    weekly=weekly_slots("Asia/Taipei", WEEK, 2027), teaching=(1 << 30) - 1, partner_countries=("FR", "JP"),
)  # fmt: skip
LYON = WishRow(
    2, 20, kind="visit_in", alternative_kinds=("cultural",), mode="both", country="FR", sector="private", setting="rural",
    levels=("upper_secondary",), partner_levels=("upper_secondary",), age_from=16, age_to=17, group_size=24,
    languages=(("fr", "own"), ("en", "A2")), practises=("en", "zh-Hant"), topics=("food",), sdgs=(12,), first_time=True,
    weekly=weekly_slots("Europe/Paris", WEEK, 2027), teaching=((1 << 30) - 1) << 20, reply_rate=0.75, active_days_ago=5,
)  # fmt: skip


def test_each_part_says_what_it_was_counted_from() -> None:
    columns = build_columns([KAOHSIUNG, LYON], first_week=MONDAY)
    mine, theirs = explain_both(columns, KAOHSIUNG, columns.position(2))
    assert {part.code: dict(part.facts) for part in mine.parts} == {
        "topics": {"shared": ("food",), "mine": ("food", "art", "music")},
        "sdgs": {"shared": (12,), "mine": (4, 12)},
        "language_goal": {"own": ("fr",), "spoken": ("en", "fr")},
        "language_given": {"shared": ("zh-Hant",)},
        "ages": {"mine": (15, 18), "theirs": (16, 17), "shared": (16, 17)},
        "size": {"mine": 30, "theirs": 24},
        "time": {"winter": 300, "summer": 600, "mode": "both"},
        "calendar": {"weeks": 10},
        "kind": {"kinds": ("visit_out",), "first_of_both": True},
        "setting": {"mine": "urban", "theirs": "rural"},
        "sector": {"mine": "public", "theirs": "private"},
        "replies": {"hundredths": 75},
        "activity": {"days": 5},
        "continuity": {"hundredths": None},
        "equity": {"reasons": ("rural", "first_time")},
    }
    back = {part.code: part for part in theirs.parts}
    assert dict(back["topics"].facts) == {"shared": ("food",), "mine": ("food",)}
    assert dict(back["kind"].facts) == {"kinds": ("visit_in",), "first_of_both": True}
    assert (back["topics"].value, back["topics"].points) == (1000, 160_000)


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds", "first_of_both"),
    [
        (("cultural", "co_teaching"), ("cultural", "co_teaching"), ("cultural",), True),
        (("cultural", "co_teaching", "visit_in"), ("co_teaching", "cultural", "visit_out"), ("cultural", "co_teaching"), False),
        (("cultural", "co_teaching", "visit_in"), ("visit_out", "co_teaching"), ("visit_in",), False),
        (("cultural", "co_teaching", "visit_in"), ("sister_school", "co_teaching", "visit_out"), ("co_teaching", "visit_in"), False),
    ],
    ids=["first of both", "first of one each", "first of theirs", "first of none"],
)  # fmt: skip
def test_only_kinds_nearest_to_what_each_named_first_are_named(mine, theirs, kinds, first_of_both) -> None:
    asked = replace(KAOHSIUNG, kind=mine[0], alternative_kinds=mine[1:])
    columns = build_columns([replace(LYON, kind=theirs[0], alternative_kinds=theirs[1:])], first_week=MONDAY)
    part = next(part for part in explain_both(columns, asked, 0)[0].parts if part.code == "kind")
    assert dict(part.facts) == {"kinds": kinds, "first_of_both": first_of_both}


def test_the_parts_are_worth_what_the_documentation_says_and_add_up() -> None:
    columns = build_columns([KAOHSIUNG, LYON], first_week=MONDAY)
    mine, theirs = explain_both(columns, KAOHSIUNG, columns.position(2))
    assert {part.code: part.value for part in mine.parts} == {
        "topics": 333, "sdgs": 500, "language_goal": 1000, "language_given": 1000, "ages": 500, "size": 800, "time": 1000,
        "calendar": 500, "kind": 1000, "setting": 1000, "sector": 0, "replies": 750, "activity": 1000, "continuity": 500,
        "equity": 1000,
    }  # fmt: skip
    assert mine.points == sum(part.points for part in mine.parts) == 744_280
    best = recommend(columns, KAOHSIUNG, 1)
    assert best.wishes.tolist() == [2]
    assert (best.own.tolist(), best.other.tolist()) == ([mine.points], [theirs.points])
    assert best.percent.tolist() == [round(200 * mine.points * theirs.points / (mine.points + theirs.points) / POINTS)]


def test_why_not_names_everything_that_fails() -> None:
    columns = build_columns([LYON], first_week=MONDAY)
    asked = replace(KAOHSIUNG, kind="visit_in", alternative_kinds=(), partner_countries=("JP",), age_from=19, age_to=20)
    assert why_not(columns, asked, 0) == ("kind", "places", "ages")
    assert why_not(columns, KAOHSIUNG, 0) == ()
    live = replace(KAOHSIUNG, kind="cultural", alternative_kinds=(), mode="live", weekly=(0, 0), teaching=0)
    assert why_not(columns, live, 0) == ("weekly", "weeks")
