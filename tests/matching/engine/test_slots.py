"""The week and the year as bits, against the table of partner-finding D5: 08:00–16:00 on both sides, seen from Taiwan."""

import datetime as dt

import pytest

from mado.matching.engine.slots import first_week_of, reference_weeks, teaching_weeks, weekly_slots

YEAR = 2027
SCHOOL_WEEK = [(day, dt.time(8), dt.time(16)) for day in range(1, 6)]
TAIWAN = weekly_slots("Asia/Taipei", SCHOOL_WEEK, YEAR)


@pytest.mark.parametrize(
    ("zone", "winter", "summer", "days"),
    [
        ("Asia/Tokyo", 420, 420, 5),
        ("Asia/Manila", 480, 480, 5),
        ("Asia/Bangkok", 420, 420, 5),
        ("Asia/Kolkata", 330, 330, 5),
        ("Australia/Sydney", 300, 360, 5),
        ("Pacific/Auckland", 180, 240, 5),
        ("Europe/Prague", 60, 120, 5),
        ("Europe/London", 0, 60, 5),
        ("America/New_York", 0, 0, 5),
        ("Pacific/Honolulu", 120, 120, 4),  # the Taiwan Monday is their Sunday
    ],
)
def test_common_minutes_of_the_week_are_those_of_the_table(zone: str, winter: int, summer: int, days: int) -> None:
    there = weekly_slots(zone, SCHOOL_WEEK, YEAR)
    common = [30 * (here & other).bit_count() for here, other in zip(TAIWAN, there, strict=True)]
    assert common == [winter * days, summer * days]


def test_only_whole_half_hours_within_a_window_count() -> None:
    assert weekly_slots("UTC", [(1, dt.time(0, 10), dt.time(1, 20))], YEAR) == (0b10, 0b10)
    assert weekly_slots("UTC", [(1, dt.time(0, 10), dt.time(0, 50))], YEAR) == (0, 0)
    assert weekly_slots("Asia/Kathmandu", [(1, dt.time(5, 45), dt.time(6, 45))], YEAR) == (0b11, 0b11)


def test_monday_morning_in_the_east_is_the_end_of_the_utc_week() -> None:
    winter, _summer = weekly_slots("Asia/Tokyo", [(1, dt.time(0), dt.time(9, 30))], YEAR)
    assert winter == ((1 << 18) - 1) << 318 | 1


def test_the_reference_weeks_are_far_from_every_change_of_clocks() -> None:
    assert reference_weeks(2027) == (dt.date(2027, 1, 11), dt.date(2027, 7, 12))
    assert [day.isoweekday() for year in range(2024, 2034) for day in reference_weeks(year)] == [1] * 20


def test_a_week_has_lessons_when_three_of_its_days_have() -> None:
    monday = dt.date(2026, 11, 23)
    closed = {monday + dt.timedelta(days=day) for day in (0, 1, 7, 8, 9)}
    bits = teaching_weeks(lambda day: day.isoweekday() < 6 and day not in closed, monday)
    assert bits == (1 << 53) - 1 - 0b10
    assert first_week_of(dt.date(2026, 11, 29)) == monday
    assert first_week_of(monday) == monday
