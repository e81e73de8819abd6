"""The screens through the client: the journey of two teachers, what is refused keeps what was typed, the lists."""

import csv
import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from mado.accounts.models import Draft
from mado.accounts.services import keep_draft
from mado.demo.primitives import appoint
from mado.kernel.today import today_for
from mado.partnerships.models import Invitation, Partnership
from mado.partnerships.queries import nudge_moments, reply_dates
from mado.partnerships.services import (
    accept_invitation,
    decline_invitation,
    lapse_invitations,
    nudge_invitations,
    withdraw_invitation,
)
from mado.reference.settings import alliance


def url(name, language="en", **kwargs):
    with translation.override(language):
        return reverse(f"partnerships:{name}", kwargs=kwargs or None)


@pytest.fixture
def invite_url(world):
    return f"{url('invite')}?to={world.kaohsiung.code}"


@pytest.fixture
def letter(world):
    return {
        "wish": world.wish_california.pk,
        "kind": "cultural",
        "mode": "both",
        "about_us": "We are a dual-language school near Los Angeles.",
        "proposal": "Let us tell each other about our towns.",
        "first_step": "A video greeting.",
        "language": "en",
        "group_size": 24,
        "reply_by": reply_dates(world.kaohsiung).usual.isoformat(),
    }


def text(response):
    return response.content.decode()


def test_two_teachers_from_letter_to_partnership(world, client, invite_url, letter):
    client.force_login(world.teacher_california)
    page = client.get(invite_url)
    assert page.status_code == 200
    assert 'lang="zh-Hant" class="name">高雄市立港都國民小學' in text(page)
    assert "The lessons of the two schools do not meet." in text(page)
    assert "Propose an exchange in turns" in text(page)

    check = client.post(invite_url, {**letter, "step": "check"})
    assert check.status_code == 200
    assert "2 people at 高雄市立港都國民小學 receive it" in text(check)
    assert Invitation.objects.count() == 0

    sent = client.post(invite_url, {**letter, "step": "send"})
    row = Invitation.objects.get()
    assert sent.headers["Location"] == url("invitation", code=row.code)
    assert "The other school has not opened your letter yet." in text(client.get(sent.headers["Location"]))

    client.force_login(world.teacher_kaohsiung)
    assert row.code in text(client.get(url("invitations", "zh-hant")))
    there = client.get(url("invitation", "zh-hant", code=row.code))
    assert letter["proposal"] in text(there)
    row.refresh_from_db()
    assert row.seen_at is not None
    answered = client.post(
        url("invitation_move", "zh-hant", code=row.code, move="accept"), {"accept-note": "歡迎"}, follow=True
    )
    assert answered.status_code == 200
    assert Partnership.objects.count() == 1

    client.force_login(world.teacher_california)
    page = client.get(url("invitation", code=row.code))
    assert "You are partners." in text(page)
    assert "歡迎" in text(page)


def test_decline_with_one_click(world, client, invitation):
    client.force_login(world.teacher_kaohsiung)
    move = url("invitation_move", code=invitation.code, move="decline")
    assert client.post(move, {"decline-reason": "dates"}).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.state, invitation.decline_reason) == ("declined", "dates")
    client.force_login(world.teacher_california)
    page = text(client.get(url("invitation", code=invitation.code)))
    assert "The dates do not suit us" in page
    assert "Look for others like it" in page


def test_a_refused_answer_keeps_what_was_typed(world, client, invitation):
    client.force_login(world.teacher_kaohsiung)
    move = url("invitation_move", code=invitation.code, move="decline")
    page = client.post(move, {"decline-reason": "", "decline-note": "We are building a new wing."})
    assert page.status_code == 422
    assert "We are building a new wing." in text(page)
    assert "Choose a reason: it helps the other school and the alliance." in text(page)
    page = client.post(move, {"decline-reason": "other", "decline-note": " "})
    assert page.status_code == 422
    assert "Say in a few words what the other reason is." in text(page)
    assert Invitation.objects.get().state == "sent"


