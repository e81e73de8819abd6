"""Parts of the shell that are the same on every page a stranger reads, rendered once per process.

What differs is put in each time: the rest of the page's address (in the language links and in the theme form) and the
reader's own CSRF token.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

REST = "\ue000rest-of-the-address\ue000"
TOKEN = "\ue000token\ue000"  # noqa: S105  # a place for one, none itself
MOST_PARTS = 1_000
_PARTS: dict[tuple[Any, ...], str] = {}


def part_for_strangers(
    name: str, request: HttpRequest, theme: str, render: Callable[[str, str], str]
) -> SafeString | None:
    """The part `name` of this page; None where the reader is somebody or the address has no language.

    `render(path, token)` makes it for any path and token; it may depend on nothing else but the language, the theme and
    the route.
    """
    user, match = getattr(request, "user", None), request.resolver_match
    language = get_language()
    path = request.get_full_path()
    prefix = f"/{language}/"
    if user is None or user.is_authenticated or match is None or not path.startswith(prefix):
        return None
    key = (name, language, theme, match.view_name)
    text = _PARTS.get(key)
    if text is None:
        text = render(prefix + REST, TOKEN)
        if len(_PARTS) < MOST_PARTS:
            _PARTS[key] = text
    text = text.replace(REST, escape(path.removeprefix(prefix)))
    if TOKEN in text:
        text = text.replace(TOKEN, get_token(request))
    return mark_safe(text)  # noqa: S308  # rendered by a template; what is put in is escaped or our own token
