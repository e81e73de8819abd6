"""Pages for strangers, remembered for as long as nothing at all has changed in the database.

The key is PostgreSQL's own snapshot: its text is another as soon as any transaction that writes has begun or ended. So a
remembered page is never older than the database, with one query instead of a dozen, and nobody has to tell it of a change.
What depends on the clock is bounded by LONGEST_SECONDS.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

LONGEST_SECONDS = 30.0
MOST_PAGES = 400
SAME_FOR_ALL = frozenset({"theme", "django_language", "csrftoken"})
"""Cookies a stranger may carry without being somebody. A page that hands out a CSRF token is not remembered."""

View = Callable[..., HttpResponse]
_PAGES: OrderedDict[tuple[Any, ...], tuple[float, bytes, dict[str, str]]] = OrderedDict()
_GUARD = Lock()


def remembered_for_strangers(view: View) -> View:
    """For pages that are the same for everybody who is not signed in and that only read."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Inside a transaction of its own the snapshot does not show what this connection has written.
        if request.COOKIES.keys() - SAME_FOR_ALL or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        key = (
            _snapshot(),
            request.get_host(),
            request.get_full_path(),
            get_language(),
            request.COOKIES.get("theme", ""),
            request.headers.get("HX-Request", ""),
            request.headers.get("HX-History-Restore-Request", ""),
        )
        if (known := _recall(key)) is not None:
            return known
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not response.cookies and "CSRF_COOKIE" not in request.META:
            _remember(key, response)
        return response

    return wrapped


def _snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def _recall(key: tuple[Any, ...]) -> HttpResponse | None:
    with _GUARD:
        known = _PAGES.get(key)
    if known is None or time.monotonic() - known[0] > LONGEST_SECONDS:
        return None
    return HttpResponse(known[1], headers=known[2])


def _remember(key: tuple[Any, ...], response: HttpResponse) -> None:
    with _GUARD:
        _PAGES[key] = (time.monotonic(), response.content, dict(response.items()))
        while len(_PAGES) > MOST_PAGES:
            _PAGES.popitem(last=False)
