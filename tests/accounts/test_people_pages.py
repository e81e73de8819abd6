"""The pages of who acts for a school, clicked through."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mado.accounts.enums import Role
from mado.accounts.models import Appointment, SeatInvitation, User, Verification
from mado.accounts.queries import ending_seats, schools_without_second_seat, seats_at
from mado.accounts.services import end_appointment, offer_seat
from mado.accounts.tokens import renewal_token, seat_invitation_token
from mado.demo.primitives import appoint, make_organization, make_user, vouch
from mado.directory.enums import OrganizationKind
from mado.kernel.today import today_for
from mado.notify.models import OutboxMessage
from tests.accounts.conftest import fresh, in_days

OFFER = {"email": "noa@school.example", "name": "Noa", "role": "deputy", "language": "en"}


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


@pytest.fixture
def people_url(world):
    return f"/en/people/{world.california.code}/"


def hidden_fields(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())) | dict(
        re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")? id=', page.content.decode())
    )


def test_one_person_is_a_risk_and_the_page_names_the_next_step(world, people_url):
    page = text_of(signed_in(world.teacher_california).get(people_url))
    assert "Only one person acts for this school." in page
    assert "Ask a colleague" in page
    two = text_of(signed_in(world.teacher_kaohsiung).get(f"/en/people/{world.kaohsiung.code}/"))
    assert "Only one person" not in two


def test_a_colleague_is_asked_and_comes_in_by_signing_in_with_the_address(world, people_url, client):
    teacher = signed_in(world.teacher_california)
    sent = teacher.post(f"{people_url}ask/", {**OFFER, "reply_by": in_days(9).isoformat()})
    assert (sent.status_code, sent.url) == (302, people_url)
    assert "noa@school.example" in text_of(teacher.get(people_url))
    offer = SeatInvitation.objects.get()
    link = f"/en/seats/invited/{seat_invitation_token(offer)}/"

    stranger = client.get(link)
    assert "Sign in with noa@school.example, or sign up with it." in text_of(stranger)
    assert f"?email=noa%40school.example&amp;next={link.replace('/', '%2F')}".replace(":", "%3A") in (
        stranger.content.decode()
    )
    assert client.post(link, {"answer": "accept", "position": "x"}).status_code == 403
    other = signed_in(world.stranger)
    assert "you are signed in as stranger@example.org" in text_of(other.get(link))
    assert other.post(link, {"answer": "accept", "position": "x"}).status_code == 403

    noa = signed_in(make_user("noa@school.example", "Noa"))
    asked = User.objects.get(email="noa@school.example")
    assert next(str(item.action) for item in today_for(asked)) == "Accept or decline"
    assert noa.post(link, {"answer": "accept", "position": ""}).status_code == 422
    done = noa.post(link, {"answer": "accept", "position": "Librarian"})
    assert (done.status_code, done.url) == (302, people_url)
    assert "Noa" in text_of(noa.get(people_url))
    assert "You have accepted." in text_of(noa.get(link))
    assert noa.post(link, {"answer": "accept", "position": "again"}).status_code == 409


def test_a_link_that_is_none_of_ours_leads_nowhere(world, client):
    assert client.get("/en/seats/invited/1:nonsense/").status_code == 404


def test_a_faulty_offer_keeps_what_was_typed(world, people_url):
    page = signed_in(world.teacher_california).post(
        f"{people_url}ask/", {**OFFER, "email": "maria@example.org", "reply_by": in_days(9).isoformat()}
    )
    assert page.status_code == 422
    assert "Maria Alvarez already acts for this school." in text_of(page)
    assert 'value="maria@example.org"' in page.content.decode()


def test_three_clicks_hand_over_and_the_leavers_open_session_is_refused_at_once(world):
    """Kaohsiung's coordinator hands over to the deputy; the window left open in another tab is out with the next request."""
    leaver, deputy = signed_in(world.teacher_kaohsiung), signed_in(world.deputy_kaohsiung)
    other_tab = signed_in(world.teacher_kaohsiung)
    school = f"/en/schools/{world.kaohsiung.code}/"
    mine = f"/en/people/{world.kaohsiung.code}/"
    assert other_tab.get(mine).status_code == 200
    seat = Appointment.objects.get(user=world.teacher_kaohsiung)
    page = leaver.get(mine)
    assert f"/en/seats/{seat.pk}/hand-over/" in page.content.decode()

    choose = f"/en/seats/{seat.pk}/hand-over/"
    assert "陳志明" in text_of(leaver.get(choose))
    successor = Appointment.objects.get(user=world.deputy_kaohsiung)
    said = {"successor": str(successor.pk), "with_drafts": "on", "reply_by": in_days(9).isoformat(), "language": "en"}
    check = leaver.post(choose, said)
    assert check.status_code == 200
    assert "陳志明 follows you" in text_of(check)
    assert "In this minute. You cannot open the school" in text_of(check)
    assert seats_at(world.kaohsiung).count() == 2

    done = leaver.post(choose, {**hidden_fields(check), "step": "confirm"})
    assert (done.status_code, done.url) == (302, "/en/me/")
    assert [row.user for row in seats_at(world.kaohsiung)] == [world.deputy_kaohsiung]
    assert other_tab.get(mine).status_code == 404
    assert other_tab.get("/en/invitations/").status_code == 403
    assert leaver.get(choose).status_code == 404
    assert deputy.get(mine).status_code == 200
    assert "You act for nobody yet" in text_of(leaver.get("/en/me/"))
    assert leaver.get(school).status_code in (200, 404)


