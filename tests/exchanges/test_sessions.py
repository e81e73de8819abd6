import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from mado.audit.models import AuditEntry
from mado.exchanges.services import (
    cancel_session,
    confirm_session,
    end_exchange,
    move_session,
    propose_session,
    record_session,
)
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage
from mado.profiles.enums import ClosedKind
from mado.profiles.models import ClosedSpan

from .conftest import COMMON, NOW


def mails(key):
    return sorted(OutboxMessage.objects.filter(key=f"exchanges.{key}").values_list("recipient_email", flat=True))


def test_a_proposal_is_kept_audited_and_written_about(world, exchange, propose):
    session = propose(meeting_link="https://meet.example.org/a")
    assert (session.number, session.state, session.proposed_by, session.sequence) == (1, "proposed", "a", 0)
    assert (session.starts_at, session.minutes, session.outside_common_time) == (COMMON, 45, False)
    assert mails("session_proposed") == ["chen@example.org", "sato@example.org"]
    assert AuditEntry.objects.get(verb="exchanges.propose_session").details == {
        "exchange": exchange.code,
        "outside": False,
    }
    assert propose(starts_at=COMMON + dt.timedelta(days=1)).number == 2


def test_mails_show_both_local_times_with_weekday_in_the_reader_s_language(world, propose):
    propose()
    japanese = OutboxMessage.objects.get(key="exchanges.session_proposed", recipient_email="sato@example.org")
    assert "2026年12月2日(水) 10:00–10:45" in japanese.body
    assert "2026年12月2日(水) 09:00–09:45" in japanese.body
    assert japanese.body.index("10:00–10:45") < japanese.body.index("09:00–09:45")


@pytest.mark.parametrize(
    "person", ["stranger", "officer", "mission_officer", "ministry_officer", "teacher_california", "ceo"]
)
def test_only_seat_holders_of_the_two_schools_propose(world, propose, person):
    with pytest.raises(NotPermitted):
        propose(actor=getattr(world, person))


@pytest.mark.parametrize("person", ["teacher_kaohsiung", "deputy_kaohsiung", "teacher_tokyo"])
def test_every_seat_holder_of_either_school_proposes(world, propose, person):
    assert propose(actor=getattr(world, person)).state == "proposed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minutes": 19}, "minutes"),
        ({"minutes": 241}, "minutes"),
        ({"minutes": -30}, "minutes"),
        ({"starts_at": NOW}, "starts_at"),
        ({"starts_at": NOW - dt.timedelta(days=1)}, "starts_at"),
        ({"starts_at": NOW + dt.timedelta(days=600)}, "starts_at"),
        ({"meeting_link": "javascript:alert(1)"}, "meeting_link"),
        ({"meeting_link": "our room"}, "meeting_link"),
        ({"starts_at": dt.datetime(2026, 12, 2, 7, 0, tzinfo=dt.UTC)}, "accept_outside"),
        ({"starts_at": dt.datetime(2026, 12, 2, 6, 0, tzinfo=dt.UTC)}, "accept_outside"),
        ({"starts_at": dt.datetime(2026, 12, 5, 1, 0, tzinfo=dt.UTC)}, "accept_outside"),
    ],
)
def test_what_cannot_be_proposed_gets_a_sentence_at_its_field(exchange, propose, changes, field):
    with pytest.raises(BadInput) as error:
        propose(**changes)
    assert list(error.value.sentences) == [field]
    assert exchange.sessions.count() == 0


@pytest.mark.parametrize("minutes", [20, 240])
def test_the_shortest_and_the_longest_session(propose, minutes):
    assert propose(minutes=minutes).minutes == minutes


def test_a_session_that_fills_the_common_window_to_its_last_minute_is_inside(propose):
    start = dt.datetime(2026, 12, 2, 5, 30, tzinfo=dt.UTC)
    assert propose(starts_at=start, minutes=60).outside_common_time is False
    with pytest.raises(BadInput):
        propose(starts_at=start + dt.timedelta(days=1), minutes=61)


def test_outside_the_common_time_the_reason_is_said_and_acceptance_is_stored(propose):
    outside = dt.datetime(2026, 12, 2, 6, 30, tzinfo=dt.UTC)
    with pytest.raises(BadInput) as error:
        propose(starts_at=outside)
    sentence = error.value.sentences["accept_outside"]
    assert "Wed, Dec 2, 2026 14:30–15:15, in lessons" in sentence
    assert "Wed, Dec 2, 2026 15:30–16:15, after school" in sentence
    assert propose(starts_at=outside, accept_outside=True).outside_common_time is True


