"""Regions of a wish: which stand to be ticked, what is kept with which countries, and how it is said."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from mado.kernel.errors import BadInput
from mado.profiles.answers import countries_text
from mado.profiles.models import Wish
from mado.profiles.services import change_wish

WHOM = {"partner_countries": ["US", "JP"], "partner_levels": ["primary"]}
TOKYO = 'value="JP-13"'
OREGON = 'value="US-OR"'


@pytest.fixture
def teacher(world, client):
    client.force_login(world.teacher_kaohsiung)
    return client


def section(wish):
    return reverse("profiles:wish_section", args=[wish.organization.code, wish.code, "whom"])


def places(wish):
    now = Wish.objects.get(pk=wish.pk)
    return now.partner_countries, now.partner_regions


@pytest.mark.parametrize(
    ("changes", "countries", "regions"),
    [
        ({"partner_regions": ["JP-13"]}, ["US", "JP"], ["JP-13"]),
        ({"partner_regions": ["KR-11", "KR-11"]}, ["US", "JP", "KR"], ["KR-11"]),
        ({"partner_countries": ["JP"]}, ["JP"], []),
        ({"partner_countries": []}, [], []),
        ({"partner_countries": ["JP"], "partner_regions": ["US-CA"]}, ["JP"], []),
        ({"partner_countries": ["JP"], "partner_regions": ["US-OR"]}, ["JP", "US"], ["US-OR"]),
        ({"partner_countries": [], "partner_regions": ["JP-13"]}, ["JP"], ["JP-13"]),
        ({"partner_regions": []}, ["US", "JP"], []),
    ],
)
def test_a_region_brings_its_country_and_a_country_takes_its_regions_along(world, changes, countries, regions):
    wish = world.wish_kaohsiung
    Wish.objects.filter(pk=wish.pk).update(partner_regions=["US-CA"])
    change_wish(wish=wish, actor=world.teacher_kaohsiung, changes=changes)
    assert places(wish) == (countries, regions)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"partner_regions": ["US-CA", "JP-99"]}, "partner_regions", "There is no region “JP-99” here."),
        ({"partner_regions": ["Tokyo"]}, "partner_regions", "There is no region “Tokyo” here."),
        ({"partner_regions": [""]}, "partner_regions", "There is no region “” here."),
        ({"excluded_countries": ["KR"], "partner_regions": ["KR-11"]}, "excluded_countries", "stands in both lists"),
    ],
)
def test_a_region_that_cannot_be_has_a_sentence(world, changes, field, sentence):
    wish = world.wish_kaohsiung
    with pytest.raises(BadInput) as caught:
        change_wish(wish=wish, actor=world.teacher_kaohsiung, changes=changes)
    assert sentence in str(caught.value.sentences[field])
    assert places(wish) == (["US", "JP"], [])


def test_regions_of_the_countries_chosen_so_far_stand_to_be_ticked(world, teacher):
    wish = world.wish_kaohsiung
    page = teacher.get(section(wish)).content.decode()
    assert TOKYO in page
    assert "Japan: only some regions" in page
    assert "TW-KHH" not in page
    Wish.objects.filter(pk=wish.pk).update(partner_countries=[])
    page = teacher.get(section(wish)).content.decode()
    assert "only some regions" not in page
    assert 'id="wish-regions"' in page


def test_a_country_ticked_shows_its_regions_and_keeps_what_is_ticked(world, teacher):
    asked = {"partner_countries": ["JP", "TW"], "partner_regions": ["JP-13", "US-CA"]}
    part = teacher.get(section(world.wish_kaohsiung), asked, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "TW-KHH" in part
    assert OREGON not in part
    assert part.count(" checked") == 1
    assert part.index(TOKYO) < part.index("Japan: more regions") < part.index("Taiwan: only some regions")
    nonsense = {"partner_countries": ["XX", "<b>"], "partner_regions": ["<b>"]}
    answer = teacher.get(section(world.wish_kaohsiung), nonsense, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_without_javascript_a_button_shows_the_regions(world, teacher):
    wish = world.wish_kaohsiung
    answer = teacher.post(
        section(wish), {"partner_countries": ["TW"], "partner_levels": ["special"], "show_regions": "yes"}
    )
    page = answer.content.decode()
    assert (answer.status_code, places(wish)) == (200, (["US", "JP"], []))
    assert "Taiwan: only some regions" in page
    assert TOKYO not in page
    assert 'value="special" id="id_partner_levels_5" checked' in page
    teacher.post(section(wish), WHOM | {"partner_regions": ["JP-13", "US-OR"]})
    assert places(wish) == (["US", "JP"], ["JP-13", "US-OR"])


def test_regions_are_shown_also_where_nothing_else_is_answered_yet(world, teacher):
    wish = world.wish_kaohsiung
    Wish.objects.filter(pk=wish.pk).update(state="draft", partner_levels=[])
    answer = teacher.post(section(wish), {"partner_countries": ["JP"], "show_regions": ""})
    assert answer.status_code == 200
    assert TOKYO in answer.content.decode()
    part = teacher.get(section(wish), {"partner_countries": ["JP"]}, headers={"HX-Request": "true"})
    assert (part.status_code, part["Cache-Control"]) == (200, "no-store")


def test_a_country_unticked_in_the_form_takes_its_regions_along_however_often_it_is_saved(world, teacher):
    wish = world.wish_kaohsiung
    Wish.objects.filter(pk=wish.pk).update(state="draft", partner_regions=["JP-13"])
    stale = {"partner_countries": ["US"], "partner_levels": ["primary"], "partner_regions": ["JP-13"]}
    for _time in range(2):
        saved = teacher.post(section(wish), stale, headers={"X-Autosave": "1"})
        assert saved.json() == {"saved": True, "message": "Saved"}
        assert places(wish) == (["US"], [])


def test_of_an_open_wish_regions_wait_in_the_draft_until_they_are_saved(world, teacher):
    wish = world.wish_kaohsiung
    typed = WHOM | {"partner_countries": ["JP"], "partner_regions": ["JP-13"]}
    assert teacher.post(section(wish), typed, headers={"X-Autosave": "1"}).json()["saved"] is True
    assert places(wish) == (["US", "JP"], [])
    page = teacher.get(section(wish)).content.decode()
    assert f"{TOKYO} id=" in page
    assert OREGON not in page


def test_a_wish_says_its_regions_in_the_readers_language(world, teacher):
    wish = world.wish_kaohsiung
    many = ["JP-01", "JP-02", "JP-03", "JP-04", "JP-05", "JP-06", "JP-07"]
    change_wish(wish=wish, actor=world.teacher_kaohsiung, changes={"partner_regions": ["US-CA", *many]})
    wish.refresh_from_db()
    with override("en"):
        assert countries_text(wish) == "United States (California), Japan (7 regions)"
    with override("ja"):
        assert "カリフォルニア州" in countries_text(wish)
    shown = teacher.get(reverse("directory:school", args=[world.kaohsiung.code])).content.decode()
    assert "United States (California), Japan (7 regions)" in shown
    check = teacher.get(reverse("profiles:wish_check", args=[world.kaohsiung.code, wish.code])).content.decode()
    assert "Hokkaido" in check
