"""How many girls and boys a group that travels has: asked of visits only, never more than the group, read by partners."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mado.kernel.errors import BadInput
from mado.kernel.privacy import classified
from mado.partnerships.models import Partnership
from mado.profiles.models import Wish
from mado.profiles.services import change_wish, copy_wish, start_wish
from tests.profiles.test_school_screens import type_into

GROUP = {"age_from": "10", "age_to": "12", "group_size": "25"}


@pytest.fixture
def visit(world):
    """An open wish for a visit with a group of 25: 12 girls, 13 boys."""
    return change(world, world.wish_kaohsiung, kind="visit_out", group_size=25, group_girls=12, group_boys=13)


def change(world, wish, **changes):
    return change_wish(wish=wish, actor=world.teacher_kaohsiung, changes=changes)


def section(wish, name):
    return reverse("profiles:wish_section", args=[wish.organization.code, wish.code, name])


def of(wish):
    wish.refresh_from_db()
    return (wish.group_girls, wish.group_boys)


# --- when it is asked ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "forms", "asked"),
    [
        ("visit_in", [], True),
        ("visit_out", [], True),
        ("cultural", [], False),
        ("sister_school", [], False),
        ("", [], False),
        ("sister_school", ["homestay"], True),
        ("cultural", ["letters", "pupil_stay"], True),
    ],
)
def test_it_is_asked_where_somebody_sleeps_elsewhere(client, world, kind, forms, asked):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(kind=kind, forms=forms, state="draft")
    client.force_login(world.teacher_kaohsiung)
    page = client.get(section(world.wish_kaohsiung, "group")).content.decode()
    check = client.get(
        reverse("profiles:wish_check", args=[world.kaohsiung.code, world.wish_kaohsiung.code])
    ).content.decode()
    assert ['name="group_girls"' in page, 'name="group_boys"' in page, "Girls and boys" in check] == [asked] * 3


def test_it_is_typed_saved_and_shown_before_the_wish_is_opened(client, world):
    change(world, world.wish_kaohsiung, kind="visit_in")
    client.force_login(world.teacher_kaohsiung)
    answer = client.post(section(world.wish_kaohsiung, "group"), {**GROUP, "group_girls": "1", "group_boys": "24"})
    assert answer.status_code == 302
    assert of(world.wish_kaohsiung) == (1, 24)
    check = reverse("profiles:wish_check", args=[world.kaohsiung.code, world.wish_kaohsiung.code])
    assert "1 girl, 24 boys" in client.get(check).content.decode()
    client.post(section(world.wish_kaohsiung, "group"), {**GROUP, "group_girls": "", "group_boys": "0"})
    assert of(world.wish_kaohsiung) == (None, 0)


def test_a_wish_that_is_no_visit_any_more_keeps_neither(world, visit):
    change(world, visit, title="A visit in spring")
    assert of(visit) == (12, 13)
    assert of(copy_wish(wish=visit, actor=world.teacher_kaohsiung)) == (12, 13)
    change(world, visit, kind="cultural")
    assert of(visit) == (None, None)
    change(world, visit, group_girls=3)
    assert of(visit) == (None, None)


def test_the_next_wish_does_not_repeat_them(world, visit):
    begun = start_wish(organization=world.kaohsiung, actor=world.teacher_kaohsiung)
    assert (begun.group_size, *of(begun)) == (25, None, None)


# --- what can be typed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"group_boys": 14}, "group_boys"),
        ({"group_girls": 13}, "group_boys"),
        ({"group_size": 24}, "group_boys"),
        ({"group_girls": 26, "group_boys": None}, "group_girls"),
        ({"group_girls": 26, "group_boys": 0}, "group_girls"),
        ({"group_girls": -1}, "group_girls"),
        ({"group_boys": 501}, "group_boys"),
    ],
)
def test_together_they_are_never_more_than_the_group(world, visit, changes, field):
    with pytest.raises(BadInput) as caught:
        change(world, visit, **changes)
    assert set(caught.value.sentences) == {field}
    assert of(visit) == (12, 13)


@pytest.mark.parametrize("changes", [{"group_size": 26}, {"group_girls": 0}, {"group_boys": None}, {"group_girls": 12}])
def test_fewer_are_well_where_not_everybody_is_counted_yet(world, visit, changes):
    change(world, visit, **changes)
    assert {name: getattr(Wish.objects.get(pk=visit.pk), name) for name in changes} == changes


def test_the_database_holds_the_same_rule(visit):
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(pk=visit.pk).update(group_girls=13)
    Wish.objects.filter(pk=visit.pk).update(group_size=None, group_girls=13)


def test_while_it_is_typed_the_three_numbers_are_kept_together(client, world, visit):
    Wish.objects.filter(pk=visit.pk).update(state="draft")
    client.force_login(world.teacher_kaohsiung)
    typed = {**GROUP, "age_to": "13", "group_size": "20", "group_girls": "12", "group_boys": "13"}
    answer = type_into(client, section(visit, "group"), typed)
    assert "Girls and boys together are 25, more than the 20 pupils of your group." in answer["message"]
    visit.refresh_from_db()
    assert (visit.age_to, visit.group_size, visit.group_girls, visit.group_boys) == (13, 25, 12, 13)


# --- who reads it ----------------------------------------------------------------------------------------------


def test_partners_and_offices_read_it_and_nobody_else(client, world, visit):
    rows = classified()["profiles.Wish"]
    assert {rows["group_girls"], rows["group_boys"]} == {("case", "lasting")}

    def reads(person):
        client.force_login(person) if person else client.logout()
        page = client.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()
        assert "25 pupils" in page
        return "12 girls, 13 boys" in page

    assert [reads(person) for person in (None, world.stranger, world.teacher_california, world.mission_officer)] == [
        False
    ] * 4
    assert [reads(person) for person in (world.teacher_kaohsiung, world.officer, world.ceo)] == [True] * 3
    first, second = sorted((world.kaohsiung, world.california), key=lambda school: school.pk)
    Partnership.objects.create(first=first, second=second, since="2026-01-01")
    assert reads(world.teacher_california)
    assert not reads(world.teacher_tokyo)


def test_no_program_reads_it(client, world, visit):
    answer = client.get(f"/api/v1/organizations/{world.kaohsiung.code}").content.decode()
    assert '"group_size": 25' in answer
    assert "group_girls" not in answer
