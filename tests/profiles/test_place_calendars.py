"""Calendars of places on the office's pages: who may, what stands, nothing lost, everything noted."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from mado.audit.models import AuditEntry
from mado.kernel.errors import BadInput, NotPermitted
from mado.profiles.models import SchoolProfile
from mado.profiles.queries import school_days
from mado.profiles.queries.place_calendars import (
    Followers,
    cares_for_place,
    followers_of_many,
    place_year,
    places_in_care_of,
)
from mado.profiles.services import place_calendars as services
from mado.reference.models import AcademicCalendar, BellSchedule, CalendarSpan
from mado.reference.typical import school_year

KHH = ("TW", "TW-KHH")
YEAR = 2026
MONDAY = dt.date(2026, 11, 16)
SATURDAY = dt.date(2026, 11, 21)


def url(name, *args):
    return reverse(f"profiles:{name}", args=args)


@pytest.fixture
def county(client, world):
    client.force_login(world.county_officer)
    return client


def add(world, kind="blocked", first=MONDAY, last=MONDAY, name=""):
    return services.add_calendar_span(
        place=KHH, year=YEAR, actor=world.county_officer, kind=kind, name=name, first=first, last=last
    )


def taught(world, *days):
    found = school_days(world.kaohsiung, dt.date(2026, 8, 1), dt.date(2027, 7, 31))
    return [found.teaches_on(day) for day in days]


# --- who may ---------------------------------------------------------------------------------------------------


def test_offices_set_the_calendars_of_their_places_and_the_ceo_office_all(world):
    people = (
        world.county_officer,
        world.officer,
        world.mission_officer,
        world.ceo,
        world.ministry_officer,
        world.stranger,
    )
    assert [cares_for_place(person, KHH) for person in people] == [True, True, False, True, False, False]
    assert [cares_for_place(person, ("TW", "")) for person in people] == [False, False, False, True, False, False]
    assert [cares_for_place(person, ("US", "US-CA")) for person in people] == [False, False, True, True, False, False]
    assert places_in_care_of(world.county_officer) == [KHH]
    assert places_in_care_of(world.ceo) == [("JP", ""), KHH, ("US", "")]
    with pytest.raises(NotPermitted):
        services.add_calendar_span(
            place=KHH, year=YEAR, actor=world.mission_officer, kind="break", name="", first=MONDAY, last=MONDAY
        )


@pytest.mark.parametrize("page", ["office_calendar_span", "office_bells"])
def test_who_may_not_change_does_not_find_a_form(client, world, page):
    span = add(world)
    client.force_login(world.mission_officer)
    args = [span.pk] if page == "office_calendar_span" else ["TW-KHH", "all"]
    assert client.get(url(page, *args)).status_code == 403
    answer = client.get(url("office_calendar", "TW-KHH"))
    assert b"You may read this calendar" in answer.content
    assert b"office/calendars/entries" not in answer.content
    for move in ("remove", "restore", "undo"):
        assert client.post(url("office_calendar_span_move", span.pk, move)).status_code == 403
    for move in ("confirm", "copy", "add"):
        data = {"kind": "break", "first": "2026-11-17", "last": "2026-11-17"}
        assert client.post(url("office_calendar_move", "TW-KHH", YEAR, move), data).status_code == 403
    assert CalendarSpan.objects.count() == 1


@pytest.mark.parametrize("code", ["tw", "XX", "TW-XYZ", "TWKHH", "TW-", "..", "DE-BY"])
def test_a_place_nobody_knows_is_not_found(county, code):
    assert county.get(url("office_calendar", code)).status_code == 404


# --- what an entry does ----------------------------------------------------------------------------------------


def test_a_county_entry_closes_its_schools_and_no_others(world):
    add(world)
    assert taught(world, MONDAY, MONDAY + dt.timedelta(days=1)) == [False, True]
    assert school_days(world.tokyo, MONDAY, MONDAY).teaches_on(MONDAY)


def test_a_make_up_saturday_of_the_county_is_a_school_day(world):
    assert taught(world, SATURDAY) == [False]
    add(world, "make_up", SATURDAY, SATURDAY)
    assert taught(world, SATURDAY) == [True]


def test_examinations_are_taught_and_marked(world):
    add(world, "exam", MONDAY, MONDAY + dt.timedelta(days=4))
    days = school_days(world.kaohsiung, MONDAY, MONDAY)
    assert (days.teaches_on(MONDAY), days.busy) == (True, {MONDAY: "exam"})


def test_copying_makes_the_breaks_its_own_and_following_lets_them_go(world):
    before = place_year(KHH, YEAR)
    assert services.take_up_calendar(place=KHH, year=YEAR, actor=world.county_officer) == 3
    own = place_year(KHH, YEAR)
    assert [(r.first, r.last, r.told.span.kind) for r in own.rows] == [
        (r.first, r.last, r.told.span.kind) for r in before.rows
    ]
    assert {r.told.scope for r in own.rows if r.told.span.kind == "break"} == {"region"}
    assert services.take_up_calendar(place=KHH, year=YEAR, actor=world.county_officer) == 0
    winter = CalendarSpan.objects.get(key="winter")
    services.change_calendar_span(
        span=winter, actor=world.county_officer, kind="break", name="", first=dt.date(2027, 1, 25), last=winter.last
    )
    assert taught(world, dt.date(2027, 1, 21), dt.date(2027, 1, 25)) == [True, False]
    services.follow_wider_calendar(calendar=own.own, actor=world.county_officer)
    assert taught(world, dt.date(2027, 1, 21), dt.date(2027, 1, 25)) == [False, False]
    assert CalendarSpan.objects.filter(removed_at=None).count() == 1


def test_nothing_is_lost(world):
    span = add(world, name="市運會")
    services.change_calendar_span(
        span=span, actor=world.county_officer, kind="event", name="Sports", first=MONDAY, last=SATURDAY
    )
    span.refresh_from_db()
    assert (span.kind, span.name, span.last, span.previous["name"]) == ("event", "Sports", SATURDAY, "市運會")
    services.undo_calendar_span(span=span, actor=world.county_officer)
    span.refresh_from_db()
    assert (span.kind, span.name, span.last) == ("blocked", "市運會", MONDAY)
    services.undo_calendar_span(span=span, actor=world.county_officer)
    span.refresh_from_db()
    assert (span.kind, span.name, span.last) == ("event", "Sports", SATURDAY)
    services.remove_calendar_span(span=span, actor=world.county_officer)
    services.remove_calendar_span(span=span, actor=world.county_officer)
    assert place_year(KHH, YEAR).removed == [span]
    services.restore_calendar_span(span=span, actor=world.county_officer)
    assert place_year(KHH, YEAR).removed == []
    assert [entry.verb.partition(".")[2] for entry in AuditEntry.objects.order_by("id")][-6:] == [
        "add_calendar_span", "change_calendar_span", "undo_calendar_span", "undo_calendar_span",
        "remove_calendar_span", "restore_calendar_span",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "dates", "field", "sentence"),
    [
        ("break", "2026-07-31 2026-08-05", "first", "This calendar runs from"),
        ("break", "2026-11-16 2026-11-15", "last", "ends before it starts"),
        ("exam", "2026-11-16 2026-12-31", "last", "at most 31 days"),
        ("break", "2026-11-16 2027-04-30", "last", "at most 150 days"),
        ("break", "2027-07-01 2027-10-20", "last", "next school year"),
        ("party", "2026-11-16 2026-11-16", "kind", "Choose what kind"),
    ],
)
def test_what_cannot_be_gets_a_sentence(world, kind, dates, field, sentence):
    with pytest.raises(BadInput) as error:
        add(world, kind, *map(dt.date.fromisoformat, dates.split()))
    assert sentence in error.value.sentences[field]
    assert not AcademicCalendar.objects.exists()


def test_the_same_days_twice_get_a_sentence(world):
    add(world)
    with pytest.raises(BadInput, match="stand in the calendar already"):
        add(world)


def test_confirming_makes_it_the_places_own(world):
    calendar = services.confirm_calendar(place=KHH, year=YEAR, actor=world.county_officer)
    assert (calendar.is_confirmed, calendar.complete, calendar.spans.count()) == (True, True, 3)


def test_who_follows_is_counted(world, django_assert_num_queries):
    places = [("TW", ""), KHH, ("US", ""), ("US", "US-CA")]
    with django_assert_num_queries(3):
        assert followers_of_many(places[:1], YEAR) == {("TW", ""): Followers(1, 0, 0)}
    services.confirm_calendar(place=KHH, year=YEAR, actor=world.county_officer)
    SchoolProfile.objects.filter(organization=world.california).update(calendar_confirmed=True)
    with django_assert_num_queries(3):
        assert followers_of_many(places, YEAR) == {
            ("TW", ""): Followers(0, 0, 1),
            KHH: Followers(1, 0, 0),
            ("US", ""): Followers(0, 1, 0),
            ("US", "US-CA"): Followers(0, 1, 0),
        }


def test_a_school_follows_the_bells_of_its_place(world):
    world.kaohsiung.profile.bell_days.all().delete()
    week = dict.fromkeys(range(1, 6), (dt.time(7, 40), dt.time(15, 50)))
    services.set_place_bells(place=KHH, level="primary", actor=world.county_officer, days=week)
    assert school_days(world.kaohsiung).bells == week
    services.set_place_bells(place=KHH, level="primary", actor=world.county_officer, days={})
    assert (BellSchedule.objects.count(), school_days(world.kaohsiung).bells[3]) == (0, (dt.time(8), dt.time(12)))


# --- the pages -------------------------------------------------------------------------------------------------


def test_the_page_says_what_stands_and_who_says_so(county, world):
    add(world, name="市運會")
    page = county.get(url("office_calendar", "TW-KHH"), {"year": YEAR}).content.decode()
    for text in ("2026/27", "1 school follows this calendar", "市運會", "Winter holidays", "國慶日", "08:00–16:00",
                 "Ministry of Education", "added an entry"):  # fmt: skip
        assert text in page
    assert "The holidays library" in page


def test_entries_are_added_changed_taken_out_and_put_back_on_the_pages(county, world):
    data = {"kind": "blocked", "name": "", "first": "2026-11-16", "last": "2026-11-17"}
    answer = county.post(url("office_calendar_move", "TW-KHH", YEAR, "add"), data)
    assert answer.url == url("office_calendar", "TW-KHH") + "?year=2026#entries"
    span = CalendarSpan.objects.get()
    county.post(url("office_calendar_span", span.pk), data | {"last": "2026-11-18"})
    span.refresh_from_db()
    assert span.last == dt.date(2026, 11, 18)
    assert "Undo the change" in county.get(url("office_calendar", "TW-KHH"), {"year": YEAR}).content.decode()
    for move, standing in (("undo", 1), ("remove", 0), ("restore", 1)):
        assert county.post(url("office_calendar_span_move", span.pk, move)).status_code == 302
        assert CalendarSpan.objects.filter(removed_at=None).count() == standing
    assert county.post(url("office_calendar_span_move", span.pk, "burn")).status_code == 404
    assert county.get(url("office_calendar_span_move", span.pk, "remove")).status_code == 405


def test_a_refused_entry_stands_in_the_form_with_its_sentence_and_one_click_clears_it(county):
    data = {"kind": "exam", "name": "段考", "first": "2026-11-16", "last": "2026-11-01"}
    answer = county.post(url("office_calendar_move", "TW-KHH", YEAR, "add"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="段考"' in page
    assert "It ends before it starts" in page
    assert f'href="{url("office_calendar", "TW-KHH")}?year=2026#add">Clear the form' in page
    assert "段考" not in county.get(url("office_calendar", "TW-KHH"), {"year": YEAR}).content.decode()


def test_a_changed_entry_that_cannot_be_stands_in_its_form(county, world):
    span = add(world)
    data = {"kind": "break", "name": "", "first": "2026-11-16", "last": "1999-01-01"}
    answer = county.post(url("office_calendar_span", span.pk), data)
    assert (answer.status_code, "It ends before it starts" in answer.content.decode()) == (422, True)


def test_copy_confirm_and_follow_are_buttons(county):
    for move in ("copy", "confirm", "follow"):
        assert county.post(url("office_calendar_move", "TW-KHH", YEAR, move)).status_code == 302
    assert county.post(url("office_calendar_move", "TW-KHH", 1999, "copy")).status_code == 404
    assert county.post(url("office_calendar_move", "TW-KHH", YEAR, "burn")).status_code == 404


def test_bells_are_changed_on_their_page(county):
    week = {f"day_{n}_{end}": clock for n in range(1, 6) for end, clock in (("start", "07:50"), ("end", "15:40"))}
    assert county.post(url("office_bells", "TW-KHH", "primary"), week | {"day_1_end": "07:00"}).status_code == 422
    assert county.post(url("office_bells", "TW-KHH", "primary"), week).status_code == 302
    assert BellSchedule.objects.count() == 5
    assert county.post(url("office_bells", "TW-KHH", "primary"), {"typical": "yes"}).status_code == 302
    assert BellSchedule.objects.count() == 0
    assert county.get(url("office_bells", "TW-KHH", "crèche")).status_code == 404


def test_the_list_of_places(client, world):
    client.force_login(world.ceo)
    page = client.get(url("office_calendars")).content.decode()
    assert page.count("follows the wider one") == 3
    assert client.get(url("office_calendars"), {"place": "kr"}).url == url("office_calendar", "KR")
    assert client.get(url("office_calendars"), {"place": "??"}).status_code == 404


def test_the_list_and_the_page_cost_the_same_for_one_and_three(client, world, django_assert_max_num_queries):
    client.force_login(world.ceo)
    for _time in range(2):
        with django_assert_max_num_queries(24) as first:
            client.get(url("office_calendars"))
        with django_assert_max_num_queries(30) as page:
            client.get(url("office_calendar", "TW-KHH"), {"year": YEAR})
        if _time == 0:
            counts = len(first), len(page)
            for n in range(3):
                day = MONDAY + dt.timedelta(days=n)
                services.add_calendar_span(
                    place=KHH, year=YEAR, actor=world.ceo, kind="event", name="x", first=day, last=day
                )
    assert len(first) == counts[0]
    assert len(page) <= counts[1] + 2  # the history reads the deeds and the people


def test_a_refused_closed_time_of_a_school_can_be_cleared_by_one_click(client, world):
    client.force_login(world.teacher_kaohsiung)
    code = world.kaohsiung.code
    data = {"kind": "exam", "name": "期末考", "first": "2027-01-12", "last": "2027-01-10"}
    page = client.post(url("calendar_add", code), data).content.decode()
    assert "期末考" in page
    assert "Clear the form" in page
    assert "期末考" in client.get(url("calendar", code)).content.decode()
    assert client.post(url("calendar_add", code), data | {"clear": "yes"}).status_code == 302
    page = client.get(url("calendar", code)).content.decode()
    assert "期末考" not in page
    assert "Clear the form" not in page


def test_a_schools_page_shows_the_calendar_of_its_place(client, world):
    day = timezone.localdate() + dt.timedelta(days=3)
    services.add_calendar_span(
        place=KHH,
        year=school_year("TW", day),
        actor=world.county_officer,
        kind="exam",
        name="全市段考",
        first=day,
        last=day,
    )
    client.force_login(world.teacher_kaohsiung)
    page = client.get(url("calendar", world.kaohsiung.code)).content.decode()
    assert "全市段考" in page
    assert "calendar of the region" in page


def test_home_asks_an_office_to_confirm_the_calendar_once(client, world):
    client.force_login(world.county_officer)
    sentence = "Confirm this year&#x27;s school calendar: Kaohsiung"
    assert sentence in client.get(reverse("portal:home")).content.decode()
    year = school_year("TW", timezone.localdate())
    services.confirm_calendar(place=KHH, year=year, actor=world.county_officer)
    assert sentence not in client.get(reverse("portal:home")).content.decode()
