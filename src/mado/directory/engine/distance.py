"""From near to far: schools around a point, without measuring the way to all of them."""

from math import asin, cos, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray
from tantivy import DocAddress, Query, Schema, Searcher

from mado.directory.engine.document import Box, Point
from mado.directory.engine.query import all_of, box_query

EARTH_KM = 6371.0
KM_PER_DEGREE = EARTH_KM * 3.141592653589793 / 180
FEW = 20_000
"""Up to so many located schools the way to each is measured."""
FIRST_KM = 4.0
HALVINGS = 6
HALF_WORLD_KM = EARTH_KM * 3.1416


def kilometres(one: Point, other: Point) -> float:
    """The way between two points over the ground of a round Earth (haversine; at most 0.5 % off)."""
    lat, lon = radians(one[0]), radians(one[1])
    to_lat, to_lon = radians(other[0]), radians(other[1])
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def box_around(point: Point, km: float) -> Box | None:
    """The smallest box that holds everything within `km`; None when it is the whole world."""
    lat, lon = point
    reach = km / KM_PER_DEGREE
    south, north = lat - reach, lat + reach
    if reach >= 90:
        return None
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    # The meridians of a circle's sides touch it north (south) of its middle: sin Δlon = sin r / cos lat.
    wide = sin(radians(reach)) / cos(radians(lat))
    span = asin(wide) * 180 / 3.141592653589793 if wide < 1 else 180.0
    west, east = lon - span, lon + span
    if span >= 180:
        west, east = -180.0, 180.0
    return Box(south, west + 360 if west < -180 else west, north, east - 360 if east > 180 else east)


def from_near_to_far(
    searcher: Searcher, schema: Schema, query: Query, near: Point, most: int
) -> tuple[int, list[DocAddress]]:
    """The number of those that have a point, and the addresses of the `most` nearest of them, nearest first.

    Schools at the same point stand in the order of their keys.
    """
    located = all_of([Query.const_score_query(query, 0.0), Query.exists_query("lat")])
    total = _count(searcher, located)
    if total > FEW:
        around = _far_enough(searcher, schema, located, near, most)
        if around is not None:
            located = all_of([located, Query.const_score_query(box_query(schema, around), 0.0)])
            return total, _sorted(searcher, located, near, _count(searcher, located))[:most]
    return total, _sorted(searcher, located, near, total)[:most]


def _far_enough(searcher: Searcher, schema: Schema, located: Query, near: Point, most: int) -> Box | None:
    """A box that surely holds the `most` nearest: as small as a few countings can make it."""

    def holds(km: float) -> int:
        box = box_around(near, km)
        return most if box is None else _count(searcher, all_of([located, box_query(schema, box)]))

    short, enough = 0.0, FIRST_KM
    while enough < HALF_WORLD_KM and holds(enough) < most:
        short, enough = enough, enough * 2
    for _ in range(HALVINGS):
        middle = (short + enough) / 2
        if holds(middle) >= most:
            enough = middle
        else:
            short = middle
    box = box_around(near, enough)
    if box is None:
        return None
    # The corners of a box are farther than its sides: a school just outside a side may be nearer than one in a corner.
    inside = all_of([located, box_query(schema, box)])
    ways = _ways(searcher, [address for _score, address in _hits(searcher, inside, FEW)], near)[0]
    return box_around(near, float(np.sort(ways)[min(most, len(ways)) - 1]) + 0.001) if len(ways) >= most else None


def _count(searcher: Searcher, query: Query) -> int:
    return int(searcher.search(query, 1, count=True).count)  # type: ignore[attr-defined]  # tantivy's stub leaves it out


def _hits(searcher: Searcher, query: Query, most: int) -> list[tuple[object, DocAddress]]:
    return list(searcher.search(query, max(most, 1), count=False).hits)


def _sorted(searcher: Searcher, query: Query, near: Point, count: int) -> list[DocAddress]:
    addresses = [address for _score, address in _hits(searcher, query, count)]
    if not addresses:
        return []
    ways, keys = _ways(searcher, addresses, near)
    return [addresses[at] for at in np.lexsort((keys, ways))]


def _ways(
    searcher: Searcher, addresses: list[DocAddress], near: Point
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Kilometres to each, and its key."""
    lat, lon = (
        np.radians(np.array(searcher.fast_field_values(name, addresses), dtype=np.float64)) for name in ("lat", "lon")
    )
    keys = np.array(searcher.fast_field_values("pk", addresses), dtype=np.int64)
    here_lat, here_lon = np.radians(near[0]), np.radians(near[1])
    half = np.sin((lat - here_lat) / 2) ** 2 + np.cos(here_lat) * np.cos(lat) * np.sin((lon - here_lon) / 2) ** 2
    # To the millimetre, so that schools at one point are equally far whatever the machine rounds.
    return np.round(2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half))), 6), keys
