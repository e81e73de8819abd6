"""The small picture of where a school lies: the same ground for all schools of a region."""

import re

import pytest

from mado.demo.primitives import make_organization
from mado.directory.enums import LocationPrecision, OrganizationKind
from mado.directory.models import Organization
from mado.directory.services.indexing import rebuild_index
from mado.directory.web.locator import HEIGHT, MARGIN, WIDTH, Locator, draw_locator

pytestmark = pytest.mark.django_db


def school(latitude: float, longitude: float, precision: LocationPrecision = LocationPrecision.EXACT) -> Organization:
    return make_organization(
        OrganizationKind.SCHOOL,
        f"Elm Street {latitude} {longitude}",
        language="en",
        country="US",
        region="US-VT",
        point=(latitude, longitude),
        precision=precision,
    )


@pytest.fixture
def region(settings, tmp_path) -> list[Organization]:
    settings.MADO_SEARCH_DIR = tmp_path
    schools = [school(43 + n % 4 / 4, -73 + n / 12) for n in range(12)]
    rebuild_index()
    return schools


def dots_of(locator: Locator | None) -> list[tuple[int, int]]:
    assert locator is not None
    return [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) (-?\d+)h0", locator.dots)]


def nearest(locator: Locator, dots: list[tuple[int, int]]) -> float:
    return min(max(abs(locator.x - x), abs(locator.y - y)) for x, y in dots)


def test_all_schools_of_a_region_stand_on_one_ground_each_on_its_own_dot(region):
    drawn = [draw_locator(one) for one in region]
    dots = dots_of(drawn[0])
    assert len(dots) == 12
    assert {locator.dots for locator in drawn if locator} == {drawn[0].dots}
    assert all(nearest(locator, dots) < 0.6 for locator in drawn if locator)  # dots stand on whole units
    assert all(MARGIN <= x <= WIDTH - MARGIN and MARGIN <= y <= HEIGHT - MARGIN for x, y in dots)


def test_a_school_far_from_the_others_still_stands_in_the_picture(region):
    far = school(45.5, -70, LocationPrecision.AREA)
    locator = draw_locator(far)
    assert locator is not None
    assert (locator.y, locator.radius) == (MARGIN, 10.0)
    assert 0 < locator.x < WIDTH
    assert len(dots_of(locator)) == 12  # a place that is an area's only draws no ground
    assert locator.dots != draw_locator(region[0]).dots


def test_a_new_school_is_on_the_ground_as_soon_as_search_knows_it(region):
    assert len(dots_of(draw_locator(region[0]))) == 12
    school(43.9, -72.9)
    rebuild_index()
    assert len(dots_of(draw_locator(region[0]))) == 13


def test_too_few_schools_draw_no_region(settings, tmp_path):
    settings.MADO_SEARCH_DIR = tmp_path
    one = school(43, -73)
    rebuild_index()
    assert draw_locator(one) is None