def test_the_second_answer_gets_a_page_with_the_sentence(world, client, invitation):
    accept_invitation(invitation=invitation, actor=world.deputy_kaohsiung)
    client.force_login(world.teacher_kaohsiung)
    page = client.post(url("invitation_move", code=invitation.code, move="decline"), {"decline-reason": "full"})
    assert page.status_code == 409
    assert "陳志明 has already accepted this invitation" in text(page)


@pytest.mark.parametrize(
    ("name", "view", "move"),
    [
        ("teacher_california", 200, 403),
        ("officer", 200, 403),
        ("mission_officer", 200, 403),
        ("county_officer", 200, 403),
        ("ministry_officer", 200, 403),
        ("teacher_tokyo", 404, 404),
        ("tokyo_mission_officer", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_may_not_see_finds_nothing_and_who_may_not_answer_is_told(people, client, invitation, *, name, view, move):
    client.force_login(people[name])
    assert client.get(url("invitation", code=invitation.code)).status_code == view
    answer = client.post(url("invitation_move", code=invitation.code, move="accept"))
    assert answer.status_code == move
    invitation.refresh_from_db()
    assert (invitation.state, invitation.seen_at) == ("sent", None)


def test_unknown_moves_and_methods(world, client, invitation):
    client.force_login(world.teacher_kaohsiung)
    assert client.post(url("invitation_move", code=invitation.code, move="lapse")).status_code == 404
    assert client.get(url("invitation_move", code=invitation.code, move="accept")).status_code == 405


def test_the_letter_is_mended_field_by_field(world, client, invite_url, letter):
    client.force_login(world.teacher_california)
    page = client.post(invite_url, {**letter, "proposal": "", "reply_by": "2001-01-01", "step": "send"})
    assert page.status_code == 422
    assert "Say what you would like to do together." in text(page)
    assert "Give the other school at least until" in text(page)
    assert letter["about_us"] in text(page)
    assert Invitation.objects.count() == 0


def test_what_stands_against_it_is_said_and_the_letter_stays(world, client, invite_url, letter, send):
    world.kaohsiung.profile.open_invitations_most = 0
    world.kaohsiung.profile.save()
    client.force_login(world.teacher_california)
    page = client.post(invite_url, {**letter, "step": "send"})
    assert page.status_code == 409
    assert "takes no invitations at present" in text(page)
    assert letter["about_us"] in text(page)
    assert Invitation.objects.count() == 0


def test_who_was_invited_is_pointed_to_that_invitation(world, client, invitation):
    client.force_login(world.teacher_kaohsiung)
    page = client.get(f"{url('invite')}?to={world.california.code}")
    assert "has already invited you" in text(page)
    assert url("invitation", code=invitation.code) in text(page)


def test_turns_and_starters_fill_in_without_losing_anything(world, client, invite_url, letter):
    client.force_login(world.teacher_california)
    page = client.post(invite_url, {**letter, "step": "async"})
    assert page.context["form"]["mode"].value() == "async"
    assert page.context["form"]["proposal"].value() == letter["proposal"]
    page = client.post(invite_url, {**letter, "proposal": "", "step": "starters"})
    assert page.context["form"]["about_us"].value() == letter["about_us"]
    assert page.context["form"]["proposal"].value() == page.context["starters"]["proposal"]
    page = client.post(invite_url, {**letter, "proposal": "", "step": "edit"})
    assert page.status_code == 200
    assert page.context["form"].errors == {}


def test_the_draft_comes_back_and_goes_when_sent(world, client, invite_url, letter):
    key = f"invite:{world.kaohsiung.code.lower()}"
    keep_draft(user=world.teacher_california, key=key, data={"about_us": "Half a sen"})
    client.force_login(world.teacher_california)
    page = client.get(invite_url)
    assert page.context["form"]["about_us"].value() == "Half a sen"
    client.post(invite_url, {**letter, "step": "send"})
    assert Draft.objects.count() == 0


def test_the_letter_begins_with_what_is_known(world, client, invite_url):
    client.force_login(world.teacher_california)
    form = client.get(invite_url).context["form"]
    assert form["wish"].value() == world.wish_california.pk
    assert form["group_size"].value() == world.wish_california.group_size
    assert form["reply_by"].value() == reply_dates(world.kaohsiung).usual


def test_odd_addresses(world, client):
    client.force_login(world.teacher_california)
    assert client.get(url("invite")).status_code == 302
    assert client.get(f"{url('invite')}?to=NOSUCH").status_code == 404
    assert client.get(f"{url('invite')}?to={world.office.code}").status_code == 404
    assert client.get(f"{url('invite')}?to={world.kaohsiung.code}&from={world.tokyo.code}").status_code == 404
    own = client.get(f"{url('invite')}?to={world.california.code}")
    assert "This is your own school." in text(own)


def test_a_person_with_two_schools_chooses_for_which(world, client):
    appoint(world.teacher_california, world.tokyo)
    client.force_login(world.teacher_california)
    page = client.get(f"{url('invite')}?to={world.kaohsiung.code}&from={world.tokyo.code}")
    assert page.context["sender"] == world.tokyo
    page = client.get(f"{url('invite')}?to={world.california.code}")
    assert page.context["sender"] == world.tokyo


@pytest.mark.parametrize("name", ["officer", "ministry_officer", "stranger"])
def test_only_schools_have_these_lists(people, client, invite_url, name):
    client.force_login(people[name])
    assert client.get(url("invitations")).status_code == 403
    assert client.get(invite_url).status_code == 403


def test_the_list_of_a_school(world, client, send, invitation):
    declined = send(recipient=world.tokyo)
    decline_invitation(invitation=declined, actor=world.teacher_tokyo, reason="language")
    client.force_login(world.teacher_california)
    assert list(client.get(url("invitations")).context["page"]) == []
    assert list(client.get(f"{url('invitations')}?show=sent").context["page"]) == [invitation]
    assert list(client.get(f"{url('invitations')}?show=ended").context["page"]) == [declined]
    assert list(client.get(f"{url('invitations')}?show=sent&kind=co_teaching").context["page"]) == []
    client.force_login(world.teacher_kaohsiung)
    assert list(client.get(f"{url('invitations')}?show=nonsense&kind=odd").context["page"]) == [invitation]


def test_the_list_as_csv(world, client, invitation):
    client.force_login(world.teacher_kaohsiung)
    answer = client.get(f"{url('invitations')}?format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [len(rows), rows[1][0], rows[1][2], rows[1][6]] == [
        2,
        invitation.code,
        "高雄市立港都國民小學 (Gangdu Elementary School)",
        invitation.reply_by.isoformat(),
    ]


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("teacher_kaohsiung", "invitations"),
        ("officer", "office_invitations"),
    ],
)
def test_a_list_of_three_costs_what_a_list_of_one_costs(world, people, client, *, invitation, name, address):
    client.force_login(people[name])
    path = f"{url(address)}?show={'received' if address == 'invitations' else 'waiting'}"
    one = queries_of(client, path)
    rows = [invitation]
    for place, sender in enumerate([world.tokyo, world.mission]):
        row = Invitation.objects.get(pk=invitation.pk)
        row.pk, row.code, row.sender = None, f"IN-1999-000{place}", sender
        row._state.adding = True
        row.save()
        rows.append(row)
    assert len(client.get(path).context["page"]) == 3
    assert queries_of(client, path) == one


def test_the_offices_work_list(world, client, send, invitation):
    far = send(recipient=world.tokyo)
    with time_machine.travel(nudge_moments(far, alliance())[0], tick=False):
        nudge_invitations()
    client.force_login(world.officer)
    assert [row for row, _age in client.get(url("office_invitations")).context["lines"]] == [invitation]
    client.force_login(world.mission_officer)
    shown = {row for row, _age in client.get(url("office_invitations")).context["lines"]}
    assert shown == {invitation, far}
    with time_machine.travel(invitation.reply_deadline, tick=False):
        lapse_invitations()
        client.force_login(world.officer)
        page = client.get(f"{url('office_invitations')}?show=lapsed")
        assert [row for row, _age in page.context["lines"]] == [invitation]
    client.force_login(world.ministry_officer)
    assert client.get(url("office_invitations")).status_code == 200
    client.force_login(world.teacher_kaohsiung)
    assert client.get(url("office_invitations")).status_code == 403


@pytest.mark.parametrize(
    ("person", "end", "label"),
    [
        ("teacher_california", "lapsed", "Look for others like it"),
        ("teacher_kaohsiung", "lapsed", "Invite Redwood Dual Language Elementary"),
        ("teacher_california", "declined", "Look for others like it"),
        ("teacher_kaohsiung", "declined", "Look for others like it"),
        ("teacher_california", "withdrawn", "Invite 高雄市立港都國民小學"),
        ("teacher_kaohsiung", "withdrawn", "Invite Redwood Dual Language Elementary"),
        ("teacher_california", "accepted", "See all your invitations"),
        ("teacher_kaohsiung", "accepted", "See all your invitations"),
    ],
)
def test_no_end_is_a_dead_end(world, people, client, *, invitation, person, end, label):
    if end == "lapsed":
        with time_machine.travel(invitation.reply_deadline, tick=False):
            lapse_invitations()
    elif end == "declined":
        decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="full")
    elif end == "withdrawn":
        withdraw_invitation(invitation=invitation, actor=world.teacher_california)
    else:
        accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    client.force_login(people[person])
    page = text(client.get(url("invitation", code=invitation.code)))
    assert label in page
    assert "<h2>What to do next</h2>" in page


