"""The walk from the acceptance to the verified report through the pages, and what each page refuses."""

import datetime as dt

import pytest
from django.test import Client
from icalendar import Calendar

from mado.exchanges.models import Report, Session

from .conftest import COMMON


@pytest.fixture
def browser():
    def _browser(person):
        client = Client()
        client.force_login(person)
        return client

    return _browser


def test_from_the_acceptance_to_the_verified_report(world, exchange, browser, clock):
    lin, sato, officer = (browser(p) for p in (world.teacher_kaohsiung, world.teacher_tokyo, world.officer))
    page = f"/en/exchanges/{exchange.code}/"
    assert exchange.code in lin.get("/en/exchanges/").content.decode()
    found = lin.get(f"{page}times/", {"first": "2026-12-01", "last": "2026-12-04", "minutes": "45"})
    assert "sessions/new/?at=2026-12-02T00%3A00%3A00Z" in found.content.decode()
    proposal = {
        "date": "2026-12-02",
        "time": "09:00",
        "clock": "a",
        "minutes": "45",
        "topic": "Our towns",
        "meeting_link": "",
    }
    assert lin.post(f"{page}sessions/new/", proposal).status_code == 302
    session = Session.objects.get(exchange=exchange)
    assert session.starts_at == COMMON
    session_page = f"{page}sessions/1/"
    assert sato.get(session_page).status_code == 200
    assert lin.post(f"{session_page}move/confirm/").status_code == 403
    assert sato.post(f"{session_page}move/confirm/").status_code == 302
    clock.move_to(COMMON + dt.timedelta(hours=1))
    assert sato.post(f"{session_page}move/hold/").status_code == 302
    assert lin.post(f"{page}move/complete/").status_code == 302
    for client in (lin, sato):
        answers = {
            f"count_{session.pk}_pupils": "20",
            f"count_{session.pk}_adults": "2",
            "pupils": "20",
            "adults": "2",
            "made": "A map of two towns.",
            "learned": "How others eat lunch.",
            "go_on": "deeper",
        }
        saved = client.post(f"{page}report/", {"made": "A map"}, headers={"X-Autosave": "1"})
        assert (saved.status_code, saved.json()) == (200, {})
        assert client.post(f"{page}report/check/").status_code == 409
        assert client.post(f"{page}report/", answers)["Location"] == f"{page}report/check/"
        assert client.post(f"{page}report/check/").status_code == 302
    assert exchange.code in officer.get("/en/office/exchanges/?need=verify").content.decode()
    office_page = f"/en/office/exchanges/{exchange.code}/"
    tokyo = Report.objects.get(side__exchange=exchange, side__organization=world.tokyo)
    empty = officer.post(f"{office_page}move/send_back/", {"report": tokyo.pk, "question": ""})
    assert empty.status_code == 422
    back = officer.post(f"{office_page}move/send_back/", {"report": tokyo.pk, "question": "All of them?"})
    assert back.status_code == 302
    assert "All of them?" in sato.get(f"{page}report/").content.decode()
    assert "All of them?" not in lin.get(page).content.decode()
    assert sato.post(f"{page}report/check/").status_code == 302
    assert officer.post(f"{office_page}move/verify/").status_code == 302
    exchange.refresh_from_db()
    assert exchange.state == "verified"
    for client, path in ((lin, page), (sato, f"{page}report/check/"), (officer, office_page), (officer, page)):
        assert client.get(path).status_code == 200
    again = f"/invitations/new/?to={world.tokyo.code}&amp;from={world.kaohsiung.code}"
    assert again in lin.get(page).content.decode()
    assert "/invitations/new/" not in officer.get(page).content.decode()
    assert "1 verified exchange" in lin.get(f"/en/schools/{world.tokyo.code}/").content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hant", "ja", "ko"])
def test_every_page_opens_in_every_language(world, reported, browser, language):
    page = f"/{language}/exchanges/{reported.code}/"
    lin, officer = browser(world.teacher_kaohsiung), browser(world.officer)
    paths = [
        f"/{language}/exchanges/",
        page,
        f"{page}times/",
        f"{page}sessions/1/",
        f"{page}sessions/new/",
        f"{page}report/check/",
    ]
    assert [lin.get(path).status_code for path in paths] == [200] * 6
    paths = [f"/{language}/office/exchanges/", f"/{language}/office/exchanges/{reported.code}/"]
    assert [officer.get(path).status_code for path in paths] == [200] * 2


