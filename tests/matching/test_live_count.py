"""The number beside a wish while it is written: what is typed half, wrongly or not at all, and what the engine says."""

import pytest
from django.urls import reverse

from mado.matching.engine.feasibility import feasible_rows
from mado.matching.queries.columns import current_columns
from mado.matching.queries.recommendations import asking, count_of, recommended
from mado.profiles.models import Wish
from mado.profiles.services import start_wish
from tests.matching.recommendation_world import school_of


@pytest.fixture
def teacher(world, client):
    """Kaohsiung's; beside California there are schools in Oakland, for older pupils, and in Paris."""
    school_of(world, "Oakland", level="lower_secondary", ages=(13, 15))
    school_of(world, "Paris", "FR", zone="Europe/Paris", languages=["fr", "en"])
    client.force_login(world.teacher_kaohsiung)
    return client


@pytest.fixture
def draft(world, teacher):
    """Begun and empty but for the levels of its school."""
    world.wish_kaohsiung.delete()
    made = start_wish(organization=world.kaohsiung, actor=world.teacher_kaohsiung)
    assert (made.kind, made.partner_levels, made.languages) == ("", ["primary"], [])
    return made


def typed(client, wish, section, data):
    """As the page saves while somebody writes."""
    address = reverse("profiles:wish_section", args=[wish.organization.code, wish.code, section])
    return client.post(address, data, headers={"X-Autosave": "1"})


def counted(client, wish):
    """What the partial shows; the engine is asked the same question beside it."""
    answer = client.get(reverse("matching:count", args=[wish.code]))
    assert answer.status_code == 200
    number = answer.context["schools"]
    fresh = Wish.objects.select_related("organization").get(pk=wish.pk)
    assert number == count_of(fresh) == len(by_engine(fresh)) == recommended(fresh, most=99).schools
    shown = " ".join(answer.content.decode().split())
    words = f"<strong>{number}</strong> school" if number else "No school fits this wish as it is saved."
    assert words in shown
    return number


def by_engine(wish):
    """Schools of the rows for which every condition of both sides holds."""
    columns, (one,) = current_columns(), asking([wish])
    return {int(columns.organization[row]) for row in feasible_rows(columns, one.row, one.limits)}


def test_an_empty_wish_excludes_nobody_but_by_its_levels(teacher, draft):
    assert counted(teacher, draft) == 2
    Wish.objects.filter(pk=draft.pk).update(partner_levels=[])
    assert counted(teacher, draft) == 2  # Oakland looks for schools of its own level
    Wish.objects.filter(title="Wish of Oakland").update(partner_levels=[])
    assert counted(teacher, draft) == 3


def test_the_number_follows_section_by_section(teacher, draft):
    steps = [
        ("kind", {"title": "Ours", "kind": "sister_school", "mode": "both"}, 0),
        ("kind", {"title": "Ours", "kind": "cultural", "mode": "both"}, 2),
        ("whom", {"partner_countries": ["FR"], "partner_levels": ["primary"]}, 1),
        ("whom", {"partner_levels": ["primary"]}, 2),
        ("group", {"age_from": "10", "age_to": "12", "group_size": "24"}, 2),
        ("group", {"age_from": "16", "age_to": "18", "group_size": "24"}, 0),
        ("group", {"age_from": "12", "age_to": "18", "group_size": "24"}, 2),
        ("languages", {"languages": ["fr"]}, 1),
        ("languages", {"languages": ["zh-Hant"]}, 0),
    ]
    for section, data, fits in steps:
        assert typed(teacher, draft, section, data).json()["saved"] is True
        assert (section, data, counted(teacher, draft)) == (section, data, fits)


@pytest.mark.parametrize(
    ("section", "data"),
    [
        ("group", {"age_from": "abc", "age_to": "-3", "group_size": "many"}),
        ("group", {"age_from": "18", "age_to": "16", "group_size": "24"}),
        ("group", {"age_from": "999999999999999999999", "age_to": "", "group_size": ""}),
        ("kind", {"title": "x" * 999, "kind": "nonsense", "mode": ""}),
        ("whom", {"partner_countries": ["XX", "FR"], "partner_levels": ["nonsense"]}),
        ("languages", {"languages": ["not a language"], "language_band": "Z9"}),
        ("times", {"period_from": "31 February", "period_to": "\0"}),
        ("capacity", {"partners_wanted": "1e9", "valid_until": "soon"}),
    ],
)
def test_what_is_wrong_counts_as_it_was_saved_before(teacher, draft, section, data):
    for begun, said in (
        ("kind", {"title": "Ours", "kind": "cultural", "mode": "both"}),
        ("group", {"age_from": "10", "age_to": "12", "group_size": "24"}),
        ("languages", {"languages": ["fr"]}),
    ):
        assert typed(teacher, draft, begun, said).json()["saved"] is True
    assert counted(teacher, draft) == 1
    before = Wish.objects.values("age_from", "age_to", "kind", "partner_countries", "languages").get(pk=draft.pk)
    assert typed(teacher, draft, section, data).status_code in (200, 422)
    after = Wish.objects.values("age_from", "age_to", "kind", "partner_countries", "languages").get(pk=draft.pk)
    assert after == before
    assert counted(teacher, draft) == 1


def test_what_is_emptied_again_excludes_nobody(teacher, draft):
    assert typed(teacher, draft, "group", {"age_from": "16", "age_to": "18", "group_size": "24"}).json()["saved"]
    assert counted(teacher, draft) == 0
    assert typed(teacher, draft, "group", {"age_from": "", "age_to": "", "group_size": ""}).status_code == 200
    assert counted(teacher, draft) == 2


def test_of_a_wish_that_stands_open_what_is_typed_counts_when_it_is_saved(world, teacher):
    wish = world.wish_kaohsiung
    assert counted(teacher, wish) == 1
    data = {"partner_countries": ["FR", "US"], "partner_levels": ["primary"]}
    assert typed(teacher, wish, "whom", data).status_code == 200
    assert counted(teacher, wish) == 1
    teacher.post(reverse("profiles:wish_section", args=[world.kaohsiung.code, wish.code, "whom"]), data)
    assert counted(teacher, wish) == 2


def test_the_count_is_only_asked_for(world, teacher):
    address = reverse("matching:count", args=[world.wish_kaohsiung.code])
    assert teacher.post(address, {"partner_countries": ["FR"]}).status_code == 405
    assert teacher.get(address, {"partner_countries": "FR", "age_from": "abc"}).context["schools"] == 1
    assert teacher.get(reverse("matching:count", args=["WI-0000-0000"])).status_code == 404


def test_a_withdrawn_wish_has_no_number(world, teacher):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(state="withdrawn")
    assert teacher.get(reverse("matching:count", args=[world.wish_kaohsiung.code])).status_code == 404
