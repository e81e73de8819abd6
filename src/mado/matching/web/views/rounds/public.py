"""What everybody reads of a published round, and what who takes part reads of theirs."""

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mado.kernel.export import FORMS, export_response
from mado.matching.enums import SHOWN_STATES, PairState, RoundState
from mado.matching.models import PairingRound
from mado.matching.queries.round_numbers import areas_of_round, number_table, numbers_of
from mado.matching.queries.rounds import pairs_visible_to, published_rounds, rounds_visible_to
from mado.matching.round_pictures import share_bar
from mado.matching.round_words import rule_words

PAGE_ROWS = 20


def _readable(request: HttpRequest) -> QuerySet[PairingRound]:
    """Published ones, and announced ones for who takes part."""
    mine = rounds_visible_to(request.user).filter(state__in=SHOWN_STATES)
    rows = PairingRound.objects.select_related("office", "run")
    return rows.filter(Q(state=RoundState.PUBLISHED) | Q(pk__in=mine.values("pk")))


@require_safe
def rounds_public(request: HttpRequest) -> HttpResponse:
    page = Paginator(published_rounds(), PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "matching/rounds_public.html", {"page": page})


@require_safe
def round_public(request: HttpRequest, code: str) -> HttpResponse:
    """Numbers for everybody; pairs by name for who may see them."""
    found = get_object_or_404(_readable(request), code=code)
    pairs = pairs_visible_to(request.user).filter(round=found) if request.user.is_authenticated else None
    shown = (
        pairs.filter(Q(state=PairState.CONFIRMED) | Q(state=PairState.ASKED)).order_by("a_id", "b_id")
        if pairs is not None
        else []
    )
    context = {
        "round": found,
        "rule_words": rule_words(found.rule),
        "numbers": numbers_of(found),
        "areas": [(row, share_bar(row.paired, row.schools)) for row in areas_of_round(found)],
        "pairs": list(shown),
        "is_public": found.state == RoundState.PUBLISHED,
        "may_work": request.user.has_perm("matching.lead_round", found),
    }
    return render(request, "matching/round_public.html", context)


@require_safe
def round_numbers(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The numbers of a round as CSV, XLSX or JSON."""
    found = get_object_or_404(_readable(request), code=code)
    if form not in FORMS:
        raise Http404
    header, rows = number_table(found, numbers_of(found), areas_of_round(found))
    return export_response(form, name=f"{found.code}-numbers", title=found.name, header=header, rows=rows)
