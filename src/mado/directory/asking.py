"""Between the address bar and a search: the URL is the state of the Find page."""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict

from mado.directory.documents import point_of
from mado.directory.engine.document import Box, Point
from mado.directory.engine.query import LONGEST_TEXT
from mado.directory.models import Organization
from mado.directory.queries import organizations_of_codes
from mado.directory.search import FLAGS, MOST_OFFSET, SORTS, SearchRequest

PAGE_ROWS = 20
MOST_VALUES = 12
LONGEST_VALUE = 24
MOST_PUPILS = 100_000
CHOICES = ("country", "region", "level", "kind", "language", "topic")
IN_ADDRESS = ("q", *CHOICES, *FLAGS, "pupils", "box", "near", "sort")
"""Everything of a search that stands in its address, in this order. `near` stands as it was given: a code or a point."""


def read_request(query: QueryDict) -> SearchRequest:
    """A search from any query string; what makes no sense is left out, never an error.

    One database query when distances start from a school, else none.
    """
    sort = query.get("sort", "")
    near, near_text = _read_near(query.get("near", ""))
    choices: dict[str, Any] = {name: _values(query, name) for name in CHOICES}
    return SearchRequest(
        q=query.get("q", "").replace("\0", " ")[:LONGEST_TEXT].strip(),
        takes_part=query.get("takes_part") == "yes",
        open_now=query.get("open_now") == "yes",
        pupils=read_pupils(query.get("pupils", "")),
        box=read_box(query.get("box", "")),
        near=near,
        near_text=near_text,
        sort=sort if sort in SORTS else SORTS[0],
        first=(),  # who reads is not in the address
        limit=PAGE_ROWS,
        offset=(read_page(query) - 1) * PAGE_ROWS,
        **choices,
    )


def read_page(query: QueryDict) -> int:
    """The page number, from 1."""
    number = _whole(query.get("page", "1")) or 1
    return min(max(number, 1), MOST_OFFSET // PAGE_ROWS)


def read_pupils(text: str) -> tuple[int, int] | None:
    """ "200-800" → (200, 800); None for anything else."""
    low, dash, high = text.partition("-")
    ends = (_whole(low), _whole(high))
    if not dash or ends[0] is None or ends[1] is None:
        return None
    return (min(ends[0], MOST_PUPILS), min(ends[1], MOST_PUPILS))


def read_box(text: str) -> Box | None:
    """ "south,west,north,east" in degrees; None for anything else."""
    numbers = _degrees(text, 4)
    if numbers is None:
        return None
    south, west, north, east = numbers
    fits = -90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180
    return Box(south, west, north, east) if fits else None


def box_text(box: Box) -> str:
    """As read_box reads it, to about a hundred metres."""
    return ",".join(f"{degrees:.3f}" for degrees in (box.south, box.west, box.north, box.east))


def read_point(text: str) -> Point | None:
    """ "latitude,longitude" in degrees; None for anything else."""
    numbers = _degrees(text, 2)
    return (numbers[0], numbers[1]) if numbers and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180 else None


def _degrees(text: str, count: int) -> list[float] | None:
    parts = text.split(",")
    if len(parts) != count or len(text) > 80:
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    return numbers if all(-360 <= number <= 360 for number in numbers) else None


def _read_near(text: str) -> tuple[Point | None, str]:
    text = text.strip()
    if not text or (point := read_point(text)) is not None:
        return (point, text) if text else (None, "")
    one = start_of(text)
    return (point_of(one), one.code) if one else (None, "")


def start_of(text: str) -> Organization | None:
    """The school distances start from when the address names one that has a place; None otherwise."""
    found = organizations_of_codes([text])
    return found[0] if found and point_of(found[0]) else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = (value.strip() for value in query.getlist(name))
    return tuple(dict.fromkeys(v for v in values if v and len(v) <= LONGEST_VALUE and v.isprintable()))[:MOST_VALUES]


def to_query(request: SearchRequest, **changes: Any) -> str:
    """The query string of this search with some values changed; the first page unless `page` is given."""
    pairs: list[tuple[str, str]] = []
    values: dict[str, Any] = {
        name: getattr(request, "near_text" if name == "near" else name) for name in IN_ADDRESS
    } | changes
    for name, value in values.items():
        if value and (name, value) != ("sort", SORTS[0]):
            pairs += [(name, text) for text in _text_of(name, value)]
    return urlencode(pairs, safe=",", quote_via=quote)


def _text_of(name: str, value: Any) -> list[str]:
    if name in CHOICES:
        return list(value)
    if name == "pupils":
        return ["{}-{}".format(*value)]
    if name == "box":
        return [box_text(value)]
    return ["yes"] if name in FLAGS else [str(value)]
