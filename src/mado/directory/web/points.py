"""Places for the map. A location that is only the centre of an area is handed out as an area, never as a point."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, radians
from typing import Any

from django.db.models import F, FloatField, Value
from django.db.models.functions import Floor
from django.urls import reverse

from mado.directory.asking import box_text
from mado.directory.documents import findable, point_of
from mado.directory.engine.document import Box
from mado.directory.engine.mapping import Square
from mado.directory.enums import LocationPrecision
from mado.directory.models import Organization
from mado.directory.queries import organizations_by_id
from mado.directory.search import SearchRequest, school_index

SQUARES_PER_TILE = 48
MOST_SQUARES = 12_000
MOST_GROUNDS = 200
MOST_SHOWN = 500
MOST_NEIGHBOURS = 400
CLOSE_ZOOM = 7
"""From here on only schools whose own place is known draw the ground: the centre of an area would look like a place."""


CLUSTER_PIXELS = 72
MARK_PIXELS = 36
MOST_SINGLE = 150
"""Up to so many schools in a view stand on the map one by one, or together only where they would overlap."""
MOST_NAMED = 12
APART_ZOOM = 15
"""From here on nothing is put together but what lies in one area."""


def extent_of(asked: SearchRequest) -> dict[str, Any]:
    """{"total", "located", "bounds": [south, west, north, east] or None} of a search."""
    total, located, box = school_index().extent(asked.q, asked.filters, asked.bounds)
    return {"total": total, "located": located, "bounds": [box.south, box.west, box.north, box.east] if box else None}


def map_of(asked: SearchRequest, view: Box, zoom: int) -> dict[str, Any]:
    """What stands in a view of the map:

    {"clusters": [{lat, lon, total, box, schools: […]}], "points": [{lat, lon, name, lang, url}],
     "areas": [{lat, lon, total, place, schools: […]}]}. Clusters of a crowded view name no schools.
    """
    side = 360 / 2**zoom * CLUSTER_PIXELS / 256
    squares = school_index().squares(asked.q, asked.filters, asked.bounds, view, side)
    if sum(square.total for square in squares) > MOST_SINGLE and zoom < APART_ZOOM:
        return {"clusters": [_cluster(one) for one in _apart(squares, side)], "points": [], "areas": []}
    return _singles(asked, view, 0 if zoom >= APART_ZOOM else side)


def _apart(squares: Sequence[Square], side: float) -> list[Square]:
    """Squares whose middles lie so near that their marks would cover each other, as one."""
    kept: list[Square] = []
    for square in sorted(squares, key=lambda one: -one.total):
        close = side * MARK_PIXELS / CLUSTER_PIXELS
        narrow = max(cos(radians(square.latitude)), 0.1)
        for at, other in enumerate(kept):
            across, up = abs(square.longitude - other.longitude), abs(square.latitude - other.latitude) / narrow
            if across < close and up < close:
                kept[at] = _joined(other, square)
                break
        else:
            kept.append(square)
    return kept


def _joined(one: Square, other: Square) -> Square:
    """The mark stays where the larger one stood."""
    box = Box(
        min(one.box.south, other.box.south),
        min(one.box.west, other.box.west),
        max(one.box.north, other.box.north),
        max(one.box.east, other.box.east),
    )
    return Square(one.total + other.total, one.latitude, one.longitude, box)


def _cluster(square: Square, schools: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    return {
        "lat": square.latitude,
        "lon": square.longitude,
        "total": square.total,
        "box": box_text(square.box),
        "schools": list(schools),
    }


def _singles(asked: SearchRequest, view: Box, side: float) -> dict[str, Any]:
    """The schools of a view themselves; those of one square together. `side` 0: all apart."""
    found = school_index().search(asked.q, asked.filters, bounds=asked.bounds, view=view, limit=MOST_SHOWN, facets=())
    rows = organizations_by_id([entry.pk for entry in found.hits])
    places: dict[tuple[float, float, str], list[Organization]] = defaultdict(list)
    for entry in found.hits:
        if (one := rows.get(entry.pk)) is not None and (point := point_of(one)) is not None:
            exact = one.location_precision == LocationPrecision.EXACT
            places[(*point, one.code) if exact else (*point, f"area/{one.city}")].append(one)
    squares: dict[object, list[tuple[float, float, str]]] = defaultdict(list)
    for place in places:
        squares[(floor(place[0] / side), floor(place[1] / side)) if side else place].append(place)
    answer: dict[str, Any] = {"clusters": [], "points": [], "areas": []}
    for square in squares.values():
        if len(square) > 1:
            answer["clusters"].append(_together(square, places))
            continue
        lat, lon, name = square[0]
        schools = [_entry(one) for one in places[square[0]]]
        if name.startswith("area/"):
            area = {"lat": lat, "lon": lon, "place": name[5:], "total": len(schools), "schools": schools[:MOST_NAMED]}
            answer["areas"].append(area)
        else:
            answer["points"].append({"lat": lat, "lon": lon, **schools[0]})
    return answer


def _together(
    square: Sequence[tuple[float, float, str]], places: dict[tuple[float, float, str], list[Organization]]
) -> dict[str, Any]:
    schools = [one for place in square for one in places[place]]
    lats, lons = [lat for lat, _lon, _name in square], [lon for _lat, lon, _name in square]
    box = Box(min(lats), min(lons), max(lats), max(lons))
    middle = Square(len(schools), sum(lats) / len(lats), sum(lons) / len(lons), box)
    return _cluster(middle, [_entry(one) for one in schools[:MOST_NAMED]])


def _entry(one: Organization) -> dict[str, str]:
    return {"name": one.name, "lang": one.name_language, "url": reverse("directory:school", args=[one.code])}


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: web-map zoom 0…16, and the box in whole tiles of 360/2^zoom degrees, counted from 0°/0°."""

    zoom: int
    west: int
    south: int
    east: int
    north: int

    @property
    def step(self) -> float:
        """Side of a square of the ground in degrees: about five pixels."""
        return 360.0 / float(1 << self.zoom) / SQUARES_PER_TILE


