"""The week's picture, clock changes in words, and what is proposed where lessons never meet."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.exchanges.clocks import span_text
from mado.profiles.drawing import Named
from mado.profiles.engine.overlap import SchoolDays, Window, common_windows, utc_intervals, weekly_windows
from mado.profiles.engine.shifts import ClockShift, clock_shifts
from mado.profiles.engine.windows import Drawback, drawbacks, preference, worth
from mado.profiles.meeting import clock_sentences, meeting_of
from mado.profiles.pictures_week import usual_week, week_grid
from mado.profiles.wording import clock_text, offset_text

UTC = dt.UTC
WEEK = dict.fromkeys(range(1, 6), (dt.time(8), dt.time(16)))
NEW_YORK = ZoneInfo("America/New_York")
TAIPEI = Named("港都", SchoolDays("Asia/Taipei", WEEK), "zh-Hant")
PRAGUE = Named("Okno", SchoolDays("Europe/Prague", WEEK))
HONOLULU = Named("Kai", SchoolDays("Pacific/Honolulu", WEEK))
CALIFORNIA = Named("Redwood", SchoolDays("America/Los_Angeles", WEEK))
MONDAY = dt.date(2026, 11, 16)


def local(*parts, zone=NEW_YORK):
    return dt.datetime(*parts, tzinfo=UTC).astimezone(zone)


# --- labels around a clock change --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (local(2026, 11, 1, 5, 30), local(2026, 11, 1, 6, 15), "01:30 (UTC−4)–01:15 (UTC−5)"),
        (local(2026, 11, 1, 5, 30), local(2026, 11, 1, 6), "01:30–02:00 (UTC−4)"),
        (local(2026, 11, 1, 6, 30), local(2026, 11, 1, 8), "01:30–03:00 (UTC−5)"),
        (local(2026, 11, 1, 4), local(2026, 11, 1, 9), "00:00 (UTC−4)–04:00 (UTC−5)"),
        (local(2026, 3, 8, 6), local(2026, 3, 8, 7), "01:00–02:00"),
        (local(2026, 3, 8, 6), local(2026, 3, 8, 8), "01:00 (UTC−5)–04:00 (UTC−4)"),
        (local(2026, 11, 2, 13), local(2026, 11, 2, 20), "08:00–15:00"),
        (dt.time(8), dt.time(9, 30), "08:00–09:30"),
    ],
)  # fmt: skip
def test_hours_read_right_where_the_clock_changes(start, end, text):
    assert clock_text(start, end) == text


def test_the_label_of_an_exchange_reads_right_too():
    start, end = dt.datetime(2026, 11, 1, 5, 30, tzinfo=UTC), dt.datetime(2026, 11, 1, 6, 15, tzinfo=UTC)
    assert span_text(start, end, NEW_YORK, "en") == "Sun, Nov 1, 2026 01:30 (UTC−4)–01:15 (UTC−5)"
    assert [offset_text(dt.timedelta(minutes=m)) for m in (0, 330, -210)] == ["UTC+0", "UTC+5:30", "UTC−3:30"]


@given(
    st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Taipei", "America/Havana"]),
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 30)),
    st.integers(0, 23 * 60),
    st.integers(1, 300),
)
def test_a_label_without_offsets_tells_the_true_length(zone, day, start, minutes):
    """Hours alone are only shown where their difference is the time that passes."""
    begin = dt.datetime.combine(day, dt.time(), UTC) + dt.timedelta(minutes=start)
    end = begin + dt.timedelta(minutes=minutes)
    text = clock_text(begin.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone)))
    hours = [int(h) * 60 + int(m) for h, m in re.findall(r"(?<![+−])\b(\d\d):(\d\d)", text)]
    if text.count("UTC") < 2:
        assert (hours[1] - hours[0]) % (24 * 60) == minutes


# --- clock changes -----------------------------------------------------------------------------------------------


def test_when_the_hours_between_two_places_change():
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    assert clock_shifts("Asia/Taipei", "America/Los_Angeles", first, last) == [
        ClockShift(dt.date(2026, 3, 8), -60, ("b",)),
        ClockShift(dt.date(2026, 11, 1), 60, ("b",)),
    ]
    assert clock_shifts("Europe/Prague", "Europe/Berlin", first, last) == []
    assert [s.day for s in clock_shifts("Europe/London", "America/New_York", first, last)] == [
        dt.date(2026, 3, 8),
        dt.date(2026, 3, 29),
        dt.date(2026, 10, 25),
        dt.date(2026, 11, 1),
    ]
    assert clock_shifts("Asia/Taipei", "Australia/Sydney", first, last)[0] == ClockShift(
        dt.date(2026, 4, 5), 60, ("b",)
    )


ZONES = st.sampled_from(["Asia/Taipei", "Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata"])


@given(ZONES, ZONES, st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1)), st.integers(0, 400))
def test_the_shifts_add_up_to_the_difference_of_the_clocks(a, b, first, days):
    last = first + dt.timedelta(days=days)

    def apart(day):
        noon = dt.datetime.combine(day, dt.time(12), UTC)
        return noon.astimezone(ZoneInfo(a)).utcoffset() - noon.astimezone(ZoneInfo(b)).utcoffset()

    total = sum(shift.minutes for shift in clock_shifts(a, b, first, last))
    assert dt.timedelta(minutes=total) == apart(last) - apart(first - dt.timedelta(days=1))


def test_a_clock_change_is_said_from_the_readers_side():
    assert clock_sentences(TAIPEI, CALIFORNIA, dt.date(2026, 1, 1), dt.date(2026, 6, 30)) == [
        "From Sun, Mar 8, 2026 what keeps its time in Los Angeles is 1 h earlier in Taipei: the clocks change in Los Angeles."
    ]
    assert clock_sentences(CALIFORNIA, TAIPEI, dt.date(2026, 1, 1), dt.date(2026, 6, 30)) == [
        "From Sun, Mar 8, 2026 what keeps its time in Taipei is 1 h later in Los Angeles: the clocks change in Los Angeles."
    ]


# --- the week ----------------------------------------------------------------------------------------------------


def test_the_week_says_every_day_on_both_clocks():
    grid = week_grid(TAIPEI, PRAGUE, MONDAY)
    assert [row.day for row in grid.rows] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    first = grid.rows[0]
    assert (first.mine, first.theirs, first.common) == ("08:00–16:00", "08:00–16:00", "1 h")
    assert (first.common_mine, first.common_theirs) == ("15:00–16:00", "08:00–09:00")
    assert grid.svg.count("15:00–16:00 = 08:00–09:00") == 5
    assert grid.sentence == "In this week 港都 and Okno are in lessons at the same time on 5 days, 5 h in all."
    assert grid.svg.count("bar-common") == 5


def test_the_other_sides_weekday_is_said_where_it_is_another():
    grid = week_grid(TAIPEI, HONOLULU, MONDAY)
    assert (grid.rows[0].common, grid.rows[1].common_theirs) == ("", "Mon 14:00–16:00")


def test_a_make_up_saturday_stands_in_the_week():
    saturday = MONDAY + dt.timedelta(days=5)
    made_up = Named("港都", SchoolDays("Asia/Taipei", WEEK, make_up=frozenset({saturday})))
    grid = week_grid(made_up, PRAGUE, MONDAY)
    assert [row.day for row in grid.rows][-1] == "Saturday"
    assert grid.rows[-1].mine == "08:00–16:00"


def test_a_week_without_common_lessons_says_so():
    assert week_grid(TAIPEI, CALIFORNIA, MONDAY).sentence == (
        "In this week the lessons of 港都 and Redwood do not meet."
    )


def test_the_usual_week_is_one_in_which_both_teach():
    closed = frozenset(MONDAY + dt.timedelta(days=n) for n in range(28))
    busy = SchoolDays("Asia/Taipei", WEEK, closed)
    assert usual_week(busy, PRAGUE.days, MONDAY) == MONDAY + dt.timedelta(weeks=4)
    assert usual_week(TAIPEI.days, PRAGUE.days, MONDAY) == MONDAY + dt.timedelta(weeks=1)


@pytest.mark.parametrize("monday", [MONDAY, dt.date(2026, 10, 26), dt.date(2026, 3, 2)])
def test_nothing_inline_and_names_cannot_break_out(monday):
    evil = Named('"><script>alert(1)</script>', SchoolDays("America/New_York", dict.fromkeys(range(1, 8), WEEK[1])))
    svg = week_grid(evil, PRAGUE, monday).svg
    assert not re.search(r"\sstyle=|<style|<script|data:|\son\w+=", svg)
    assert re.match(r'<svg width="100%" height="[0-9]+" role="img" aria-label="[^"]+', svg)


# --- rank --------------------------------------------------------------------------------------------------------


def window_on(day, busy="", zone="Asia/Taipei", start=dt.time(10), end=dt.time(11)):
    ((begin, until),) = utc_intervals(ZoneInfo(zone), day, start, end)
    mine = (begin.astimezone(ZoneInfo(zone)), until.astimezone(ZoneInfo(zone)))
    return Window(begin, until, mine, mine, a_busy=busy)


def test_examinations_and_events_lower_a_times_worth_and_so_do_the_small_things():
    tuesday = MONDAY + dt.timedelta(days=1)
    plain = window_on(tuesday)
    assert [worth(w) for w in (plain, window_on(tuesday, "event"), window_on(tuesday, "exam"))] == [12, 10, 8]
    assert worth(window_on(MONDAY, start=dt.time(8), end=dt.time(9))) == 11
    assert worth(window_on(MONDAY + dt.timedelta(days=4), start=dt.time(15), end=dt.time(16))) == 11
    after_change = window_on(dt.date(2026, 11, 3), zone="America/New_York")
    assert drawbacks(after_change)[0] == {Drawback.CLOCK_CHANGE}
    assert drawbacks(window_on(dt.date(2026, 11, 10), zone="America/New_York"))[0] == set()


@given(st.sets(st.integers(0, 27), max_size=8))
def test_no_day_with_examinations_comes_before_one_without(days):
    busy = {MONDAY + dt.timedelta(days=n): "exam" for n in days}
    side = SchoolDays("Asia/Taipei", WEEK, busy=busy)
    entries = common_windows(side, SchoolDays("Asia/Tokyo", WEEK), MONDAY, MONDAY + dt.timedelta(days=27))
    ranked = sorted((window for entry in entries for window in entry.windows), key=preference)
    marks = [window.a_busy for window in ranked]
    assert marks == sorted(marks)


def test_weekly_times_count_the_days_with_examinations():
    side = SchoolDays("Asia/Taipei", WEEK, busy={MONDAY: "exam"})
    entries = common_windows(side, SchoolDays("Asia/Tokyo", WEEK), MONDAY, MONDAY + dt.timedelta(days=6))
    (row,) = weekly_windows([window for entry in entries for window in entry.windows])
    assert (len(row.dates), row.busy_dates) == (5, (MONDAY,))


# --- what to do instead ------------------------------------------------------------------------------------------


def test_where_lessons_never_meet_forms_are_proposed(db):
    meeting = meeting_of(TAIPEI, CALIFORNIA)
    assert not meeting.meets
    assert meeting.forms[0].startswith("A live meeting just before or after school")
    assert len(meeting.forms) == 5
    night = Named("Nacht", SchoolDays("Asia/Taipei", {7: (dt.time(3), dt.time(4))}))
    assert meeting_of(TAIPEI, night).forms[0].startswith("Short videos in turns")
    assert meeting_of(TAIPEI, PRAGUE).forms == []
