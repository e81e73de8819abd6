import datetime as dt

import pytest

from mado.reference.calendars import closed_days, default_bells
from mado.reference.sources import SOURCES
from mado.reference.typical import (
    BREAK_NAMES,
    _terms,
    bell_sources,
    make_up_days_in,
    public_holidays,
    school_year,
    school_year_dates,
    typical_breaks,
)

pytestmark = pytest.mark.django_db

COUNTRIES = ["TW", "JP", "KR", "US", "GB", "DE", "AU", "VN", "IN", "HK", "FR", "CZ"]


def days(country, region, first, last):
    return set(closed_days(country, region, dt.date.fromisoformat(first), dt.date.fromisoformat(last)))


def teaching_weekdays(country, region, first, last):
    first, last = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    closed = closed_days(country, region, first, last)
    span = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return sum(day.isoweekday() < 6 and day not in closed for day in span)


def test_taiwan_closes_in_summer_in_winter_and_on_public_holidays():
    found = closed_days("TW", "TW-KHH", dt.date(2026, 8, 1), dt.date(2027, 7, 31))
    assert dt.date(2026, 8, 29) in found
    assert dt.date(2026, 8, 31) not in found
    assert dt.date(2027, 1, 20) not in found
    assert str(found[dt.date(2027, 1, 21)]) == "Winter holidays"
    assert found[dt.date(2026, 10, 10)] == "國慶日"
    assert dt.date(2027, 2, 11) not in found


@pytest.mark.parametrize(
    ("country", "region", "about"),
    [("TW", "", 191), ("JP", "", 200), ("KR", "", 190), ("US", "US-CA", 180), ("US", "US-NY", 180), ("GB", "", 190),
     ("DE", "DE-NW", 185), ("AU", "AU-NSW", 200), ("VN", "", 175)],
)  # fmt: skip
def test_a_year_has_about_as_many_school_days_as_the_country_says(country, region, about):
    assert abs(teaching_weekdays(country, region, "2026-08-01", "2027-07-31") - about) <= 15


def test_korea_has_no_school_in_january_and_february():
    assert teaching_weekdays("KR", "", "2027-01-01", "2027-02-28") == 0


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_of_ours_has_breaks_holidays_and_bells(country):
    first, last = dt.date(2026, 8, 1), dt.date(2027, 7, 31)
    assert typical_breaks(country, "", first, last)
    assert public_holidays(country, "", first, last)
    assert all(start < end for start, end in default_bells(country, "primary").values())


def test_every_break_has_a_name_and_a_source():
    rows = [term for terms in _terms().values() for term in terms]
    assert {term.kind for term in rows} <= set(BREAK_NAMES)
    assert {term.source for term in rows} | set(bell_sources().values()) <= set(SOURCES)


def test_a_break_over_new_year_is_one_span_seen_from_both_years():
    (span,) = typical_breaks("JP", "", dt.date(2027, 1, 1), dt.date(2027, 1, 31))
    assert (span.first, span.last) == (dt.date(2026, 12, 25), dt.date(2027, 1, 7))


def test_make_up_working_days_are_school_days():
    assert make_up_days_in("TW", 2025) == {dt.date(2025, 2, 8)}
    assert dt.date(2025, 2, 8) not in days("TW", "", "2025-02-01", "2025-02-28")
    assert dt.date(2025, 2, 7) in days("TW", "", "2025-02-01", "2025-02-28")


def test_a_region_has_its_own_breaks():
    assert dt.date(2026, 9, 4) in days("US", "US-NY", "2026-09-01", "2026-09-30")
    assert dt.date(2026, 9, 4) not in days("US", "US-CA", "2026-09-01", "2026-09-30")
    assert dt.date(2026, 10, 19) in days("DE", "DE-NW", "2026-10-01", "2026-10-31")


def test_an_unknown_country_has_no_calendar_and_an_ordinary_day():
    assert closed_days("XX", "", dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == {}
    assert default_bells("XX", "primary") == dict.fromkeys(range(1, 6), (dt.time(8, 30), dt.time(15, 30)))


@pytest.mark.parametrize(
    ("country", "level", "region", "wednesday"),
    [("TW", "lower_secondary", "", ("08:00", "16:00")), ("TW", "primary", "", ("08:00", "12:00")),
     ("JP", "primary", "", ("08:40", "15:30")), ("US", "upper_secondary", "US-CA", ("08:30", "15:30")),
     ("US", "upper_secondary", "US-TX", ("08:00", "15:00")), ("TW", "tertiary", "", ("09:00", "17:00"))],
)  # fmt: skip
def test_typical_bells(country, level, region, wednesday):
    assert default_bells(country, level, region)[3] == tuple(dt.time.fromisoformat(text) for text in wednesday)


def test_a_french_primary_school_rests_on_wednesdays():
    assert sorted(default_bells("FR", "primary")) == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("country", "first", "last"),
    [("TW", "2026-08-01", "2027-07-31"), ("JP", "2026-04-01", "2027-03-31"), ("KR", "2026-03-01", "2027-02-28"),
     ("AU", "2026-01-01", "2026-12-31"), ("CZ", "2026-09-01", "2027-08-31")],
)  # fmt: skip
def test_school_years(country, first, last):
    first, last = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert school_year_dates(country, 2026) == (first, last)
    assert [school_year(country, day) for day in (first, last, last + dt.timedelta(days=1))] == [2026, 2026, 2027]
