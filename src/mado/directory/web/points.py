"""Places for the map. A location that is only the centre of an area is handed out as an area, never as a point."""

from collections import defaultdict
from typing import Any

from django.db.models import F, FloatField
from django.db.models.functions import Cast, Floor
from django.urls import reverse

from mado.directory.documents import findable
from mado.directory.enums import LocationPrecision
from mado.directory.models import Organization
from mado.directory.search import SearchResult, school_index

GROUND_STEP = 0.2
"""Degrees: the schools themselves draw the land, as squares of this side."""


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


_GROUND: dict[tuple[int, int, int], dict[str, Any]] = {}


def ground() -> dict[str, Any]:
    """{"step": degrees, "rows": {row: [columns]}}: squares with at least one school, counted from −90/−180.

    Read from the database once per state of the search index (a quarter of a second for 115,000 schools).
    """
    generation = school_index().generation()
    if generation not in _GROUND:
        _GROUND.clear()
        _GROUND[generation] = {"step": GROUND_STEP, "rows": _ground_rows()}
    return _GROUND[generation]


def _ground_rows() -> dict[str, list[int]]:
    squares = (
        findable()
        .exclude(location_precision=LocationPrecision.NONE)
        .order_by()
        .values_list(_square("latitude", 90), _square("longitude", 180))
        .distinct()
    )
    rows: dict[str, list[int]] = defaultdict(list)
    for row, column in squares:
        rows[str(int(row))].append(int(column))
    return {row: sorted(columns) for row, columns in sorted(rows.items())}


def _square(field: str, shift: int) -> Floor:
    return Floor(Cast((F(field) + shift) / GROUND_STEP, FloatField()))


def neighbours_of(one: Organization, most: int = 400) -> list[tuple[float, float]]:
    """(latitude, longitude) of schools with an exact place in the same region: they draw its shape around this one."""
    if not one.region:
        return []
    places = findable().filter(country=one.country, region=one.region, location_precision=LocationPrecision.EXACT)
    return list(places.order_by("code").values_list("latitude", "longitude")[:most])
