"""What has outlived its time is really gone."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from mado.accounts.models import Appointment, ClaimNote, Draft, RetentionRun, SeatClaim, SeatInvitation, User
from mado.accounts.queries import people_to_forget, retention_runs_visible_to, schools_left
from mado.accounts.services import offer_seat, refuse_claim, sweep, withdraw_seat_offer
from mado.audit.models import AuditEntry
from mado.audit.services import verify_chain
from mado.demo.primitives import make_user
from tests.accounts.conftest import fresh, in_days


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


@pytest.fixture
def refused(world, claim):
    refuse_claim(claim=claim, actor=fresh(world.mission_officer), reason="No such teacher.")
    return claim


def test_a_refused_claim_keeps_that_it_was_and_not_what_was_said(world, refused):
    SeatClaim.objects.update(state_changed_at=ago(181))
    assert sweep() == {}
    SeatClaim.objects.update(state_changed_at=ago(183))
    assert sweep() == {"accounts.SeatClaim: decision": 1, "accounts.ClaimNote: decision": 2}
    refused.refresh_from_db()
    assert (refused.school_email, refused.explanation, refused.office_message) == ("", "", "")
    assert (refused.code, refused.state, refused.position, refused.decided_by) == (
        refused.code,
        "refused",
        "Grade 4",
        world.mission_officer,
    )
    assert set(ClaimNote.objects.values_list("kind", "text")) == {("asked", ""), ("refused", "")}
    assert sweep() == {}


def test_an_open_claim_keeps_everything_however_old(world, claim):
    SeatClaim.objects.update(state_changed_at=ago(4000))
    assert sweep() == {}


def test_an_address_nobody_answered_from_goes(world):
    made = offer_seat(
        organization=world.california,
        actor=fresh(world.teacher_california),
        email="a@school.example",
        name="A",
        role="deputy",
        language="en",
        reply_by=in_days(9),
    )
    other = offer_seat(
        organization=world.california,
        actor=fresh(world.teacher_california),
        email="b@school.example",
        name="B",
        role="deputy",
        language="en",
        reply_by=in_days(9),
    )
    for offer in (made, other):
        withdraw_seat_offer(invitation=offer, actor=fresh(world.teacher_california))
    SeatInvitation.objects.update(state_changed_at=ago(183))
    assert sweep() == {"accounts.SeatInvitation: decision": 2}
    assert set(SeatInvitation.objects.values_list("email", "name", "state")) == {("", "", "withdrawn")}


def gone(person, days=731):
    Appointment.objects.filter(user=person).update(valid_from=in_days(-2000), valid_to=in_days(-days))


def test_two_years_after_the_last_seat_a_person_is_a_number(world):
    person = world.teacher_california
    gone(person, 730)
    assert list(people_to_forget()) == []
    gone(person)
    assert list(people_to_forget()) == [person]
    assert sweep() == {"accounts.Appointment: seat": 1, "accounts.User: seat": 1}
    person = fresh(person)
    assert (person.email, person.name, person.is_active) == (f"{person.pk}@forgotten.invalid", "", False)
    assert not person.has_usable_password()
    assert Appointment.objects.get(user=person).position == ""
    from allauth.account.models import EmailAddress

    assert EmailAddress.objects.filter(user=person).count() == 0
    assert AuditEntry.objects.filter(verb="accounts.forget_person", object_id=str(person.pk)).count() == 1
    assert verify_chain().broken is None
    assert sweep() == {}


def test_who_left_one_school_and_acts_for_another_is_kept(world):
    person = world.teacher_california
    gone(person)
    Appointment.objects.create(
        user=person, organization=world.tokyo, role="coordinator", valid_from=in_days(-10), valid_to=None
    )
    assert list(people_to_forget()) == []


def test_a_seat_ended_to_the_minute_counts_from_that_minute(world):
    Appointment.objects.filter(user=world.teacher_california).update(
        valid_from=in_days(-900), ended_at=ago(729), valid_to=in_days(-729)
    )
    assert list(people_to_forget()) == []
    Appointment.objects.filter(user=world.teacher_california).update(ended_at=ago(732), valid_to=in_days(-732))
    assert list(people_to_forget()) == [world.teacher_california]


def test_who_never_acted_goes_two_years_after_the_last_sign_in_and_not_while_asking(world, ask):
    User.objects.filter(pk=world.stranger.pk).update(created_at=ago(800), last_login=ago(731))
    assert list(people_to_forget()) == [world.stranger]
    ask(world.stranger)
    assert list(people_to_forget()) == []
    User.objects.update(created_at=ago(800))
    boss = make_user("boss@example.org", "Boss")
    User.objects.filter(pk=boss.pk).update(created_at=ago(800), is_staff=True)
    assert boss not in people_to_forget()


def test_schools_left(world):
    assert list(schools_left(730)) == []
    gone(world.teacher_california)
    assert list(schools_left(730)) == [world.california]


def test_a_run_is_written_down_without_what_stood_there(world):
    Draft.objects.create(user=world.stranger, key="x", data={"secret": ["text"]})
    Draft.objects.update(updated_at=ago(31))
    assert sweep() == {"accounts.Draft: draft": 1}
    run = RetentionRun.objects.get()
    assert (run.counts, run.finished_at is not None) == ({"accounts.Draft: draft": 1}, True)
    assert AuditEntry.objects.get(verb="accounts.sweep").details == {"accounts.Draft: draft": 1}
    assert list(retention_runs_visible_to(fresh(world.ceo))) == [run]
    assert list(retention_runs_visible_to(fresh(world.officer))) == []


def test_the_command_lists_and_changes_nothing_until_told(world):
    Draft.objects.create(user=world.stranger, key="x", data={})
    Draft.objects.update(updated_at=ago(31))
    out = StringIO()
    call_command("retention", "--dry-run", stdout=out)
    lines = out.getvalue().splitlines()
    assert "      1  accounts.Draft (deleted) – thirty days after the last change" in lines
    assert lines[-1] == "      1  due in all; nothing was changed"
    assert Draft.objects.count() == 1
    out = StringIO()
    call_command("retention", stdout=out)
    assert out.getvalue().splitlines() == ["      1  accounts.Draft: draft", "      1  taken in all"]
    assert Draft.objects.count() == 0
