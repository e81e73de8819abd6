"""Names of countries and regions on the map, each in the middle of its listed schools: without them a map without tiles
says little. From far away countries, closer by the regions of those that have any."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from mado.directory.engine.mapping import Middle
from mado.directory.search import school_index
from mado.directory.web.points import View
from mado.reference.places import country_name, region_name

REGIONS_FROM_ZOOM = 5
MOST_NAMES = 60


def names_in(view: View) -> list[tuple[float, float, str]]:
    """(latitude, longitude, name in the reader's language), the places with most schools first."""
    tile = 360 / 2**view.zoom
    south, north, west, east = (edge * tile for edge in (view.south, view.north, view.west, view.east))
    middles = _middles(school_index().generation(), by_region=view.zoom >= REGIONS_FROM_ZOOM)
    seen = (one for one in middles if south <= one.latitude <= north and west <= one.longitude <= east)
    return [
        (one.latitude, one.longitude, region_name(one.region) if one.region else country_name(one.country))
        for one, _place in zip(seen, range(MOST_NAMES), strict=False)
    ]


@lru_cache(maxsize=4)
def _middles(generation: object, *, by_region: bool) -> Sequence[Middle]:  # noqa: ARG001  # part of the key: a new index, a new answer
    groups = defaultdict(list)
    for one in school_index().middles():
        groups[one.country, one.region if by_region else ""].append(one)
    middles = [_middle(*place, parts) for place, parts in groups.items()]
    return sorted(middles, key=lambda one: (-one.total, one.country, one.region))


def _middle(country: str, region: str, parts: Sequence[Middle]) -> Middle:
    total = sum(part.total for part in parts)
    latitude = sum(part.latitude * part.total for part in parts) / total
    longitude = sum(part.longitude * part.total for part in parts) / total
    return Middle(country, region, total, round(latitude, 3), round(longitude, 3))
