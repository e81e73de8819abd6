from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from mado.kernel.today import today_for


def home(request: HttpRequest) -> HttpResponse:
    """Signed in: what needs me today. Otherwise: what this window is and the search box."""
    if not request.user.is_authenticated:
        return render(request, "portal/welcome.html")
    items = today_for(request.user)
    groups = {kind: [item for item in items if item.kind == kind] for kind in ("needs", "moves", "coming", "step")}
    return render(request, "portal/home.html", {"groups": groups})


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    return JsonResponse({"ok": True})


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/styleguide.html")


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")
