"""Pages for what went wrong: each says what happened, that nothing was half-done, and where to go."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(request, "shell/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(request, "shell/not_for_you.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Drawn without the request: its context asks the database, which may be what is broken."""
    return HttpResponse(render_to_string("shell/500.html"), status=500)


def csrf_failed(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:  # noqa: ARG001  # Django's signature
    return render(request, "shell/csrf.html", status=403)
