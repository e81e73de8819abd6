from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mado.accounts.models import Appointment
from mado.accounts.queries import may_read_all, office_appointments_of, seats_of
from mado.correspondence.queries import unread_count
from mado.portal.navigation import navigation_for, page_url

THEME_COOKIE = "theme"
THEMES = {"": _("As the device"), "light": _("Light"), "dark": _("Dark")}
LANGUAGE_TAGS = {"zh-hant": "zh-Hant"}
LANGUAGE_CODES = frozenset(dict(settings.LANGUAGES))


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs on every page, worked out once per reader and language: each panel of a page is
    rendered with it again."""
    reader = (getattr(getattr(request, "user", None), "pk", None), get_language())
    known = getattr(request, "_shell", None)
    if known is None or known[0] != reader:
        known = (reader, _shell(request))
        request._shell = known  # noqa: SLF001  # our own memory on the request
    return known[1]


def _shell(request: HttpRequest) -> dict[str, Any]:
    """Language links, the navigation of this person, the theme. What few templates ask for is a function: templates call it."""
    user = getattr(request, "user", None)
    path = request.get_full_path()
    seats = seats_of(user)
    is_office = bool(office_appointments_of(user)) or may_read_all(user)
    signed_in = bool(getattr(user, "is_authenticated", False))
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "shell_languages": partial(language_links, path),
        "shell_here": path,
        "shell_seats": seats,
        "reader_zone": _zone_of(user, seats),
        "shell_is_office": is_office,
        "shell_mailbox": settings.MADO_MAILBOX_PAGE,
        "shell_navigation": SimpleLazyObject(
            lambda: navigation_for(
                path=request.path,
                signed_in=signed_in,
                seats=seats,
                is_office=is_office,
                reads_all=may_read_all(user),
                unread=unread_count(user) if seats or is_office else 0,
            )
        ),
        "shell_theme": theme if theme in THEMES else "",
        "shell_themes": [{"value": value, "label": label} for value, label in THEMES.items()],
        "shell_find_url": partial(page_url, "directory:find"),
        "shell_claim_url": partial(page_url, "accounts:claim_pick"),
        "shell_sign_in_url": partial(page_url, "account_login"),
        "shell_back_url": partial(_back, request),
    }


def _zone_of(user: Any, seats: list[Appointment]) -> str:
    """The clock moments are shown on: the person's own, else that of the first school the person acts for."""
    own = getattr(user, "time_zone", "")
    return own or next((seat.organization.time_zone for seat in seats), "UTC")


def language_links(path: str) -> list[dict[str, object]]:
    """The same page in each language, the present one marked."""
    return [
        {
            "code": code,
            "tag": LANGUAGE_TAGS.get(code, code),
            "name": name,
            "url": in_language(path, code),
            "current": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


def in_language(path: str, code: str) -> str:
    """The same page and query in another language, also where the address leads nowhere (a 404 page).

    The language is the first part of every page's address and the rest is the same in all (decision 0009).
    """
    first, slash, rest = path.removeprefix("/").partition("/")
    return f"/{code}/{rest}" if slash and first in LANGUAGE_CODES else path


def _back(request: HttpRequest) -> str:
    """The page the person came from, when it is one of ours."""
    referer = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
