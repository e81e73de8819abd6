import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.accounts.models import Appointment, Draft, SeatClaim, User, Verification
from mado.accounts.services import approve_claim, keep_draft, request_claim_info
from mado.demo.primitives import make_organization
from mado.directory.enums import OrganizationKind
from mado.kernel.panels import panels_for
from mado.kernel.today import today_for
from mado.notify.models import OutboxMessage
from tests.accounts.conftest import fresh, in_days

SAID = {"role": "coordinator", "position": "Grade 4", "school_email": "sam@elm.k12.example.org", "explanation": ""}


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def count_queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_four_people_walk_a_claim_through(world, elm):
    """The stranger asks, the mission asks back and approves, the ministry looks on, the other mission sees nothing."""
    teacher, officer = signed_in(world.stranger), signed_in(world.mission_officer)
    ministry, other_mission = signed_in(world.ministry_officer), signed_in(world.tokyo_mission_officer)

    page = text_of(teacher.get(f"/en/seats/ask/{elm.code}/"))
    assert "Education Division, Los Angeles checks it and answers within 5 days." in page
    assert "https://www.elm.k12.example.org/home" in page
    sent = teacher.post(f"/en/seats/ask/{elm.code}/", SAID)
    claim = SeatClaim.objects.get()
    assert (sent.status_code, sent.url) == (302, f"/en/seats/claims/{claim.code}/")
    assert "You need do nothing until then." in text_of(teacher.get(sent.url))

    queue = text_of(officer.get("/en/office/claims/"))
    assert claim.code in queue
    assert "Elm Street Elementary" in queue
    review = text_of(officer.get(f"/en/office/claims/{claim.code}/"))
    assert "Agrees with the list" in review
    assert "Cannot be compared" in review
    asked = officer.post(f"/en/office/claims/{claim.code}/request_info/", {"message": "Who is your principal?"})
    assert asked.status_code == 302

    assert "Who is your principal?" in text_of(teacher.get(sent.url))
    teacher.post(f"/en/seats/claims/{claim.code}/answer/", {"explanation": "Ms Reed."})
    assert "Ms Reed." in text_of(officer.get(f"/en/office/claims/{claim.code}/"))

    watched = ministry.get(f"/en/office/claims/{claim.code}/")
    assert "The office in care of the school decides." in text_of(watched)
    assert '<form method="post" action="/en/office' not in watched.content.decode()
    assert ministry.post(f"/en/office/claims/{claim.code}/approve/", {"valid_until": in_days(9)}).status_code == 403
    assert other_mission.get(f"/en/office/claims/{claim.code}/").status_code == 404
    assert (
        other_mission.post(f"/en/office/claims/{claim.code}/approve/", {"valid_until": in_days(9)}).status_code == 404
    )

    officer.post(f"/en/office/claims/{claim.code}/approve/", {"valid_until": in_days(300).isoformat()})
    seat = Appointment.objects.get(user=world.stranger)
    assert (seat.organization, seat.valid_to) == (elm, in_days(300))
    assert "You act for Elm Street Elementary." in text_of(teacher.get(sent.url))
    assert "Elm Street Elementary" in text_of(teacher.get("/en/me/"))
    late = officer.post(f"/en/office/claims/{claim.code}/refuse/", {"reason": "x"})
    assert late.status_code == 409
    assert "This has already moved on." in text_of(late)


def test_others_claims_do_not_exist_for_a_stranger(world, ask):
    claim = ask(world.teacher_tokyo)
    stranger = signed_in(world.stranger)
    assert stranger.get(f"/en/seats/claims/{claim.code}/").status_code == 404
    assert stranger.post(f"/en/seats/claims/{claim.code}/withdraw/").status_code == 404
    assert stranger.get("/en/seats/claims/SC-2026-9999/").status_code == 404
    assert stranger.get("/en/office/claims/").status_code == 403


def test_an_officer_who_opens_the_claimants_page_is_led_to_the_review(world, claim):
    answer = signed_in(world.mission_officer).get(f"/en/seats/claims/{claim.code}/")
    assert answer.url == f"/en/office/claims/{claim.code}/"


def test_an_unknown_move_does_not_exist(world, claim):
    assert signed_in(world.stranger).post(f"/en/seats/claims/{claim.code}/approve/").status_code == 404
    assert signed_in(world.mission_officer).post(f"/en/office/claims/{claim.code}/delete/").status_code == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(world, elm):
    client = signed_in(world.stranger)
    page = client.post(
        f"/en/seats/ask/{elm.code}/", {**SAID, "position": "Grade 4 窓", "school_email": "no address"}
    ).content.decode()
    assert "Grade 4 窓" in page
    assert "field-error" in page
    assert SeatClaim.objects.count() == 0


