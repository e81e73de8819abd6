from django.http import HttpRequest, JsonResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from mado.directory.asking import read_box, read_request
from mado.directory.engine.index import IndexMissing
from mado.directory.web.place_names import names_in
from mado.directory.web.points import View, extent_of, ground, map_of

MOST_TILES = 16
FARTHEST_ZOOM = 16


@gzip_page
@require_safe
def find_points(request: HttpRequest) -> JsonResponse:
    """Without `view`: how many places the search has, and where. With `view` (south,west,north,east) and `zoom`: what
    stands there."""
    asked = read_request(request.GET)
    view = read_box(request.GET.get("view", ""))
    try:
        answer = map_of(asked, view, _zoom(request)) if view else extent_of(asked)
    except IndexMissing:
        answer = {"total": 0, "located": 0, "bounds": None, "clusters": [], "points": [], "areas": []}
    response = JsonResponse(answer)
    response["Cache-Control"] = "private, max-age=60"
    return response


@gzip_page
@require_safe
def find_ground(request: HttpRequest) -> JsonResponse:
    """Where schools are at all, in the part of the world a map shows, and what its places are called: its ground. No
    tiles, no network."""
    view = _view(request)
    try:
        response = JsonResponse(ground(view) | {"names": names_in(view)})
    except IndexMissing:
        return JsonResponse({"step": view.step, "rows": {}, "names": []})
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _zoom(request: HttpRequest) -> int:
    return min(max(_whole(request, "zoom"), 0), FARTHEST_ZOOM)


def _view(request: HttpRequest) -> View:
    """The view asked for, brought into the bounds of the world and of a screen."""
    zoom = _zoom(request)
    most = 2**zoom
    west, south = (min(max(_whole(request, name), -most), most) for name in ("west", "south"))
    east = min(max(_whole(request, "east"), west), west + MOST_TILES)
    north = min(max(_whole(request, "north"), south), south + MOST_TILES)
    return View(zoom, west, south, east, north)


def _whole(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "0")
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 8 else 0
