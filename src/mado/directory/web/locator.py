"""A small picture of where a school lies: the schools of its region as dots draw the region's shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, radians

from mado.directory.engine.index import IndexMissing
from mado.directory.enums import LocationPrecision
from mado.directory.models import Organization
from mado.directory.search import school_index
from mado.directory.web.points import places_of_region

WIDTH, HEIGHT, MARGIN = 320, 240, 12
AREA_KM = 4.0
KM_PER_DEGREE = 111.2
LEAST_DOTS = 12


@dataclass(frozen=True, slots=True)
class Locator:
    """Screen units of a WIDTH × HEIGHT picture. `dots` is an SVG path; `radius` is of the area or 0 for a point."""

    dots: str
    x: float
    y: float
    radius: float
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Ground:
    """A region drawn to fit the picture. `narrow`: how much shorter a degree of longitude is there; `left`, `bottom` in
    degrees, longitude narrowed; `scale` in screen units per degree."""

    places: Sequence[tuple[float, float]]
    narrow: float
    left: float
    bottom: float
    scale: float
    shift_x: float
    shift_y: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = self.shift_x + (longitude * self.narrow - self.left) * self.scale
        return x, HEIGHT - self.shift_y - (latitude - self.bottom) * self.scale

    def holds(self, x: float, y: float) -> bool:
        edge = MARGIN / 2
        return edge <= x <= WIDTH - edge and edge <= y <= HEIGHT - edge

    @cached_property
    def dots(self) -> str:
        seen = (self.at(*place) for place in self.places)
        return "".join(f"M{x} {y}h0" for x, y in dict.fromkeys((round(x), round(y)) for x, y in seen))


def draw_locator(one: Organization) -> Locator | None:
    """None when the place is unknown or too few neighbours are known to draw anything one could recognise."""
    if one.location_precision == LocationPrecision.NONE or one.latitude is None or one.longitude is None:
        return None
    try:
        ground = _region(school_index().generation(), one.country, one.region) if one.region else None
    except IndexMissing:
        return None
    if ground is None:
        return None
    here = (one.latitude, one.longitude)
    if not ground.holds(*ground.at(*here)):
        ground = _fitted(ground.places, here)
    x, y = ground.at(*here)
    is_area = one.location_precision == LocationPrecision.AREA
    return Locator(
        dots=ground.dots,
        x=round(x, 1),
        y=round(y, 1),
        radius=max(10.0, round(AREA_KM / KM_PER_DEGREE * ground.scale, 1)) if is_area else 0,
    )


@lru_cache(maxsize=256)
def _region(generation: object, country: str, region: str) -> Ground | None:  # noqa: ARG001  # part of the key: a new index, a new answer
    places = places_of_region(country, region)
    return _fitted(places) if len(places) >= LEAST_DOTS else None


def _fitted(places: Sequence[tuple[float, float]], *here: tuple[float, float]) -> Ground:
    """The region's places in a picture that holds `here`, too."""
    lats, lons = zip(*places, *here, strict=True)
    bottom, top = min(lats), max(lats)
    narrow = max(cos(radians((bottom + top) / 2)), 0.1)
    left, right = min(lons) * narrow, max(lons) * narrow
    scale = min((WIDTH - 2 * MARGIN) / (right - left or 1), (HEIGHT - 2 * MARGIN) / (top - bottom or 1))
    return Ground(
        places,
        narrow,
        left,
        bottom,
        scale,
        shift_x=(WIDTH - (right - left) * scale) / 2,
        shift_y=(HEIGHT - (top - bottom) * scale) / 2,
    )
