"""Orders, distances, sizes and squares of the map, against working them out school by school."""

import datetime as dt
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mado.directory.engine import distance as engine_distance
from mado.directory.engine.distance import box_around, kilometres
from mado.directory.engine.document import Bounds, Box, SchoolDocument
from mado.directory.engine.index import SchoolIndex

from .search_records import make_records

RECORDS = make_records(2500)
BY_KEY = {record.pk: record for record in RECORDS}
LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = SchoolIndex(tmp_path_factory.mktemp("search"))
    made.replace_all(RECORDS)
    return made


def is_within(record, bounds):
    if bounds.pupils is not None and not (
        record.pupils is not None and bounds.pupils[0] <= record.pupils <= bounds.pupils[1]
    ):
        return False
    if bounds.box is None:
        return True
    if record.point is None:
        return False
    (lat, lon), box = record.point, bounds.box
    across = box.west <= lon <= box.east if box.west <= box.east else lon >= box.west or lon <= box.east
    return box.south <= lat <= box.north and across


def way(record, near):
    return round(kilometres(near, record.point), 3) if record.point else math.inf


@pytest.mark.parametrize("few", [engine_distance.FEW, 40])
@pytest.mark.parametrize("near", [(25.0, 121.5), (0.0, 180.0), (-79.5, -179.9), (80.0, 0.0), (36.5, 139.2)])
def test_from_near_to_far_equals_measuring_every_way(index, monkeypatch, few, near):
    monkeypatch.setattr(engine_distance, "FEW", few)
    ways = sorted(way(record, near) for record in RECORDS)
    for offset, limit in [(0, 20), (20, 20), (300, 50), (2200, 300)]:
        found = index.search("", order="distance", near=near, limit=limit, offset=offset, facets=())
        assert found.total == len(RECORDS)
        assert [way(BY_KEY[entry.pk], near) for entry in found.hits] == pytest.approx(
            ways[offset : offset + limit], abs=0.002
        )


def test_pages_by_distance_together_are_the_whole_without_doubles(index):
    keys = [
        entry.pk
        for offset in range(0, len(RECORDS), 100)
        for entry in index.search("", order="distance", near=(25.0, 121.5), limit=100, offset=offset, facets=()).hits
    ]
    assert sorted(keys) == sorted(BY_KEY)


def test_distance_without_a_point_to_start_from_is_the_best_answer_first(index):
    assert index.search("高雄", order="distance").hits == index.search("高雄").hits


def test_recently_active_first_and_the_silent_last(index):
    found = index.search("", order="active", limit=len(RECORDS), facets=())
    days = [BY_KEY[entry.pk].last_active for entry in found.hits]
    known = [day for day in days if day]
    assert known == sorted(known, reverse=True)
    assert days[: len(known)] == known
    assert found.total == len(RECORDS)


def test_fit_puts_the_living_before_the_dormant_before_those_who_do_not_take_part(tmp_path):
    yes = (("takes_part", "yes"),)
    index = SchoolIndex(tmp_path)
    index.replace_all(
        [
            SchoolDocument(1, "A", ("Oak",)),
            SchoolDocument(2, "B", ("Oak Grove Elementary School",), facets=yes, dormant=True),
            SchoolDocument(3, "C", ("Oak Grove Elementary School of Redwood",), facets=yes),
            SchoolDocument(4, "D", ("臺北",), facets=yes, dormant=True),
            SchoolDocument(5, "E", ("台北",), facets=yes),
        ]
    )
    assert [entry.pk for entry in index.search("oak").hits] == [3, 2, 1]
    assert [entry.pk for entry in index.search("臺北").hits] == [4, 5]
    assert [entry.pk for entry in index.search("").hits][-1] == 1


def test_without_words_the_living_stand_by_their_last_sign_of_life(tmp_path):
    yes = (("takes_part", "yes"),)
    index = SchoolIndex(tmp_path)
    days = {1: None, 2: 3, 3: 9, 4: 5, 5: 8}
    index.replace_all(
        SchoolDocument(pk, str(pk), ("Oak",), facets=yes, dormant=pk == 5, last_active=day and dt.date(2026, 11, day))
        for pk, day in days.items()
    )
    assert [entry.pk for entry in index.search("").hits] == [3, 4, 2, 1, 5]
    assert [entry.pk for entry in index.search("", limit=2, offset=2).hits] == [2, 1]


