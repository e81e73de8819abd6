"""The page on which a school confirms or declines who a round proposes."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPossible
from mado.matching.enums import PairState, RoundSide
from mado.matching.guards import has_nothing_open_between
from mado.matching.models import RoundPair
from mado.matching.queries.round_invitations import waiting_invitation
from mado.matching.queries.rounds import pairs_visible_to
from mado.matching.round_words import common_facts, place_text, rule_words
from mado.matching.services import rounds as services
from mado.matching.web.round_forms import DeclinePairForm, add_sentences
from mado.matching.workflow import ROUND_PAIR
from mado.partnerships.models import Invitation
from mado.partnerships.queries import open_invitation_between


@dataclass(frozen=True, slots=True)
class Pane:
    """One side of the frame: see partnerships/pane.html."""

    organization: Organization
    place: str


def _visible(request: HttpRequest, code: str) -> RoundPair:
    return get_object_or_404(pairs_visible_to(request.user), code=code)


@require_safe
def round_pair(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _visible(request, code))


@require_POST
def round_pair_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """Confirm or decline. What was typed stays on the page when something is to be mended."""
    if move not in ("confirm", "decline"):
        raise Http404
    pair = _visible(request, code)
    form = DeclinePairForm(request.POST) if move == "decline" else None
    if form is not None and not form.is_valid():
        return _page(request, pair, form, status=422)
    try:
        if form is None:
            done = services.confirm_pair(pair=pair, actor=request.user)
        else:
            done = services.decline_pair(pair=pair, actor=request.user, **form.cleaned_data)
    except BadInput as problem:
        if form is not None:
            add_sentences(form, problem)
        return _page(request, pair, form, status=422)
    except NotPossible as problem:
        return _page(request, _visible(request, code), form, status=409, sentence=problem.decision.sentence)
    messages.success(request, _said(done, move))
    return redirect("matching:round_pair", code=code)


def _said(pair: RoundPair, move: str) -> str:
    if move == "decline":
        return _("You have declined. The other school and the office hear it at once.")
    if pair.invitation_id:
        return _("Both schools have confirmed: you are partners, and the exchange is open.")
    return _("You have confirmed. The exchange opens when the other school has confirmed, too.")


def _comes_first(pair: RoundPair, side: str) -> Invitation | None:
    """The open invitation that has to be answered before this side can answer, or before its yes can open the exchange."""
    if pair.state != PairState.ASKED:
        return None
    is_last = pair.confirmed_at(side) is None and bool(pair.confirmed_a_at or pair.confirmed_b_at)
    any_kind = open_invitation_between(pair.a.organization, pair.b.organization) if is_last else None
    return any_kind or waiting_invitation(pair)


def _page(
    request: HttpRequest,
    pair: RoundPair,
    form: DeclinePairForm | None = None,
    *,
    status: int = 200,
    sentence: str = "",
) -> HttpResponse:
    side = services.side_of(request.user, pair)
    shown = side or RoundSide.A
    decline = ROUND_PAIR.decide(pair, "decline")
    waiting = _comes_first(pair, shown)
    context: dict[str, Any] = {
        "pair": pair,
        "round": pair.round,
        "rule_words": rule_words(pair.round.rule),
        "side": side,
        "mine": Pane(pair.school(shown).organization, place_text(pair.school(shown).organization)),
        "theirs": Pane(pair.other(shown).organization, place_text(pair.other(shown).organization)),
        "wishes": [pair.school(shown).wish, pair.other(shown).wish],
        "facts": common_facts(pair.school(shown).wish, pair.other(shown).wish),
        "confirmed_mine": pair.confirmed_at(shown),
        "confirmed_theirs": pair.confirmed_at(RoundSide.B if shown == RoundSide.A else RoundSide.A),
        "may_answer": bool(side) and bool(decline),
        "waiting": waiting,
        "why_not": has_nothing_open_between(pair).sentence if waiting else "",
        "form": form or DeclinePairForm(),
        "sentence": sentence,
    }
    return render(request, "matching/round_pair.html", context, status=status)
