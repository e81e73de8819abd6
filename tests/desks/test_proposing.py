"""The schools an officer sees first when a partner is looked for by hand: those the wish asks for, and why each could fit."""

import pytest
from django.test import Client

from mado.demo.primitives import appoint, make_organization, make_user, open_wish, vouch, write_profile
from mado.profiles.models import Wish


@pytest.fixture
def school(world):
    """A school that takes part: its code."""

    def _school(name, country, region, level="primary", **wish):
        made = make_organization("school", name, language="en", country=country, region=region, levels=[level])
        appoint(make_user(f"{name.lower()}@example.org", name), made)
        vouch(made, world.mission, world.mission_officer)
        write_profile(made)
        if wish:
            open_wish(made, title=f"Wish of {name}", **wish)
        return made.code

    return _school


@pytest.fixture
def page(world, match_case):
    client = Client()
    client.force_login(world.officer)
    path = f"/en/cases/{match_case.code}/propose/"

    def _page(**typed):
        return (client.post(path, {"step": "look", **typed}) if typed else client.get(path)).content.decode()

    return _page


def offered(html):
    return [part.split('"')[0] for part in html.split('name="add" value="')[1:]]


def test_first_come_countries_regions_and_levels_of_the_wish(world, school, page):
    osaka, kobe = school("Osaka", "JP", "JP-27"), school("Kobe", "JP", "JP-28")
    texas, high = school("Austin", "US", "US-TX"), school("High", "US", "US-TX", "upper_secondary")
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_regions=["JP-27"])
    first = page()
    assert "Only as the wish asks: United States, Japan (Osaka) · Primary school" in first
    assert set(offered(first)) == {osaka, texas, world.california.code}
    assert set(offered(page(takes_part="yes", as_wished="yes", country="JP"))) == {osaka}
    assert {kobe, high} <= set(offered(page(takes_part="yes")))


def test_a_country_the_wish_does_not_name_can_be_looked_at_without_it(school, page):
    lyon, lycee = school("Lyon", "FR", ""), school("Lycee", "FR", "", "upper_secondary")
    ticked = page(takes_part="yes", as_wished="yes", country="FR")
    assert offered(ticked) == []
    assert "Look once without what the wish asks" in ticked
    assert set(offered(page(takes_part="yes", country="FR"))) == {lyon, lycee}


def test_a_country_the_wish_leaves_out_is_not_as_it_asks(world, school, page):
    lyon = school("Lyon", "FR", "")
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_countries=[], excluded_countries=["JP"])
    assert set(offered(page())) == {lyon, world.california.code}
    assert offered(page(takes_part="yes", as_wished="yes", country="JP")) == []
    assert offered(page(takes_part="yes", as_wished="yes", country="FR")) == [lyon]
    assert offered(page(takes_part="yes", country="JP")) == [world.tokyo.code]


def test_who_wishes_for_the_like_comes_first(world, school, page):
    other = school("Visitors", "US", "US-CA", countries=["TW"], kind="visit_out")
    like = school("Alike", "US", "US-CA", countries=["TW"])
    silent = school("Quiet", "US", "US-CA")
    shown = page()
    assert set(offered(shown)[:2]) == {like, world.california.code}
    assert set(offered(shown)[2:]) == {other, silent, world.tokyo.code}
    assert "Looks for: " in shown


def test_nothing_found_says_what_to_leave_out(world, page):
    Wish.objects.filter(pk=world.wish_kaohsiung.pk).update(partner_countries=["VN"])
    assert "Look once without what the wish asks" in page()
    assert "Try another country or fewer words." in page(q="nowhere at all")


def test_a_case_without_a_wish_begins_with_all_that_take_part(world, match_case, page):
    match_case.wish = None
    match_case.save()
    assert "Only as the wish asks" not in page()
    assert set(offered(page())) == {world.california.code, world.tokyo.code}
