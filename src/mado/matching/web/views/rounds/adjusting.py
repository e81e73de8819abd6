"""The pairs of the chosen rule, changed by hand: consequences first, then keeping or dropping them."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mado.kernel.errors import BadInput, NotPossible
from mado.matching.engine.frozen import AREA_FLOOR, floors_of
from mado.matching.enums import RoundSide, RoundState
from mado.matching.models import PairingRound, RoundSchool
from mado.matching.queries.round_balance import area_name
from mado.matching.queries.round_invitations import invited_already
from mado.matching.queries.round_lists import settled_earlier
from mado.matching.queries.round_result import (
    Codes,
    difference,
    kept_changes,
    outcome,
    pairs_in,
    schools_by_code,
)
from mado.matching.round_words import change_words
from mado.matching.services import rounds as services
from mado.matching.web.views.rounds.shown import office_round, page_context

PAGE_PAIRS = 200
LISTED_MOST = 500
"""Schools offered in a list to choose from; of more one writes the code."""


@require_http_methods(["GET", "HEAD", "POST"])
def round_pairs(request: HttpRequest, code: str) -> HttpResponse:
    """POST asks for the consequences of one change (deed: pin, forbid, release, capacity, floor)."""
    found = office_round(request, code)
    if found.run is None or not found.rule:
        return redirect("matching:round_rules" if found.run else "matching:round", code=code)
    if request.method != "POST":
        return _page(request, found)
    said = {name: request.POST.get(name, "") for name in ("a", "b", "school", "places")}
    said["side"], _colon, said["area"] = request.POST.get("area", "").partition(":")
    try:
        services.try_change(found=found, actor=request.user, deed=request.POST.get("deed", ""), said=said)
    except BadInput as problem:
        sentence = " ".join(str(one) for one in problem.sentences.values())
        return _page(request, found, sentence=sentence, status=422)
    except NotPossible as problem:
        return _page(request, office_round(request, code), sentence=problem.decision.sentence, status=409)
    return redirect("matching:round_pairs", code=code)


def _page(request: HttpRequest, found: PairingRound, *, sentence: str = "", status: int = 200) -> HttpResponse:
    known = schools_by_code(found)
    terms = found.run.terms if found.run else {}
    pinned = [tuple(pair) for pair in terms.get("pinned", [])]
    forbidden = [tuple(pair) for pair in terms.get("forbidden", [])]
    invited, settled = (invited_already(found), settled_earlier(found)) if forbidden else (set(), set())
    page = Paginator(pairs_in(found.run, found.rule), PAGE_PAIRS).get_page(request.GET.get("page"))
    inside = [school for school in known.values() if not school.left_out]
    may_adjust = found.state == RoundState.READY and request.user.has_perm("matching.lead_round", found)
    context = page_context(request, found, "round_pairs") | {
        "sentence": sentence,
        "result": outcome(found.run, found.rule),
        "pairs": [(known[a], known[b], (a, b) in pinned) for a, b in page if a in known and b in known],
        "page": page,
        "forbidden": [
            (a, b, codes in invited, codes in settled) for codes in forbidden for a, b in _named(known, [codes])
        ],
        "has_settled": not settled.isdisjoint(forbidden),
        "sides": [[one for one in inside if one.side == side] for side in ("a", "b")],
        "floors": _floors(terms, inside),
        "are_few": len(inside) <= LISTED_MOST,
        "changes": [change_words(run.change, known) for run in kept_changes(found)],
        "may_adjust": may_adjust and (found.trial is None),
        "trial": _trial(found, known) if found.trial else None,
        "may_decide": may_adjust and found.trial is not None and found.trial.finished_at is not None,
        "run": found.run,
    }
    return render(request, "matching/round_pairs.html", context, status=status)


def _floors(terms: dict[str, Any], inside: list[RoundSchool]) -> list[tuple[str, str, int, int]]:
    """(value of the choice, name, floor, schools) of every county or country of both sides."""
    schools = Counter((one.side, one.area) for one in inside)
    return [
        (
            f"{side}:{area}",
            f"{RoundSide(side).label} · {area_name(area)}",
            floors_of(terms, side).get(area, AREA_FLOOR),
            number,
        )
        for (side, area), number in sorted(schools.items())
    ]


def _named(known: dict[str, RoundSchool], pairs: list[Codes]) -> list[tuple[RoundSchool, RoundSchool]]:
    return [(known[a], known[b]) for a, b in pairs if a in known and b in known]


def _trial(found: PairingRound, known: dict[str, RoundSchool]) -> dict[str, Any]:
    """What the change that is being looked at would do."""
    if found.trial is None or found.run is None:
        return {}
    words = change_words(found.trial.change, known)
    if found.trial.finished_at is None:
        return {"words": words, "is_working": True}
    changed = difference(found.run, found.trial, found.rule)
    return {
        "words": words,
        "is_working": False,
        "changed": changed,
        "gained": _named(known, changed.gained),
        "lost": _named(known, changed.lost),
        "before": outcome(found.run, found.rule),
        "after": outcome(found.trial, found.rule),
    }
