"""A small picture of where a school lies: the schools of its region as dots draw the region's shape."""

from dataclasses import dataclass
from math import cos, radians

from mado.directory.enums import LocationPrecision
from mado.directory.models import Organization
from mado.directory.web.points import neighbours_of

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


def draw_locator(one: Organization) -> Locator | None:
    """None when the place is unknown or too few neighbours are known to draw anything one could recognise."""
    if one.location_precision == LocationPrecision.NONE or one.latitude is None or one.longitude is None:
        return None
    around = neighbours_of(one)
    if len(around) < LEAST_DOTS:
        return None
    narrow = max(cos(radians(one.latitude)), 0.1)
    places = [(lon * narrow, lat) for lat, lon in [*around, (one.latitude, one.longitude)]]
    left, right = min(x for x, _y in places), max(x for x, _y in places)
    bottom, top = min(y for _x, y in places), max(y for _x, y in places)
    scale = min((WIDTH - 2 * MARGIN) / (right - left or 1), (HEIGHT - 2 * MARGIN) / (top - bottom or 1))
    shift_x = (WIDTH - (right - left) * scale) / 2
    shift_y = (HEIGHT - (top - bottom) * scale) / 2
    seen = [(shift_x + (x - left) * scale, HEIGHT - shift_y - (y - bottom) * scale) for x, y in places]
    *dots, (x, y) = seen
    is_area = one.location_precision == LocationPrecision.AREA
    return Locator(
        dots="".join(f"M{x:.0f} {y:.0f}h0" for x, y in dict.fromkeys((round(x), round(y)) for x, y in dots)),
        x=round(x, 1),
        y=round(y, 1),
        radius=max(10.0, round(AREA_KM / KM_PER_DEGREE * scale, 1)) if is_area else 0,
    )
