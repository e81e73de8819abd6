"""The public page that compares two days, and the panels on a school's page."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from mado.profiles.meeting import named_zone

PAGE = "/en/overlap/"


def text(answer):
    return answer.content.decode()


def test_two_schools_by_code(client, world):
    answer = client.get(PAGE, {"a": world.kaohsiung.code, "b": world.tokyo.code.lower()})
    assert answer.status_code == 200
    assert "The lessons of the two schools meet on" in text(answer)
    assert "Monday to Friday 08:00–14:30" in text(answer)
    assert text(answer).count('<svg width="100%"') == 3


def test_two_places_with_their_own_hours(client, db):
    query = {
        "a_zone": "Asia/Taipei",
        "a_start": "08:00",
        "a_end": "12:00",
        "b_zone": "Asia/Tokyo",
        "b_start": "13:00",
        "b_end": "15:00",
    }
    answer = client.get(PAGE, query)
    assert "A school in Tokyo" in text(answer)
    assert "08:00–12:00" in text(answer)
    assert answer.context["meeting"].summary.typical_minutes == 0


def test_what_never_meets_says_so_and_offers_what_works(client, world):
    answer = client.get(PAGE, {"a": world.california.code, "b": world.kaohsiung.code})
    assert "The lessons of the two schools do not meet. What does work: " in text(answer)
    assert "the two school days never meet, or too briefly" in text(answer)


def test_our_own_school_is_side_a_for_who_holds_a_seat(client, world):
    client.force_login(world.teacher_california)
    answer = client.get(PAGE, {"b": world.kaohsiung.code})
    assert answer.context["meeting"].mine.name == "Redwood Dual Language Elementary"
    assert f'value="{world.california.code}"' in text(answer)


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ({}, 200, "Compare the two days"),
        ({"a": "NOSUCH", "b_zone": "Asia/Tokyo"}, 422, "No school has this code"),
        ({"a_zone": "Mars/Olympus", "b_zone": "Asia/Tokyo"}, 422, "Select a valid choice"),
        ({"a_zone": "Asia/Taipei", "a_start": "16:00", "a_end": "08:00"}, 422, "It ends before it starts"),
        ({"a_zone": "Asia/Taipei"}, 200, "Choose both sides"),
    ],
)
def test_what_is_missing_or_wrong_gets_a_sentence(client, db, query, status, sentence):
    answer = client.get(PAGE, query)
    assert answer.status_code == status
    assert sentence in text(answer)


def school_page(world_school):
    return reverse("directory:school", args=[world_school.code])


def test_a_schools_page_shows_what_it_offers_and_asks_where_you_are(client, world):
    page = text(client.get(school_page(world.kaohsiung)))
    assert "我們是靠近港口的小學。" in page
    assert "港口與市場的故事" in page
    assert "10 to 12 years old" in page
    assert "Where is your school?" in page
    assert '<svg width="100%"' not in page
    chosen = text(client.get(school_page(world.kaohsiung), {"my_zone": "Asia/Tokyo"}))
    assert "The lessons of the two schools meet on" in chosen
    assert text(client.get(school_page(world.kaohsiung), {"my_zone": "../etc"})).count("<svg width") == 0


@pytest.mark.parametrize(
    ("zone", "months_off"),
    [("Asia/Tokyo", {8}), ("Asia/Seoul", {1, 2}), ("Europe/Prague", {7, 8}), ("Australia/Sydney", {1}), ("UTC", set())],
)
def test_who_chooses_a_place_sees_the_usual_school_year_of_its_country(client, world, zone, months_off):
    answer = client.get(school_page(world.kaohsiung), {"my_zone": zone})
    assert "the usual school year of your country" in text(answer)
    days = named_zone(zone, (dt.time(9), dt.time(12))).days
    assert set(days.bells.values()) == {(dt.time(9), dt.time(12))}
    first = dt.date(timezone.localdate().year + 1, 1, 1)
    year = [first + dt.timedelta(days=n) for n in range(365)]
    taught = {month: [day for day in year if day.month == month and days.bell_on(day)] for month in range(1, 13)}
    assert {month for month, dates in taught.items() if len(dates) < 4} == months_off


def test_a_schools_page_compares_with_the_readers_own_school(client, world):
    client.force_login(world.teacher_tokyo)
    page = text(client.get(school_page(world.kaohsiung)))
    assert "窓川区立みどり小学校" in page
    assert "The lessons of the two schools meet on" in page
    assert "When our two days meet" not in text(client.get(school_page(world.tokyo)))
    assert "Change profile and wishes" in text(client.get(school_page(world.tokyo)))


def test_an_office_has_no_school_day(client, world):
    assert "When our two days meet" not in text(client.get(school_page(world.office)))
