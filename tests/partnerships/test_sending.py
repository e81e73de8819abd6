"""Sending: every guard, allowed and denied; what a sent invitation leaves behind."""

import datetime as dt

import pytest

from mado.accounts.models import Appointment, Verification
from mado.audit.models import AuditEntry
from mado.demo.primitives import appoint, make_organization, make_user, open_wish, vouch
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage
from mado.partnerships.guards import (
    has_no_open_invitation,
    has_open_wish,
    has_recipient_taking_part,
    has_room_for_invitations,
    has_room_for_partners,
    has_room_in_wish,
    has_sender_taking_part,
    is_another_school,
    is_fair_reply_date,
    is_open_wish_of,
    may_send,
)
from mado.partnerships.models import Invitation
from mado.partnerships.queries import local_today
from mado.partnerships.services import accept_invitation
from mado.profiles.enums import WishState


def codes(decision):
    return [reason.code for reason in decision.reasons]


def another_school(world, name, *, partners=2):
    """A further Californian school that takes part, with its coordinator and an open wish."""
    school = make_organization("school", name, language="en", country="US", region="US-CA", zone="America/Los_Angeles")
    teacher = make_user(f"{name.lower().replace(' ', '.')}@example.org", f"Teacher of {name}")
    appoint(teacher, school)
    vouch(school, world.mission, world.mission_officer)
    return school, teacher, open_wish(school, countries=["TW"], title="Ours", partners=partners)


def refusal_of(send, **arguments):
    with pytest.raises(NotPossible) as caught:
        send(**arguments)
    assert Invitation.objects.filter(about_us="refused").count() == 0
    return codes(caught.value.decision)


def test_a_sent_invitation_waits_and_is_audited(world, invitation):
    assert (invitation.state, invitation.sender, invitation.recipient) == ("sent", world.california, world.kaohsiung)
    assert invitation.code.startswith("IN-")
    entry = AuditEntry.objects.get(verb="partnerships.send_invitation")
    assert (entry.object_code, entry.actor_id) == (invitation.code, world.teacher_california.pk)
    assert entry.details == {
        "recipient": world.kaohsiung.code,
        "kind": "cultural",
        "reply_by": invitation.reply_by.isoformat(),
    }


def test_everyone_with_a_seat_there_gets_a_mail_in_their_language(world, invitation):
    mails = {
        mail.recipient_email: mail for mail in OutboxMessage.objects.filter(key="partnerships.invitation_received")
    }
    assert set(mails) == {"lin@example.org", "chen@example.org"}
    mail = mails["lin@example.org"]
    assert mail.language == "zh-hant"
    assert f"/zh-hant/invitations/{invitation.code}/" in mail.body
    assert f"{invitation.reply_by.year}年{invitation.reply_by.month}月{invitation.reply_by.day}日" in mail.body


@pytest.mark.parametrize(
    "name", ["teacher_kaohsiung", "teacher_tokyo", "mission_officer", "officer", "ceo", "ministry_officer", "stranger"]
)
def test_only_the_schools_own_people_may_send(send, people, name):
    with pytest.raises(NotPermitted):
        send(actor=people[name])
    assert Invitation.objects.count() == 0


def test_not_to_oneself(world, send):
    assert codes(is_another_school(world.california, world.california)) == ["oneself"]
    assert is_another_school(world.california, world.kaohsiung)
    assert refusal_of(send, recipient=world.california, about_us="refused") == ["oneself"]


def test_recipient_must_take_part(world, send):
    Verification.objects.filter(organization=world.kaohsiung).delete()
    assert codes(has_recipient_taking_part(world.kaohsiung)) == ["recipient_not_taking_part"]
    assert refusal_of(send, about_us="refused") == ["recipient_not_taking_part"]


def test_a_school_without_a_seat_holder_does_not_take_part(world):
    Appointment.objects.filter(organization=world.kaohsiung).delete()
    assert codes(may_send(world.california, world.kaohsiung)) == ["recipient_not_taking_part"]


def test_sender_must_take_part(world, send):
    Verification.objects.filter(organization=world.california).delete()
    assert codes(has_sender_taking_part(world.california)) == ["sender_not_taking_part"]
    assert refusal_of(send, about_us="refused") == ["sender_not_taking_part"]


def test_sender_needs_an_open_wish(world, send):
    assert has_open_wish(world.california)
    world.wish_california.state = WishState.PAUSED
    world.wish_california.save()
    assert codes(has_open_wish(world.california)) == ["no_open_wish"]
    assert codes(is_open_wish_of(world.california, world.wish_california)) == ["wish_not_open"]
    assert codes(may_send(world.california, world.kaohsiung)) == ["no_open_wish"]
    assert refusal_of(send, about_us="refused") == ["wish_not_open"]


def test_a_wish_that_has_run_out_is_not_open(world):
    world.wish_california.valid_until = local_today(world.california) - dt.timedelta(days=2)
    world.wish_california.save()
    assert codes(has_open_wish(world.california)) == ["no_open_wish"]