def test_typed_words_stay_when_the_time_is_refused(world, exchange, browser):
    client = browser(world.teacher_kaohsiung)
    path = f"/en/exchanges/{exchange.code}/sessions/new/"
    values = {"date": "2026-12-02", "time": "14:30", "clock": "a", "minutes": "45", "topic": "Lunch & music"}
    refused = client.post(path, values)
    body = refused.content.decode()
    assert refused.status_code == 422
    assert "Lunch &amp; music" in body
    assert "after school" in body
    assert Session.objects.count() == 0
    assert client.post(path, {**values, "accept_outside": "on"}).status_code == 302


def test_an_hour_typed_on_the_partner_s_clock(world, exchange, browser):
    values = {"date": "2026-12-02", "time": "10:00", "clock": "b", "minutes": "45", "topic": "Hello"}
    browser(world.teacher_kaohsiung).post(f"/en/exchanges/{exchange.code}/sessions/new/", values)
    assert Session.objects.get().starts_at == COMMON


def test_an_hour_that_the_clock_jumps_over_is_refused(world, pair, browser):
    far = pair(world.california, world.kaohsiung)
    values = {
        "date": "2027-03-14",
        "time": "02:30",
        "clock": "a",
        "minutes": "45",
        "topic": "Hello",
        "accept_outside": "on",
    }
    refused = browser(world.teacher_california).post(f"/en/exchanges/{far.code}/sessions/new/", values)
    assert "The clocks in Los Angeles jump over this hour" in refused.content.decode()


def test_where_lessons_do_not_meet_the_page_offers_what_works_and_turns(world, pair, browser):
    far = pair(world.california, world.kaohsiung)
    client = browser(world.teacher_california)
    page = f"/en/exchanges/{far.code}/"
    body = client.get(f"{page}times/", {"first": "2026-12-01", "last": "2026-12-05", "minutes": "30"}).content.decode()
    assert "The two school days do not meet" in body
    assert "after school" in body
    assert client.post(f"{page}move/turns/").status_code == 302
    far.refresh_from_db()
    assert far.mode == "async"


@pytest.mark.parametrize(
    "query",
    [
        {"first": "2026-12-05", "last": "2026-12-01", "minutes": "45"},
        {"first": "2026-12-01", "last": "2027-12-01", "minutes": "45"},
        {"first": "yesterday", "last": "2026-12-01", "minutes": "45"},
        {"first": "2026-12-01", "last": "2026-12-05", "minutes": "5"},
        {"first": "9999-12-31", "last": "9999-12-31", "minutes": "45"},
        {"first": "0001-01-01", "last": "0001-01-01", "minutes": "45"},
    ],
)
def test_a_range_that_makes_no_sense_gets_a_sentence(world, exchange, browser, query):
    response = browser(world.teacher_tokyo).get(f"/en/exchanges/{exchange.code}/times/", query)
    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "at=now&minutes=x",
        "at=2026-13-45T00:00:00Z",
        "minutes=99999",
        "at=2026-12-02T01:00",
        "at=9999-12-31T23:59:00Z",
        "at=0001-01-01T00:00:00Z",
    ],
)
def test_a_broken_link_to_the_form_opens_an_empty_form(world, exchange, browser, query):
    response = browser(world.teacher_tokyo).get(f"/en/exchanges/{exchange.code}/sessions/new/?{query}")
    assert response.status_code == 200


@pytest.mark.parametrize(("day", "sentence"), [("9999-12-31", "too far ahead"), ("0001-01-01", "This time is past")])
def test_a_day_no_clock_can_reckon_with_is_refused_with_a_sentence(world, propose, browser, day, sentence):
    session = propose()
    client = browser(world.teacher_tokyo)
    typed = {"date": day, "time": "00:10", "clock": "b", "minutes": "30", "topic": "Food"}
    for path in ("sessions/new/", f"sessions/{session.number}/move/move/"):
        answer = client.post(f"/en/exchanges/{session.exchange.code}/{path}", typed)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_moving_by_the_form(world, propose, browser):
    session = propose()
    page = f"/en/exchanges/{session.exchange.code}/sessions/1/"
    client = browser(world.teacher_tokyo)
    late = {"date": "2026-12-03", "time": "17:00", "clock": "b", "minutes": "30"}
    assert client.post(f"{page}move/move/", late).status_code == 422
    assert client.post(f"{page}move/move/", {**late, "time": "10:00"}).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (COMMON + dt.timedelta(days=1), 1)


