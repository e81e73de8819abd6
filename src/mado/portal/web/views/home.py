from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from mado.kernel.today import today_for
from mado.portal.begin import BeginPage, begin_url, hinted_page
from mado.portal.ladder import rungs
from mado.portal.navigation import page_url
from mado.reference.places import country_name
from mado.reference.settings import alliance

ABROAD_ZONES = {"en": "America/Los_Angeles", "ja": "Asia/Tokyo", "ko": "Asia/Seoul"}
"""Whose clock hangs on the pane of the school abroad, by the language it is written in; unless the browser says more."""


@dataclass(frozen=True, slots=True)
class Side:
    """One pane of the welcome page; `code` is one of settings.LANGUAGES, `tag` the same for the lang attribute."""

    css: str
    code: str
    zone: str
    abroad: bool
    country: str
    """The name of the alliance's home country in this pane's language."""

    @property
    def tag(self) -> str:
        return "zh-Hant" if self.code == "zh-hant" else self.code


def home(request: HttpRequest) -> HttpResponse:
    """Signed in: what needs me today. Otherwise: what this window is and the search box."""
    if not request.user.is_authenticated:
        hint = hinted_page(request.headers.get("Accept-Language", ""))
        begin = {"page": hint, "url": begin_url(hint)} if hint else None
        response = render(request, "portal/welcome.html", {**_welcome(hint), "begin": begin})
        patch_vary_headers(response, ["Accept-Language"])
        return response
    items = today_for(request.user)
    groups = {kind: [item for item in items if item.kind == kind] for kind in ("needs", "moves", "coming", "step")}
    return render(request, "portal/home.html", {"groups": groups})


def _welcome(hint: BeginPage | None) -> dict[str, Any]:
    """The reader's own language is on the left pane, the other side's on the right. The clock abroad is that of the
    country the reader seems to come from, else of one where the language is spoken."""
    here = alliance()
    language = get_language() or "en"
    abroad = "en" if language == "zh-hant" else language
    zone = ABROAD_ZONES.get(abroad, ABROAD_ZONES["en"])
    if hint is not None and hint.country != here.home_country:
        zone = hint.meet[0]["zone"]

    def side(code: str, zone: str, *, is_abroad: bool, is_mine: bool) -> Side:
        css = "pane-mine" if is_mine else "pane-theirs"
        return Side(css, code, zone, is_abroad, country_name(here.home_country, code))

    sides = [
        side("zh-hant", here.home_zone, is_abroad=False, is_mine=language == "zh-hant"),
        side(abroad, zone, is_abroad=True, is_mine=language != "zh-hant"),
    ]
    sides.sort(key=lambda one: one.css)
    return {
        "sides": sides,
        "claim_url": page_url("accounts:claim_pick"),
        "figures_url": page_url("statistics:figures"),
        "ladder": rungs(),
    }


def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  # the framework hands it in
    return JsonResponse({"ok": True})


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"alliance": alliance(), "ladder": rungs()})