def today(person):
    return [(item.kind, str(item.action), item.due) for item in today_for(person) if "/invitations/" in item.url]


def test_what_needs_me_today(world, invitation):
    assert today(world.teacher_kaohsiung) == [("needs", "Answer the invitation", invitation.last_moment)]
    assert today(world.teacher_california) == [("moves", "See the invitation", invitation.last_moment)]
    assert today(world.officer) == []
    with time_machine.travel(nudge_moments(invitation, alliance())[0], tick=False):
        nudge_invitations()
    assert today(world.officer) == [("needs", "See the silent invitations", invitation.last_moment)]
    assert today(world.tokyo_mission_officer) == []
    with time_machine.travel(invitation.reply_deadline, tick=False):
        lapse_invitations()
        assert today(world.teacher_california) == [("step", "See what to do next", None)]
        assert today(world.teacher_kaohsiung) == []
        assert today(world.officer) == []


def panel(client, organization):
    with translation.override("en"):
        return text(client.get(reverse("directory:school", kwargs={"code": organization.code})))


def test_the_panel_on_a_schools_page(world, client, send):
    assert "Invite this school" not in panel(client, world.kaohsiung)
    client.force_login(world.officer)
    assert "Invite this school" not in panel(client, world.kaohsiung)
    client.force_login(world.teacher_california)
    assert "Invite this school" not in panel(client, world.california)
    assert f"to={world.kaohsiung.code}" in panel(client, world.kaohsiung)
    row = send()
    assert "See your invitation" in panel(client, world.kaohsiung)
    client.force_login(world.teacher_kaohsiung)
    assert "Answer its invitation" in panel(client, world.california)
    accept_invitation(invitation=row, actor=world.teacher_kaohsiung)
    page = panel(client, world.california)
    assert "Partners since" in page
    assert "Invite this school" in page


def test_the_panel_says_why_not(world, client):
    world.tokyo.profile.open_invitations_most = 0
    world.tokyo.profile.save()
    client.force_login(world.teacher_california)
    page = panel(client, world.tokyo)
    assert "窓川区立みどり小学校 takes no invitations at present." in page


def test_without_a_wish_the_way_to_write_one_is_shown(world, client):
    client.force_login(world.teacher_tokyo)
    with translation.override("en"):
        write = reverse("profiles:wish_new", kwargs={"code": world.tokyo.code})
    assert write in panel(client, world.kaohsiung)
    page = text(client.get(f"{url('invite')}?to={world.kaohsiung.code}"))
    assert write in page
    assert "Your school has no open wish." in page