def test_recording_who_did_not_come(world, propose, browser, clock):
    session = propose()
    page = f"/en/exchanges/{session.exchange.code}/sessions/1/"
    client = browser(world.teacher_tokyo)
    client.post(f"{page}move/confirm/")
    assert client.post(f"{page}move/miss/", {"absent_side": "a"}).status_code == 409
    clock.move_to(COMMON + dt.timedelta(hours=1))
    assert client.post(f"{page}move/miss/", {"absent_side": "z"}).status_code == 400
    assert client.post(f"{page}move/miss/", {"absent_side": "a"}).status_code == 302
    assert "did not come" in client.get(page).content.decode()


def test_ending_without_a_reason_keeps_the_page(world, exchange, browser):
    client = browser(world.teacher_tokyo)
    path = f"/en/exchanges/{exchange.code}/move/end/"
    assert client.post(path, {"reason": " "}).status_code == 422
    assert client.post(path, {"reason": "No time this year."}).status_code == 302


def test_unknown_moves_and_sessions_do_not_exist(world, exchange, propose, browser):
    propose()
    client = browser(world.teacher_tokyo)
    page = f"/en/exchanges/{exchange.code}/"
    assert client.post(f"{page}move/start/").status_code == 404
    assert client.post(f"{page}sessions/1/move/drop/").status_code == 404
    assert client.get(f"{page}sessions/9/").status_code == 404
    assert browser(world.officer).post(f"/en/office/exchanges/{exchange.code}/move/report/").status_code == 404


@pytest.mark.parametrize("person", ["stranger", "teacher_california", "mission_officer"])
def test_people_of_other_places_see_nothing(world, exchange, propose, browser, person):
    propose()
    client = browser(getattr(world, person))
    page = f"/en/exchanges/{exchange.code}/"
    for path in (page, f"{page}exchange.ics", f"{page}sessions/1/", f"{page}sessions/1/session.ics"):
        assert client.get(path).status_code == 404


def test_a_reader_sees_and_cannot_act(world, reported, browser):
    client = browser(world.ministry_officer)
    body = client.get(f"/en/office/exchanges/{reported.code}/").content.decode()
    assert "Verify the exchange" not in body
    assert client.post(f"/en/office/exchanges/{reported.code}/move/verify/").status_code == 403


def test_the_calendar_file_of_a_page(world, propose, browser):
    session = propose()
    page = f"/en/exchanges/{session.exchange.code}/"
    response = browser(world.teacher_tokyo).get(f"{page}sessions/1/session.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert (event["dtstart"].params["TZID"], event["dtstart"].dt.hour) == ("Asia/Tokyo", 10)
    other = browser(world.teacher_tokyo).get(f"{page}exchange.ics?side=a")
    event = Calendar.from_ical(other.content).walk("VEVENT")[0]
    assert (event["dtstart"].params["TZID"], event["dtstart"].dt.hour) == ("Asia/Taipei", 9)


def test_autosave_keeps_what_can_be_read_and_says_what_cannot(world, completed, report_of, browser):
    client = browser(world.teacher_tokyo)
    path = f"/en/exchanges/{completed.code}/report/"
    answer = client.post(path, {"made": "A map", "pupils": "many"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, list(answer.json())) == (422, ["message"])
    assert (report_of(world.tokyo).made, report_of(world.tokyo).pupils) == ("A map", None)


def test_a_handed_in_report_is_read_not_written(world, reported, browser):
    client = browser(world.teacher_tokyo)
    path = f"/en/exchanges/{reported.code}/report/"
    assert client.get(path).status_code == 302
    assert client.post(path, {"made": "x"}, headers={"X-Autosave": "1"}).status_code == 409


def test_an_accepted_invitation_leads_to_its_exchange(world, exchange, browser):
    link = f'href="/en/exchanges/{exchange.code}/"'
    page = f"/en/invitations/{exchange.invitation.code}/"
    for person in (world.teacher_kaohsiung, world.teacher_tokyo, world.officer):
        assert link in browser(person).get(page).content.decode()
