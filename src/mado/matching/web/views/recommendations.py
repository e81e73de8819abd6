"""A school's recommendations: for all its wishes, for one, and one pair taken apart."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mado.accounts.queries import seat_organization_ids
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.directory.search import SearchRequest, search_organizations
from mado.kernel.errors import BadInput
from mado.matching.fit_words import meeting_of
from mado.matching.queries.recommendations import (
    count_of,
    mails_visible_to,
    pair_of,
    recommended,
    refusals_of,
    refusals_visible_to,
    wishes_to_recommend,
)
from mado.matching.services.refusals import refuse_recommendation, undo_refusal
from mado.matching.web.refuse_form import RefuseForm
from mado.matching.web.shown import (
    changes_of,
    facts_of_wish,
    lessons_of,
    lines_of,
    out_of_hundred,
    place_of,
    reasons_against,
    row_of,
    rows_of,
)
from mado.profiles.enums import WishState
from mado.profiles.models import Wish

PAGE_ROWS = 20
FOUND_MOST = 8


def _own_wish(request: HttpRequest, code: str) -> Wish:
    rows = Wish.objects.filter(organization__in=seat_organization_ids(request.user)).exclude(state=WishState.WITHDRAWN)
    return get_object_or_404(
        rows.select_related("organization__profile").prefetch_related("windows"), code=code.upper()
    )


def _other_school(code: str) -> Organization:
    return get_object_or_404(Organization, code=code.upper(), kind__in=TAKES_PART_KINDS)


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """The wishes there are recommendations for; where there is one, straight to it."""
    wishes = wishes_to_recommend(seat_organization_ids(request.user))
    if len(wishes) == 1:
        return redirect("matching:wish", wish=wishes[0].code)
    return render(request, "matching/recommendations.html", {"wishes": wishes})


@require_safe
def wish(request: HttpRequest, wish: str) -> HttpResponse:
    """Everybody who fits one wish, best first; what was learned; why not another school; what change would open most."""
    own = _own_wish(request, wish)
    found = recommended(own, most=PAGE_ROWS)
    refusals = refusals_of(own)
    asked = request.GET.get("school", "").replace("\\0", " ").strip()[:200]
    context = {
        "wish": own,
        "organization": own.organization,
        "is_open": own.state == WishState.OPEN,
        "rows": rows_of(found, own),
        "schools": found.schools,
        "lessons": lessons_of(refusals),
        "changes": changes_of(found, refusals),
        "asked": asked,
        "looked_up": _looked_up(asked, own) if asked else [],
        "wants_mail": mails_visible_to(request.user).exists(),
    }
    return render(request, "matching/wish.html", context)


def _looked_up(text: str, own: Wish) -> list[dict[str, object]]:
    """Schools by name, in any script, to ask why not."""
    found = search_organizations(SearchRequest(q=text, limit=FOUND_MOST, facets=()))
    ones = [found.organizations[hit.organization_id] for hit in found.hits]
    return [{"school": one, "place": place_of(one)} for one in ones if one.pk != own.organization_id]


@require_safe
def fit(request: HttpRequest, wish: str, code: str) -> HttpResponse:
    """One school and one wish: the number taken apart for both sides, or what stands against it."""
    own, school = _own_wish(request, wish), _other_school(code)
    pair = pair_of(own, school)
    context = {
        "wish": own,
        "organization": own.organization,
        "school": school,
        "place": place_of(school),
        "own_place": place_of(own.organization),
        "own_facts": facts_of_wish(own),
        "facts": facts_of_wish(pair.wish) if pair.wish else [],
        "pair": pair,
        "against": reasons_against(pair),
        "is_open": own.state == WishState.OPEN,
        "refused": next((one for one in refusals_of(own) if one.school_id == school.pk), None),
    }
    if pair.fit is not None:
        context |= {
            "row": row_of(pair.fit, own),
            "percent": pair.fit.percent,
            "meeting": meeting_of(pair.fit, own),
            "sides": [
                {"side": "mine", "points": out_of_hundred(pair.fit.mine), "lines": lines_of(pair.fit.mine, "mine")},
                {
                    "side": "theirs",
                    "points": out_of_hundred(pair.fit.theirs),
                    "lines": lines_of(pair.fit.theirs, "theirs"),
                },
            ],
        }
    return render(request, "matching/fit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, wish: str, code: str) -> HttpResponse:
    """Not for us: why, and what is learned from it."""
    own, school = _own_wish(request, wish), _other_school(code)
    form = RefuseForm(request.POST if request.method == "POST" else None, pair=pair_of(own, school))
    if request.method == "POST" and form.is_valid():
        reason, value = form.chosen
        try:
            refuse_recommendation(wish=own, school=school, reason=reason, value=value, actor=request.user)
        except BadInput as problem:
            for field, sentence in problem.sentences.items():
                form.add_error(field or None, str(sentence))
        else:
            messages.success(request, _("Noted. What was learned stands below; you can undo it at any time."))
            return redirect("matching:wish", wish=own.code)
    context = {"wish": own, "organization": own.organization, "school": school, "form": form, "place": place_of(school)}
    return render(request, "matching/refuse.html", context, status=422 if form.errors else 200)


@require_POST
def lesson_undo(request: HttpRequest, wish: str, pk: int) -> HttpResponse:
    own = _own_wish(request, wish)
    refusal = get_object_or_404(refusals_visible_to(request.user).filter(wish__organization=own.organization), pk=pk)
    undo_refusal(refusal=refusal, actor=request.user)
    messages.success(request, _("Undone. Schools that fit are recommended again."))
    return redirect("matching:wish", wish=own.code)


@require_safe
def count(request: HttpRequest, wish: str) -> HttpResponse:
    """How many fit the wish as it is saved: a partial that a page asks for again after each saving."""
    own = _own_wish(request, wish)
    return render(request, "matching/count.html", {"wish": own, "schools": count_of(own)})
