import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.exchanges.clocks import clock_change_near, moment_text, span_text, wall_moment
from mado.reference.places import city_of

PACIFIC, TAIPEI, LONDON = ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Taipei"), ZoneInfo("Europe/London")
MOMENT = dt.datetime(2026, 12, 2, 0, 30, tzinfo=dt.UTC)


def test_a_moment_on_two_clocks():
    assert moment_text(MOMENT, PACIFIC, "en") == "Tue, Dec 1, 2026 16:30"
    assert moment_text(MOMENT, TAIPEI, "zh-hant") == "2026年12月2日 週三 08:30"
    assert moment_text(MOMENT, TAIPEI, "ko") == "2026년 12월 2일 (수) 08:30"


def test_a_span_past_midnight_names_both_days():
    end = MOMENT + dt.timedelta(hours=8)
    assert span_text(MOMENT, end, PACIFIC, "en") == "Tue, Dec 1, 2026 16:30–Wed, Dec 2, 2026 00:30"


def test_cities_and_unknown_languages():
    assert (city_of(PACIFIC, "zh-hant"), city_of(PACIFIC, "tlh")) == ("洛杉磯", "Los Angeles")


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (dt.datetime(2026, 10, 27, 20, tzinfo=dt.UTC), PACIFIC, dt.date(2026, 11, 1)),
        (dt.datetime(2026, 11, 5, 20, tzinfo=dt.UTC), PACIFIC, dt.date(2026, 11, 1)),
        (dt.datetime(2026, 11, 10, 20, tzinfo=dt.UTC), PACIFIC, None),
        (dt.datetime(2026, 3, 10, 20, tzinfo=dt.UTC), PACIFIC, dt.date(2026, 3, 8)),
        (dt.datetime(2026, 3, 30, 10, tzinfo=dt.UTC), LONDON, dt.date(2026, 3, 29)),
        (dt.datetime(2026, 10, 27, 20, tzinfo=dt.UTC), TAIPEI, None),
    ],
)
def test_a_change_of_the_clock_within_a_week(day, zone, expected):
    assert clock_change_near(day, zone) == expected


def test_an_hour_that_is_jumped_over_does_not_exist_and_a_doubled_one_is_the_first():
    assert wall_moment(dt.date(2027, 3, 14), dt.time(2, 30), PACIFIC) is None
    first = wall_moment(dt.date(2026, 11, 1), dt.time(1, 30), PACIFIC)
    assert first == dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC)


@given(st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1)), st.sampled_from([PACIFIC, TAIPEI, LONDON]))
def test_every_instant_reads_back_from_its_own_clock(moment, zone):
    local = moment.replace(tzinfo=dt.UTC).astimezone(zone)
    back = wall_moment(local.date(), local.time(), zone)
    assert back is not None
    assert back.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0)
