"""What ends by its date is written about before, and when it is over; each once."""

import datetime as dt

import hypothesis.strategies as st
import pytest
from django.utils import timezone
from hypothesis import given

from mado.accounts.enums import EndingStage
from mado.accounts.models import Appointment, SeatClaim, Verification
from mado.accounts.services import (
    remind_of_claims,
    remind_of_endings,
    remind_of_questions,
    renew_verification,
    request_claim_info,
)
from mado.accounts.services.endings import stage_of
from mado.audit.models import AuditEntry
from mado.demo.primitives import appoint
from mado.notify.models import OutboxMessage
from mado.reference.services import set_alliance_setting
from mado.reference.settings import AllianceSettings
from tests.accounts.conftest import fresh, in_days


def written(key):
    return sorted(OutboxMessage.objects.filter(key=key).values_list("recipient_email", flat=True))


def seat_ends_in(world, days, **also):
    Appointment.objects.filter(user=world.teacher_california).update(valid_to=in_days(days), **also)


def vouching_ends_in(world, days, **also):
    Verification.objects.filter(organization=world.california).update(valid_until=in_days(days), **also)


@given(left=st.integers(-400, 800))
def test_a_stage_never_goes_back_as_the_day_comes_nearer(left):
    today = dt.date(2026, 11, 23)
    rules = AllianceSettings()
    stages = [stage_of(today + dt.timedelta(days=left - step), today, rules) for step in range(3)]
    assert stages == sorted(stages)
    assert (stages[0] == EndingStage.ENDED) == (left < 0)


def test_a_seat_far_from_its_end_is_left_alone(world):
    assert remind_of_endings() == (0, 0)
    seat_ends_in(world, 61)
    assert remind_of_endings() == (0, 0)


def test_a_seat_is_written_about_twice_before_and_once_after(world):
    seat_ends_in(world, 60)
    assert remind_of_endings() == (1, 0)
    assert remind_of_endings() == (0, 0)
    assert written("accounts.seat_ending") == ["maria@example.org"]
    assert written("accounts.last_seat_ending") == []
    seat_ends_in(world, 14)
    assert remind_of_endings() == (1, 0)
    assert remind_of_endings() == (0, 0)
    assert written("accounts.last_seat_ending") == ["mission@example.org"]
    seat_ends_in(world, 0)
    assert remind_of_endings() == (0, 0)
    seat_ends_in(world, -1)
    assert remind_of_endings() == (1, 0)
    assert remind_of_endings() == (0, 0)
    assert written("accounts.seat_ending") == ["maria@example.org"] * 2
    assert written("accounts.seat_expired") == ["maria@example.org"]
    assert written("accounts.school_without_seat") == ["mission@example.org"]
    body = OutboxMessage.objects.filter(key="accounts.seat_ending").first().body
    assert f"/en/seats/ask/{world.california.code}/" in body
    assert AuditEntry.objects.filter(verb="accounts.remind_of_seat", actor_id=None).count() == 3


def test_the_days_are_the_alliances_own(world):
    set_alliance_setting(key="renewal_first_days", value=90)
    seat_ends_in(world, 90)
    assert remind_of_endings() == (1, 0)


def test_where_somebody_goes_on_the_office_is_not_alarmed(world):
    appoint(world.stranger, world.california)
    seat_ends_in(world, 14)
    remind_of_endings()
    seat_ends_in(world, -1)
    remind_of_endings()
    assert written("accounts.last_seat_ending") == []
    assert written("accounts.school_without_seat") == []
    assert written("accounts.seat_expired") == ["maria@example.org"]


def test_a_renewed_or_ended_seat_reminds_nobody(world):
    seat_ends_in(world, 10)
    later = appoint(world.teacher_california, world.california)
    assert remind_of_endings() == (0, 0)
    later.delete()
    seat_ends_in(world, 10, ended_at=timezone.now())
    assert remind_of_endings() == (0, 0)


def test_what_ended_long_ago_is_history(world):
    seat_ends_in(world, -31)
    vouching_ends_in(world, -31)
    assert remind_of_endings() == (0, 0)


def test_the_office_is_asked_with_one_button_each_officer_with_a_link_of_their_own(world):
    vouching_ends_in(world, 60)
    assert remind_of_endings() == (0, 1)
    assert remind_of_endings() == (0, 0)
    mail = OutboxMessage.objects.get(key="accounts.verification_ending")
    assert mail.recipient_email == "mission@example.org"
    assert "/en/renew/" in mail.body
    assert "Acting for it today: Maria Alvarez." in mail.body
    assert "for another 365 days" in mail.body
    vouching_ends_in(world, 14)
    assert remind_of_endings() == (0, 1)
    vouching_ends_in(world, -1)
    assert remind_of_endings() == (0, 1)
    assert written("accounts.verification_ending") == ["mission@example.org"] * 3
    assert written("accounts.verification_ended") == ["maria@example.org"]


def test_a_school_vouched_for_again_or_without_people_asks_nobody(world):
    vouching_ends_in(world, 10)
    renew_verification(organization=world.california, actor=fresh(world.mission_officer))
    assert remind_of_endings() == (0, 0)
    Verification.objects.filter(organization=world.tokyo).update(valid_until=in_days(10))
    Appointment.objects.filter(user=world.teacher_tokyo).update(ended_at=timezone.now())
    assert remind_of_endings() == (0, 0)


def test_a_claimant_who_owes_an_answer_is_reminded_then_the_office_decides_with_what_it_has(world, claim):
    request_claim_info(claim=claim, actor=fresh(world.mission_officer), message="Who is your principal?")
    assert remind_of_questions() == (0, 0)
    SeatClaim.objects.update(answer_by=in_days(-1))
    assert remind_of_questions() == (1, 0)
    assert remind_of_questions() == (0, 0)
    assert written("accounts.claim_question_overdue") == ["stranger@example.org"]
    assert "Who is your principal?" in OutboxMessage.objects.get(key="accounts.claim_question_overdue").body
    SeatClaim.objects.update(reminded_on=in_days(-7))
    assert remind_of_questions() == (0, 0)
    SeatClaim.objects.update(reminded_on=in_days(-8))
    assert remind_of_questions() == (0, 1)
    assert remind_of_questions() == (0, 0)
    assert written("accounts.claim_unanswered") == ["mission@example.org"]


def test_a_question_after_a_late_answer_of_the_office_starts_the_reminders_anew(world, claim):
    SeatClaim.objects.update(answer_by=in_days(-1))
    remind_of_claims()
    request_claim_info(claim=claim, actor=fresh(world.mission_officer), message="x")
    SeatClaim.objects.update(answer_by=in_days(-1))
    assert remind_of_questions() == (1, 0)


@pytest.mark.parametrize(
    ("task", "cron"),
    [
        ("accounts.remind_of_endings", "25 1 * * *"),
        ("accounts.follow_seat_offers", "12 * * * *"),
        ("privacy.sweep", "37 2 * * *"),
    ],
)
def test_the_jobs_are_planned(task, cron):
    from procrastinate.contrib.django import app

    planned = {row.task.name: row.cron for row in app.periodic_registry.periodic_tasks.values()}
    assert planned[task] == cron
