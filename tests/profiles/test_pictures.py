"""The pictures: what they say, that they say it in words too, and that they keep to the content security policy."""

import datetime as dt
import re

import pytest

from mado.profiles.drawing import Named
from mado.profiles.engine.overlap import SchoolDays
from mado.profiles.pictures import day_bar, year_strip

WEEK = dict.fromkeys(range(1, 6), (dt.time(8), dt.time(16)))
TAIPEI = Named("高雄市立港都國民小學", SchoolDays("Asia/Taipei", WEEK), "zh-Hant")
TOKYO = Named("Midori", SchoolDays("Asia/Tokyo", WEEK))
CALIFORNIA = Named("Redwood", SchoolDays("America/Los_Angeles", WEEK))
TUESDAY = dt.date(2026, 11, 17)


def test_the_day_bar_labels_common_time_in_both_local_times():
    bar = day_bar(TAIPEI, TOKYO, TUESDAY)
    assert bar.meets
    assert "Taipei 08:00–15:00" in bar.svg
    assert "Tokyo 09:00–16:00" in bar.svg
    assert bar.sentences == [
        "高雄市立港都國民小學 is in lessons Tuesday 08:00–16:00 (Taipei time).",
        "Midori is in lessons Tuesday 08:00–16:00 (Tokyo time).",
        "Both are in lessons for 7 h: Tuesday 08:00–15:00 in Taipei, Tuesday 09:00–16:00 in Tokyo.",
    ]


def bars(svg):
    """css class → (x, width) in percent of the bars that carry it."""
    found = re.findall(r'<rect class="([^"]+)" x="([0-9.]+)%" y="[0-9]+" width="([0-9.]+)%"', svg)
    return {css: (float(x), float(width)) for css, x, width in found}


def test_bars_stand_where_their_hours_are():
    """The line runs from 3 % to 97 %: an hour is 94/24 of a percent."""
    hour = 94 / 24
    drawn = bars(day_bar(TAIPEI, TOKYO, TUESDAY).svg)
    for css, start, length in (("bar-mine", 8, 8), ("bar-theirs", 7, 8), ("bar-common", 8, 7)):
        assert drawn[css] == (pytest.approx(3 + start * hour, abs=0.01), pytest.approx(length * hour, abs=0.01))


def test_when_lessons_do_not_meet_the_bar_shows_what_works():
    bar = day_bar(CALIFORNIA, TAIPEI, TUESDAY)
    assert not bar.meets
    assert "bar-common" not in bar.svg
    assert "hatch-ink" in bar.svg
    assert bar.sentences[-2:] == [
        "On this date the two have no lesson time in common.",
        "What does work: Tuesday 16:00–17:30 in Los Angeles, after school, is Wednesday 08:00–09:30 in Taipei, in lessons.",
    ]


def test_a_day_with_nothing_says_so():
    bar = day_bar(TAIPEI, TOKYO, TUESDAY + dt.timedelta(days=4))
    assert "no common lesson time" in bar.svg
    assert "has no lessons during this date." in bar.sentences[0]


@pytest.mark.parametrize("day", [dt.date(2026, 3, 8), dt.date(2026, 11, 1)])
def test_days_of_23_and_25_hours_are_drawn(day):
    every = SchoolDays("America/Los_Angeles", dict.fromkeys(range(1, 8), (dt.time(8), dt.time(16))))
    assert "bar-mine" in day_bar(Named("Redwood", every), TAIPEI, day).svg


def test_the_year_strip_counts_common_teaching_weeks_per_month():
    closed = frozenset(dt.date(2027, 1, 18) + dt.timedelta(days=n) for n in range(21))
    strip = year_strip(Named("高雄", SchoolDays("Asia/Taipei", WEEK, closed)), TOKYO, dt.date(2026, 8, 1))
    assert strip.common_weeks == 49
    assert sum(row.common for row in strip.months) == 49
    january = next(row for row in strip.months if row.month == "January 2027")
    assert (january.mine, january.theirs, january.common) == (2, 4, 2)
    assert strip.sentence == "高雄 and Midori both teach in 49 of 52 weeks."


def test_a_week_of_two_school_days_is_no_teaching_week():
    closed = frozenset({dt.date(2026, 9, 7), dt.date(2026, 9, 8), dt.date(2026, 9, 9)})
    strip = year_strip(Named("高雄", SchoolDays("Asia/Taipei", WEEK, closed)), TOKYO, dt.date(2026, 9, 7), weeks=1)
    assert strip.common_weeks == 0


@pytest.mark.parametrize("svg", [day_bar(TAIPEI, CALIFORNIA, TUESDAY).svg, year_strip(TAIPEI, TOKYO, TUESDAY).svg])
def test_nothing_inline_and_a_name_for_those_who_hear_it(svg):
    assert not re.search(r"\sstyle=|<style|<script|data:|\son\w+=", svg)
    assert re.match(r'<svg width="100%" height="[0-9]+" role="img" aria-label="[^"]+', svg)


def test_names_cannot_break_out_of_the_picture():
    evil = Named('"><script>alert(1)</script>', SchoolDays("Asia/Taipei", WEEK))
    assert "<script>" not in day_bar(evil, TOKYO, TUESDAY).svg + year_strip(evil, TOKYO, TUESDAY).svg