def test_somebody_else_is_asked_by_mail_and_until_then_the_seat_stays(world, people_url):
    leaver = signed_in(world.teacher_california)
    seat = Appointment.objects.get(user=world.teacher_california)
    choose = f"/en/seats/{seat.pk}/hand-over/"
    said = {
        "successor": "other",
        "email": "heir@school.example",
        "name": "Hana Heir",
        "language": "ja",
        "reply_by": in_days(9).isoformat(),
    }
    assert leaver.post(choose, {**said, "email": ""}).status_code == 422
    check = leaver.post(choose, said)
    assert "Hana Heir is asked to follow you" in text_of(check)
    assert "1 text you have typed" not in text_of(check)
    done = leaver.post(choose, {**hidden_fields(check), "step": "confirm"})
    assert (done.status_code, done.url) == (302, people_url)
    offer = SeatInvitation.objects.get()
    assert (offer.purpose, offer.successor_of, offer.with_drafts, offer.language) == ("successor", seat, False, "ja")
    assert leaver.get(people_url).status_code == 200
    withdrawn = leaver.post(f"/en/seats/invitations/{offer.code}/withdraw/")
    assert withdrawn.status_code == 302
    assert leaver.post(f"/en/seats/invitations/{offer.code}/delete/").status_code == 404


def test_the_office_ends_a_seat_at_once_and_appoints_somebody(world, people_url):
    officer, teacher = signed_in(world.mission_officer), signed_in(world.teacher_california)
    seat = Appointment.objects.get(user=world.teacher_california)
    assert teacher.get(people_url).status_code == 200
    ended = officer.post(f"/en/seats/{seat.pk}/end/", {"reason": "Left the school."})
    assert (ended.status_code, ended.url) == (302, people_url)
    assert teacher.get(people_url).status_code == 404
    assert "Nobody acts for Redwood Dual Language Elementary" in [
        str(item.title) for item in today_for(fresh(world.mission_officer))
    ]
    made = officer.post(
        f"{people_url}stand-in/",
        {**OFFER, "role": "coordinator", "seat_until": in_days(30).isoformat(), "reply_by": in_days(9).isoformat()},
    )
    assert made.status_code == 302
    assert SeatInvitation.objects.get().seat_until == in_days(30)
    assert signed_in(world.ministry_officer).get(f"{people_url}stand-in/").status_code == 403


