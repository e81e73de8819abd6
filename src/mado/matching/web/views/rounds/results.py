"""What came of computing: how far it is, the three rules side by side, and the schools behind each number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mado.matching.enums import RoundRule, RoundSide, RoundState
from mado.matching.models import PairingRound, RoundSchool
from mado.matching.queries.round_balance import area_name
from mado.matching.queries.round_frozen import why_not_of
from mado.matching.queries.round_result import outcome, pairs_in, schools_by_code
from mado.matching.queries.round_unpaired import unpaired
from mado.matching.round_pictures import share_bar
from mado.matching.round_words import rule_words, share_text
from mado.matching.web.views.rounds.shown import office_round, page_context

SHOWN_MOST = 500
"""Rows behind a number; the longest waiting first."""
SHOWN = ("pairs", "unpaired_a", "unpaired_b", "blocking", "one_more")
_NEXT = {
    RoundState.DRAFT: "round_schools",
    RoundState.READY: "round_rules",
    RoundState.ANNOUNCED: "round_answers",
    RoundState.CLOSED: "round_answers",
    RoundState.PUBLISHED: "round_answers",
}


@require_safe
def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """Where the round stands: led on to the step that is to be done, or how far the work is."""
    found = office_round(request, code)
    step = _NEXT.get(RoundState(found.state))
    if step == "round_rules" and found.rule:
        step = "round_pairs"
    if step:
        return redirect(f"matching:{step}", code=code)
    context = page_context(request, found, "round_rules") | {"percent": _percent(found)}
    return render(request, "matching/round.html", context)


def _percent(found: PairingRound) -> int:
    return min(100, found.work_done * 100 // found.work_total) if found.work_total else 0


@require_safe
def round_progress(request: HttpRequest, code: str) -> HttpResponse:
    """The part of the page htmx asks for every second; without JavaScript one reloads the page."""
    found = office_round(request, code)
    response = render(request, "matching/round_progress.html", {"round": found, "percent": _percent(found)})
    if not found.is_working:
        response["HX-Redirect"] = reverse("matching:round", kwargs={"code": code})
    return response


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of one rule: `show` is the list of schools behind it, "" for none; `share` and `bar` set it off."""

    rule: str
    text: str
    show: str = ""
    share: str = ""
    bar: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    hint: str
    cells: list[Cell]


@require_safe
def round_rules(request: HttpRequest, code: str) -> HttpResponse:
    """?rule=fair&show=unpaired_a opens the schools behind a number."""
    found = office_round(request, code)
    if found.run is None:
        return redirect("matching:round", code=code)
    rule, shown = request.GET.get("rule", ""), request.GET.get("show", "")
    is_open = rule in RoundRule.values and shown in SHOWN
    context = page_context(request, found, "round_rules") | {
        "rules": [(one.value, one.label, rule_words(one)) for one in RoundRule],
        "lines": _lines(found),
        "areas": [(side.label, _area_lines(found, side)) for side in RoundSide],
        "shown_rule": RoundRule(rule).label if is_open else "",
        "shown": shown if is_open else "",
        "run": found.run,
        "may_choose": found.state == RoundState.READY and request.user.has_perm("matching.lead_round", found),
    }
    if is_open:
        context |= _behind(found, rule, shown)
    return render(request, "matching/round_rules.html", context)


def _lines(found: PairingRound) -> list[Line]:
    results = {rule: outcome(found.run, rule) for rule in RoundRule.values}

    def line(label: str, hint: str, cell: Any) -> Line:
        return Line(label, hint, [cell(rule, result) for rule, result in results.items()])

    def served(side: str) -> Any:
        def cell(rule: str, result: Mapping[str, Any]) -> Cell:
            matched, left = result["matched"][side], len(result["unmatched"][side])
            text = _("%(part)d of %(whole)d") % {"part": matched, "whole": matched + left}
            return Cell(
                rule, text, f"unpaired_{side}", share_text(matched, matched + left), share_bar(matched, matched + left)
            )

        return cell

    def total(rule: str, result: Mapping[str, Any]) -> Cell:
        optimum = result["optimum_total"]
        share = _("%(share)s of the greatest") % {"share": share_text(result["total"], optimum)} if optimum else ""
        return Cell(rule, f"{result['total']:.2f}", "", share)

    return [
        line(_("Pairs"), "", lambda rule, result: Cell(rule, str(result["count"]), "pairs")),
        line(_("Schools of the first side with a partner"), _("Click for those without one, and why."), served("a")),
        line(_("Schools of the second side with a partner"), _("Click for those without one, and why."), served("b")),
        line(_("What all schools think of their partners, added up"), _("Each school's view of a partner is between 0 and 1."), total),
        line(
            _("Pairs that would rather have each other"),
            _("Two schools that both like each other better than a partner they got, or have a place free."),
            lambda rule, result: Cell(rule, str(result["blocking_pairs"]), "blocking" if result["blocking_pairs"] else ""),
        ),
        line(
            _("Full schools many would want"),
            _("What one more place there would change."),
            lambda rule, result: Cell(rule, str(len(result["one_more_place"])), "one_more" if result["one_more_place"] else ""),
        ),
    ]  # fmt: skip


def _area_lines(found: PairingRound, side: str) -> list[Line]:
    """Per county or country: how many of its schools have a partner under each rule."""
    by_area: dict[str, list[Cell]] = {}
    for rule in RoundRule.values:
        for row in outcome(found.run, rule).get("areas", {}).get(side, []):
            matched, whole = row["matched"], row["schools"]
            text = _("%(part)d of %(whole)d") % {"part": matched, "whole": whole}
            by_area.setdefault(row["area"] or "", []).append(
                Cell(rule, text, "", share_text(matched, whole), share_bar(matched, whole))
            )
    return [Line(area_name(area) if area else "–", "", cells) for area, cells in sorted(by_area.items())]


def _behind(found: PairingRound, rule: str, shown: str) -> dict[str, Any]:
    """The schools behind one number."""
    known = schools_by_code(found)
    result = outcome(found.run, rule)
    if shown in ("unpaired_a", "unpaired_b"):
        left = unpaired(found, rule, why_not_of(found), shown[-1])
        return {"unpaired": left[:SHOWN_MOST], "more": max(0, len(left) - SHOWN_MOST)}
    if shown == "one_more":
        return {"one_more": [(known[row["id"]], row) for row in result["one_more_place"] if row["id"] in known]}
    pairs = pairs_in(found.run, rule) if shown == "pairs" else [tuple(pair) for pair in result["blocking_examples"]]
    whole = result["blocking_pairs"] if shown == "blocking" else len(pairs)
    listed = pairs[:SHOWN_MOST]
    return {"pairs": _named(known, listed), "more": whole - len(listed)}


def _named(known: Mapping[str, RoundSchool], pairs: list[Any]) -> list[tuple[RoundSchool, RoundSchool]]:
    return [(known[a], known[b]) for a, b in pairs if a in known and b in known]