BOUNDS = [
    Bounds(),
    Bounds(pupils=(200, 800)),
    Bounds(box=Box(20, 100, 50, 150)),
    Bounds(box=Box(-40, 170, 40, -150)),
    Bounds(pupils=(20, 20), box=Box(-90, -180, 90, 180)),
    Bounds(pupils=(800, 200)),
]


@pytest.mark.parametrize("bounds", BOUNDS)
def test_sizes_and_parts_of_the_map_narrow_hits_and_counts_alike(index, bounds):
    expected = {record.pk for record in RECORDS if is_within(record, bounds)}
    found = index.search("", bounds=bounds, limit=len(RECORDS))
    assert {entry.pk for entry in found.hits} == expected
    assert found.total == len(expected)
    assert sum(found.facets["country"].values()) == len(expected)


def test_counts_of_one_part_of_the_map_are_not_remembered_for_another(index):
    counts = [index.search("", bounds=bounds, limit=1).facets["country"] for bounds in BOUNDS[:3]]
    assert counts[0] != counts[1] != counts[2] != counts[0]


@pytest.mark.parametrize("side", [30.0, 5.0, 0.75])
def test_squares_count_every_located_school_once(index, side):
    view = Box(-20, 60, 60, 179)
    squares = index.squares("", {"country": ["JP", "TW"]}, Bounds(), view, side)
    inside = [
        record
        for record in RECORDS
        if dict(record.facets)["country"] in ("JP", "TW") and is_within(record, Bounds(box=view))
    ]
    assert sum(square.total for square in squares) == len(inside)
    for square in squares:
        members = [r.point for r in inside if square.box.south <= r.point[0] < square.box.north
                   and square.box.west <= r.point[1] < square.box.east]  # fmt: skip
        assert square.total == len(members)
        assert square.latitude == pytest.approx(sum(lat for lat, _lon in members) / len(members))


def test_the_extent_holds_every_located_school(index):
    total, located, box = index.extent("", {"country": ["KR"]})
    points = [r.point for r in RECORDS if r.point and ("country", "KR") in r.facets]
    assert (total, located) == (sum(("country", "KR") in r.facets for r in RECORDS), len(points))
    assert box == Box(min(lat for lat, _ in points), min(lon for _, lon in points),
                      max(lat for lat, _ in points), max(lon for _, lon in points))  # fmt: skip
    assert index.extent("無此學校", None)[2] is None


def test_which_of_some_schools_a_search_finds(index):
    dice = random.Random(3)
    keys = dice.sample(sorted(BY_KEY), 200)
    bounds = Bounds(pupils=(200, 900))
    expected = {key for key in keys if ("country", "JP") in BY_KEY[key].facets and is_within(BY_KEY[key], bounds)}
    assert index.keys_among(keys, "", {"country": ["JP"]}, bounds) == expected
    assert index.keys_among([], "", None) == set()
    assert index.keys_among(keys, "kaohsuing", None) == set()


def test_middles_are_those_of_the_located_schools(index):
    located = [r for r in RECORDS if r.point and ("country", "JP") in r.facets]
    found = [one for one in index.middles() if one.country == "JP"]
    assert sum(one.total for one in found) == len(located)
    north = sum(one.latitude * one.total for one in found) / len(located)
    assert north == pytest.approx(sum(r.point[0] for r in located) / len(located))
    assert {one.region for one in found} == {dict(r.facets).get("region", "") for r in located}


@given(lat=LATITUDES, lon=LONGITUDES, to_lat=LATITUDES, to_lon=LONGITUDES)
def test_a_box_around_a_point_holds_all_that_is_as_near(lat, lon, to_lat, to_lon):
    way_there = kilometres((lat, lon), (to_lat, to_lon))
    box = box_around((lat, lon), way_there * 1.0001 + 0.001)
    assert box is None or is_within(SchoolDocument(1, "A", (), point=(to_lat, to_lon)), Bounds(box=box))


def test_known_distances():
    taipei, tokyo = (25.033, 121.565), (35.681, 139.767)
    assert kilometres(taipei, tokyo) == pytest.approx(2105, abs=10)
    assert kilometres(tokyo, tokyo) == 0
