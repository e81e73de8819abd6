"""Who sees a case: the list and the permission agree for everybody, on every kind."""

import pytest

from mado.desks import services
from mado.desks.enums import CaseKind
from mado.desks.permissions import LinkHolder
from mado.desks.queries.cases import cases_visible_to, notes_visible_to

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