def test_a_closed_day_of_one_side_is_said(world, propose):
    ClosedSpan.objects.create(
        profile=world.tokyo.profile, kind=ClosedKind.BLOCKED, first=dt.date(2026, 12, 1), last=dt.date(2026, 12, 3)
    )
    with pytest.raises(BadInput) as error:
        propose()
    assert "Wed, Dec 2, 2026 10:00–10:45, a day without school" in error.value.sentences["accept_outside"]
    assert propose(accept_outside=True).outside_common_time is True


def test_california_and_kaohsiung_never_meet_in_lessons_but_may_choose_to(world, pair):
    far = pair(world.california, world.kaohsiung)
    after_school = dt.datetime(2026, 12, 2, 0, 0, tzinfo=dt.UTC)
    values = {
        "exchange": far,
        "actor": world.teacher_california,
        "starts_at": after_school,
        "minutes": 30,
        "topic": "Hello",
    }
    with pytest.raises(BadInput) as error:
        propose_session(**values)
    assert "16:00–16:30, after school" in error.value.sentences["accept_outside"]
    assert propose_session(**values, accept_outside=True).outside_common_time is True


def test_no_clash_with_another_session_of_either_school(world, pair, exchange, propose):
    propose()
    other = pair(world.california, world.tokyo)
    half_past = COMMON + dt.timedelta(minutes=44)
    with pytest.raises(BadInput) as error:
        propose(exchange=other, actor=world.teacher_tokyo, starts_at=half_past, accept_outside=True)
    assert "窓川区立みどり小学校" in error.value.sentences["starts_at"]
    assert "高雄市立港都國民小學" not in error.value.sentences["starts_at"]
    right_after = COMMON + dt.timedelta(minutes=45)
    assert propose(exchange=other, actor=world.teacher_tokyo, starts_at=right_after, accept_outside=True).number == 1


def test_a_cancelled_session_is_in_nobody_s_way(world, propose):
    cancel_session(session=propose(), actor=world.teacher_tokyo)
    assert propose().number == 2


def test_the_other_side_confirms_and_nobody_else(world, people, propose):
    session = propose()
    for person in people.values():
        if person != world.teacher_tokyo:
            with pytest.raises(NotPermitted):
                confirm_session(session=session, actor=person)
    assert confirm_session(session=session, actor=world.teacher_tokyo).state == "confirmed"
    assert mails("session_confirmed") == ["chen@example.org", "lin@example.org"]
    with pytest.raises(NotPossible):
        confirm_session(session=session, actor=world.teacher_tokyo)


def test_a_proposal_whose_time_is_past_can_no_longer_be_confirmed(world, propose, clock):
    session = propose()
    clock.move_to(COMMON)
    with pytest.raises(NotPossible) as error:
        confirm_session(session=session, actor=world.teacher_tokyo)
    assert [reason.code for reason in error.value.decision.reasons] == ["past"]


def test_moving_keeps_the_uid_raises_the_sequence_and_asks_the_other_side(world, propose):
    session = confirm_session(session=propose(), actor=world.teacher_tokyo)
    session.reminded_at = NOW
    session.save()
    later = COMMON + dt.timedelta(days=2)
    moved = move_session(session=session, actor=world.teacher_tokyo, starts_at=later, minutes=60)
    moved.refresh_from_db()
    assert (moved.uid, moved.sequence, moved.state, moved.proposed_by) == (session.uid, 1, "proposed", "b")
    assert (moved.starts_at, moved.minutes, moved.reminded_at) == (later, 60, None)
    assert mails("session_moved") == ["chen@example.org", "lin@example.org"]
    with pytest.raises(NotPermitted):
        confirm_session(session=moved, actor=world.teacher_tokyo)
    assert confirm_session(session=moved, actor=world.deputy_kaohsiung).state == "confirmed"


def test_moving_to_an_impossible_time_changes_nothing(world, propose):
    session = propose()
    with pytest.raises(BadInput):
        move_session(session=session, actor=world.teacher_kaohsiung, starts_at=NOW, minutes=45)
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (COMMON, 0)


def test_a_session_does_not_clash_with_itself_when_moved(world, propose):
    session = propose()
    moved = move_session(
        session=session, actor=world.teacher_kaohsiung, starts_at=COMMON + dt.timedelta(minutes=15), minutes=45
    )
    assert moved.sequence == 1