def test_a_wrong_date_comes_back_with_the_sentence(world, claim):
    answer = signed_in(world.mission_officer).post(
        f"/en/office/claims/{claim.code}/approve/", {"valid_until": in_days(800).isoformat()}
    )
    assert answer.status_code == 422
    assert f"A seat lasts until {in_days(730).isoformat()} at most." in text_of(answer)


def test_a_draft_is_filled_in_again_and_dropped_when_handed_in(world, elm):
    client = signed_in(world.stranger)
    client.post(f"/en/drafts/claim:{elm.code.lower()}/", {"position": "Head of year 4"})
    page = client.get(f"/en/seats/ask/{elm.code}/").content.decode()
    assert 'value="Head of year 4"' in page
    assert "What you typed last time is filled in again." in page
    assert f'data-autosave="/en/drafts/claim:{elm.code.lower()}/"' in page
    client.post(f"/en/seats/ask/{elm.code}/", SAID)
    assert Draft.objects.count() == 0


def test_a_school_that_cannot_be_asked_for_says_why_instead_of_a_form(world):
    page = signed_in(world.stranger).get(f"/en/seats/ask/{world.ministry.code}/")
    assert "Seats can be asked for at schools and universities only." in text_of(page)
    assert "data-autosave" not in page.content.decode()


def test_the_school_is_picked_from_the_directory_by_anybody(client, world):
    page = text_of(client.get("/en/seats/ask/", {"q": "Gangdu"}))
    assert "高雄市立港都國民小學" in page
    assert "No school found for" in text_of(client.get("/en/seats/ask/", {"q": "Qwertz Academy"}))
    assert "Find the school" in text_of(client.get("/en/seats/ask/"))
    answer = client.get(f"/en/seats/ask/{world.kaohsiung.code}/")
    assert answer.url == f"/en/account/login/?next=/en/seats/ask/{world.kaohsiung.code}/"


def test_offices_are_not_offered_as_schools(client, world):
    page = client.get("/en/seats/ask/", {"q": "Kaohsiung Regional Office"})
    assert world.office.code not in page.content.decode()


@pytest.mark.parametrize(("state", "number"), [("submitted", 2), ("info_requested", 1), ("all", 3), ("nonsense", 2)])
def test_the_queue_is_filtered_by_the_address(world, ask, state, number):
    ask(world.stranger)
    ask(world.teacher_tokyo)
    request_claim_info(claim=ask(world.stranger, world.california), actor=world.mission_officer, message="x")
    page = signed_in(world.mission_officer).get("/en/office/claims/", {"state": state, "sort": "newest"})
    assert len(page.context["page"].object_list) == number


def test_a_late_claim_is_marked(world, claim):
    SeatClaim.objects.update(answer_by=in_days(-1))
    assert "Late" in text_of(signed_in(world.mission_officer).get("/en/office/claims/"))
    assert "We have reminded it" in text_of(signed_in(world.stranger).get(f"/en/seats/claims/{claim.code}/"))


def test_an_empty_queue_says_so(world):
    assert "No claim waits for you" in text_of(signed_in(world.mission_officer).get("/en/office/claims/"))


def test_the_queue_takes_as_many_queries_for_three_rows_as_for_one(world, ask):
    client = signed_in(world.mission_officer)
    ask(world.stranger)
    one = count_queries(client, "/en/office/claims/")
    ask(world.teacher_tokyo)
    ask(world.stranger, world.california)
    assert count_queries(client, "/en/office/claims/") == one
    assert one <= 10


def test_my_page_takes_as_many_queries_for_three_rows_as_for_one(world, ask):
    client = signed_in(world.stranger)
    ask(world.stranger)
    one = count_queries(client, "/en/me/")
    ask(world.stranger, world.california)
    ask(world.stranger, world.tokyo)
    assert count_queries(client, "/en/me/") == one


def test_the_pick_page_takes_as_many_queries_for_three_schools_as_for_one(client, world):
    for number in range(3):
        make_organization(
            OrganizationKind.SCHOOL, f"Quillon {number} {'x' if number else 'solo'}", language="en", country="US"
        )
    assert count_queries(client, "/en/seats/ask/?q=solo") == count_queries(client, "/en/seats/ask/?q=Quillon")


