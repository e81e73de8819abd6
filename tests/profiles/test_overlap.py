"""The engine against an oracle that knows nothing of it: every minute of the year, asked of both wall clocks."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mado.profiles.engine.overlap import (
    SchoolDays,
    TimeKind,
    common_windows,
    day_segments,
    meeting_suggestions,
    time_kind,
    utc_intervals,
    weekly_windows,
)

UTC = dt.UTC
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
EIGHT_TO_FOUR = (dt.time(8), dt.time(16))
WEEK = dict.fromkeys(range(1, 6), EIGHT_TO_FOUR)
FIRST, LAST = dt.date(2025, 9, 1), dt.date(2026, 6, 30)
TAIPEI = SchoolDays("Asia/Taipei", WEEK)
PARTNERS = [
    "Asia/Tokyo",
    "Asia/Seoul",
    "Europe/London",
    "Europe/Prague",
    "America/Los_Angeles",
    "America/New_York",
    "Pacific/Honolulu",
]


def at_school(side, local):
    """The oracle's own definition: what the wall clock shows, nothing else."""
    if local.date() in side.closed or local.isoweekday() not in side.bells:
        return False
    start, end = side.bells[local.isoweekday()]
    return start <= local.time() < end


def oracle_minutes(a, b, first, last):
    """Date of side a → the set of UTC minutes in which both are at school, found by asking minute after minute."""
    a_zone, b_zone = ZoneInfo(a.zone), ZoneInfo(b.zone)
    found = {first + DAY * n: set() for n in range((last - first).days + 1)}
    instant = dt.datetime.combine(first - 2 * DAY, dt.time(), UTC)
    while instant < dt.datetime.combine(last + 3 * DAY, dt.time(), UTC):
        here = instant.astimezone(a_zone)
        if at_school(a, here) and here.date() in found and at_school(b, instant.astimezone(b_zone)):
            found[here.date()].add(instant)
        instant += MINUTE
    return found


def engine_minutes(entries):
    found = {}
    for entry in entries:
        minutes = set()
        for window in entry.windows:
            instant = window.utc_start
            while instant < window.utc_end:
                assert instant not in minutes
                minutes.add(instant)
                instant += MINUTE
        assert len(minutes) == entry.minutes
        found[entry.date] = minutes
    return found


@pytest.mark.parametrize("zone", PARTNERS)
def test_a_school_year_agrees_with_the_oracle_to_the_minute(zone):
    theirs = SchoolDays(zone, WEEK)
    entries = common_windows(TAIPEI, theirs, FIRST, LAST)
    assert [entry.date for entry in entries] == [FIRST + DAY * n for n in range((LAST - FIRST).days + 1)]
    assert engine_minutes(entries) == oracle_minutes(TAIPEI, theirs, FIRST, LAST)


def minutes_by_weekday(zone):
    """ISO weekday in Taipei → the different numbers of minutes over the school year."""
    found = {}
    for entry in common_windows(TAIPEI, SchoolDays(zone, WEEK), FIRST, LAST):
        found.setdefault(entry.date.isoweekday(), set()).add(entry.minutes)
    return found


def every_school_day(*minutes):
    return {**{weekday: set(minutes) for weekday in range(1, 6)}, 6: {0}, 7: {0}}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Tokyo", every_school_day(420)),
        ("Asia/Seoul", every_school_day(420)),
        ("Asia/Manila", every_school_day(480)),
        ("Asia/Jakarta", every_school_day(420)),
        ("Asia/Bangkok", every_school_day(420)),
        ("Asia/Ho_Chi_Minh", every_school_day(420)),
        ("Asia/Kolkata", every_school_day(330)),
        ("Australia/Sydney", every_school_day(300, 360)),
        ("Pacific/Auckland", every_school_day(180, 240)),
        ("Europe/Prague", every_school_day(60, 120)),
        ("Europe/London", every_school_day(0, 60)),
        ("America/Los_Angeles", every_school_day(0)),
        ("America/Chicago", every_school_day(0)),
        ("America/New_York", every_school_day(0)),
        # The date line: Taipei's Monday morning is still Sunday in Honolulu; Taipei's Saturday is its Friday.
        ("Pacific/Honolulu", {1: {0}, **{weekday: {120} for weekday in range(2, 6)}, 6: {0}, 7: {0}}),
    ],
)
def test_the_published_table_of_common_minutes(zone, expected):
    """Table of 8:00–16:00 days over September 2025–June 2026 (partner-finding notes, D5)."""
    assert minutes_by_weekday(zone) == expected


