import pytest

from mado.exchanges.models import Exchange, Report, Session
from mado.exchanges.queries import reports_visible_to, sessions_visible_to, visible_to
from mado.exchanges.services import return_report, submit_report

VISIBLE = {
    "exchanges.view_exchange": (Exchange, visible_to),
    "exchanges.view_session": (Session, sessions_visible_to),
    "exchanges.view_report": (Report, reports_visible_to),
}


@pytest.fixture(params=["draft", "one handed in", "reported", "one returned"])
def exchanges(request, world, pair, completed, *, fill, report_of):
    """Kaohsiung with Tokyo at its reports, in four standings, beside California with Kaohsiung just paired."""
    pair(world.california, world.kaohsiung)
    if request.param != "draft":
        submit_report(report=fill(world.tokyo, world.teacher_tokyo), actor=world.teacher_tokyo)
    if request.param in ("reported", "one returned"):
        submit_report(report=fill(world.kaohsiung, world.teacher_kaohsiung), actor=world.teacher_kaohsiung)
    if request.param == "one returned":
        return_report(report=report_of(world.tokyo), actor=world.officer, question="Why?")
    return request.param


def test_the_set_and_the_permission_agree_for_every_person_and_thing(people, exchanges):
    for permission, (model, visible) in VISIBLE.items():
        for name, person in people.items():
            seen = set(visible(person).values_list("pk", flat=True))
            permitted = {thing.pk for thing in model.objects.all() if person.has_perm(permission, thing)}
            assert (permission, name, seen) == (permission, name, permitted)


def test_who_sees_what(world, pair, completed):
    far = pair(world.california, world.kaohsiung)
    near = completed.pk
    expected = {
        "teacher_kaohsiung": {near, far.pk},
        "teacher_tokyo": {near},
        "teacher_california": {far.pk},
        "officer": {near, far.pk},
        "county_officer": {near, far.pk},
        "mission_officer": {far.pk},
        "tokyo_mission_officer": {near},
        "ceo": {near, far.pk},
        "ministry_officer": {near, far.pk},
        "stranger": set(),
    }
    seen = {name: set(visible_to(getattr(world, name)).values_list("pk", flat=True)) for name in expected}
    assert seen == expected


def test_the_partner_s_draft_is_the_partner_s(world, completed):
    assert reports_visible_to(world.teacher_tokyo).count() == 1
    assert reports_visible_to(world.teacher_kaohsiung).count() == 1
    assert reports_visible_to(world.officer).count() == 2
