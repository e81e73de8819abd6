from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "shell/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "shell/not_for_you.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/500.html", status=500)


def csrf_failed(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:  # noqa: ARG001
    return render(request, "shell/csrf.html", status=403)
