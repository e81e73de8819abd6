"""The two pools of a round: who stands in them, with how many places; changed while nothing is computed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mado.kernel.errors import BadInput
from mado.matching.enums import RoundSide, RoundState
from mado.matching.models import PairingRound, RoundSchool
from mado.matching.queries.round_balance import Balance, BalanceRow, area_name, balance_of, schools_in
from mado.matching.queries.round_frozen import why_not_of
from mado.matching.queries.round_pools import schools_not_found
from mado.matching.round_pictures import BarGroup, bars_picture
from mado.matching.round_words import why_none_fits
from mado.matching.services import rounds as services
from mado.matching.web.round_forms import PoolFields, add_sentences, pool_initial
from mado.matching.web.views.rounds.shown import office_round, page_context

PAGE_SCHOOLS = 200
"""Of each side on one page: a form takes no more than a thousand fields."""


@require_http_methods(["GET", "HEAD", "POST"])
def round_schools(request: HttpRequest, code: str) -> HttpResponse:
    """POST `deed`: the places as typed, another search, or one school more."""
    found = office_round(request, code)
    if request.method != "POST":
        return _page(request, found, {})
    wrong = _do(request, found, request.POST.get("deed", ""))
    if isinstance(wrong, HttpResponse):
        return wrong
    return _page(request, found, wrong, status=422)


def _do(request: HttpRequest, found: PairingRound, deed: str) -> HttpResponse | dict[str, Any]:
    """The next page, or what is to be mended."""
    form = PoolFields(request.POST)
    try:
        if deed == "search":
            if not form.is_valid():
                return {"form": form}
            in_care = found.follows_id is None
            services.set_pools(
                found=found,
                actor=request.user,
                pool_a=form.pool("a", in_care=in_care),
                pool_b=form.pool("b", in_care=False),
            )
        elif deed == "add":
            services.add_school(
                found=found, actor=request.user, side=request.POST.get("side", ""), code=request.POST.get("code", "")
            )
        else:
            services.set_schools(found=found, actor=request.user, wanted=_typed(request, found))
    except BadInput as problem:
        if deed == "search":
            add_sentences(form, problem)
            return {"form": form}
        return {"sentences": {name: str(sentence) for name, sentence in problem.sentences.items()}}
    messages.success(request, _("Saved. The round now holds these schools."))
    return redirect(request.get_full_path() if deed == "places" else request.path)


def _typed(request: HttpRequest, found: PairingRound) -> dict[int, tuple[bool, int]]:
    """RoundSchool id → (left out, places). Raises BadInput where no number stands."""
    wanted: dict[int, tuple[bool, int]] = {}
    wrong: dict[str, str] = {}
    for pk in found.schools.values_list("pk", flat=True):
        text = request.POST.get(f"places-{pk}", "")
        if text == "":
            continue
        if not text.isdecimal() or len(text) > 3:
            wrong[f"places-{pk}"] = _("Write how many partners the school takes: a number from 0.")
            continue
        wanted[pk] = (f"in-{pk}" not in request.POST, int(text))
    if wrong:
        raise BadInput(wrong)
    return wanted


def _page(request: HttpRequest, found: PairingRound, wrong: dict[str, Any], *, status: int = 200) -> HttpResponse:
    rows = list(
        found.schools.select_related("organization", "wish").order_by("side", "area", "organization__name", "id")
    )
    sentences = wrong.get("sentences", {})
    counts = [sum(row.side == side for row in rows) for side in RoundSide.values]
    page = Paginator(range(max(counts)), PAGE_SCHOOLS).get_page(request.GET.get("page"))
    form = wrong.get("form") or PoolFields(initial=pool_initial(found.pool_a, found.pool_b))
    side_a, side_b = form.both_sides()
    context = page_context(request, found, "round_schools") | {
        "sides": [_side(side, rows, sentences, page.start_index()) for side in RoundSide],
        "page": page,
        "may_change": found.state == RoundState.DRAFT and request.user.has_perm("matching.lead_round", found),
        "form": form,
        "side_a": side_a,
        "side_b": side_b,
        "sentences": list(sentences.values()),
        "not_found": schools_not_found(found),
    }
    return render(request, "matching/round_schools.html", context, status=status)


def _side(side: RoundSide, rows: list[RoundSchool], sentences: dict[str, str], first: int) -> dict[str, Any]:
    """The counts of the whole side, and its rows on this page: from the `first`, counted from 1."""
    mine = [row for row in rows if row.side == side]
    inside = [row for row in mine if not row.left_out]
    shown = mine[max(first - 1, 0) :][:PAGE_SCHOOLS]
    values = {"schools": len(inside), "places": sum(row.capacity for row in inside), "out": len(mine) - len(inside)}
    return {
        "key": side.value,
        "label": side.label,
        "rows": [(row, area_name(row.area), sentences.get(f"places-{row.pk}", "")) for row in shown],
        **values,
    }


@require_safe
def round_balance(request: HttpRequest, code: str) -> HttpResponse:
    """Who wants what and how many places there are for it, as pictures and as tables."""
    found = office_round(request, code)
    schools = schools_in(found)
    balance, shut_out = balance_of(schools), why_not_of(found)
    context = page_context(request, found, "round_balance") | {
        "balance": balance,
        "is_known": found.run is not None,
        "fits_nobody": [
            (row, why_none_fits(shut_out[row.organization.code]))
            for row in schools
            if row.organization.code in shut_out
        ],
        "groups": [_group(key, title, balance) for key, title in _titles().items() if balance.by[key]],
    }
    return render(request, "matching/round_balance.html", context)


def _titles() -> dict[str, str]:
    return {
        "area_a": _("Where the schools of the first side are"),
        "area_b": _("Where the schools of the second side are"),
        "language": _("Languages in which they can meet"),
        "topic": _("Topics they want to work on"),
        "level": _("Levels of school"),
    }


def _group(key: str, title: str, balance: Balance) -> dict[str, Any]:
    rows = balance.by[key]
    bars = [BarGroup(row.label, tuple(_bars(key, row))) for row in rows]
    return {
        "key": key,
        "title": title,
        "rows": rows,
        "svg": bars_picture(bars, caption=title, key=key.replace("_", "-")),
    }


def _bars(key: str, row: BalanceRow) -> list[tuple[int, str, bool]]:
    """An area belongs to one side; everything else is wanted by the first and offered by the second."""
    bars = []
    if key != "area_b":
        seek = ngettext("%(count)d school seeks", "%(count)d schools seek", row.schools_a) % {"count": row.schools_a}
        bars.append((row.schools_a, seek, False))
    if key != "area_a":
        places = ngettext("%(count)d place", "%(count)d places", row.places_b) % {"count": row.places_b}
        bars.append((row.places_b, places, True))
    return bars
