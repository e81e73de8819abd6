from dataclasses import replace
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from mado.directory.asking import PAGE_ROWS, read_page, read_request, to_query
from mado.directory.contributions import Rank, help_links_for, own_school_of, ranking_of
from mado.directory.documents import point_of
from mado.directory.engine.query import LONGEST_TEXT
from mado.directory.models import Organization
from mado.directory.search import MOST_OFFSET, SORTS, SearchRequest, SearchResult, search_organizations
from mado.directory.services.indexing import queue_rebuild
from mado.directory.web.choices import SORT_LABELS, chips_for, facets_for
from mado.directory.web.comparing import chosen_codes
from mado.directory.web.likeness import like_mine
from mado.directory.web.rows import rows_for, said_of
from mado.directory.web.stamp import directory_stamp
from mado.directory.web.starting import start_for
from mado.directory.web.suggestions import options_for
from mado.directory.web.tables import places_table
from mado.directory.web.ways import ways_out
from mado.kernel.unchanged import remembered_for_strangers


@gzip_page
@require_safe
@remembered_for_strangers(directory_stamp)
def find(request: HttpRequest) -> HttpResponse:
    """Schools and universities by name, place and wish. With htmx only the part that changes.

    Compressed, because it repeats itself; Django pads such answers at random, and the token in them is masked anew each
    time, so that their length tells nothing.
    """
    own = own_school_of(request)
    rank = ranking_of(request)
    asked = _suiting(_from_home(read_request(request.GET), own), rank)
    found = search_organizations(asked)
    if found.degraded:
        queue_rebuild()
    start = start_for(asked, own)
    said = said_of(found, own)
    query = to_query(asked)
    compared = chosen_codes(request.GET.get("compare", ""))
    context = {
        "asked": asked,
        "found": found,
        "start": start,
        "query": query,
        "total_text": f"{found.total:,}",
        "rows": rows_for(request, found, said, start, asked.q),
        "facets": list(facets_for(asked, found.facets)),
        "taking_part": _yes(found, "takes_part"),
        "open_now": _yes(found, "open_now"),
        "chips": list(chips_for(asked)),
        "sorts": _sorts(asked, own, suits=rank is not None),
        "like_mine": like_mine(asked, own, said.of.get(own.pk) if own else None),
        "places": places_table(asked, found),
        "ways": ways_out(asked) if not found.total else [],
        "help_links": help_links_for(request, query) if not found.total else [],
        "compared": compared,
        "shown_codes": [hit.code for hit in found.hits],
        "kept": _kept(asked, compared),
        "bare_query": to_query(SearchRequest(q=asked.q, near_text=asked.near_text, sort=asked.sort)),
        "tail": f"&compare={','.join(compared)}" if compared else "",
        "points_url": f"{reverse('directory:find_points')}?{query}",
        **_pages(request, asked, found),
    }
    # A partial for htmx, but a whole page when the browser takes it from its history.
    partial = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = render(request, "directory/found.html" if partial else "directory/find.html", context)
    response["Vary"] = "HX-Request, Accept-Language, Cookie"
    return response


def _from_home(asked: SearchRequest, own: Organization | None) -> SearchRequest:
    """Nearest first needs a place to start from: the one given, else the reader's own school, else it is no order."""
    if asked.sort != "distance" or asked.near is not None:
        return asked
    point = point_of(own) if own is not None else None
    if own is None or point is None:
        return replace(asked, sort=SORTS[0])
    return replace(asked, near=point, near_text=own.code)


def _suiting(asked: SearchRequest, rank: Rank | None) -> SearchRequest:
    """What suits the reader first needs a reader with a wish; for others it is no order."""
    if asked.sort != "suits":
        return asked
    return replace(asked, sort=SORTS[0]) if rank is None else replace(asked, first=tuple(rank()))


def _kept(asked: SearchRequest, compared: tuple[str, ...]) -> list[tuple[str, str]]:
    """What the form hands on without showing it."""
    query = QueryDict(to_query(asked))
    kept = [(name, query[name]) for name in ("pupils", "box", "near", "sort") if name in query]
    return [*kept, ("compare", ",".join(compared))] if compared else kept


def _yes(found: SearchResult, flag: str) -> str:
    return f"{next((row.count for row in found.facets.get(flag, [])), 0):,}"


def _sorts(asked: SearchRequest, own: Organization | None, *, suits: bool) -> list[dict[str, Any]]:
    """The orders on offer: by distance only where it is known from where, by what suits only who looks for something."""
    home = own.code if own is not None and point_of(own) else ""
    near = asked.near_text or home
    return [
        {
            "label": label,
            "query": to_query(asked, sort=sort, near=near if sort == "distance" else asked.near_text),
            "current": sort == asked.sort,
        }
        for sort, label in SORT_LABELS.items()
        if (sort != "distance" or near) and (sort != "suits" or suits)
    ]


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


@gzip_page
@require_safe
def find_suggest(request: HttpRequest) -> JsonResponse:
    """What the reader may be about to write: {"options": […], "status": a sentence for who cannot see them}."""
    options = options_for(request.GET.get("q", "").replace("\0", " ")[:LONGEST_TEXT])
    count = len(options)
    status = ngettext("%(count)s suggestion", "%(count)s suggestions", count) % {"count": count}
    response = JsonResponse({"options": options, "status": status if count else _("No suggestions")})
    response["Cache-Control"] = "private, max-age=60"
    return response
