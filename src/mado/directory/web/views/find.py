from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from mado.directory.engine.index import IndexMissing
from mado.directory.engine.query import read_text
from mado.directory.search import MOST_OFFSET, SearchRequest, SearchResult, search_organizations
from mado.directory.services.indexing import queue_rebuild
from mado.directory.web.asking import (
    PAGE_ROWS,
    SORT_LABELS,
    chips_for,
    facets_for,
    read_page,
    read_request,
    to_query,
)
from mado.directory.web.points import View, ground, map_of
from mado.directory.web.rows import rows_for
from mado.directory.web.stamp import directory_stamp
from mado.kernel.unchanged import remembered_for_strangers

MOST_POINTS = 500
MOST_OTHER_WORDS = 4
MOST_TILES = 16


@dataclass(frozen=True, slots=True)
class Way:
    """A search that does find something, offered when this one does not. `text` "" keeps no text."""

    text: str
    query: str
    total: int


@require_safe
@remembered_for_strangers(directory_stamp)
def find(request: HttpRequest) -> HttpResponse:
    """Schools and universities by name, place and wish. With htmx only the part that changes."""
    asked = read_request(request.GET)
    found = search_organizations(asked)
    if found.degraded:
        queue_rebuild()
    rows = rows_for(request, found)
    context = {
        "asked": asked,
        "found": found,
        "total_text": f"{found.total:,}",
        "rows": rows,
        "facets": list(facets_for(asked, found.facets)),
        "taking_part": next((row.count for row in found.facets.get("takes_part", [])), 0),
        "chips": list(chips_for(asked)),
        "sorts": [
            {"label": label, "query": to_query(asked, sort=sort), "current": sort == asked.sort}
            for sort, label in SORT_LABELS.items()
        ],
        "ways": list(_other_ways(asked)) if not found.total else [],
        "points_url": f"{reverse('directory:find_points')}?{to_query(asked)}",
        **_pages(request, asked, found),
    }
    # A partial for htmx, but a whole page when the browser takes it from its history.
    partial = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = render(request, "directory/found.html" if partial else "directory/find.html", context)
    response["Vary"] = "HX-Request, Accept-Language, Cookie"
    return response


def _pages(request: HttpRequest, asked: SearchRequest, found: SearchResult) -> dict[str, Any]:
    """The page one is on, and its neighbours."""
    page = read_page(request.GET)
    last = max(1, min(ceil(found.total / PAGE_ROWS), MOST_OFFSET // PAGE_ROWS))
    near = [n for n in range(page - 2, page + 3) if 1 <= n <= last]
    return {
        "page": page,
        "last_page": last,
        "first_row": asked.offset + 1,
        "last_row": asked.offset + len(found.hits),
        "pages": [{"number": n, "query": to_query(asked, page=n), "current": n == page} for n in near],
        "first_query": to_query(asked),
        "previous_query": to_query(asked, page=page - 1) if page > 1 else "",
        "next_query": to_query(asked, page=page + 1) if page < last else "",
    }


def _other_ways(asked: SearchRequest) -> Iterator[Way]:
    """Searches near to one that found nothing: without the filters, without the text, or with a part of the text."""
    tries: list[tuple[str, SearchRequest]] = []
    bare = SearchRequest(q=asked.q, sort=asked.sort)
    if asked.filters and asked.q:
        tries.append((asked.q, bare))
        tries.append(("", replace(asked, q="", offset=0)))
    elif asked.filters:
        tries += [("", replace(asked, offset=0, **{name: ()})) for name in asked.filters if name != "takes_part"]
    tries += [(text, replace(bare, q=text)) for text in _parts(asked.q)]
    offered = 0
    for text, other in tries:
        total = search_organizations(replace(other, limit=0, facets=())).total
        if total and offered < MOST_OTHER_WORDS:
            offered += 1
            yield Way(text, to_query(other), total)


def _parts(text: str) -> list[str]:
    """The words of a text one by one, and long ones in Han, Kana or Hangul without their first or last letter."""
    pieces = read_text(text).folded[:3]
    parts = [piece for piece, _pairs in pieces] if len(pieces) > 1 else []
    for piece, pairs in pieces:
        if pairs and len(piece) > 2:
            parts += [piece[:-1], piece[1:], piece[:2]]
    return list(dict.fromkeys(parts))


@gzip_page
@require_safe
def find_points(request: HttpRequest) -> JsonResponse:
    """At most 500 places of the current search for the map."""
    asked = replace(read_request(request.GET), limit=MOST_POINTS, offset=0, facets=())
    found = search_organizations(asked)
    response = JsonResponse(map_of(found))
    response["Cache-Control"] = "private, max-age=60"
    return response


@gzip_page
@require_safe
def find_ground(request: HttpRequest) -> JsonResponse:
    """Where schools are at all, in the part of the world a map shows: its ground. No tiles, no network."""
    view = _view(request)
    try:
        response = JsonResponse(ground(view))
    except IndexMissing:
        return JsonResponse({"step": view.step, "rows": {}})
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _view(request: HttpRequest) -> View:
    """The view asked for, brought into the bounds of the world and of a screen."""
    zoom = min(max(_whole(request, "zoom"), 0), 16)
    most = 2**zoom
    west, south = (min(max(_whole(request, name), -most), most) for name in ("west", "south"))
    east = min(max(_whole(request, "east"), west), west + MOST_TILES)
    north = min(max(_whole(request, "north"), south), south + MOST_TILES)
    return View(zoom, west, south, east, north)


def _whole(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "0")
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 8 else 0
