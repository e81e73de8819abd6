"""Accepting, declining, withdrawing, opening: who may, what follows, and nothing half-written."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from mado.accounts.models import Verification
from mado.audit.models import AuditEntry
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage
from mado.partnerships import acceptance
from mado.partnerships.models import Invitation, Partnership
from mado.partnerships.services import accept_invitation, decline_invitation, mark_seen, withdraw_invitation

OTHERS = ["teacher_tokyo", "officer", "mission_officer", "county_officer", "ceo", "ministry_officer", "stranger"]


def mailed(key):
    rows = OutboxMessage.objects.filter(key=f"partnerships.{key}")
    return sorted(rows.values_list("recipient_email", "language"))


def refusal(deed, **arguments):
    with pytest.raises(NotPossible) as caught:
        deed(**arguments)
    return [reason.code for reason in caught.value.decision.reasons]


def test_acceptance_makes_the_partnership_and_tells_both(world, invitation):
    row = accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung, note=" 很高興認識你們 ")
    partnership = Partnership.objects.get()
    assert [partnership.first_id, partnership.second_id] == sorted([world.california.pk, world.kaohsiung.pk])
    assert partnership.since == timezone.localdate()
    assert (row.state, row.answered_by, row.answer_note) == ("accepted", world.teacher_kaohsiung, "很高興認識你們")
    assert row.seen_at == row.answered_at
    assert mailed("invitation_accepted") == [("maria@example.org", "en")]
    assert mailed("invitation_accepted_here") == [("chen@example.org", "zh-hant")]
    assert AuditEntry.objects.filter(verb="partnerships.accept_invitation", object_code=row.code).count() == 1


def test_a_second_acceptance_keeps_the_partnership(world, send, invitation):
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    again = send(sender=world.kaohsiung, recipient=world.california)
    accept_invitation(invitation=again, actor=world.teacher_california)
    assert Partnership.objects.count() == 1


def test_an_ended_partnership_is_taken_up_again(world, invitation):
    first, second = sorted([world.california, world.kaohsiung], key=lambda school: school.pk)
    Partnership.objects.create(first=first, second=second, since=dt.date(2020, 1, 1), ended_on=dt.date(2021, 1, 1))
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    partnership = Partnership.objects.get()
    assert (partnership.since, partnership.ended_on) == (dt.date(2020, 1, 1), None)


def test_followers_run_in_the_same_transaction_and_their_error_undoes_everything(world, invitation, monkeypatch):
    def broken(_invitation, partnership, _actor):
        assert Partnership.objects.filter(pk=partnership.pk).count() == 1
        raise RuntimeError("the follower stumbled")

    monkeypatch.setattr(acceptance, "_FOLLOWERS", [broken])
    mails, entries = OutboxMessage.objects.count(), AuditEntry.objects.count()
    with pytest.raises(RuntimeError):
        accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_by, invitation.answered_at) == ("sent", None, None)
    assert Partnership.objects.count() == 0
    assert (OutboxMessage.objects.count(), AuditEntry.objects.count()) == (mails, entries)


@pytest.mark.parametrize("name", ["teacher_kaohsiung", "deputy_kaohsiung"])
def test_everyone_with_a_seat_there_may_answer(invitation, people, name):
    assert accept_invitation(invitation=invitation, actor=people[name]).state == "accepted"


@pytest.mark.parametrize("name", ["teacher_california", *OTHERS])
def test_nobody_else_answers(invitation, people, name):
    with pytest.raises(NotPermitted):
        accept_invitation(invitation=invitation, actor=people[name])
    with pytest.raises(NotPermitted):
        decline_invitation(invitation=invitation, actor=people[name], reason="dates")
    assert Invitation.objects.get().state == "sent"


@pytest.mark.parametrize("name", ["teacher_kaohsiung", "deputy_kaohsiung", *OTHERS])
def test_only_the_sender_withdraws(invitation, people, name):
    with pytest.raises(NotPermitted):
        withdraw_invitation(invitation=invitation, actor=people[name])
    assert Invitation.objects.get().state == "sent"


def test_withdrawn_tells_the_other_side(world, invitation):
    assert withdraw_invitation(invitation=invitation, actor=world.teacher_california).state == "withdrawn"
    assert mailed("invitation_withdrawn") == [("chen@example.org", "zh-hant"), ("lin@example.org", "zh-hant")]
    with pytest.raises(NotPossible, match="has withdrawn this invitation"):
        accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)


@pytest.mark.parametrize("reason", ["full", "dates", "times", "staffing", "language", "ages", "topic"])
def test_one_reason_is_enough_to_decline(world, invitation, reason):
    row = decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason=reason)
    assert (row.state, row.decline_reason, row.answer_note) == ("declined", reason, "")
    assert mailed("invitation_declined") == [("maria@example.org", "en")]


def test_the_decline_mail_says_the_reason_and_where_to_look_next(world, invitation):
    decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="times", note="下學期再試試")
    mail = OutboxMessage.objects.get(key="partnerships.invitation_declined")
    assert "Reason: Our days do not meet" in mail.body
    assert "下學期再試試" in mail.body
    assert "?country=TW&kind=cultural" in mail.body


def test_another_reason_needs_a_word(world, invitation):
    with pytest.raises(BadInput) as caught:
        decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="other", note="  ")
    assert caught.value.sentences == {"note": "Say in a few words what the other reason is."}
    row = decline_invitation(
        invitation=invitation, actor=world.teacher_kaohsiung, reason="other", note="We move house."
    )
    assert row.answer_note == "We move house."


@pytest.mark.parametrize(
    ("reason", "note", "field"), [("", "", "reason"), ("bored", "", "reason"), ("full", "x" * 1001, "note")]
)
def test_bad_answers_change_nothing(world, invitation, reason, note, field):
    with pytest.raises(BadInput) as caught:
        decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason=reason, note=note)
    assert list(caught.value.sentences) == [field]
    assert Invitation.objects.get().state == "sent"


def test_the_second_answer_hears_who_was_first(world, invitation):
    accept_invitation(invitation=invitation, actor=world.deputy_kaohsiung)
    with pytest.raises(NotPossible, match="陳志明 has already accepted this invitation"):
        decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="full")
    with pytest.raises(NotPossible, match="陳志明 has already accepted this invitation"):
        accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)


def test_no_answer_after_the_date(world, invitation):
    with time_machine.travel(invitation.reply_deadline, tick=False):
        assert refusal(accept_invitation, invitation=invitation, actor=world.teacher_kaohsiung) == ["too_late"]
        assert refusal(decline_invitation, invitation=invitation, actor=world.teacher_kaohsiung, reason="full") == [
            "too_late"
        ]
        assert withdraw_invitation(invitation=invitation, actor=world.teacher_california).state == "withdrawn"


def test_both_must_take_part_when_it_is_accepted(world, invitation):
    Verification.objects.all().delete()
    assert refusal(accept_invitation, invitation=invitation, actor=world.teacher_kaohsiung) == [
        "recipient_not_taking_part",
        "sender_not_taking_part",
    ]
    assert decline_invitation(invitation=invitation, actor=world.teacher_kaohsiung, reason="dates").state == "declined"


def test_the_last_place_of_a_wish_is_given_once(world, send, invitation):
    world.wish_california.partners_wanted = 1
    world.wish_california.save()
    other = send(recipient=world.tokyo)
    accept_invitation(invitation=invitation, actor=world.teacher_kaohsiung)
    assert refusal(accept_invitation, invitation=other, actor=world.teacher_tokyo) == ["sender_has_enough_partners"]


def test_opening_is_noted_once_and_only_for_the_invited_school(world, people, invitation):
    for name in ("teacher_california", *OTHERS):
        assert mark_seen(invitation=invitation, actor=people[name]) is False
    assert mark_seen(invitation=invitation, actor=world.teacher_kaohsiung) is True
    first = Invitation.objects.get().seen_at
    assert mark_seen(invitation=Invitation.objects.get(), actor=world.deputy_kaohsiung) is False
    assert Invitation.objects.get().seen_at == first
    assert AuditEntry.objects.filter(verb="partnerships.see_invitation").count() == 1


def test_opening_an_ended_invitation_notes_nothing(world, invitation):
    withdraw_invitation(invitation=invitation, actor=world.teacher_california)
    assert mark_seen(invitation=Invitation.objects.get(), actor=world.teacher_kaohsiung) is False