@pytest.mark.parametrize(("zone", "summer", "winter"), [("Europe/Prague", 120, 60), ("Europe/London", 60, 0)])
def test_the_weeks_when_europe_changes_its_clocks(zone, summer, winter):
    """Last Sundays of October 2025 (the 26th) and March 2026 (the 29th)."""
    by_date = {e.date: e.minutes for e in common_windows(TAIPEI, SchoolDays(zone, WEEK), FIRST, LAST)}
    assert [by_date[dt.date(2025, 10, day)] for day in (23, 24, 25, 26, 27, 28)] == [
        summer,
        summer,
        0,
        0,
        winter,
        winter,
    ]
    assert [by_date[dt.date(2026, 3, day)] for day in (26, 27, 28, 29, 30, 31)] == [
        winter,
        winter,
        0,
        0,
        summer,
        summer,
    ]


@pytest.mark.parametrize(
    ("zone", "day", "before", "after"),
    [
        ("Pacific/Auckland", dt.date(2025, 9, 28), 240, 180),
        ("Australia/Sydney", dt.date(2025, 10, 5), 360, 300),
        ("Australia/Sydney", dt.date(2026, 4, 5), 300, 360),
        ("Pacific/Auckland", dt.date(2026, 4, 5), 180, 240),
    ],
)
def test_the_weeks_when_the_south_changes_its_clocks(zone, day, before, after):
    """On these Sundays: the Friday before and the Monday after."""
    entries = common_windows(TAIPEI, SchoolDays(zone, WEEK), day - 2 * DAY, day + DAY)
    assert [entry.minutes for entry in entries] == [before, 0, 0, after]


def test_an_hour_left_out_is_not_there_and_a_repeated_hour_is_there_twice():
    new_york = ZoneInfo("America/New_York")
    spring, autumn = dt.date(2026, 3, 8), dt.date(2026, 11, 1)
    at = lambda *parts: dt.datetime(*parts, tzinfo=UTC)  # noqa: E731  # shorter than a function here
    assert utc_intervals(new_york, spring, dt.time(1), dt.time(4)) == [(at(2026, 3, 8, 6), at(2026, 3, 8, 8))]
    assert utc_intervals(new_york, spring, dt.time(2), dt.time(3)) == []
    assert utc_intervals(new_york, spring, dt.time(2, 30), dt.time(4)) == [(at(2026, 3, 8, 7), at(2026, 3, 8, 8))]
    assert utc_intervals(new_york, autumn, dt.time(0), dt.time(4)) == [(at(2026, 11, 1, 4), at(2026, 11, 1, 9))]
    assert utc_intervals(new_york, autumn, dt.time(1, 30), dt.time(3)) == [
        (at(2026, 11, 1, 5, 30), at(2026, 11, 1, 6)),
        (at(2026, 11, 1, 6, 30), at(2026, 11, 1, 8)),
    ]


def test_a_date_that_never_was():
    """Samoa left out 30 December 2011 when it crossed the date line."""
    apia = ZoneInfo("Pacific/Apia")
    assert utc_intervals(apia, dt.date(2011, 12, 30), dt.time(8), dt.time(16)) == []
    assert len(utc_intervals(apia, dt.date(2011, 12, 31), dt.time(8), dt.time(16))) == 1


def test_zones_26_hours_apart_meet_two_dates_away():
    east, west = (
        SchoolDays("Pacific/Kiritimati", {3: (dt.time(0), dt.time(1))}),
        SchoolDays("Etc/GMT+12", {1: (dt.time(22), dt.time(23, 30))}),
    )
    wednesday = dt.date(2026, 5, 6)
    assert common_windows(east, west, wednesday, wednesday)[0].minutes == 60
    assert common_windows(west, east, wednesday - 2 * DAY, wednesday - 2 * DAY)[0].minutes == 60


def test_holidays_and_weekends_of_either_side_are_empty():
    tokyo = SchoolDays("Asia/Tokyo", WEEK, frozenset({dt.date(2025, 11, 3)}))
    taipei = SchoolDays("Asia/Taipei", WEEK, frozenset({dt.date(2025, 11, 5)}))
    entries = common_windows(taipei, tokyo, dt.date(2025, 11, 3), dt.date(2025, 11, 9))
    assert [entry.minutes for entry in entries] == [0, 420, 0, 420, 420, 0, 0]