def test_the_home_page_names_the_second_seat_until_somebody_is_asked(world):
    titles = [str(item.title) for item in today_for(fresh(world.teacher_california))]
    assert "Only you act for Redwood Dual Language Elementary" in titles
    offer_seat(organization=world.california, actor=fresh(world.teacher_california), reply_by=in_days(9), **OFFER)
    titles = [str(item.title) for item in today_for(fresh(world.teacher_california))]
    assert "Only you act for Redwood Dual Language Elementary" not in titles


# What the office sees


def test_schools_without_a_second_seat_are_those_in_care(world):
    assert [school.seats_now for school in schools_without_second_seat(fresh(world.mission_officer))] == [1]
    assert list(schools_without_second_seat(fresh(world.officer))) == []
    assert set(schools_without_second_seat(fresh(world.ceo))) == {world.california, world.tokyo}
    assert set(schools_without_second_seat(fresh(world.ministry_officer))) == {world.california, world.tokyo}
    assert list(schools_without_second_seat(fresh(world.stranger))) == []


def test_two_seats_of_one_person_are_one_person(world):
    appoint(world.teacher_california, world.california, Role.PRINCIPAL)
    assert [school.seats_now for school in schools_without_second_seat(fresh(world.mission_officer))] == [1]


def test_ending_seats_are_those_nothing_follows(world):
    seat = Appointment.objects.get(user=world.teacher_california)
    officer = fresh(world.mission_officer)
    assert list(ending_seats(officer)) == []
    for days, shown in ((61, False), (59, True), (0, True), (-89, True), (-91, False)):
        Appointment.objects.filter(pk=seat.pk).update(valid_to=in_days(days))
        assert list(ending_seats(officer)) == ([seat] if shown else []), days
    Appointment.objects.filter(pk=seat.pk).update(valid_to=in_days(5))
    appoint(world.teacher_california, world.california)
    assert list(ending_seats(officer)) == []


@pytest.mark.parametrize(
    ("need", "word"),
    [
        ("none", "Somebody acts for every school"),
        ("single", "Redwood Dual Language Elementary"),
        ("ending", "No seat ends soon"),
        ("all", "Redwood Dual Language Elementary"),
        ("nonsense", "Redwood Dual Language Elementary"),
    ],
)
def test_the_offices_list_by_need(world, need, word):
    assert word in text_of(signed_in(world.mission_officer).get("/en/office/seats/", {"need": need}))


def more_schools(world, number):
    for place in range(number):
        school = make_organization(OrganizationKind.SCHOOL, f"Elm {place}", language="en", country="US", region="US-CA")
        person = make_user(f"elm{place}@example.org", f"Elm Person {place}")
        Appointment.objects.filter(pk=appoint(person, school).pk).update(valid_to=in_days(9))
        made = vouch(school, world.mission, world.mission_officer)
        Verification.objects.filter(pk=made.pk).update(valid_until=in_days(9))


