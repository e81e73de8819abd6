"""How far a school is, in words: exact only between two places that are both known exactly."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mado.directory.asking import start_of
from mado.directory.documents import point_of
from mado.directory.engine.distance import kilometres
from mado.directory.engine.document import Point
from mado.directory.enums import LocationPrecision
from mado.directory.models import Organization
from mado.directory.search import SearchRequest

EXACT_BELOW_KM = 10


@dataclass(frozen=True, slots=True)
class Start:
    """Where distances start. `organization` None: a point the reader gave."""

    point: Point
    is_exact: bool
    organization: Organization | None = None


def start_for(asked: SearchRequest, own: Organization | None) -> Start | None:
    """Of this search; None when it names none. One query when it names another school than the reader's own."""
    if asked.near is None:
        return None
    if "," in asked.near_text:
        return Start(asked.near, is_exact=True)
    one = own if own is not None and own.code == asked.near_text else start_of(asked.near_text)
    return Start(asked.near, _is_exact(one), one) if one else None


def start_at(own: Organization | None) -> Start | None:
    """From the reader's own school, when its place is known."""
    point = point_of(own) if own else None
    return Start(point, _is_exact(own), own) if own and point else None


def _is_exact(one: Organization | None) -> bool:
    return one is not None and one.location_precision == LocationPrecision.EXACT


def distance_text(start: Start | None, one: Organization) -> str:
    """ "3.2 km away", "about 12 km away"; "" when there is no start, no place, or the school is the start itself."""
    point = point_of(one)
    if start is None or point is None or (start.organization is not None and start.organization.pk == one.pk):
        return ""
    way = kilometres(start.point, point)
    if start.is_exact and _is_exact(one):
        return _("%(kilometres)s km away") % {"kilometres": f"{way:.1f}" if way < EXACT_BELOW_KM else f"{way:,.0f}"}
    if way < 1:
        return _("in the same area")
    return _("about %(kilometres)s km away") % {"kilometres": f"{way:,.0f}"}