_GROUNDS: dict[tuple[object, ...], dict[str, Any]] = {}


def ground(view: View) -> dict[str, Any]:
    """{"step": degrees, "rows": {row: [columns]}}: squares in which listed schools stand, counted from 0°/0°.

    Read once per view and state of the search index, since every reader of the page asks for the same few.
    """
    key = (school_index().generation(), view)
    if key not in _GROUNDS:
        if len(_GROUNDS) >= MOST_GROUNDS:
            _GROUNDS.clear()
        _GROUNDS[key] = {"step": view.step, "rows": _ground_rows(view)}
    return _GROUNDS[key]


def _ground_rows(view: View) -> dict[str, list[int]]:
    tile = 360 / 2**view.zoom
    exact = [LocationPrecision.EXACT]
    known = exact if view.zoom > CLOSE_ZOOM else [*exact, LocationPrecision.AREA]
    squares = (
        findable()
        .filter(
            location_precision__in=known,
            longitude__range=(view.west * tile, view.east * tile),
            latitude__range=(view.south * tile, view.north * tile),
        )
        .order_by()
        .values_list(_square("latitude", view.step), _square("longitude", view.step))
        .distinct()[:MOST_SQUARES]
    )
    rows: dict[str, list[int]] = defaultdict(list)
    for row, column in squares:
        rows[str(int(row))].append(int(column))
    return {row: sorted(columns) for row, columns in sorted(rows.items())}


def _square(field: str, step: float) -> Floor:
    return Floor(F(field) / Value(step, output_field=FloatField()))


def places_of_region(country: str, region: str) -> Sequence[tuple[float, float]]:
    """(latitude, longitude) of schools with an exact place there, enough to draw the region's shape."""
    places = findable().filter(country=country, region=region, location_precision=LocationPrecision.EXACT)
    return tuple(places.order_by("code").values_list("latitude", "longitude")[:MOST_NEIGHBOURS])