@pytest.mark.parametrize("url", ["/en/office/seats/?need=single", "/en/office/seats/?need=ending", "/en/office/renew/"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(world, url):
    client = signed_in(world.mission_officer)
    more_schools(world, 1)
    one = count_queries(client, url)
    for place in range(1, 4):
        school = make_organization(OrganizationKind.SCHOOL, f"Oak {place}", language="en", country="US", region="US-CA")
        person = make_user(f"oak{place}@example.org", f"Oak Person {place}")
        Appointment.objects.filter(pk=appoint(person, school).pk).update(valid_to=in_days(9))
        made = vouch(school, world.mission, world.mission_officer)
        Verification.objects.filter(pk=made.pk).update(valid_until=in_days(9))
    assert count_queries(client, url) == one


def test_the_people_page_takes_as_many_queries_for_three_seats_as_for_one(world, people_url):
    client = signed_in(world.teacher_california)
    one = count_queries(client, people_url)
    for number in range(2):
        appoint(make_user(f"c{number}@example.org", f"Colleague {number}"), world.california, Role.DEPUTY)
    assert count_queries(client, people_url) <= one


# Vouching again: many at once, and by the one button


def test_several_schools_are_vouched_for_after_a_look_at_them(world):
    more_schools(world, 2)
    client = signed_in(world.mission_officer)
    page = client.get("/en/office/renew/")
    assert "Elm 0" in text_of(page)
    assert "Redwood" not in text_of(page)
    assert client.post("/en/office/renew/", {}).status_code == 422
    ids = list(Verification.objects.filter(valid_until=in_days(9)).values_list("organization_id", flat=True))
    check = client.post("/en/office/renew/", {"school": ids})
    assert "Vouch for 2 schools again" in text_of(check)
    assert Verification.objects.filter(valid_until=in_days(365)).count() == 3
    client.post("/en/office/renew/", {"school": ids, "step": "confirm"})
    assert Verification.objects.filter(valid_until=in_days(365), organization__in=ids).count() == 2
    assert "No vouching ends soon" in text_of(client.get("/en/office/renew/"))


def test_another_offices_school_cannot_be_slipped_in(world):
    Verification.objects.update(valid_until=in_days(9))
    client = signed_in(world.mission_officer)
    client.post("/en/office/renew/", {"school": [world.kaohsiung.pk], "step": "confirm"})
    assert Verification.objects.filter(organization=world.kaohsiung).count() == 1


def test_one_button_without_signing_in(world, client):
    verification = Verification.objects.get(organization=world.california)
    Verification.objects.filter(pk=verification.pk).update(valid_until=in_days(20))
    verification.refresh_from_db()
    link = f"/en/renew/{renewal_token(verification, world.mission_officer)}/"
    page = client.get(link)
    assert "Is Redwood Dual Language Elementary still real and reachable?" in text_of(page)
    assert "You answer as Grace Wu" in text_of(page)
    assert Verification.objects.filter(organization=world.california).count() == 1
    assert client.post(link).status_code == 302
    made = Verification.objects.filter(organization=world.california).first()
    assert (made.verified_by, made.valid_until) == (world.mission_officer, in_days(365))
    assert "is vouched for" in text_of(client.get(link))
    assert client.post(link).status_code == 409
    assert Verification.objects.filter(organization=world.california).count() == 2


def test_the_button_is_void_for_who_has_left_the_office(world, client):
    verification = Verification.objects.get(organization=world.california)
    link = f"/en/renew/{renewal_token(verification, world.mission_officer)}/"
    Appointment.objects.filter(user=world.mission_officer).update(valid_to=in_days(-1))
    assert "This link no longer works" in text_of(client.get(link))
    assert client.post(link).status_code == 403
    assert client.get("/en/renew/nonsense/").status_code == 410


def test_an_old_link_has_run_out(world, client, time_machine):
    verification = Verification.objects.get(organization=world.california)
    link = f"/en/renew/{renewal_token(verification, world.mission_officer)}/"
    time_machine.move_to(timezone.now() + dt.timedelta(days=91))
    assert client.get(link).status_code == 410


def test_a_person_given_a_seat_by_mail_is_written_to_in_words_without_code_names(world):
    offer_seat(organization=world.california, actor=fresh(world.teacher_california), reply_by=in_days(9), **OFFER)
    mail = OutboxMessage.objects.get(key="accounts.seat_offered")
    assert mail.subject == "Maria Alvarez asks you to act for Redwood Dual Language Elementary"
    assert "as Deputy coordinator in Mado" in mail.body
    assert not re.search(r"%\(|deputy_", mail.body)


def test_an_ended_seat_is_told_to_the_person(world):
    seat = Appointment.objects.get(user=world.teacher_california)
    end_appointment(appointment=seat, actor=fresh(world.mission_officer), reason="Left.")
    assert OutboxMessage.objects.filter(key="accounts.seat_ended").count() == 1
