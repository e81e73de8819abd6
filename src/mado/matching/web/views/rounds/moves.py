"""Every button of a round that needs nothing typed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from mado.kernel.errors import BadInput, NotPossible
from mado.matching.services import rounds as services
from mado.matching.web.views.rounds.shown import office_round


def _moved(move: str) -> Callable[..., Any]:
    return lambda *, found, actor: services.move_round(found=found, actor=actor, move=move)


_DOERS: Mapping[str, tuple[Callable[..., Any], str, str | Promise]] = {
    "compute": (services.compute_round, "round", ""),
    "keep": (services.keep_change, "round_pairs", _("The change is kept.")),
    "drop": (services.drop_change, "round_pairs", _("The change is dropped; everything is as before.")),
    "undo": (services.undo_change, "round_pairs", _("The last change is undone.")),
    "change_schools": (_moved("change_schools"), "round_schools", _("You can change the schools. Results are computed anew.")),
    "publish": (_moved("publish"), "round_public", _("The page is public: numbers for everybody, pairs for who takes part.")),
    "unpublish": (_moved("unpublish"), "round_answers", _("The page is no longer public.")),
    "cancel": (services.cancel_round, "rounds", _("The round is cancelled.")),
    "replay": (services.ask_replay, "round_rules", ""),
}  # fmt: skip
"""Move → what does it, the page that follows, what is said there."""


@require_POST
def round_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    found = office_round(request, code)
    try:
        if move == "choose":
            services.choose_rule(found=found, actor=request.user, rule=request.POST.get("rule", ""))
            return redirect("matching:round_pairs", code=code)
        if move == "follow":
            made = services.follow_round(found=found, actor=request.user)
            return redirect("matching:round_schools", code=made.code)
        if move not in _DOERS:
            raise Http404
        doer, page, sentence = _DOERS[move]
        doer(found=found, actor=request.user)
    except (NotPossible, BadInput) as problem:
        said = problem.decision.sentence if isinstance(problem, NotPossible) else problem.sentences.values()
        messages.error(request, said if isinstance(said, str) else " ".join(str(one) for one in said))
        return redirect("matching:round", code=code)
    if sentence:
        messages.success(request, sentence)
    return redirect(f"matching:{page}") if page == "rounds" else redirect(f"matching:{page}", code=code)
