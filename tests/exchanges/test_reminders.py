import datetime as dt

import pytest

from mado.exchanges.services import (
    ask_what_happened,
    confirm_session,
    end_exchange,
    move_session,
    nudge_proposals,
    remind_reports,
    remind_sessions,
    submit_report,
)
from mado.notify.models import OutboxMessage

from .conftest import COMMON, NOW


def mails(key):
    return sorted(OutboxMessage.objects.filter(key=f"exchanges.{key}").values_list("recipient_email", flat=True))


def test_the_day_before_both_sides_are_reminded_once(world, propose, clock):
    session = confirm_session(session=propose(), actor=world.teacher_tokyo)
    clock.move_to(COMMON - dt.timedelta(hours=25))
    assert remind_sessions() == 0
    clock.move_to(COMMON - dt.timedelta(hours=24))
    assert [remind_sessions(), remind_sessions()] == [1, 0]
    assert mails("session_reminder") == ["chen@example.org", "lin@example.org", "sato@example.org"]
    session.refresh_from_db()
    assert session.reminded_at == COMMON - dt.timedelta(hours=24)


def test_a_moved_session_is_reminded_of_again(world, propose, clock):
    session = confirm_session(session=propose(), actor=world.teacher_tokyo)
    clock.move_to(COMMON - dt.timedelta(hours=5))
    assert remind_sessions() == 1
    later = COMMON + dt.timedelta(days=5)
    move_session(session=session, actor=world.teacher_kaohsiung, starts_at=later, minutes=45)
    assert remind_sessions() == 0
    confirm_session(session=session, actor=world.teacher_tokyo)
    clock.move_to(later - dt.timedelta(hours=5))
    assert remind_sessions() == 1


def test_nobody_is_reminded_of_what_is_not_agreed_or_past(world, propose, clock):
    propose()
    clock.move_to(COMMON - dt.timedelta(hours=5))
    assert remind_sessions() == 0
    clock.move_to(COMMON + dt.timedelta(hours=5))
    assert remind_sessions() == 0


def test_three_days_without_an_answer_the_asked_side_is_nudged_once(world, propose, clock):
    propose()
    clock.move_to(NOW + dt.timedelta(days=3) - dt.timedelta(minutes=1))
    assert nudge_proposals() == 0
    clock.move_to(NOW + dt.timedelta(days=3))
    assert [nudge_proposals(), nudge_proposals()] == [1, 0]
    assert mails("session_unanswered") == ["sato@example.org"]


@pytest.mark.parametrize("confirmed", [True, False])
def test_after_a_session_nobody_recorded_both_sides_are_asked_once(world, propose, clock, confirmed):
    session = propose()
    if confirmed:
        confirm_session(session=session, actor=world.teacher_tokyo)
    clock.move_to(COMMON + dt.timedelta(hours=1))
    assert ask_what_happened() == 0
    clock.move_to(COMMON + dt.timedelta(hours=3))
    assert [ask_what_happened(), ask_what_happened()] == [1, 0]
    assert mails("session_unrecorded") == ["chen@example.org", "lin@example.org", "sato@example.org"]


def test_nobody_is_asked_about_an_exchange_that_ended(world, exchange, propose, clock):
    propose()
    end_exchange(exchange=exchange, actor=world.teacher_tokyo, reason="No time.")
    clock.move_to(COMMON + dt.timedelta(days=3))
    assert [remind_sessions(), nudge_proposals(), ask_what_happened()] == [0, 0, 0]


def test_reports_are_asked_for_a_week_before_and_weekly_after(world, completed, fill, clock):
    submit_report(report=fill(world.kaohsiung, world.teacher_kaohsiung), actor=world.teacher_kaohsiung)
    clock.move_to(dt.datetime(2026, 12, 31, 3, 0, tzinfo=dt.UTC))
    assert remind_reports() == 0
    clock.move_to(dt.datetime(2027, 1, 1, 3, 0, tzinfo=dt.UTC))
    assert [remind_reports(), remind_reports()] == [1, 0]
    assert mails("report_due") == ["sato@example.org"]
    clock.move_to(dt.datetime(2027, 1, 9, 3, 0, tzinfo=dt.UTC))
    assert remind_reports() == 1
    submit_report(report=fill(world.tokyo, world.teacher_tokyo), actor=world.teacher_tokyo)
    clock.move_to(dt.datetime(2027, 1, 20, 3, 0, tzinfo=dt.UTC))
    assert remind_reports() == 0
