import pytest

from mado.accounts.models import Appointment, SeatClaim
from mado.accounts.services import answer_claim_info, refuse_claim, remind_of_claims, request_claim_info
from mado.audit.models import AuditEntry
from mado.notify.models import OutboxMessage
from tests.accounts.conftest import fresh, in_days


def written(key):
    return list(OutboxMessage.objects.filter(key=key).values_list("recipient_email", flat=True))


def overdue_by(claim, days):
    SeatClaim.objects.filter(pk=claim.pk).update(answer_by=in_days(-days))


def test_a_claim_within_its_days_is_left_alone(claim):
    overdue_by(claim, 0)
    assert remind_of_claims() == (0, 0)
    assert written("accounts.claim_overdue") == []


def test_the_office_is_reminded_once(claim):
    overdue_by(claim, 1)
    assert remind_of_claims() == (1, 0)
    assert remind_of_claims() == (0, 0)
    assert written("accounts.claim_overdue") == ["mission@example.org"]
    assert AuditEntry.objects.get(verb="accounts.remind_of_claim").actor_id is None


def test_the_ceo_office_is_told_after_as_many_days_again_and_never_on_the_day_of_the_reminder(claim):
    overdue_by(claim, 6)
    assert remind_of_claims() == (1, 0)
    SeatClaim.objects.update(reminded_on=in_days(-1))
    overdue_by(claim, 5)
    assert remind_of_claims() == (0, 0)
    overdue_by(claim, 6)
    assert remind_of_claims() == (0, 1)
    assert remind_of_claims() == (0, 0)
    assert written("accounts.claim_escalated") == ["ceo@example.org"]


def test_an_office_without_people_is_stood_in_for_by_the_ceo_office(world, claim):
    Appointment.objects.filter(user=world.mission_officer).update(valid_to=in_days(-1))
    overdue_by(claim, 1)
    remind_of_claims()
    assert written("accounts.claim_overdue") == ["ceo@example.org"]


@pytest.mark.parametrize("days", [1, 30])
def test_what_waits_for_the_claimant_or_is_decided_reminds_nobody(world, claim, ask, days):
    request_claim_info(claim=claim, actor=world.mission_officer, message="x")
    other = ask(world.stranger, world.california)
    refuse_claim(claim=other, actor=world.mission_officer, reason="x")
    overdue_by(claim, days)
    overdue_by(other, days)
    assert remind_of_claims() == (0, 0)


def test_an_answer_starts_the_offices_days_anew(world, claim):
    overdue_by(claim, 1)
    remind_of_claims()
    request_claim_info(claim=claim, actor=world.mission_officer, message="x")
    answer_claim_info(claim=claim, actor=fresh(world.stranger), explanation="y")
    claim.refresh_from_db()
    assert (claim.answer_by, claim.reminded_on, claim.escalated_on) == (in_days(5), None, None)


def test_the_jobs_are_known_to_the_worker_and_planned():
    from procrastinate.contrib.django import app

    planned = {
        task.name: cron for (task, cron) in [(p.task, p.cron) for p in app.periodic_registry.periodic_tasks.values()]
    }
    assert planned["accounts.remind_of_claims"] == "5 1 * * *"
    assert planned["accounts.delete_old_drafts"] == "20 2 * * *"
