"""The language a person chose stays chosen: for the next visit, and for mails when signed in."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path

from mado.accounts.services import change_language


class LanguageChoiceMiddleware:
    """A choice is: coming from this very page in another language, which only the language links do.

    Merely opening a page in another language (a colleague's link) changes nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        language = get_language_from_path(request.path_info)
        if not language or request.method != "GET" or not _came_from_twin(request, language):
            return response
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", secure=request.is_secure()
        )
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and user.language != language:
            change_language(user=user, language=language)
        return response


def _came_from_twin(request: HttpRequest, language: str) -> bool:
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return False
    old = get_language_from_path(came_from.path)
    return bool(old) and old != language and _rest(came_from.path) == _rest(request.path)


def _rest(path: str) -> str:
    return path.lstrip("/").partition("/")[2]