def test_the_review_takes_as_many_queries_for_three_notes_as_for_one(world, ask, claim):
    client = signed_in(world.mission_officer)
    url = f"/en/office/claims/{claim.code}/"
    one = count_queries(client, url)
    ask(world.teacher_tokyo)
    ask(world.stranger, world.california)
    assert count_queries(client, url) == one


def test_the_demonstration_page_signs_in_whom_it_lists(client, world):
    page = text_of(client.get("/en/sign-in-as/"))
    assert "Mission officer: Grace Wu" in page
    assert "Somebody without a seat: Sam Porter" in page
    answer = client.post("/en/sign-in-as/", {"person": world.officer.pk})
    assert (answer.status_code, answer.url) == (302, "/zh-hant/")
    assert client.session["_auth_user_id"] == str(world.officer.pk)


def test_the_demonstration_page_signs_in_nobody_else(client, world):
    boss = User.objects.create_superuser("root@example.org", "x" * 20)
    for person in (boss.pk, world.deputy_kaohsiung.pk + 1000, "x", ""):
        assert client.post("/en/sign-in-as/", {"person": person}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_the_demonstration_page_exists_in_development_only(client, world, settings):
    settings.MADO_MAILBOX_PAGE = False
    assert client.get("/en/sign-in-as/").status_code == 404
    assert client.post("/en/sign-in-as/", {"person": world.officer.pk}).status_code == 404


def test_ones_own_page_is_changed_and_goes_on_in_the_chosen_language(world):
    client = signed_in(world.stranger)
    answer = client.post(
        "/en/me/", {"name": "사무엘", "name_romanised": "Samuel", "language": "ko", "time_zone": "Asia/Seoul"}
    )
    assert (answer.status_code, answer.url) == (302, "/ko/me/")
    person = fresh(world.stranger)
    assert (person.name, person.name_romanised, person.language, person.time_zone) == (
        "사무엘",
        "Samuel",
        "ko",
        "Asia/Seoul",
    )


@pytest.mark.parametrize(("kept", "city"), [("Asia/Taipei", "Taipei"), ("Asia/Kolkata", "Kolkata")])
def test_clocks_are_chosen_by_city_and_the_one_kept_is_there(world, kept, city):
    world.stranger.time_zone = kept
    world.stranger.save()
    page = signed_in(world.stranger).get("/en/me/").content.decode()
    assert f'<option value="{kept}" selected>{city}</option>' in page
    assert ">Los Angeles</option>" in page


@pytest.mark.parametrize("wrong", [{"name": ""}, {"language": "xx"}, {"time_zone": "Mars/Base"}])
def test_ones_own_page_refuses_what_is_not_in_the_list(world, wrong):
    answer = signed_in(world.stranger).post("/en/me/", {"name": "Sam", "language": "en", "time_zone": "", **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert fresh(world.stranger).name == "Sam Porter"


def test_a_seat_is_given_back_after_seeing_what_follows(world):
    client = signed_in(world.teacher_california)
    seat = Appointment.objects.get(user=world.teacher_california)
    page = text_of(client.get(f"/en/seats/{seat.pk}/end/"))
    assert "Nobody else holds a seat there" in page
    assert "Education Division, Los Angeles" in page
    assert client.post(f"/en/seats/{seat.pk}/end/").url == "/en/me/"
    assert client.get(f"/en/seats/{seat.pk}/end/").status_code == 404


def test_a_seat_is_ended_by_those_who_may(world):
    seat = Appointment.objects.get(user=world.teacher_kaohsiung)
    assert signed_in(world.stranger).get(f"/en/seats/{seat.pk}/end/").status_code == 404
    assert signed_in(world.deputy_kaohsiung).post(f"/en/seats/{seat.pk}/end/", {"reason": "x"}).status_code == 403
    assert signed_in(world.ministry_officer).post(f"/en/seats/{seat.pk}/end/", {"reason": "x"}).status_code == 403
    officer = signed_in(world.officer)
    assert "field-error" in officer.post(f"/en/seats/{seat.pk}/end/", {"reason": ""}).content.decode()
    assert officer.post(f"/en/seats/{seat.pk}/end/", {"reason": "Left."}).status_code == 302
    assert "Left." in OutboxMessage.objects.get(key="accounts.seat_ended").body


def test_an_office_vouches_again(world):
    url = f"/en/office/schools/{world.california.code}/vouch/"
    officer = signed_in(world.mission_officer)
    assert "Maria Alvarez" in text_of(officer.get(url))
    assert officer.post(url).status_code == 302
    assert Verification.objects.filter(organization=world.california).count() == 2
    assert signed_in(world.officer).get(url).status_code == 404
    ministry = signed_in(world.ministry_officer)
    assert "Vouch for the school" not in text_of(ministry.get(url))
    assert ministry.post(url).status_code == 403


def school_panel(rf, person, school):
    request = rf.get("/")
    request.user = person
    return " ".join(panels_for("school", request, school))


def test_the_school_panel_says_who_vouches_and_offers_the_seat(rf, world, elm, claim):
    from django.contrib.auth.models import AnonymousUser

    kaohsiung = school_panel(rf, AnonymousUser(), world.kaohsiung)
    assert "This school takes part." in kaohsiung
    assert '<bdi lang="zh-Hant" class="name">高雄區辦公室</bdi>' in kaohsiung
    assert " vouches for it until" in kaohsiung
    assert f"/en/seats/ask/{world.kaohsiung.code}/" in kaohsiung
    assert "This school does not take part yet." in school_panel(rf, fresh(world.teacher_tokyo), elm)
    assert f"/seats/claims/{claim.code}/" in school_panel(rf, fresh(world.stranger), elm)
    assert "You act for it as Coordinator." in school_panel(rf, fresh(world.teacher_kaohsiung), world.kaohsiung)
    assert "/seats/ask/" not in school_panel(rf, fresh(world.officer), world.kaohsiung)


OURS = tuple(f"/en/{way}/" for way in ("seats", "people", "me", "office/claims", "office/schools", "office/seats"))


def items(person):
    return [(item.kind, str(item.action)) for item in today_for(fresh(person)) if item.url.startswith(OURS)]


def test_the_home_page_knows_whose_turn_it_is(world, elm, ask):
    assert items(world.stranger) == [("step", "Choose your school")]
    claim = ask(world.stranger)
    assert items(world.stranger) == [("moves", "See the claim")]
    assert items(world.mission_officer) == [("needs", "Check the claim")]
    assert items(world.tokyo_mission_officer) == []
    request_claim_info(claim=claim, actor=world.mission_officer, message="x")
    assert items(world.stranger) == [("needs", "Read the question")]
    assert items(world.mission_officer) == []


def test_the_home_page_reminds_of_what_ends(world, claim):
    approve_claim(claim=claim, actor=world.mission_officer, valid_until=in_days(30))
    assert items(world.stranger) == [("coming", "Ask for the seat again"), ("step", "Ask a colleague")]
    assert items(world.mission_officer) == [("coming", "See the seats that end")]
    Verification.objects.filter(organization=world.kaohsiung).update(valid_until=in_days(20))
    assert items(world.officer) == [("needs", "Check the school")]
    assert items(world.teacher_kaohsiung) == [("coming", "See my seats")]
    assert items(world.county_officer) == []


@pytest.mark.parametrize("language", ["en", "zh-hant", "ja", "ko"])
def test_every_page_stands_in_every_language(world, claim, elm, language):
    teacher, officer = signed_in(world.stranger), signed_in(world.mission_officer)
    pages = [
        (teacher, "me/"),
        (teacher, "seats/ask/?q=Elm"),
        (teacher, f"seats/ask/{elm.code}/"),
        (teacher, f"seats/claims/{claim.code}/"),
        (teacher, "sign-in-as/"),
        (officer, "office/claims/"),
        (officer, f"office/claims/{claim.code}/"),
        (officer, f"office/schools/{elm.code}/vouch/"),
    ]
    for client, path in pages:
        answer = client.get(f"/{language}/{path}")
        assert (path, answer.status_code) == (path, 200)
        page = answer.content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick" not in page


def test_drafts_of_others_are_never_filled_in(world, elm):
    keep_draft(user=world.teacher_tokyo, key=f"claim:{elm.code.lower()}", data={"position": "SECRET"})
    assert "SECRET" not in signed_in(world.stranger).get(f"/en/seats/ask/{elm.code}/").content.decode()


def test_the_admin_shows_and_does_not_move_claims(world, claim):
    boss = User.objects.create_superuser("root@example.org", "x" * 20)
    client = signed_in(boss)
    assert client.get("/en/support/accounts/seatclaim/").status_code == 200
    assert client.get("/en/support/accounts/user/").status_code == 200
    assert client.get("/en/support/accounts/seatclaim/add/").status_code == 403
    assert timezone.is_aware(boss.created_at)