@pytest.mark.parametrize("person", ["stranger", "officer", "teacher_california", "ministry_officer"])
def test_strangers_and_offices_move_nothing(world, propose, person):
    session = propose()
    with pytest.raises(NotPermitted):
        move_session(session=session, actor=getattr(world, person), starts_at=COMMON, minutes=45)
    with pytest.raises(NotPermitted):
        cancel_session(session=session, actor=getattr(world, person))
    with pytest.raises(NotPermitted):
        record_session(session=session, actor=getattr(world, person))


def test_cancelling_raises_the_sequence_and_tells_both_sides(world, propose):
    session = cancel_session(session=propose(), actor=world.teacher_tokyo)
    assert (session.state, session.sequence) == ("cancelled", 1)
    assert mails("session_cancelled") == ["chen@example.org", "lin@example.org"]


def test_an_ended_exchange_takes_no_sessions(world, exchange, propose):
    end_exchange(exchange=exchange, actor=world.teacher_tokyo, reason="No time this year.")
    with pytest.raises(NotPossible):
        propose()


def test_a_mail_in_the_week_of_a_clock_change_says_so(world, pair, clock):
    clock.move_to(dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    far = pair(world.california, world.kaohsiung)
    start = dt.datetime(2026, 10, 29, 16, 30, tzinfo=ZoneInfo("America/Los_Angeles")).astimezone(dt.UTC)
    propose_session(
        exchange=far, actor=world.teacher_kaohsiung, starts_at=start, minutes=45, topic="", accept_outside=True
    )
    body = OutboxMessage.objects.get(key="exchanges.session_proposed", recipient_email="maria@example.org").body
    assert "The clocks change in Los Angeles on Sun, Nov 1, 2026" in body
    propose_session(
        exchange=far,
        actor=world.teacher_kaohsiung,
        starts_at=start + dt.timedelta(days=14),
        minutes=45,
        topic="",
        accept_outside=True,
    )
    assert "The clocks change" not in OutboxMessage.objects.filter(recipient_email="maria@example.org").first().body


def test_the_first_held_session_makes_the_exchange_active(world, exchange, hold):
    session = hold()
    exchange.refresh_from_db()
    assert (session.state, session.absent_side, exchange.state) == ("held", "", "active")
    started = AuditEntry.objects.get(verb="exchanges.start_exchange")
    assert (started.object_code, started.actor_id) == (exchange.code, None)
    hold(starts_at=COMMON + dt.timedelta(days=7))
    assert AuditEntry.objects.filter(verb="exchanges.start_exchange").count() == 1


def test_a_session_is_recorded_only_after_it_began(world, propose, clock):
    session = confirm_session(session=propose(), actor=world.teacher_tokyo)
    clock.move_to(COMMON - dt.timedelta(minutes=1))
    with pytest.raises(NotPossible) as error:
        record_session(session=session, actor=world.teacher_tokyo)
    assert [reason.code for reason in error.value.decision.reasons] == ["ahead"]
    clock.move_to(COMMON)
    assert record_session(session=session, actor=world.teacher_tokyo).state == "held"


def test_one_side_did_not_come_and_that_can_be_mended(world, exchange, propose, clock):
    session = confirm_session(session=propose(), actor=world.teacher_tokyo)
    clock.move_to(COMMON + dt.timedelta(hours=1))
    missed = record_session(session=session, actor=world.teacher_kaohsiung, absent_side="b")
    exchange.refresh_from_db()
    assert (missed.state, missed.absent_side, exchange.state) == ("no_show", "b", "paired")
    assert mails("session_missed") == ["chen@example.org", "sato@example.org"]
    held = record_session(session=session, actor=world.teacher_tokyo)
    assert (held.state, held.absent_side) == ("held", "")


def test_who_did_not_come_is_one_of_the_two(world, propose, clock):
    session = confirm_session(session=propose(), actor=world.teacher_tokyo)
    clock.move_to(COMMON + dt.timedelta(hours=1))
    with pytest.raises(BadInput):
        record_session(session=session, actor=world.teacher_kaohsiung, absent_side="c")


def test_an_unconfirmed_session_is_recorded_as_held_by_the_asked_side_only(world, propose, clock):
    session = propose()
    clock.move_to(COMMON + dt.timedelta(hours=1))
    with pytest.raises(NotPermitted):
        record_session(session=session, actor=world.teacher_kaohsiung)
    with pytest.raises(NotPossible):
        record_session(session=session, actor=world.teacher_tokyo, absent_side="a")
    assert record_session(session=session, actor=world.teacher_tokyo).state == "held"
