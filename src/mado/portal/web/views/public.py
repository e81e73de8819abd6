"""Pages for who comes from outside: how to begin by country, offices and missions, questions others have asked."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from mado.accounts.queries import PublicOffice, public_offices
from mado.directory.models import Organization
from mado.kernel.text import fold
from mado.portal.begin import (
    begin_page,
    begin_pages,
    begin_url,
    care_sentence,
    hinted_page,
    meetings,
    schools_waiting,
)
from mado.portal.faq import QUESTIONS
from mado.reference.places import country_name, region_name
from mado.reference.settings import alliance

Q_MOST = 80


@require_safe
def begin_chooser(request: HttpRequest) -> HttpResponse:
    """Where is your school?"""
    hint = hinted_page(request.headers.get("Accept-Language", ""))
    context = {
        "pages": [{"page": page, "url": begin_url(page)} for page in begin_pages()],
        "hint": {"page": hint, "url": begin_url(hint)} if hint else None,
    }
    response = render(request, "portal/begin_chooser.html", context)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def begin(request: HttpRequest, country: str) -> HttpResponse:
    """How to begin, in the language of the country."""
    page = begin_page(country)
    if page is None:
        raise Http404
    rules = alliance()
    at_home = page.country == rules.home_country
    there = {} if at_home else {"country": rules.home_country}
    context = {
        "page": page,
        "t": page.texts,
        "care": care_sentence(page, rules.home_country),
        "waiting": schools_waiting(page, rules.home_country),
        "meetings": meetings(page, rules),
        "find_url": f"{reverse('directory:find')}?{urlencode(there)}",
        "ask_url": f"{reverse('desks:enquire')}?{urlencode({'country': page.country, 'language': page.language})}",
    }
    return render(request, "portal/begin.html", context)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office as the public sees it; `cares_for` are names of places in the reader's language."""

    office: Organization
    place: str
    cares_for: list[str]
    ask_url: str
    website: str


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Every office and mission, who they are in care of, and how to reach them."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:Q_MOST]
    rows = [_office_row(found) for found in public_offices()]
    if q:
        words = [fold(word) for word in q.split()]
        rows = [row for row in rows if all(word in _folded(row) for word in words)]
    groups: dict[str, list[OfficeRow]] = {}
    for row in rows:
        groups.setdefault(str(row.office.get_kind_display()), []).append(row)
    return render(request, "portal/offices.html", {"groups": groups.items(), "q": q, "count": len(rows)})


def _office_row(found: PublicOffice) -> OfficeRow:
    office = found.office
    named = [region_name(region) if region else country_name(country) for country, region in found.places]
    asked = found.places[0][0] if found.places else office.country
    website = office.website if office.website.startswith(("https://", "http://")) else ""
    place = " · ".join(part for part in (office.city, country_name(office.country)) if part)
    return OfficeRow(office, place, named, f"{reverse('desks:enquire')}?{urlencode({'country': asked})}", website)


def _folded(row: OfficeRow) -> str:
    return fold(" ".join([row.office.name, row.office.name_en, row.place, *row.cares_for]))


@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/faq.html", {"questions": QUESTIONS, "json_ld": _json_ld()})


def _json_ld() -> SafeString:
    """schema.org FAQPage in the reader's language."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": str(row.question),
                "acceptedAnswer": {"@type": "Answer", "text": strip_tags(" ".join(str(part) for part in row.answer))},
            }
            for row in QUESTIONS
        ],
    }
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # noqa: S308  # every sign that could end the element is escaped above
