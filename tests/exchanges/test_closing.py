import datetime as dt

import pytest

from mado.exchanges.models import Report
from mado.exchanges.services import (
    complete_exchange,
    confirm_session,
    end_exchange,
    resume_exchange,
    submit_report,
    work_in_turns,
)
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage

from .conftest import COMMON


def codes(error):
    return [reason.code for reason in error.value.decision.reasons]


def test_completing_sets_the_date_makes_both_reports_and_tells_both_sides(world, completed):
    assert (completed.state, completed.report_due) == ("completed", dt.date(2027, 1, 8))
    assert sorted(Report.objects.values_list("side__label", "state")) == [("a", "draft"), ("b", "draft")]
    told = OutboxMessage.objects.filter(key="exchanges.exchange_completed").values_list("recipient_email", flat=True)
    assert sorted(told) == ["chen@example.org", "sato@example.org"]


def test_a_live_exchange_needs_a_held_session(world, exchange):
    with pytest.raises(NotPossible) as error:
        complete_exchange(exchange=exchange, actor=world.teacher_tokyo)
    assert codes(error) == ["no_session"]


def test_an_exchange_in_turns_needs_none(world, pair):
    exchange = pair(mode="async")
    assert complete_exchange(exchange=exchange, actor=world.teacher_tokyo).state == "completed"


def test_either_side_may_choose_to_work_in_turns(world, exchange):
    assert work_in_turns(exchange=exchange, actor=world.teacher_tokyo).mode == "async"
    assert OutboxMessage.objects.filter(key="exchanges.exchange_in_turns").count() == 2
    work_in_turns(exchange=exchange, actor=world.teacher_kaohsiung)
    assert OutboxMessage.objects.filter(key="exchanges.exchange_in_turns").count() == 2
    with pytest.raises(NotPermitted):
        work_in_turns(exchange=exchange, actor=world.officer)


def test_an_open_session_stands_in_the_way(world, exchange, hold, propose):
    hold()
    propose(starts_at=COMMON + dt.timedelta(days=7))
    with pytest.raises(NotPossible) as error:
        complete_exchange(exchange=exchange, actor=world.teacher_tokyo)
    assert codes(error) == ["open_session"]


@pytest.mark.parametrize("person", ["stranger", "officer", "ministry_officer", "teacher_california", "ceo"])
def test_only_the_two_schools_complete(world, exchange, hold, person):
    hold()
    with pytest.raises(NotPermitted):
        complete_exchange(exchange=exchange, actor=getattr(world, person))


def test_resuming_is_possible_until_a_report_is_in(world, completed, fill, propose):
    resumed = resume_exchange(exchange=completed, actor=world.teacher_tokyo)
    assert (resumed.state, resumed.report_due) == ("active", None)
    complete_exchange(exchange=completed, actor=world.teacher_tokyo)
    submit_report(report=fill(world.tokyo, world.teacher_tokyo), actor=world.teacher_tokyo)
    with pytest.raises(NotPossible) as error:
        resume_exchange(exchange=completed, actor=world.teacher_tokyo)
    assert codes(error) == ["report_in"]


def test_ending_early_cancels_what_was_ahead_and_says_why(world, exchange, propose):
    session = confirm_session(session=propose(), actor=world.teacher_tokyo)
    ended = end_exchange(exchange=exchange, actor=world.teacher_tokyo, reason="  Our class was dissolved. ")
    session.refresh_from_db()
    assert (ended.state, ended.end_reason) == ("ended", "Our class was dissolved.")
    assert (session.state, session.sequence) == ("cancelled", 1)
    mail = OutboxMessage.objects.get(key="exchanges.exchange_ended", recipient_email="lin@example.org")
    assert "Our class was dissolved." in mail.body


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_ending_needs_a_reason_of_a_line(world, exchange, reason):
    with pytest.raises(BadInput) as error:
        end_exchange(exchange=exchange, actor=world.teacher_tokyo, reason=reason)
    assert list(error.value.sentences) == ["reason"]
    exchange.refresh_from_db()
    assert exchange.state == "paired"


@pytest.mark.parametrize("person", ["teacher_kaohsiung", "teacher_tokyo", "officer", "tokyo_mission_officer", "ceo"])
def test_sides_and_offices_in_care_may_end(world, exchange, person):
    assert end_exchange(exchange=exchange, actor=getattr(world, person), reason="No answer.").state == "ended"


@pytest.mark.parametrize("person", ["stranger", "ministry_officer", "mission_officer", "teacher_california"])
def test_others_may_not_end(world, exchange, person):
    with pytest.raises(NotPermitted):
        end_exchange(exchange=exchange, actor=getattr(world, person), reason="No answer.")


def test_a_completed_exchange_cannot_be_ended(world, completed):
    with pytest.raises(NotPossible):
        end_exchange(exchange=completed, actor=world.teacher_tokyo, reason="Too late.")