def test_a_holiday_in_honolulu_empties_the_next_date_in_taipei():
    honolulu = SchoolDays("Pacific/Honolulu", WEEK, frozenset({dt.date(2025, 11, 11)}))
    entries = common_windows(TAIPEI, honolulu, dt.date(2025, 11, 11), dt.date(2025, 11, 13))
    assert [entry.minutes for entry in entries] == [120, 0, 120]


def test_a_window_says_both_local_times():
    window = common_windows(TAIPEI, SchoolDays("Pacific/Honolulu", WEEK), dt.date(2025, 9, 2), dt.date(2025, 9, 2))[
        0
    ].windows[0]
    assert window.utc_start == dt.datetime(2025, 9, 2, 0, tzinfo=UTC)
    assert [moment.isoformat() for moment in (*window.a_local, *window.b_local)] == [
        "2025-09-02T08:00:00+08:00",
        "2025-09-02T10:00:00+08:00",
        "2025-09-01T14:00:00-10:00",
        "2025-09-01T16:00:00-10:00",
    ]
    assert (window.a_kind, window.b_kind, window.score, window.minutes) == ("in_lesson", "in_lesson", 3, 120)


def test_a_range_that_ends_before_it_starts_gets_a_sentence():
    with pytest.raises(ValueError, match="ends before it starts"):
        common_windows(TAIPEI, TAIPEI, LAST, FIRST)
    with pytest.raises(ValueError, match="ends before it starts"):
        meeting_suggestions(TAIPEI, TAIPEI, LAST, FIRST)


ZONES = st.sampled_from(
    [*PARTNERS, "Asia/Taipei", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham",
     "Pacific/Kiritimati", "Etc/GMT+12", "Africa/Casablanca", "America/Havana", "UTC"]
)  # fmt: skip
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
BELLS = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] < pair[1])
START = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 20))


@st.composite
def sides(draw, start):
    closed = draw(st.sets(st.integers(-2, 12), max_size=4))
    bells = draw(st.dictionaries(st.integers(1, 7), BELLS, max_size=7))
    return SchoolDays(draw(ZONES), bells, frozenset(start + DAY * n for n in closed))


@st.composite
def questions(draw):
    start = draw(START)
    return draw(sides(start)), draw(sides(start)), start, start + DAY * draw(st.integers(0, 9))


NIGHT = dict.fromkeys(range(1, 8), (dt.time(0, 30), dt.time(2, 45)))


@settings(max_examples=60, deadline=None)
@given(questions())
@example(
    (
        SchoolDays("Europe/London", NIGHT),
        SchoolDays("America/New_York", NIGHT),
        dt.date(2026, 3, 1),
        dt.date(2026, 3, 31),
    )
)
@example(
    (
        SchoolDays("America/Havana", NIGHT),
        SchoolDays("America/New_York", NIGHT),
        dt.date(2026, 10, 28),
        dt.date(2026, 11, 4),
    )
)
@example(
    (
        SchoolDays("Australia/Lord_Howe", NIGHT),
        SchoolDays("Australia/Lord_Howe", NIGHT),
        dt.date(2026, 4, 3),
        dt.date(2026, 4, 7),
    )
)
def test_any_question_agrees_with_the_oracle(question):
    a, b, first, last = question
    entries = common_windows(a, b, first, last)
    assert engine_minutes(entries) == oracle_minutes(a, b, first, last)
    for entry in entries:
        if not a.teaches_on(entry.date):
            assert entry.windows == ()
        for window in entry.windows:
            for side, local in ((a, window.a_local), (b, window.b_local)):
                assert local[0].date() not in side.closed
                assert at_school(side, local[0])
                assert at_school(side, (window.utc_end - MINUTE).astimezone(local[0].tzinfo))
            assert window.a_local[0].date() == entry.date


@settings(max_examples=40, deadline=None)
@given(questions())
def test_swapping_the_sides_keeps_the_minutes(question):
    """All minutes of the dates well inside are the same from both sides; the edges may fall on another date."""
    a, b, first, last = question
    span = (dt.datetime.combine(first + 3 * DAY, dt.time(), UTC), dt.datetime.combine(last + 9 * DAY, dt.time(), UTC))

    def inside(one, other):
        minutes = set().union(*engine_minutes(common_windows(one, other, first, last + 12 * DAY)).values())
        return {instant for instant in minutes if span[0] <= instant < span[1]}

    assert inside(a, b) == inside(b, a)


