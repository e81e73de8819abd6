"""Deny by default: a route without a row in the access table does not exist for anyone."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mado.accounts.queries import may_read_all, office_appointments_of, seats_of
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.portal.access import Audience, access_for

GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessTableMiddleware:
    """Looks up the resolved view in the access table before the view runs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        access = access_for(match.view_name) if match else None
        if access is None:
            raise Http404
        return self._admit(request, access.audience)

    @staticmethod
    def _admit(request: HttpRequest, audience: Audience) -> HttpResponse | None:
        user = request.user
        if audience in (Audience.PUBLIC, Audience.TOKEN):  # the API asks for the token itself
            return None
        if audience is Audience.DEVELOPMENT:
            if settings.MADO_MAILBOX_PAGE:
                return None
            raise Http404
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        admitted = {
            Audience.SIGNED_IN: lambda: True,
            Audience.SEAT: lambda: bool(seats_of(user)),
            Audience.OFFICE: lambda: bool(office_appointments_of(user)) or may_read_all(user),
            Audience.STAFF: lambda: user.is_staff,
        }[audience]()
        return None if admitted else render(request, "shell/not_for_you.html", {"audience": audience}, status=403)


class SentenceErrorMiddleware:
    """What a view did not catch of our own errors becomes a page with the sentence, never a bare 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotPossible):
            return render(request, "shell/not_possible.html", {"sentences": [exception.decision.sentence]}, status=409)
        if isinstance(exception, BadInput):
            sentences = list(exception.sentences.values())
            return render(request, "shell/not_possible.html", {"sentences": sentences}, status=400)
        if isinstance(exception, NotPermitted):
            return render(request, "shell/not_for_you.html", {}, status=403)
        if isinstance(exception, DataError) and "NUL" in str(exception):  # the driver refuses before it asks
            sentence = _("The address or the form holds a character that cannot be kept (NUL). Take it out.")
            return render(request, "shell/not_possible.html", {"sentences": [sentence]}, status=400)
        return None
