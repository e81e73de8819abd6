"""Answering with schools: search, pick up to five, say why each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mado.accounts.queries import taking_part
from mado.desks import services
from mado.desks.enums import PROPOSED_MOST, WHY_MOST
from mado.desks.models import DeskCase
from mado.desks.queries.cases import cases_visible_to
from mado.desks.workflow import DESK_CASE
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.directory.search import SearchRequest, search_organizations
from mado.kernel.errors import BadInput
from mado.partnerships.queries import liveness_of
from mado.reference.places import countries, country_name

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
    """Schools for the words and the country asked for; without either, those of the countries the wish names."""
    q, country = typed.get("q", "").strip()[:200], typed.get("country", "")
    takes_part = typed.get("takes_part", "yes" if not typed else "") == "yes"
    wanted = (country,) if country else tuple(case.wish.partner_countries) if case.wish and not typed else ()
    if not q and not wanted and not takes_part:
        return {"q": q, "country": country, "takes_part": takes_part, "found": []}
    asked = SearchRequest(q=q, country=wanted, takes_part=takes_part, limit=FOUND_MOST, facets=())
    result = search_organizations(asked)
    schools = [result.organizations[hit.organization_id] for hit in result.hits]
    life = liveness_of([school.pk for school in schools])
    here = set(taking_part().filter(pk__in=[school.pk for school in schools]).values_list("pk", flat=True))
    rows = [
        {
            "school": school,
            "place": country_name(school.country),
            "takes_part": school.pk in here,
            "life": life[school.pk],
            "picked": school.pk in picked,
        }
        for school in schools
        if school.pk != case.organization_id and (country or q or school.country != case.country)
    ]
    return {"q": q, "country": country, "takes_part": takes_part, "found": rows}
