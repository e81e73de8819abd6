import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mado.accounts.enums import Role
from mado.audit.models import AuditEntry
from mado.demo.primitives import appoint
from mado.exchanges.guards import is_report_whole
from mado.exchanges.models import Report, SessionCount
from mado.exchanges.queries import held_sessions
from mado.exchanges.queries.report_sums import both_reports, report_sums
from mado.exchanges.services import (
    complete_exchange,
    return_report,
    save_report,
    submit_report,
    verify_exchange,
)
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import OutboxMessage


def codes(error):
    return [reason.code for reason in error.value.decision.reasons]


def submit(report, actor):
    return submit_report(report=report, actor=actor)


def test_what_is_typed_is_kept_however_incomplete(world, completed, report_of):
    report = report_of(world.tokyo)
    first = completed.sessions.order_by("number").first()
    save_report(report=report, actor=world.teacher_tokyo, changes={"made": "A map", "counts": {first.pk: (12, None)}})
    save_report(report=report, actor=world.teacher_tokyo, changes={"pupils": 13})
    report.refresh_from_db()
    assert (report.made, report.pupils, report.adults) == ("A map", 13, None)
    assert list(SessionCount.objects.values_list("pupils", "adults")) == [(12, None)]
    entries = AuditEntry.objects.filter(verb="exchanges.save_report").order_by("id")
    assert [entry.details["fields"] for entry in entries] == [["made", f"count_{first.pk}"], ["pupils"]]


def test_saving_what_has_not_changed_writes_nothing(world, completed, report_of):
    for _time in range(2):
        save_report(report=report_of(world.tokyo), actor=world.teacher_tokyo, changes={"pupils": 13})
    assert AuditEntry.objects.filter(verb="exchanges.save_report").count() == 1


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"pupils": -1}, ["pupils"]),
        ({"pupils": 10_000}, ["pupils"]),
        ({"made": "x" * 2001}, ["made"]),
        ({"go_on": "perhaps not"}, ["go_on"]),
        ({"counts": {0: (1, 1)}}, [""]),
    ],
)
def test_what_can_never_be_taken_is_refused_and_nothing_is_kept(world, completed, report_of, changes, fields):
    with pytest.raises(BadInput) as error:
        save_report(report=report_of(world.tokyo), actor=world.teacher_tokyo, changes={"adults": 3, **changes})
    assert list(error.value.sentences) == fields
    assert report_of(world.tokyo).adults is None


@pytest.mark.parametrize(
    "person", ["teacher_kaohsiung", "stranger", "officer", "tokyo_mission_officer", "ministry_officer"]
)
def test_only_the_side_itself_writes_and_hands_in(world, completed, fill, person):
    report = fill(world.tokyo, world.teacher_tokyo)
    with pytest.raises(NotPermitted):
        save_report(report=report, actor=getattr(world, person), changes={"pupils": 1})
    with pytest.raises(NotPermitted):
        submit(report, getattr(world, person))


def test_an_empty_report_is_told_everything_that_is_missing(world, completed, report_of):
    first, second = held_sessions(completed)
    with pytest.raises(NotPossible) as error:
        submit(report_of(world.tokyo), world.teacher_tokyo)
    assert codes(error) == [
        f"count_{first.pk}_pupils",
        f"count_{first.pk}_adults",
        f"count_{second.pk}_pupils",
        f"count_{second.pk}_adults",
        "pupils",
        "adults",
        "made",
        "learned",
        "go_on",
    ]


def test_more_present_than_reported_in_all_is_said_with_both_numbers(world, completed, fill):
    first, second = held_sessions(completed)
    report = fill(world.tokyo, world.teacher_tokyo, counts={first.pk: (22, 2), second.pk: (18, 3)})
    with pytest.raises(NotPossible) as error:
        submit(report, world.teacher_tokyo)
    assert codes(error) == [f"count_{first.pk}_pupils", f"count_{second.pk}_adults"]
    assert str(error.value) == (
        "Session 1 has 22 pupils present, but you report 21 different pupils in all. Correct one of the two numbers. "
        "Session 2 has 3 adults present, but you report 2 different adults in all. Correct one of the two numbers."
    )


