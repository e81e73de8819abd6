"""Answering with schools: search, pick up to five, say why each."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mado.desks import services
from mado.desks.enums import PROPOSED_MOST, WHY_MOST
from mado.desks.models import DeskCase
from mado.desks.queries.cases import cases_visible_to
from mado.desks.workflow import DESK_CASE
from mado.directory.contributions import Contribution, contributions_for
from mado.directory.enums import TAKES_PART_KINDS, Level
from mado.directory.models import Organization
from mado.directory.search import SearchRequest, search_organizations
from mado.kernel.errors import BadInput
from mado.kernel.once import Keys
from mado.matching.queries.round_pools import ANSWERING_KIND
from mado.partnerships.queries import liveness_of
from mado.profiles.answers import countries_text, kinds_text, levels_text
from mado.profiles.models import Wish
from mado.profiles.wording import listed
from mado.reference.places import countries, country_name, region_name

FOUND_MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def case_propose(request: HttpRequest, code: str) -> HttpResponse:
    """The picks travel with the form; nothing is written until it is sent."""
    case = get_object_or_404(cases_visible_to(request.user), code=code)
    if not request.user.has_perm("desks.work_on_case", case):
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else request.GET
    picked = _picked(case, typed)
    errors: dict[str, str] = {}
    if request.method == "POST" and request.POST.get("step") == "send":
        pairs = [(row["school"], row["why"]) for row in picked]
        try:
            services.propose_schools(case=case, actor=request.user, proposals=pairs, text=request.POST.get("text", ""))
        except BadInput as problem:
            errors = {field: str(sentence) for field, sentence in problem.sentences.items()}
            for row in picked:
                row["error"] = errors.get(f"why_{row['school'].pk}", "")
        else:
            messages.success(request, _("Your proposals are on their way. The school looks at them and answers."))
            return redirect("desks:case", code=code)
    context = {
        "case": case,
        "decision": DESK_CASE.decide(case, "propose"),
        "picked": picked,
        "whole": [sentence for field, sentence in errors.items() if not field.startswith("why_")],
        "full": len(picked) >= PROPOSED_MOST,
        "most": PROPOSED_MOST,
        "why_most": WHY_MOST,
        "text": typed.get("text", ""),
        "countries": countries(),
        **_found(case, typed, {row["school"].pk for row in picked}),
    }
    return render(request, "desks/case_propose.html", context, status=422 if errors else 200)


def _picked(case: DeskCase, typed: Any) -> list[dict[str, Any]]:
    """The schools chosen so far with their reasons, without the one just taken off the list and with the one just added."""
    codes = typed.getlist("picked") if typed else []
    added, dropped = typed.get("add", ""), typed.get("drop", "")
    if not typed:
        return [
            {"school": row.organization, "why": row.why, "error": "", "place": country_name(row.organization.country)}
            for row in case.proposals.select_related("organization")
        ]
    wanted = list(dict.fromkeys(code for code in [*codes, added] if code and code != dropped))[:PROPOSED_MOST]
    rows = Organization.objects.filter(code__in=wanted, kind__in=TAKES_PART_KINDS)
    schools = sorted(rows, key=lambda row: wanted.index(row.code))
    return [
        {
            "school": school,
            "why": typed.get(f"why_{school.code}", ""),
            "error": "",
            "place": country_name(school.country),
        }
        for school in schools
    ]


def _found(case: DeskCase, typed: Any, picked: set[int]) -> dict[str, Any]:
    """Schools for the words and the country asked for; at first, those the wish asks for. Who wishes for the like and has a
    place comes first."""
    q, country = typed.get("q", "").strip()[:200], typed.get("country", "")
    takes_part = typed.get("takes_part", "yes" if not typed else "") == "yes"
    as_wished = case.wish is not None and typed.get("as_wished", "yes" if not typed else "") == "yes"
    form = {"q": q, "country": country, "takes_part": takes_part, "as_wished": as_wished, "wished": _wished(case.wish)}
    asked = SearchRequest(q=q, country=(country,) if country else (), takes_part=takes_part, facets=())
    searches = _as_wished(case.wish, asked) if as_wished and case.wish else [asked]
    if not searches or all(one.is_blank for one in searches):
        return form | {"found": []}
    results = [search_organizations(replace(one, limit=FOUND_MOST // len(searches))) for one in searches]
    schools = [found.organizations[hit.organization_id] for found in results for hit in found.hits]
    schools = [
        school
        for school in schools
        if school.pk != case.organization_id and (country or q or school.country != case.country)
    ]
    return form | {"found": _rows(case, schools, picked)}


def _wished(wish: Wish | None) -> str:
    """What the wish asks of the other school, in words; "" where it asks nothing a search knows."""
    if wish is None or not (wish.partner_countries or wish.partner_levels):
        return ""
    return " · ".join(filter(None, [countries_text(wish), levels_text(wish)]))


def _as_wished(wish: Wish, asked: SearchRequest) -> list[SearchRequest]:
    """The search narrowed to what the wish asks for: countries it wants whole, and regions of the others, each by itself.
    None where the country asked for is none the wish wants."""
    asked = replace(asked, level=tuple(wish.partner_levels))
    if not wish.partner_countries and not wish.excluded_countries:
        return [asked]
    wanted = wish.partner_countries or [code for code, _name in countries()]
    chosen = [
        code for code in wanted if code not in wish.excluded_countries and (not asked.country or code in asked.country)
    ]
    whole = tuple(code for code in chosen if not wish.regions_of(code))
    parts = tuple(region for code in chosen for region in wish.regions_of(code))
    searches = [replace(asked, country=whole)] if whole else []
    if parts:
        searches.append(replace(asked, country=(), region=parts))
    return searches


def _rows(case: DeskCase, schools: list[Organization], picked: set[int]) -> list[dict[str, Any]]:
    keys = Keys([school.pk for school in schools])
    said, life = contributions_for(keys), liveness_of(keys)
    like = ANSWERING_KIND.get(case.wish.kind, case.wish.kind) if case.wish else ""
    rows = []
    for school in schools:
        one = said.get(school.pk, Contribution())
        rows.append(
            {
                "school": school,
                "place": country_name(school.country),
                "region": region_name(school.region) if school.region else school.region_name,
                "levels": listed(Level(level).label for level in school.levels),
                "takes_part": one.takes_part,
                "looks_for": kinds_text(sorted(one.wish_kinds)),
                "like": one.open_now and like in one.wish_kinds,
                "life": life[school.pk],
                "picked": school.pk in picked,
            }
        )
    return sorted(rows, key=lambda row: not row["like"])
