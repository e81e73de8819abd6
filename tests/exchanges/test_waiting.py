"""Exchanges that wait for somebody are written about, each stage once."""

import datetime as dt

import pytest

from mado.accounts.models import Appointment
from mado.audit.models import AuditEntry
from mado.exchanges.models import Exchange
from mado.exchanges.queries import office_exchanges
from mado.exchanges.services import cancel_session, nudge_starts, remind_of_verifying, return_report
from mado.kernel.today import today_for
from mado.notify.models import OutboxMessage
from mado.reference.services import set_alliance_setting
from tests.accounts.conftest import fresh


def written(key):
    return sorted(OutboxMessage.objects.filter(key=key).values_list("recipient_email", flat=True))


def test_paired_and_no_time_proposed(world, exchange, clock):
    clock.shift(dt.timedelta(days=9))
    assert nudge_starts() == 0
    clock.shift(dt.timedelta(days=2))
    assert nudge_starts() == 1
    assert nudge_starts() == 0
    assert written("exchanges.no_time_proposed") == ["chen@example.org", "lin@example.org", "sato@example.org"]
    assert AuditEntry.objects.get(verb="exchanges.nudge_start").actor_id is None


def test_a_proposed_time_or_work_in_turns_is_no_silence(world, exchange, propose, clock):
    session = propose(starts_at=exchange.created_at + dt.timedelta(days=16), accept_outside=True)
    clock.shift(dt.timedelta(days=11))
    assert nudge_starts() == 0
    cancel_session(session=session, actor=world.teacher_kaohsiung)
    Exchange.objects.update(mode="async")
    assert nudge_starts() == 0
    Exchange.objects.update(mode="both")
    assert nudge_starts() == 1


def test_the_days_are_the_alliances_own(exchange, clock):
    set_alliance_setting(key="propose_days", value=3)
    clock.shift(dt.timedelta(days=3))
    assert nudge_starts() == 1


def test_an_unverified_exchange_goes_to_the_office_and_then_to_the_ceo_office(world, reported, clock):
    assert remind_of_verifying() == (0, 0)
    clock.shift(dt.timedelta(days=14))
    assert remind_of_verifying() == (1, 0)
    assert remind_of_verifying() == (0, 0)
    assert written("exchanges.verification_waits") == ["officer@example.org"]
    clock.shift(dt.timedelta(days=13))
    assert remind_of_verifying() == (0, 0)
    clock.shift(dt.timedelta(days=1))
    assert remind_of_verifying() == (0, 1)
    assert remind_of_verifying() == (0, 0)
    assert written("exchanges.verification_escalated") == ["ceo@example.org"]
    assert "高雄區辦公室" in OutboxMessage.objects.get(key="exchanges.verification_escalated").body


def test_an_office_without_people_is_stood_in_for(world, reported, clock):
    Appointment.objects.filter(user=world.officer).delete()
    clock.shift(dt.timedelta(days=14))
    remind_of_verifying()
    assert written("exchanges.verification_waits") == ["ceo@example.org"]


def test_a_report_sent_back_starts_the_reminders_anew(world, reported, report_of, clock):
    clock.shift(dt.timedelta(days=14))
    remind_of_verifying()
    return_report(report=report_of(world.tokyo), actor=fresh(world.officer), question="How many?")
    clock.shift(dt.timedelta(days=60))
    assert remind_of_verifying() == (0, 0)
    reported_again = Exchange.objects.get(pk=report_of(world.tokyo).side.exchange_id)
    assert (reported_again.verify_nudged_at, reported_again.verify_escalated_at) == (None, None)


@pytest.mark.parametrize("state", ["active", "completed", "verified", "ended"])
def test_other_states_wait_for_nobody_here(exchange, clock, state):
    Exchange.objects.update(state=state)
    clock.shift(dt.timedelta(days=400))
    assert (nudge_starts(), remind_of_verifying()) == (0, (0, 0))


def test_the_home_page_asks_the_one_office_that_verifies_until_a_day(world, reported):
    def asked(person):
        return [item for item in today_for(fresh(person)) if reported.code in str(item.title)]

    (item,) = asked(world.officer)
    assert (item.kind, item.due) == ("needs", reported.state_changed_at + dt.timedelta(days=14))
    for person in (world.county_officer, world.tokyo_mission_officer):
        assert asked(person) == []
        assert [row.code for row in office_exchanges(fresh(person), need="verify")] == [reported.code]