def test_more_different_persons_than_were_ever_present(world, completed, fill):
    report = fill(world.tokyo, world.teacher_tokyo, pupils=39, adults=5)
    with pytest.raises(NotPossible) as error:
        submit(report, world.teacher_tokyo)
    assert codes(error) == ["pupils", "adults", "pupils"]  # too many for the sessions, too many for the group


def test_more_pupils_than_the_group_had_until_it_is_said_that_it_grew(world, completed, fill):
    first, second = held_sessions(completed)
    larger = {"pupils": 27, "counts": {first.pk: (26, 2), second.pk: (25, 2)}}
    report = fill(world.kaohsiung, world.teacher_kaohsiung, **larger)
    with pytest.raises(NotPossible) as error:
        submit(report, world.teacher_kaohsiung)
    assert codes(error) == ["pupils"]
    assert "your group had 25 pupils at the start" in str(error.value)
    report = fill(world.kaohsiung, world.teacher_kaohsiung, **larger, group_size=27)
    handed_in = submit(report, world.teacher_kaohsiung)
    assert handed_in.side.group_size == 27
    entry = AuditEntry.objects.get(verb="exchanges.submit_report")
    assert entry.details == {"exchange": completed.code, "group_size": [25, 27]}


def test_no_pupil_at_all(world, completed, fill):
    first, second = held_sessions(completed)
    nobody = {first.pk: (0, 1), second.pk: (0, 1)}
    with pytest.raises(NotPossible) as error:
        submit(fill(world.tokyo, world.teacher_tokyo, counts=nobody, pupils=0, adults=1), world.teacher_tokyo)
    assert codes(error) == ["pupils"]
    with pytest.raises(NotPossible) as error:
        submit(fill(world.tokyo, world.teacher_tokyo, counts=nobody, pupils=5, adults=1), world.teacher_tokyo)
    assert codes(error) == [f"count_{first.pk}_pupils"]


def test_one_session_without_pupils_is_fine(world, completed, fill):
    first, second = held_sessions(completed)
    report = fill(world.tokyo, world.teacher_tokyo, counts={first.pk: (0, 2), second.pk: (21, 2)})
    assert submit(report, world.teacher_tokyo).state == "submitted"


