"""The line before a full school: who waits longest comes first, a held place is nobody else's, and it passes on."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mado.demo.primitives import appoint, make_organization, make_user, open_wish, vouch, write_profile
from mado.kernel.errors import NotPermitted, NotPossible
from mado.kernel.today import today_for
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Invitation, InvitationWait
from mado.partnerships.queries import places_in_line
from mado.partnerships.services import (
    accept_invitation,
    ask_to_be_told,
    decline_invitation,
    lapse_invitations,
    leave_line,
    move_lines_on,
    withdraw_invitation,
)
from mado.profiles.services import change_profile

DAY = dt.timedelta(days=1)


@pytest.fixture
def full(world, send):
    """Kaohsiung takes one invitation, and California has sent it."""
    world.kaohsiung.profile.open_invitations_most = 1
    world.kaohsiung.profile.save()
    return send()


@pytest.fixture
def school(world):
    """A further school of California with everything it needs to invite: (school, teacher, wish)."""

    def _school(name):
        made = make_organization(
            "school", name, language="en", country="US", region="US-CA", zone="America/Los_Angeles", levels=["primary"]
        )
        teacher = make_user(f"{name.split()[0].lower()}@example.org", name.split()[0])
        appoint(teacher, made)
        vouch(made, world.mission, world.mission_officer)
        write_profile(made)
        return made, teacher, open_wish(made, countries=["TW"], title="Hello")

    return _school


def ask(world, one):
    return ask_to_be_told(sender=one[0], recipient=world.kaohsiung, actor=one[1])


def invite(send, one, recipient=None):
    return send(sender=one[0], actor=one[1], wish=one[2], recipient=recipient)


def refusal(deed):
    with pytest.raises(NotPossible) as caught:
        deed()
    return [reason.code for reason in caught.value.decision.reasons]


def states():
    return list(InvitationWait.objects.order_by("id").values_list("school__name", "state"))


def test_who_has_waited_longest_gets_the_place(world, send, full, school):
    oak, elm, ash = school("Oak School"), school("Elm School"), school("Ash School")
    assert refusal(lambda: invite(send, oak)) == ["recipient_has_enough_invitations"]
    waits = [ask(world, oak), ask(world, elm)]
    assert places_in_line(waits) == {waits[0].pk: 1, waits[1].pk: 2}
    decline_invitation(invitation=full, actor=world.teacher_kaohsiung, reason="full")
    assert states() == [("Oak School", "held"), ("Elm School", "waiting")]
    mail = OutboxMessage.objects.get(key="partnerships.place_free")
    assert mail.recipient_email == "oak@example.org"
    # Neither the next in line nor a newcomer may overtake.
    assert refusal(lambda: invite(send, elm)) == ["recipient_has_enough_invitations"]
    assert refusal(lambda: invite(send, ash)) == ["recipient_has_enough_invitations"]
    row = invite(send, oak)
    assert states() == [("Oak School", "used"), ("Elm School", "waiting")]
    accept_invitation(invitation=row, actor=world.teacher_kaohsiung)
    assert states() == [("Oak School", "used"), ("Elm School", "held")]


def test_a_place_not_taken_in_time_passes_on(world, send, full, school):
    oak, elm = school("Oak School"), school("Elm School")
    ask(world, oak)
    ask(world, elm)
    withdraw_invitation(invitation=full, actor=world.teacher_california)
    until = InvitationWait.objects.get(state="held").held_until
    assert until - timezone.now() > 4.9 * DAY
    with time_machine.travel(until - DAY / 24, tick=False):
        assert move_lines_on() == 0
    with time_machine.travel(until, tick=False):
        assert [move_lines_on(), move_lines_on()] == [1, 0]
    assert states() == [("Oak School", "passed"), ("Elm School", "held")]
    assert OutboxMessage.objects.get(key="partnerships.place_passed").recipient_email == "oak@example.org"
    assert OutboxMessage.objects.filter(key="partnerships.place_free").count() == 2


def test_a_lapse_and_a_larger_number_free_places_too(world, send, full, school):
    oak, elm = school("Oak School"), school("Elm School")
    ask(world, oak)
    ask(world, elm)
    with time_machine.travel(full.reply_deadline, tick=False):
        lapse_invitations()
        assert states() == [("Oak School", "held"), ("Elm School", "waiting")]
        change_profile(
            profile=world.kaohsiung.profile, actor=world.teacher_kaohsiung, changes={"open_invitations_most": 2}
        )
        move_lines_on()
        assert states() == [("Oak School", "held"), ("Elm School", "held")]


def test_leaving_lets_the_next_one_in(world, send, full, school):
    oak, elm = school("Oak School"), school("Elm School")
    first = ask(world, oak)
    ask(world, elm)
    decline_invitation(invitation=full, actor=world.teacher_kaohsiung, reason="full")
    with pytest.raises(NotPermitted):
        leave_line(wait=first, actor=elm[1])
    leave_line(wait=first, actor=oak[1])
    assert states() == [("Oak School", "left"), ("Elm School", "held")]


def test_when_standing_in_line_makes_no_sense(world, send, school):
    oak = school("Oak School")
    assert refusal(lambda: ask(world, oak)) == ["has_room"]
    world.kaohsiung.profile.open_invitations_most = 0
    world.kaohsiung.profile.save()
    assert refusal(lambda: ask(world, oak)) == ["recipient_takes_no_invitations"]
    world.kaohsiung.profile.open_invitations_most = 1
    world.kaohsiung.profile.save()
    full = send()
    assert refusal(lambda: ask_to_be_told(sender=world.california, recipient=world.kaohsiung, actor=full.sent_by)) == [
        "already_invited"
    ]
    ask(world, oak)
    assert refusal(lambda: ask(world, oak)) == ["waiting_already"]
    with pytest.raises(NotPermitted):
        ask_to_be_told(sender=world.california, recipient=world.kaohsiung, actor=oak[1])


def test_nobody_is_sent_to_a_school_that_has_found_its_partners(world, send, full, school):
    ask(world, school("Oak School"))
    world.wish_kaohsiung.partners_wanted = 1
    world.wish_kaohsiung.save()
    accept_invitation(invitation=full, actor=world.teacher_kaohsiung)
    assert states() == [("Oak School", "waiting")]


def test_pages(world, client, full, school):
    oak = school("Oak School")
    client.force_login(oak[1])
    school_page = reverse("directory:school", kwargs={"code": world.kaohsiung.code})
    assert "Ask to be told when a place is free" in client.get(school_page).content.decode()
    data = {"from": oak[0].code, "to": world.kaohsiung.code}
    assert "when a place at" in client.post(reverse("partnerships:wait"), data, follow=True).content.decode()
    page = client.get(school_page).content.decode()
    assert "Its place in line: 1." in page
    sent = reverse("partnerships:invitations") + "?show=sent"
    assert "Place in line: 1" in client.get(sent).content.decode()
    decline_invitation(invitation=full, actor=world.teacher_kaohsiung, reason="full")
    assert [item.action for item in today_for(oak[1]) if item.due] == ["Write the invitation"]
    assert "A place is held for your school until" in client.get(school_page).content.decode()
    wait = InvitationWait.objects.get()
    move = reverse("partnerships:wait_move", kwargs={"pk": wait.pk, "move": "leave"})
    client.force_login(world.teacher_tokyo)
    assert client.post(move).status_code == 404
    assert client.post(reverse("partnerships:wait"), data).status_code == 404
    client.force_login(oak[1])
    assert client.post(move).status_code == 302
    wait.refresh_from_db()
    assert wait.state == "left"


@pytest.mark.django_db(transaction=True)
def test_a_held_place_and_a_newcomer_at_once_leave_one_invitation(world, send, school):
    """Two real transactions: the place is held for Oak, and Ash tries at the same moment."""
    world.kaohsiung.profile.open_invitations_most = 1
    world.kaohsiung.profile.save()
    full = send()
    oak, ash = school("Oak School"), school("Ash School")
    ask(world, oak)
    decline_invitation(invitation=full, actor=world.teacher_kaohsiung, reason="full")
    barrier, results = threading.Barrier(2), {}

    def run(one):
        try:
            barrier.wait(timeout=10)
            results[one[0].name] = invite(send, one).state
        except NotPossible as refused:
            results[one[0].name] = refused.decision.reasons[0].code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in (ash, oak)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert results == {"Oak School": "sent", "Ash School": "recipient_has_enough_invitations"}
    assert Invitation.objects.filter(state="sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_senders_at_once_never_fill_more_than_the_stated_places(world, send, school):
    world.kaohsiung.profile.open_invitations_most = 3
    world.kaohsiung.profile.save()
    senders = [school(f"{name} School") for name in ("Oak", "Elm", "Ash", "Fir", "Yew", "Bay", "Fig", "Ivy")]
    barrier, results = threading.Barrier(len(senders)), []

    def run(one):
        try:
            barrier.wait(timeout=10)
            results.append(invite(send, one).state)
        except NotPossible as refused:
            results.append(refused.decision.reasons[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == ["recipient_has_enough_invitations"] * 5 + ["sent"] * 3
