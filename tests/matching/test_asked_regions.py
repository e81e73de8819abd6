"""Regions a wish names: said in the browser, obeyed at once, for both sides, and told in words."""

import pytest
from django.urls import reverse

from mado.directory.models import Organization
from mado.matching.engine.rows import WishRow
from mado.matching.queries.recommendations import openings_of, pair_of, recommended
from mado.matching.wording import failing_sides
from mado.profiles.models import Wish
from mado.profiles.services import change_wish
from tests.matching.recommendation_world import school_of

WHOM = {"partner_countries": ["US", "JP"], "partner_levels": ["primary"]}


@pytest.fixture
def teacher(world, client):
    client.force_login(world.teacher_kaohsiung)
    return client


def section(wish):
    return reverse("profiles:wish_section", args=[wish.organization.code, wish.code, "whom"])


def names(wish):
    """Who is recommended for the wish as it stands in the database: what the next request shows."""
    return sorted(one.school.name for one in recommended(Wish.objects.get(pk=wish.pk)).rows)


def lies_in(school, region):
    Organization.objects.filter(pk=school.pk).update(region=region)


@pytest.fixture
def schools(world):
    """Oregon and a school that has not said where in Japan it lies, beside California of the small world."""
    oregon, _teacher, _wish = school_of(world, "Oregon")
    lies_in(oregon, "US-OR")
    school_of(world, "Somewhere", "JP", zone="Asia/Tokyo")
    return world


def test_regions_said_in_the_browser_count_on_the_next_request(schools, teacher):
    wish, california = schools.wish_kaohsiung, schools.california.name
    assert names(wish) == ["Oregon", california, "Somewhere"]
    for said, found in (
        (["US-OR"], ["Oregon", "Somewhere"]),
        (["US-OR", "US-CA"], ["Oregon", california, "Somewhere"]),
        (["JP-13"], ["Oregon", california, "Somewhere"]),
        (["US-NY", "JP-13"], ["Somewhere"]),
        ([], ["Oregon", california, "Somewhere"]),
    ):
        assert teacher.post(section(wish), WHOM | {"partner_regions": said}).status_code == 302
        assert names(wish) == found, said
    assert "fits you" in " ".join(teacher.get("/en/").content.decode().split())


def test_the_other_side_names_regions_too(world):
    change_wish(wish=world.wish_california, actor=world.teacher_california, changes={"partner_regions": ["TW-TPE"]})
    assert (names(world.wish_kaohsiung), names(world.wish_california)) == ([], [])
    change_wish(wish=world.wish_california, actor=world.teacher_california, changes={"partner_regions": ["TW-KHH"]})
    assert names(world.wish_kaohsiung) == [world.california.name]
    assert names(world.wish_california) == [world.kaohsiung.name]


def test_the_count_beside_the_wish_sees_regions_while_it_is_written(schools, teacher):
    wish = schools.wish_kaohsiung
    Wish.objects.filter(pk=wish.pk).update(state="draft")
    count = reverse("matching:count", args=[wish.code])
    assert teacher.get(count).context["schools"] == 3
    saved = teacher.post(section(wish), WHOM | {"partner_regions": ["US-OR"]}, headers={"X-Autosave": "1"})
    assert saved.json()["saved"] is True
    assert teacher.get(count).context["schools"] == 2


def test_why_not_names_the_side_that_leaves_the_region_out(world, teacher):
    mine, theirs = (
        "Your wish asks for schools of other regions",
        "It looks for partners in other regions of your country.",
    )
    fit = reverse("matching:fit", kwargs={"wish": world.wish_kaohsiung.code, "code": world.california.code})
    for regions, other, told in (
        (["US-OR"], [], [True, False]),
        ([], ["TW-TPE"], [False, True]),
        (["US-OR"], ["TW-TPE"], [True, True]),
    ):
        Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_regions=regions)
        Wish.objects.filter(pk=world.wish_california.pk).update(partner_regions=other)
        shown = " ".join(teacher.get(fit).content.decode().split())
        assert [sentence in shown for sentence in (mine, theirs)] == told
    assert "United States (Oregon), Japan" in shown
    assert "Taiwan (Taipei" in shown
    assert pair_of(Wish.objects.get(pk=world.wish_kaohsiung.pk), world.california).failing == ("regions",)


def row(country="", region="", *named):
    return WishRow(1, 1, country=country, region=region, partner_regions=named)


@pytest.mark.parametrize(
    ("mine", "theirs", "sides"),
    [
        (row("TW", "TW-KHH"), row("JP", "JP-13", "TW-TPE"), ("theirs",)),
        (row("TW", "TW-KHH", "JP-27"), row("JP", "JP-13", "TW-TPE"), ("mine", "theirs")),
        (row("TW", "", "JP-27"), row("JP", "JP-13", "TW-TPE"), ("mine",)),
        (row("TW", "TW-KHH", "KR-11"), row("JP", "JP-13"), ("",)),
    ],
)
def test_at_whose_wish_a_region_fails(mine, theirs, sides):
    assert failing_sides("regions", mine, theirs) == sides


def test_any_region_is_a_change_that_opens_more_and_leads_to_its_field(schools, teacher):
    wish = schools.wish_kaohsiung
    Wish.objects.filter(pk=wish.pk).update(partner_regions=["US-NY", "JP-13"])
    wish.refresh_from_db()
    found = {one.field: (one.value, one.opens) for one in openings_of(recommended(wish))}
    assert found["partner_regions"] == ((), 2)
    page = teacher.get(reverse("matching:wish", kwargs={"wish": wish.code}))
    urls = {change.what: change.url for change in page.context["changes"]}
    assert urls["Accept any region of the countries you name"] == f"{section(wish)}#id_partner_regions"
    assert 'id="id_partner_regions"' in teacher.get(section(wish)).content.decode()
