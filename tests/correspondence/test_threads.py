"""Who says what to whom, who sees it, what is unread and whose turn it is."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mado.audit.models import AuditEntry
from mado.correspondence.enums import Side
from mado.correspondence.guards import WORDS_AFTER_INVITATION
from mado.correspondence.models import Message, Thread, ThreadReader
from mado.correspondence.queries import (
    inbox,
    invitation_subject,
    messages_visible_to,
    outlived_threads,
    subject_for_code,
    subject_of,
    thread_of,
    unread_count,
    visible_to,
)
from mado.correspondence.queries.threads import inbox_rows, readers_visible_to
from mado.correspondence.services import mark_read, post_message
from mado.exchanges.models import Exchange
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage
from mado.partnerships.models import Invitation
from tests.correspondence.sweeping import swept

PEOPLE = (
    "teacher_kaohsiung", "deputy_kaohsiung", "teacher_california", "teacher_tokyo", "officer", "mission_officer",
    "tokyo_mission_officer", "county_officer", "ceo", "ministry_officer", "stranger",
)  # fmt: skip


def test_the_first_message_makes_the_thread_and_writes_to_the_other_side_only(world, invitation, subject, say):
    assert thread_of(subject) is None
    message = say(world.teacher_california, invitation, "  Hello\r\nthere \n")
    assert (message.body, message.side) == ("Hello\nthere", Side.ASKING)
    mails = OutboxMessage.objects.filter(key="correspondence.message_posted")
    assert sorted(mails.values_list("recipient_email", flat=True)) == ["chen@example.org", "lin@example.org"]
    assert all("Hello\nthere" in mail.body for mail in mails)
    assert len({mail.reply_to for mail in mails}) == 2
    assert {mail.references for mail in mails} == {f"<thread-{message.thread_id}@reply.example.org>"}
    assert AuditEntry.objects.filter(verb="correspondence.post_message").count() == 1
    assert "Hello" not in str(AuditEntry.objects.get(verb="correspondence.post_message").details)


def test_an_exchange_goes_on_in_the_thread_of_its_invitation(world, invitation, say, exchange):
    first = say(world.teacher_california, invitation)
    second = say(world.deputy_kaohsiung, exchange)
    assert first.thread_id == second.thread_id
    assert (first.side, second.side) == ("asking", "answering")
    assert subject_of(second.thread).record == exchange
    assert Thread.objects.count() == 1


def test_an_exchange_without_an_invitation_has_a_thread_of_its_own(world, exchange, say):
    Exchange.objects.filter(pk=exchange.pk).update(invitation=None)
    exchange.refresh_from_db()
    message = say(world.teacher_kaohsiung, exchange)
    first = exchange.sides.get(label="a").organization
    assert message.side == ("asking" if first == world.kaohsiung else "answering")
    assert message.thread.exchange == exchange


@pytest.mark.parametrize("both", [True, False])
def test_a_thread_is_about_exactly_one_thing(invitation, exchange, both):
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.create(invitation=invitation if both else None, exchange=exchange if both else None)


def test_who_sees_the_invitation_sees_the_thread_and_the_permission_agrees(world, invitation, say):
    message = say(world.teacher_california, invitation)
    for name in PEOPLE:
        person = getattr(world, name)
        sees = message.thread in visible_to(person)
        assert sees == person.has_perm("correspondence.view_thread", message.thread), name
        assert sees == person.has_perm("partnerships.view_invitation", invitation), name
        assert sees == (message in messages_visible_to(person)), name
        assert sees == (subject_for_code(person, invitation.code) is not None), name


def test_only_the_two_sides_write(world, invitation, subject):
    for name in PEOPLE:
        person = getattr(world, name)
        if name in ("teacher_kaohsiung", "deputy_kaohsiung", "teacher_california"):
            post_message(subject=subject, actor=person, body="x", language="en")
        else:
            with pytest.raises(NotPermitted):
                post_message(subject=subject, actor=person, body="x", language="en")
    assert Message.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("body", {"body": "  \n\x00 "}),
        ("body", {"body": "x" * 5_001}),
        ("language", {"language": ""}),
        ("answer_by", {"answer_by": dt.date(2020, 1, 1)}),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(world, subject, field, values):
    with pytest.raises(BadInput) as caught:
        post_message(**{"subject": subject, "actor": world.teacher_california, "body": "x", "language": "en"} | values)
    assert list(caught.value.sentences) == [field]
    assert Thread.objects.count() == 0


def test_an_invitation_that_ended_long_ago_is_no_letterbox(world, invitation, say):
    say(world.teacher_california, invitation)
    ended = timezone.now() - WORDS_AFTER_INVITATION - dt.timedelta(hours=1)
    Invitation.objects.update(state="declined", state_changed_at=ended + dt.timedelta(hours=2))
    say(world.teacher_california, invitation, "Thank you all the same")
    Invitation.objects.update(state_changed_at=ended)
    with pytest.raises(NotPossible):
        say(world.teacher_california, invitation, "Please, please")


def test_unread_is_each_persons_own_and_answering_is_reading(world, invitation, say):
    first = say(world.teacher_california, invitation)
    say(world.teacher_california, invitation)

    def counts():
        return [unread_count(p) for p in (world.teacher_kaohsiung, world.deputy_kaohsiung, world.teacher_california)]

    assert counts() == [2, 2, 0]
    mark_read(thread=first.thread, actor=world.deputy_kaohsiung, up_to=first)
    assert counts() == [2, 1, 0]
    say(world.teacher_kaohsiung, invitation)
    assert counts() == [0, 1, 1]
    assert mark_read(thread=first.thread, actor=world.teacher_kaohsiung, up_to=first) is False
    assert [unread_count(p) for p in (world.officer, world.teacher_tokyo, world.stranger)] == [0, 0, 0]
    assert {row.person for row in readers_visible_to(world.deputy_kaohsiung)} == {world.deputy_kaohsiung}
    assert ThreadReader.objects.count() == 3


def test_who_takes_over_a_seat_starts_with_a_clean_desk_and_sees_what_waits(world, invitation, say):
    message = say(world.teacher_california, invitation)
    Message.objects.filter(pk=message.pk).update(at=timezone.now() - dt.timedelta(days=40))
    world.deputy_kaohsiung.appointments.update(valid_from=timezone.localdate() - dt.timedelta(days=1))
    assert unread_count(world.deputy_kaohsiung) == 0
    assert [t.pk for t in inbox(world.deputy_kaohsiung, show="us")] == [message.thread_id]
    assert unread_count(world.teacher_kaohsiung) == 1


def test_the_inbox_sorts_filters_and_finds(world, invitation, say):
    say(world.teacher_california, invitation, "About dumplings")

    def shown(person, **query):
        return [
            (row.theirs.organization, row.is_unread, row.waits_for_us)
            for row in inbox_rows(person, inbox(person, **query))
        ]

    assert shown(world.teacher_kaohsiung) == [(world.california, True, True)]
    assert shown(world.teacher_california) == [(world.kaohsiung, False, False)]
    assert shown(world.teacher_kaohsiung, show="them") == []
    assert len(shown(world.teacher_kaohsiung, show="unread")) == 1
    for words in ("dumplings", "redwood", "港都", invitation.code.lower(), "dumplings redwood"):
        assert len(shown(world.teacher_kaohsiung, words=words)) == 1, words
    assert shown(world.teacher_kaohsiung, words="dumplings tokyo") == []
    assert shown(world.officer) == []


def test_words_go_five_years_after_what_they_were_about(world, invitation, say, exchange):
    say(world.teacher_california, invitation)
    long_ago = timezone.now() - dt.timedelta(days=6 * 366)
    Invitation.objects.update(state_changed_at=long_ago)
    assert list(outlived_threads()) == []
    Exchange.objects.update(state="verified", state_changed_at=timezone.now() - dt.timedelta(days=4 * 365))
    assert list(outlived_threads()) == []
    Exchange.objects.update(state_changed_at=long_ago)
    assert swept("correspondence.Thread") == 1
    assert (Thread.objects.count(), Message.objects.count(), ThreadReader.objects.count()) == (0, 0, 0)


def test_a_lone_invitation_that_lapsed_six_years_ago_takes_its_words_along(world, invitation, say):
    say(world.teacher_california, invitation)
    Invitation.objects.update(state_changed_at=timezone.now() - dt.timedelta(days=6 * 366))
    assert swept("correspondence.Thread") == 0
    Invitation.objects.update(state="lapsed")
    assert swept("correspondence.Thread") == 1


def test_the_subject_of_an_invitation_speaks_for_both_schools(world, invitation):
    subject = invitation_subject(invitation)
    assert subject.party_of(world.teacher_kaohsiung).organization == world.kaohsiung
    assert subject.party_of(world.teacher_california).organization == world.california
    assert subject.party_of(world.officer) is None
