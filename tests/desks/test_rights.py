"""Who sees a case: the list and the permission agree for everybody, on every kind."""

import pytest
from django.utils import timezone

from mado.accounts.models import Appointment, User
from mado.accounts.services import end_appointment
from mado.desks import services
from mado.desks.enums import CaseKind
from mado.desks.permissions import LinkHolder
from mado.desks.queries.cases import cases_of_asker, cases_visible_to, notes_visible_to
from mado.notify.models import OutboxMessage

PEOPLE = (
    "teacher_kaohsiung", "deputy_kaohsiung", "teacher_california", "teacher_tokyo", "officer", "mission_officer",
    "tokyo_mission_officer", "county_officer", "ceo", "ministry_officer", "stranger",
)  # fmt: skip


@pytest.fixture
def concern(world):
    return services.open_case(
        kind=CaseKind.CONCERN,
        organization=world.kaohsiung,
        actor=world.teacher_kaohsiung,
        subject="A",
        text="B",
        language="en",
    )


def seers(world, case):
    return {name for name in PEOPLE if cases_visible_to(getattr(world, name)).filter(pk=case.pk).exists()}


def test_a_schools_case_is_seen_by_both_sides_the_county_and_the_readers(world, match_case):
    expected = {"teacher_kaohsiung", "deputy_kaohsiung", "officer", "county_officer", "ceo", "ministry_officer"}
    assert seers(world, match_case) == expected


def test_a_concern_is_between_who_raised_it_and_the_ceo_office(world, concern):
    assert seers(world, concern) == {"teacher_kaohsiung", "ceo"}


def test_an_enquiry_is_seen_by_the_office_that_has_it_and_the_readers(world, enquiry):
    assert seers(world, enquiry) == {"ceo", "ministry_officer"}
    services.hand_on_case(case=enquiry, actor=world.ceo, office=world.mission, text="Yours.")
    assert seers(world, enquiry) == {"ceo", "ministry_officer", "mission_officer"}


def test_the_list_and_the_permission_agree(world, match_case, concern, enquiry):
    for case in (match_case, concern, enquiry):
        allowed = {name for name in PEOPLE if getattr(world, name).has_perm("desks.view_case", case)}
        assert allowed == seers(world, case)


def test_who_has_left_the_school_sees_and_hears_nothing_more_of_its_cases(world, match_case, concern):
    end_appointment(appointment=world.teacher_kaohsiung.appointments.get(), actor=world.teacher_kaohsiung)
    leaver = User.objects.get(pk=world.teacher_kaohsiung.pk)
    assert list(cases_visible_to(leaver)) == [concern], "a concern is the person's own"
    assert list(cases_of_asker(leaver)) == [concern]
    for permission in ("desks.view_case", "desks.answer_as_asker"):
        assert [leaver.has_perm(permission, case) for case in (match_case, concern)] == [False, True]
    services.answer_case(case=match_case, actor=world.officer, text="Here is one.")
    told = OutboxMessage.objects.filter(key="desks.case_answered")
    assert set(told.values_list("recipient_email", flat=True)) == {world.deputy_kaohsiung.email}


def test_an_officer_who_opened_it_for_a_school_is_told_while_in_care_of_it(world):
    case = services.open_case(
        kind=CaseKind.OTHER,
        organization=world.kaohsiung,
        actor=world.officer,
        subject="A",
        text="B",
        language="en",
    )
    assert case in cases_of_asker(world.officer)
    assert world.officer.has_perm("desks.answer_as_asker", case)
    Appointment.objects.filter(user=world.officer).update(ended_at=timezone.now())
    former = User.objects.get(pk=world.officer.pk)
    assert not cases_visible_to(former).exists()
    assert not cases_of_asker(former).exists()
    assert not former.has_perm("desks.answer_as_asker", case)


def test_the_offices_notes_are_read_by_offices_only(world, match_case):
    services.note_case(case=match_case, actor=world.officer, text="Difficult.")
    readers = {name for name in PEOPLE if notes_visible_to(getattr(world, name)).filter(kind="internal").exists()}
    assert readers == {"officer", "county_officer", "ceo", "ministry_officer"}


def test_a_link_opens_its_own_case_and_nothing_else(world, match_case, enquiry):
    holder = LinkHolder(enquiry.pk)
    assert holder.has_perm("desks.view_case", enquiry)
    assert holder.has_perm("desks.answer_as_asker", enquiry)
    assert not holder.has_perm("desks.work_on_case", enquiry)
    assert not holder.has_perm("desks.view_case", match_case)
    assert not holder.has_perm("desks.view_case", world.kaohsiung)