def test_recipients_stated_number_of_open_invitations(world, send, invitation):
    world.kaohsiung.profile.open_invitations_most = 1
    world.kaohsiung.profile.save()
    assert codes(has_room_for_invitations(world.california, world.kaohsiung)) == ["recipient_has_enough_invitations"]
    school, teacher, wish = another_school(world, "Oak School")
    assert refusal_of(send, sender=school, actor=teacher, wish=wish, about_us="refused") == [
        "recipient_has_enough_invitations"
    ]
    world.kaohsiung.profile.open_invitations_most = 2
    world.kaohsiung.profile.save()
    assert send(sender=school, actor=teacher, wish=wish).state == "sent"


def test_recipient_who_has_found_all_partners_is_left_alone(world, send, invitation):
    world.wish_kaohsiung.partners_wanted = 1
    world.wish_kaohsiung.save()
    assert has_room_for_partners(world.kaohsiung, "cultural")
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    assert codes(has_room_for_partners(world.kaohsiung, "cultural")) == ["recipient_has_enough_partners"]
    school, teacher, wish = another_school(world, "Oak School")
    assert refusal_of(send, sender=school, actor=teacher, wish=wish, about_us="refused") == [
        "recipient_has_enough_partners"
    ]


def test_a_full_wish_of_one_kind_leaves_room_in_another(world, send, invitation):
    world.wish_kaohsiung.partners_wanted = 1
    world.wish_kaohsiung.save()
    open_wish(world.kaohsiung, countries=["US"], title="科學", kind="co_teaching")
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    assert codes(has_room_for_partners(world.kaohsiung, "cultural")) == ["recipient_has_enough_partners"]
    assert has_room_for_partners(world.kaohsiung, "co_teaching")
    assert has_room_for_partners(world.kaohsiung)


def test_a_school_without_open_wishes_may_be_asked(world, send):
    world.wish_kaohsiung.state = WishState.WITHDRAWN
    world.wish_kaohsiung.save()
    assert send().state == "sent"


def test_senders_own_wish_must_have_room(world, send, invitation):
    world.wish_california.partners_wanted = 1
    world.wish_california.save()
    assert has_room_in_wish(world.wish_california)
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    assert codes(has_room_in_wish(world.wish_california)) == ["wish_full"]
    assert refusal_of(send, recipient=world.tokyo, about_us="refused") == ["wish_full"]


def test_one_open_invitation_per_pair_in_either_direction(world, send, invitation):
    assert codes(has_no_open_invitation(world.california, world.kaohsiung)) == ["already_invited"]
    assert codes(has_no_open_invitation(world.kaohsiung, world.california)) == ["invited_by_them"]
    assert refusal_of(send, about_us="refused") == ["already_invited"]
    assert refusal_of(send, sender=world.kaohsiung, recipient=world.california, about_us="refused") == [
        "invited_by_them"
    ]


def test_the_refusal_names_the_invitation_to_answer(world, send, invitation):
    decision = may_send(world.kaohsiung, world.california)
    assert decision.sentence == (
        f"Redwood Dual Language Elementary has already invited you ({invitation.code}). Answer that invitation instead."
    )


def test_partners_may_invite_each_other_again(world, send, invitation):
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    assert may_send(world.california, world.kaohsiung)
    assert send().state == "sent"


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, ["reply_by_too_soon"]), (2, ["reply_by_too_soon"]), (3, []), (14, []), (60, []), (61, ["reply_by_too_late"])],
)
def test_reply_dates(world, days, expected):
    day = local_today(world.kaohsiung) + dt.timedelta(days=days)
    assert codes(is_fair_reply_date(world.kaohsiung, day)) == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "picnic"}, "kind"),
        ({"mode": ""}, "mode"),
        ({"about_us": "  "}, "about_us"),
        ({"proposal": ""}, "proposal"),
        ({"proposal": "x" * 1501}, "proposal"),
        ({"first_step": "x" * 601}, "first_step"),
        ({"language": ""}, "language"),
        ({"language": "x" * 17}, "language"),
        ({"group_size": 0}, "group_size"),
        ({"group_size": 501}, "group_size"),
        ({"reply_by": dt.date(2000, 1, 1)}, "reply_by"),
    ],
)
def test_each_field_has_its_sentence(send, changes, field):
    with pytest.raises(BadInput) as caught:
        send(**changes)
    assert list(caught.value.sentences) == [field]
    assert Invitation.objects.count() == 0


def test_a_wish_of_another_school_is_refused(world, send):
    with pytest.raises(BadInput) as caught:
        send(wish=world.wish_kaohsiung)
    assert caught.value.sentences == {"wish": "Choose one of your own school's wishes."}


def test_too_long_says_how_long(send):
    with pytest.raises(BadInput) as caught:
        send(about_us="x" * 1600)
    assert caught.value.sentences == {"about_us": "Shorten this to 1500 characters; it has 1600 now."}
