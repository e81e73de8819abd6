"""Pages for strangers, remembered for as long as nothing has changed that they show.

Whoever uses this gives a stamp: something cheap to ask that is another after every deed, such as the latest entry of the
audit chain (written in the transaction of every deed, one writer at a time). So a remembered page shows every deed at once,
with one query instead of a dozen. What the clock changes, or what is written past the services, shows after LONGEST_SECONDS.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

LONGEST_SECONDS = 30.0
MOST_PAGES = 400
SAME_FOR_ALL = frozenset({"theme", "django_language", "csrftoken", "__Host-csrf"})
"""Cookies a stranger may carry without being somebody."""
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}(")')
_NO_TOKEN = rb"\1\2"
_WITHOUT_TOKEN = b'name="csrfmiddlewaretoken" value=""'

View = Callable[..., HttpResponse]
_PAGES: OrderedDict[tuple[Any, ...], tuple[float, bytes, dict[str, str]]] = OrderedDict()
_GUARD = Lock()


def remembered_for_strangers(stamp: Callable[[], object]) -> Callable[[View], View]:
    """`stamp` None: remember nothing now. For pages that are the same for everybody who is not signed in and that only read."""

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Inside a transaction of its own (as in tests) this connection may have written without a deed.
            if request.COOKIES.keys() - SAME_FOR_ALL or connection.in_atomic_block:
                return view(request, *args, **kwargs)
            if (mark := stamp()) is None:
                return view(request, *args, **kwargs)
            key = (mark, *_asked(request))
            if (known := _recall(key, request)) is not None:
                return known
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.cookies:
                _remember(key, response)
            return response

        return wrapped

    return decorated


def _asked(request: HttpRequest) -> tuple[str | None, ...]:
    """All that a page for strangers may depend on."""
    return (
        request.get_host(),
        request.get_full_path(),
        get_language(),
        request.COOKIES.get("theme"),
        request.headers.get("HX-Request"),
        request.headers.get("HX-History-Restore-Request"),
    )


def _recall(key: tuple[Any, ...], request: HttpRequest) -> HttpResponse | None:
    """The page with this reader's own CSRF token in its forms."""
    with _GUARD:
        known = _PAGES.get(key)
    if known is None or time.monotonic() - known[0] > LONGEST_SECONDS:
        return None
    content = known[1]
    if _WITHOUT_TOKEN in content:
        content = content.replace(
            _WITHOUT_TOKEN, b'name="csrfmiddlewaretoken" value="%s"' % get_token(request).encode()
        )
    return HttpResponse(content, headers=known[2])


def _remember(key: tuple[Any, ...], response: HttpResponse) -> None:
    """Keep the page without the token of whoever asked first."""
    with _GUARD:
        _PAGES[key] = (time.monotonic(), _TOKEN.sub(_NO_TOKEN, response.content), dict(response.items()))
        while len(_PAGES) > MOST_PAGES:
            _PAGES.popitem(last=False)
