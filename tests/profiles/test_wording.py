import datetime as dt

import pytest
from django.utils import translation

from mado.profiles.wording import duration_text, listed, months_text, weekdays_text


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ([11, 12, 1, 2, 3], "November to March"),
        ([4, 5, 9], "April to May, September"),
        ([6], "June"),
        (range(1, 13), "All year"),
    ],
)
def test_months_go_together_across_the_turn_of_the_year(months, text):
    assert months_text(dt.date(2026, month, 1) for month in months) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([1, 2, 3, 4, 5], "Monday to Friday"),
        ([3], "Wednesday"),
        ([1, 3], "Monday and Wednesday"),
        ([1, 2, 4], "Monday, Tuesday, and Thursday"),
    ],
)
def test_weekdays_in_words(days, text):
    assert weekdays_text(days) == text


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (120, "2 h"), (390, "6 h 30 min")])
def test_lengths_in_words(minutes, text):
    assert duration_text(minutes) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "美, 日, 韓"), ("ko", "美, 日, 韓"), ("zh-hant", "美、日、韓"), ("ja", "美、日、韓")],
)
def test_parts_side_by_side_are_kept_apart_in_every_language(language, text):
    with translation.override(language):
        assert listed(["美", "日", "韓"]) == text
