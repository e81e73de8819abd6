import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.notify.engine import timing
from mado.notify.engine.timing import Habits, Plan, is_quiet, next_wall_moment, plan
from mado.notify.enums import MailMode

TAIPEI, PACIFIC = ZoneInfo("Asia/Taipei"), ZoneInfo("America/Los_Angeles")
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("Asia/Taipei", "America/Los_Angeles", "Europe/Prague", "Australia/Lord_Howe", "UTC")]
)
MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.UTC))
HOURS = st.integers(0, 23).map(dt.time)


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_the_words_of_the_engine_are_those_of_the_settings():
    assert {timing.AT_ONCE, timing.DAILY, timing.ONLY_NEEDS} == set(MailMode.values)


@pytest.mark.parametrize(
    ("clock", "quiet"), [("20:59", False), ("21:00", True), ("00:00", True), ("06:59", True), ("07:00", False)]
)
def test_the_default_night(clock, quiet):
    assert is_quiet(dt.time.fromisoformat(clock), Habits().quiet_from, Habits().quiet_to) is quiet


@pytest.mark.parametrize(
    ("now", "weight", "habits", "zone", "planned"),
    [
        # 22:30 in Kaohsiung is 06:30 in California.
        ("2026-11-23T14:30", "needs", Habits(), TAIPEI, Plan(utc("2026-11-23T23:00"))),
        ("2026-11-23T14:30", "needs", Habits(), PACIFIC, Plan(utc("2026-11-23T15:00"))),
        ("2026-11-23T14:30", "urgent", Habits(), TAIPEI, Plan()),
        ("2026-11-23T04:00", "needs", Habits(), TAIPEI, Plan()),
        ("2026-11-23T14:30", "needs", Habits(), None, Plan()),
        ("2026-11-23T04:00", "needs", Habits("daily", 18), TAIPEI, Plan(utc("2026-11-23T10:00"), digest=True)),
        ("2026-11-23T10:00", "news", Habits("daily", 18), TAIPEI, Plan(utc("2026-11-24T10:00"), digest=True)),
        ("2026-11-23T10:00", "urgent", Habits("daily", 18), TAIPEI, Plan()),
        ("2026-11-23T04:00", "news", Habits("only_needs"), TAIPEI, Plan(withheld=True)),
        ("2026-11-23T04:00", "needs", Habits("only_needs"), TAIPEI, Plan()),
        # 8 March 2026: the clock of California jumps from 2 to 3.
        ("2026-03-08T06:00", "needs", Habits(quiet_to=dt.time(2)), PACIFIC, Plan(utc("2026-03-08T10:00"))),
    ],
)
def test_when_a_mail_goes_out(now, weight, habits, zone, planned):
    assert plan(utc(now), weight, habits, zone) == planned


@given(now=MOMENTS, zone=ZONES, clock=HOURS)
def test_the_next_moment_is_ahead_and_at_most_a_day_and_an_hour_away(now, zone, clock):
    moment = next_wall_moment(now, zone, clock)
    assert now < moment <= now + dt.timedelta(hours=25)


@given(now=MOMENTS, zone=ZONES, start=HOURS, end=HOURS)
def test_a_mail_that_waits_goes_out_when_it_is_quiet_no_more(now, zone, start, end):
    planned = plan(now, "needs", Habits(quiet_from=start, quiet_to=end), zone)
    if planned.send_after is None:
        assert not is_quiet(now.astimezone(zone).time(), start, end)
    else:
        assert start != end
        assert planned.send_after > now
