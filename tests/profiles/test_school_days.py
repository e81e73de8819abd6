import datetime as dt

import pytest
from django.utils import timezone

from mado.directory.models import Organization
from mado.profiles.models import BellDay, ClosedSpan, SchoolProfile
from mado.profiles.queries import overlap_between, overlap_summary, school_days, school_days_of_many

TUESDAY = dt.date(2026, 10, 13)


def test_own_bell_times_stand_instead_of_the_typical_ones(world):
    assert school_days(world.tokyo).bells == dict.fromkeys(range(1, 6), (dt.time(8, 40), dt.time(15, 30)))
    BellDay.objects.filter(profile__organization=world.kaohsiung).delete()
    assert school_days(world.kaohsiung).bells[3] == (dt.time(8), dt.time(12))


def test_a_school_without_profile_has_its_countrys_typical_days(world):
    SchoolProfile.objects.filter(organization=world.tokyo).delete()
    days = school_days(Organization.objects.get(pk=world.tokyo.pk))
    assert (days.zone, days.bells[1]) == ("Asia/Tokyo", (dt.time(8, 40), dt.time(15, 30)))


def test_a_clock_of_its_own_stands_instead_of_the_listed_one(world):
    SchoolProfile.objects.filter(organization=world.california).update(time_zone="America/Denver")
    assert school_days(world.california).zone == "America/Denver"


def test_closed_spans_come_on_top_until_the_calendar_is_confirmed(world):
    profile = world.kaohsiung.profile
    ClosedSpan.objects.create(profile=profile, kind="blocked", first=TUESDAY, last=TUESDAY)
    first, last = dt.date(2026, 8, 1), dt.date(2027, 7, 31)
    winter = dt.date(2027, 1, 25)
    holiday = dt.date(2026, 10, 10)
    assert {TUESDAY, winter, holiday} <= school_days(world.kaohsiung, first, last).closed
    SchoolProfile.objects.filter(pk=profile.pk).update(calendar_confirmed=True)
    closed = school_days(world.kaohsiung, first, last).closed
    assert (TUESDAY in closed, winter in closed, holiday in closed) == (True, False, True)


def test_many_schools_take_as_many_queries_as_one(world, django_assert_num_queries):
    with django_assert_num_queries(6):
        school_days_of_many([world.tokyo])
    with django_assert_num_queries(6):
        school_days_of_many([world.tokyo, world.kaohsiung, world.california])


def test_kaohsiung_and_tokyo_meet_in_lessons(world):
    (entry,) = overlap_between(world.kaohsiung, world.tokyo, TUESDAY, TUESDAY)
    assert entry.minutes == 390
    summary = overlap_summary(world.kaohsiung, world.tokyo)
    assert (summary.typical_minutes, summary.suggestions) == (390, [])
    assert [f"{w.a_local[0]:%H:%M}" for w in summary.best] == ["08:00"] * 5
    assert 120 < summary.days_met < 200
    assert summary.sentence.startswith(f"The lessons of the two schools meet on {summary.days_met} days")


def test_kaohsiung_and_california_never_meet_and_hear_what_works(world):
    summary = overlap_summary(world.kaohsiung, world.california)
    assert (summary.typical_minutes, summary.days_met, summary.best) == (0, 0, [])
    assert {window.score for window in summary.suggestions} <= {1, 2}
    assert summary.suggestions
    assert "do not meet. What does work: " in summary.sentence


def test_without_any_common_time_only_work_in_turns_is_offered(world):
    BellDay.objects.filter(profile__organization=world.tokyo).delete()
    BellDay.objects.create(profile=world.tokyo.profile, weekday=7, start=dt.time(3), end=dt.time(4))
    summary = overlap_summary(world.kaohsiung, world.tokyo)
    assert (summary.best, summary.suggestions, summary.weekly) == ([], [], [])
    assert "in turns" in summary.sentence


def test_the_summary_covers_the_year_ahead(world):
    summary = overlap_summary(world.kaohsiung, world.tokyo)
    assert (summary.first, summary.last) == (timezone.localdate(), timezone.localdate() + dt.timedelta(days=365))


def test_a_range_that_ends_before_it_starts_gets_a_sentence(world):
    with pytest.raises(ValueError, match="ends before it starts"):
        overlap_between(world.kaohsiung, world.tokyo, TUESDAY, TUESDAY - dt.timedelta(days=1))
