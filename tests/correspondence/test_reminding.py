"""A question has an owner, a date, a reminder, and an office that hears of silence."""

import datetime as dt

import pytest
import time_machine

from mado.correspondence.models import Message
from mado.correspondence.queries import open_questions, questions_in_care
from mado.correspondence.services import escalate_questions, nudge_questions
from mado.correspondence.today import questions, stray_mail, unanswered_in_care, unread_messages
from mado.notify.models import OutboxMessage

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
"""A Monday, 10:00 in Kaohsiung."""
BY = dt.date(2026, 11, 27)
DEADLINE = dt.datetime(2026, 11, 27, 16, 0, tzinfo=dt.UTC)
"""Midnight after that Friday in Kaohsiung."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def question(world, invitation, say):
    return say(world.teacher_california, invitation, "Shall we meet on Monday?", answer_by=BY)


def letters(key):
    rows = OutboxMessage.objects.filter(key=f"correspondence.{key}")
    return sorted(rows.values_list("recipient_email", flat=True))


def test_the_asked_side_is_reminded_once_and_then_its_office_told_once(world, question, clock):
    assert (nudge_questions(), escalate_questions()) == (0, 0)
    clock.move_to(DEADLINE - dt.timedelta(hours=37))
    assert (nudge_questions(), escalate_questions()) == (0, 0)
    clock.move_to(DEADLINE - dt.timedelta(hours=36))
    assert (nudge_questions(), nudge_questions(), escalate_questions()) == (1, 0, 0)
    assert letters("answer_nudged") == ["chen@example.org", "lin@example.org"]
    nudge = OutboxMessage.objects.filter(key="correspondence.answer_nudged").first()
    assert "Shall we meet" in nudge.body
    assert nudge.reply_to
    clock.move_to(DEADLINE - dt.timedelta(minutes=1))
    assert escalate_questions() == 0
    clock.move_to(DEADLINE)
    assert (nudge_questions(), escalate_questions(), escalate_questions()) == (0, 1, 0)
    assert letters("answer_missing") == ["officer@example.org"]
    missing = OutboxMessage.objects.get(key="correspondence.answer_missing")
    assert "Shall we meet" not in missing.body
    assert [list(questions_in_care(p)) for p in (world.officer, world.tokyo_mission_officer)] == [[question], []]


def test_any_word_of_the_asked_side_is_the_answer(world, invitation, question, say, clock):
    say(world.teacher_california, invitation, "One more thing")
    assert list(open_questions()) == [question]
    say(world.deputy_kaohsiung, invitation, "Yes, Monday")
    assert list(open_questions()) == []
    clock.move_to(DEADLINE + dt.timedelta(days=1))
    assert (nudge_questions(), escalate_questions()) == (0, 0)


def test_a_question_for_tomorrow_is_not_reminded_of_at_once(world, invitation, say, clock):
    say(world.teacher_california, invitation, "Tomorrow?", answer_by=dt.date(2026, 11, 24))
    assert nudge_questions() == 0
    clock.move_to(NOW + dt.timedelta(hours=12))
    assert nudge_questions() == 1


def test_the_home_page_says_who_waits_for_whom(world, question, clock):
    asked = list(questions(world.teacher_kaohsiung))
    assert [(item.kind, item.due) for item in asked] == [("needs", DEADLINE - dt.timedelta(minutes=1))]
    assert [item.kind for item in questions(world.teacher_california)] == ["moves"]
    assert [item.title for item in unread_messages(world.deputy_kaohsiung)] == ["1 new message"]
    assert list(questions(world.officer)) == list(unread_messages(world.officer)) == list(stray_mail(world.ceo)) == []
    clock.move_to(DEADLINE)
    escalate_questions()
    assert [item.kind for item in unanswered_in_care(world.officer)] == ["needs"]
    assert Message.objects.get().escalated_at == DEADLINE


def test_the_office_reads_in_its_inbox_who_is_silent(world, question, clock, client):
    clock.move_to(DEADLINE)
    escalate_questions()
    client.force_login(world.officer)
    page = client.get("/en/inbox/").content.decode()
    assert "Without an answer in your care" in page
    assert "Redwood" in page
