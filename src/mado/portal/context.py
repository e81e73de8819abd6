from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from mado.accounts.queries import may_read_all, office_appointments_of, seats_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs on every page: language links and the navigation of this person."""
    user = getattr(request, "user", None)
    path = request.get_full_path()
    return {
        "shell_languages": [
            {"code": code, "name": name, "url": translate_url(path, code), "current": code == get_language()}
            for code, name in settings.LANGUAGES
        ],
        "shell_seats": seats_of(user),
        "shell_is_office": bool(office_appointments_of(user)) or may_read_all(user),
        "shell_mailbox": settings.MADO_MAILBOX_PAGE,
    }
