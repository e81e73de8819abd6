"""The pages of a case for both sides, proposing, and who may reach them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mado.accounts.models import User
from mado.desks import services
from mado.desks.enums import CaseKind, CaseState
from mado.desks.models import DeskCase
from mado.kernel.today import today_for

PEOPLE = (
    "teacher_kaohsiung", "deputy_kaohsiung", "teacher_california", "teacher_tokyo", "officer", "mission_officer",
    "tokyo_mission_officer", "county_officer", "ceo", "ministry_officer", "stranger",
)  # fmt: skip


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_school_asks_from_its_wish_and_from_an_empty_search(world):
    client = client_of(world.teacher_kaohsiung)
    wish = client.get(f"/en/schools/{world.kaohsiung.code}/")
    assert wish.status_code == 200
    form = client.get(f"/en/cases/new/?kind=manual_match&wish={world.wish_kaohsiung.code}").content.decode()
    assert world.wish_kaohsiung.title in form
    assert "水産" in client.get("/en/cases/new/?kind=manual_match&q=水産").content.decode()
    answer = client.post(
        "/en/cases/new/",
        {
            "kind": "manual_match",
            "subject": "水産高校",
            "text": "水産の授業がある学校",
            "wish": world.wish_kaohsiung.pk,
        },
    )
    case = DeskCase.objects.get()
    assert answer["Location"] == f"/en/cases/{case.code}/"
    assert (case.organization, case.wish, case.office) == (world.kaohsiung, world.wish_kaohsiung, world.office)
    assert case.subject in client.get("/en/cases/").content.decode()


def test_the_wish_page_leads_to_the_office(world):
    address = reverse("profiles:wish", kwargs={"code": world.kaohsiung.code, "wish": world.wish_kaohsiung.code})
    page = client_of(world.teacher_kaohsiung).get(address)
    assert f"wish={world.wish_kaohsiung.code}" in page.content.decode()


def test_a_search_that_finds_nothing_leads_to_the_office(world):
    nothing = "/en/find/?q=qzxqzx&country=FR"
    assert (
        "/en/cases/new/?kind=manual_match&amp;q=qzxqzx" in client_of(world.teacher_tokyo).get(nothing).content.decode()
    )
    assert 'href="/en/ask/"' in Client().get(nothing).content.decode()


def test_who_holds_no_seat_asks_something_else(world):
    client = client_of(world.stranger)
    assert 'value="manual_match"' not in client.get("/en/cases/new/").content.decode()
    assert client.post("/en/cases/new/", {"kind": "other", "subject": "S", "text": "T"}).status_code == 302
    case = DeskCase.objects.get()
    assert (case.organization, case.office) == (None, world.ceo_office)


def test_another_school_than_ones_own_cannot_be_named(world):
    assert client_of(world.teacher_tokyo).get(f"/en/cases/new/?for={world.kaohsiung.code}").status_code == 404


def test_what_is_to_be_mended_stays_typed(world):
    answer = client_of(world.teacher_kaohsiung).post(
        "/en/cases/new/", {"kind": "other", "subject": "", "text": "Kept."}
    )
    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()


def test_the_officer_searches_picks_says_why_and_the_school_invites(world, match_case):
    office, school = client_of(world.officer), client_of(world.teacher_kaohsiung)
    page = f"/en/cases/{match_case.code}/propose/"
    assert office.get(page).status_code == 200
    found = office.post(page, {"q": "Redwood", "step": "look"}).content.decode()
    assert f'name="add" value="{world.california.code}"' in found
    picked = office.post(page, {"add": world.california.code}).content.decode()
    assert f'name="picked" value="{world.california.code}"' in picked
    assert DeskCase.objects.get().state == CaseState.OPENED
    unsaid = office.post(page, {"picked": world.california.code, "step": "send"})
    assert unsaid.status_code == 422
    assert "Say in a sentence why this school." in unsaid.content.decode()
    why = {f"why_{world.california.code}": "They teach Chinese."}
    assert office.post(page, {"picked": world.california.code, "step": "send", **why}).status_code == 302
    shown = school.get(f"/en/cases/{match_case.code}/").content.decode()
    assert "They teach Chinese." in shown
    assert f"to={world.california.code}&amp;from={world.kaohsiung.code}" in shown
    assert "from=" not in client_of(world.county_officer).get(f"/en/cases/{match_case.code}/").content.decode()
    objected = school.post(f"/en/cases/{match_case.code}/object/", {"text": "Too far."})
    assert objected.status_code == 302
    assert "Too far." in office.get(f"/en/cases/{match_case.code}/").content.decode()
    dropped = office.post(page, {"picked": world.california.code, "drop": world.california.code}).content.decode()
    assert 'name="picked"' not in dropped


@pytest.mark.parametrize("move", ["take", "ask", "answer", "hand_on", "close", "assign", "note"])
def test_only_the_office_does_the_offices_work(world, match_case, move):
    data = {"text": "x", "office": world.mission.pk, "owner": world.officer.pk}
    for person in ("teacher_kaohsiung", "county_officer", "ministry_officer"):
        status = client_of(getattr(world, person)).post(f"/en/cases/{match_case.code}/{move}/", data).status_code
        assert status == 403, person
    for person in ("teacher_tokyo", "mission_officer", "stranger"):
        status = client_of(getattr(world, person)).post(f"/en/cases/{match_case.code}/{move}/", data).status_code
        assert status == 404, person


def test_only_who_works_at_the_case_proposes(world, match_case):
    page = f"/en/cases/{match_case.code}/propose/"
    statuses = {person: client_of(getattr(world, person)).get(page).status_code for person in PEOPLE}
    assert {person for person, status in statuses.items() if status == 200} == {"officer", "ceo"}
    assert {person for person, status in statuses.items() if status == 404} == {
        "mission_officer",
        "tokyo_mission_officer",
    }


def test_a_move_that_is_over_says_so(world, match_case):
    services.take_case(case=match_case, actor=world.officer)
    late = client_of(world.officer).post(f"/en/cases/{match_case.code}/take/")
    assert late.status_code == 409
    assert "This has already moved on." in late.content.decode()
    assert client_of(world.officer).post(f"/en/cases/{match_case.code}/explode/").status_code == 404


def test_who_hands_on_what_is_then_out_of_sight_comes_to_the_work_list(world, enquiry):
    services.hand_on_case(case=enquiry, actor=world.ceo, office=world.mission, text="Yours.")
    answer = client_of(world.mission_officer).post(
        f"/en/cases/{enquiry.code}/hand_on/", {"office": world.ceo_office.pk, "text": "Not ours."}
    )
    assert answer["Location"] == "/en/office/desk/"


def test_the_home_page_says_whose_turn_it_is(world, match_case):
    assert [
        item.kind for item in today_for(User.objects.get(pk=world.officer.pk)) if match_case.subject in str(item.title)
    ] == ["needs"]
    assert [i.kind for i in today_for(world.teacher_kaohsiung) if match_case.subject in str(i.title)] == ["moves"]
    services.answer_case(case=match_case, actor=world.officer, text="So.")
    assert [i.kind for i in today_for(world.teacher_kaohsiung) if match_case.subject in str(i.title)] == ["needs"]
    assert [i for i in today_for(world.officer) if match_case.subject in str(i.title)] == []


def test_the_list_of_own_cases_takes_as_many_queries_for_three_as_for_one(world, match_case):
    client = client_of(world.teacher_kaohsiung)
    client.get("/en/cases/")
    with CaptureQueriesContext(connection) as one:
        client.get("/en/cases/")
    for number in range(2):
        services.open_case(
            kind=CaseKind.OTHER, organization=world.kaohsiung, actor=world.teacher_kaohsiung, subject=f"S{number}",
            text="T", language="en",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as three:
        assert client.get("/en/cases/").status_code == 200
    assert len(three) == len(one)