@given(
    counts=st.tuples(*[st.tuples(st.integers(0, 40), st.integers(0, 5))] * 2),
    pupils=st.integers(0, 60),
    adults=st.integers(0, 8),
    group=st.one_of(st.none(), st.integers(1, 60)),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_whole_report_never_contradicts_itself(world, completed, fill, report_of, *, counts, pupils, adults, group):
    first, second = held_sessions(completed)
    fill(
        world.kaohsiung,
        world.teacher_kaohsiung,
        counts={first.pk: counts[0], second.pk: counts[1]},
        pupils=pupils,
        adults=adults,
        group_size=group,
    )
    report = report_of(world.kaohsiung)
    present_pupils, present_adults = [c[0] for c in counts], [c[1] for c in counts]
    agrees = (
        pupils > 0
        and max(present_pupils) <= pupils <= sum(present_pupils)
        and max(present_adults) <= adults <= sum(present_adults)
        and pupils <= max(25, group or 0)
    )
    assert bool(is_report_whole(report)) == agrees


def test_sums_keep_persons_and_person_times_apart(world, reported):
    first, second = both_reports(reported)
    assert (first.persons, first.pupil_times, first.adult_times, first.person_times) == (23, 38, 4, 42)
    assert first.report.side.organization == world.kaohsiung
    assert second.report.side.organization == world.tokyo
    assert report_sums(first.report, []).person_times == 0


def test_with_the_second_report_the_office_is_asked(world, reported):
    assert reported.state == "reported"
    told = OutboxMessage.objects.filter(key="exchanges.exchange_reported")
    assert list(told.values_list("recipient_email", flat=True)) == ["officer@example.org"]


def test_a_handed_in_report_stays_as_it_is(world, completed, fill):
    report = submit(fill(world.tokyo, world.teacher_tokyo), world.teacher_tokyo)
    assert (report.submitted_by, report.submitted_at is not None) == (world.teacher_tokyo, True)
    with pytest.raises(NotPossible):
        save_report(report=report, actor=world.teacher_tokyo, changes={"pupils": 1})
    with pytest.raises(NotPossible):
        submit(report, world.teacher_tokyo)


def test_one_verification_counts_and_accepts_both(world, reported):
    verified = verify_exchange(exchange=reported, actor=world.officer)
    verified.refresh_from_db()
    assert (verified.state, verified.verified_by) == ("verified", world.officer)
    assert verified.verified_at == dt.datetime(2026, 12, 9, 2, 0, tzinfo=dt.UTC)
    assert list(Report.objects.values_list("state", flat=True)) == ["accepted", "accepted"]
    told = OutboxMessage.objects.filter(key="exchanges.exchange_verified").values_list("recipient_email", flat=True)
    assert sorted(told) == ["chen@example.org", "lin@example.org", "sato@example.org"]
    with pytest.raises(NotPossible):
        verify_exchange(exchange=verified, actor=world.tokyo_mission_officer)


@pytest.mark.parametrize("person", ["officer", "county_officer", "tokyo_mission_officer", "ceo"])
def test_every_office_in_care_of_either_school_may_verify(world, reported, person):
    assert verify_exchange(exchange=reported, actor=getattr(world, person)).state == "verified"


@pytest.mark.parametrize(
    "person", ["teacher_kaohsiung", "teacher_tokyo", "mission_officer", "ministry_officer", "stranger"]
)
def test_sides_other_offices_and_readers_verify_nothing(world, reported, report_of, person):
    actor = getattr(world, person)
    with pytest.raises(NotPermitted):
        verify_exchange(exchange=reported, actor=actor)
    with pytest.raises(NotPermitted):
        return_report(report=report_of(world.tokyo), actor=actor, question="Why?")


def test_an_officer_who_holds_a_seat_in_one_of_the_schools_may_not_verify(world, reported):
    appoint(world.officer, world.kaohsiung, Role.DEPUTY)
    with pytest.raises(NotPermitted):
        verify_exchange(exchange=reported, actor=world.officer)


def test_nothing_is_verified_before_both_reports_are_in(world, completed, fill):
    submit(fill(world.tokyo, world.teacher_tokyo), world.teacher_tokyo)
    with pytest.raises(NotPossible):
        verify_exchange(exchange=completed, actor=world.officer)


def test_a_returned_report_opens_the_exchange_for_that_side_only(world, reported, report_of):
    report = return_report(report=report_of(world.tokyo), actor=world.officer, question=" Were all 21 there? ")
    reported.refresh_from_db()
    assert (report.state, report.office_question, reported.state) == ("returned", "Were all 21 there?", "completed")
    assert report_of(world.kaohsiung).state == "submitted"
    assert reported.report_due == dt.date(2027, 1, 8)
    mail = OutboxMessage.objects.get(key="exchanges.report_returned")
    assert (mail.recipient_email, "Were all 21 there?" in mail.body) == ("sato@example.org", True)
    save_report(report=report, actor=world.teacher_tokyo, changes={"made": "All were there."})
    submit(report, world.teacher_tokyo)
    reported.refresh_from_db()
    assert reported.state == "reported"
    assert verify_exchange(exchange=reported, actor=world.officer).state == "verified"


def test_a_report_sent_back_late_gets_two_weeks(world, reported, report_of, clock):
    clock.move_to(dt.datetime(2027, 2, 1, 3, 0, tzinfo=dt.UTC))
    return_report(report=report_of(world.tokyo), actor=world.officer, question="Why?")
    reported.refresh_from_db()
    assert reported.report_due == dt.date(2027, 2, 15)


@pytest.mark.parametrize("question", ["", "  ", "x" * 1001])
def test_sending_back_needs_a_question(world, reported, report_of, question):
    with pytest.raises(BadInput) as error:
        return_report(report=report_of(world.tokyo), actor=world.officer, question=question)
    assert list(error.value.sentences) == ["question"]


def test_an_exchange_in_turns_is_reported_without_sessions(world, pair):
    exchange = pair(mode="async")
    complete_exchange(exchange=exchange, actor=world.teacher_tokyo)
    for organization, actor in ((world.kaohsiung, world.teacher_kaohsiung), (world.tokyo, world.teacher_tokyo)):
        report = Report.objects.get(side__exchange=exchange, side__organization=organization)
        changes = {"pupils": 20, "adults": 1, "made": "Letters.", "learned": "To wait.", "go_on": "deeper"}
        submit(save_report(report=report, actor=actor, changes=changes), actor)
    assert verify_exchange(exchange=exchange, actor=world.officer).state == "verified"
