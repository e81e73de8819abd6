"""Parts of the shell that are the same on every page a stranger reads, rendered once per process.

What differs is put in each time: the rest of the page's address (in the language links and in the theme form), the
reader's own CSRF token, and texts a template names.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

REST = "\ue000rest-of-the-address\ue000"
TOKEN = "\ue000token\ue000"  # noqa: S105  # a place for one, none itself
MOST_PARTS = 1_000
_PARTS: dict[tuple[Any, ...], str] = {}


def part_for_strangers(
    name: str, request: HttpRequest, theme: str, texts: Mapping[str, Any], render: Callable[..., str]
) -> SafeString | None:
    """The part `name` of this page; None where the reader is somebody or the address has no language.

    `render(path, token, places)` makes it for any path, token and texts; it may depend on nothing else but the language,
    the theme and the route.
    """
    user, match = getattr(request, "user", None), request.resolver_match
    language = get_language()
    if user is None or user.is_authenticated or match is None:
        return None
    rest = _rest_of_address(request, language)
    if rest is None:
        return None
    key = (name, language, theme, match.view_name)
    text = _PARTS.get(key)
    if text is None:
        text = render(f"/{language}/{REST}", TOKEN, {one: _place_of(one) for one in texts})
        if len(_PARTS) < MOST_PARTS:
            _PARTS[key] = text
    text = text.replace(REST, rest)
    if TOKEN in text:
        text = text.replace(TOKEN, get_token(request))
    for one, value in texts.items():
        text = text.replace(_place_of(one), conditional_escape(value))
    return mark_safe(text)  # noqa: S308  # rendered by a template; what is put in is escaped or our own token


def _place_of(name: str) -> str:
    return f"\ue000{name}\ue000"


def _rest_of_address(request: HttpRequest, language: str | None) -> str | None:
    """What follows the language in the page's address, escaped; None where the address does not begin with it. Worked out
    once per request and language, since a page has many parts."""
    known: tuple[str | None, str | None] | None = getattr(request, "_rest_of_address", None)
    if known is None or known[0] != language:
        path, prefix = request.get_full_path(), f"/{language}/"
        known = (language, escape(path.removeprefix(prefix)) if path.startswith(prefix) else None)
        request._rest_of_address = known  # noqa: SLF001  # our own memory on the request
    return known[1]
