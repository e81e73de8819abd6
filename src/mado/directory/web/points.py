"""Places for the map. A location that is only the centre of an area is handed out as an area, never as a point."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F, FloatField, Value
from django.db.models.functions import Floor
from django.urls import reverse

from mado.directory.documents import findable
from mado.directory.engine.index import IndexMissing
from mado.directory.enums import LocationPrecision
from mado.directory.models import Organization
from mado.directory.search import SearchResult, school_index

SQUARES_PER_TILE = 48
MOST_SQUARES = 12_000
MOST_GROUNDS = 200
MOST_NEIGHBOURS = 400
CLOSE_ZOOM = 7
"""From here on only schools whose own place is known draw the ground: the centre of an area would look like a place."""


def map_of(found: SearchResult) -> dict[str, Any]:
    """{"total", "shown", "points": [{lat, lon, name, lang, url}], "areas": [{lat, lon, count, place, schools: […]}]}."""
    points, areas = [], defaultdict(list)
    for hit in found.hits:
        one = found.organizations[hit.organization_id]
        if one.latitude is None or one.longitude is None or one.location_precision == LocationPrecision.NONE:
            continue
        entry = {"name": one.name, "lang": one.name_language, "url": reverse("directory:school", args=[one.code])}
        if one.location_precision == LocationPrecision.EXACT:
            points.append({"lat": one.latitude, "lon": one.longitude, **entry})
        else:
            areas[(round(one.latitude, 4), round(one.longitude, 4), one.city)].append(entry)
    return {
        "total": found.total,
        "shown": len(points) + sum(len(schools) for schools in areas.values()),
        "points": points,
        "areas": [
            {"lat": lat, "lon": lon, "place": place, "count": len(schools), "schools": schools[:12]}
            for (lat, lon, place), schools in areas.items()
        ],
    }


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


def neighbours_of(one: Organization) -> Sequence[tuple[float, float]]:
    """(latitude, longitude) of schools with an exact place in the same region: they draw its shape around this one."""
    try:
        return _places_of_region(school_index().generation(), one.country, one.region) if one.region else ()
    except IndexMissing:
        return ()


@lru_cache(maxsize=128)
def _places_of_region(generation: object, country: str, region: str) -> Sequence[tuple[float, float]]:  # noqa: ARG001  # part of the key: a new index, a new answer
    places = findable().filter(country=country, region=region, location_precision=LocationPrecision.EXACT)
    return tuple(places.order_by("code").values_list("latitude", "longitude")[:MOST_NEIGHBOURS])