def test_the_times_around_a_school_day():
    assert day_segments((dt.time(8, 20), dt.time(15))) == [
        (dt.time(7, 50), dt.time(8, 20), "on_campus"),
        (dt.time(8, 20), dt.time(15), "in_lesson"),
        (dt.time(15), dt.time(16, 30), "after_school"),
        (dt.time(18), dt.time(20, 30), "evening"),
    ]
    assert [kind for _s, _e, kind in day_segments((dt.time(13), dt.time(17)))][-2:] == ["after_school", "evening"]
    assert day_segments((dt.time(13), dt.time(17)))[-1][0] == dt.time(18, 30)


@pytest.mark.parametrize(
    ("clock", "kind"),
    [("07:29", "other"), ("07:30", "on_campus"), ("08:00", "in_lesson"), ("15:59", "in_lesson"), ("16:00", "after_school"),
     ("17:30", "other"), ("18:00", "evening"), ("20:30", "other")],
)  # fmt: skip
def test_what_kind_of_time_it_is(clock, kind):
    monday = dt.datetime.combine(dt.date(2025, 9, 1), dt.time.fromisoformat(clock), ZoneInfo("Asia/Taipei"))
    assert time_kind(TAIPEI, monday) == kind
    assert time_kind(TAIPEI, monday - DAY) == TimeKind.OTHER


def test_when_lessons_meet_they_are_what_is_suggested():
    found = meeting_suggestions(TAIPEI, SchoolDays("Asia/Tokyo", WEEK), dt.date(2025, 9, 1), dt.date(2025, 9, 7))
    assert [window.score for window in found] == [3, 3, 3, 3, 3]


def test_california_meets_taipei_after_school_there():
    """Winter: 16:00–17:30 in California is 08:00–09:30 the next date in Taipei (operations notes, §4.2)."""
    found = meeting_suggestions(
        TAIPEI, SchoolDays("America/Los_Angeles", WEEK), dt.date(2025, 11, 17), dt.date(2025, 11, 21)
    )
    best = found[0]
    assert (best.score, best.a_kind, best.b_kind) == (2, "in_lesson", "after_school")
    assert [f"{m:%a %H:%M}" for m in (*best.a_local, *best.b_local)] == [
        "Tue 08:00",
        "Tue 09:30",
        "Mon 16:00",
        "Mon 17:30",
    ]
    assert [window.score for window in found] == sorted((window.score for window in found), reverse=True)
    # Tuesday to Friday in Taipei; its Monday morning is California's Sunday. Before the bell in Taipei: 07:30–08:00.
    assert Counter((window.score, window.a_kind, window.b_kind, window.minutes) for window in found) == {
        (2, "in_lesson", "after_school", 90): 4,
        (2, "on_campus", "in_lesson", 30): 4,
        (1, "in_lesson", "evening", 150): 4,
    }


def test_new_york_meets_taipei_in_its_evening():
    found = meeting_suggestions(
        TAIPEI, SchoolDays("America/New_York", WEEK), dt.date(2025, 11, 18), dt.date(2025, 11, 18)
    )
    assert [(w.score, w.b_kind, f"{w.b_local[0]:%a %H:%M}", w.minutes) for w in found] == [
        (1, "evening", "Mon 19:00", 90)
    ]


def test_what_never_meets_leaves_only_work_in_turns():
    night = SchoolDays("Asia/Taipei", {1: (dt.time(3), dt.time(4))})
    assert meeting_suggestions(TAIPEI, night, dt.date(2025, 9, 1), dt.date(2025, 9, 30)) == []


def test_weekly_windows_are_gathered_by_both_clocks():
    prague = SchoolDays("Europe/Prague", WEEK)
    weekly = weekly_windows(meeting_suggestions(TAIPEI, prague, dt.date(2025, 10, 20), dt.date(2025, 11, 2)))
    rows = [
        (row.weekdays, row.days_apart, f"{row.sample.a_local[0]:%H:%M}", row.sample.minutes, len(row.dates))
        for row in weekly
    ]
    assert rows == [((1, 2, 3, 4, 5), 0, "14:00", 120, 5), ((1, 2, 3, 4, 5), 0, "15:00", 60, 5)]


def test_weekly_windows_across_the_date_line():
    honolulu = SchoolDays("Pacific/Honolulu", WEEK)
    (row,) = weekly_windows(meeting_suggestions(TAIPEI, honolulu, dt.date(2025, 10, 20), dt.date(2025, 10, 26)))
    assert (row.weekdays, row.days_apart) == ((2, 3, 4, 5), -1)
