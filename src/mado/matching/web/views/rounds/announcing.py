"""Date and words of the letters, then every recipient, then sending. And what the schools answered."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mado.kernel.errors import BadInput, NotPossible
from mado.kernel.export import FORMS, export_response
from mado.matching.enums import PairState, RoundState
from mado.matching.models import PairingRound
from mado.matching.queries.round_result import chosen_pairs
from mado.matching.queries.rounds import pairs_of
from mado.matching.round_words import pair_table
from mado.matching.services import rounds as services
from mado.matching.services.rounds.letters import announcement, regrets, text_of, text_of_regret
from mado.matching.web.round_forms import AnnounceForm, add_sentences
from mado.matching.web.views.rounds.shown import office_round, page_context

PAGE_PAIRS = 200


@require_http_methods(["GET", "HEAD", "POST"])
def round_announce(request: HttpRequest, code: str) -> HttpResponse:
    """POST `deed`=look keeps date and words; =send sends what the page has shown (`seen`)."""
    found = office_round(request, code)
    if found.state != RoundState.READY or not found.rule or found.run is None:
        return redirect("matching:round", code=code)
    form = AnnounceForm(initial={"reply_by": found.reply_by or services.reply_span()[1], "letter": found.letter})
    if request.method != "POST":
        return _page(request, found, form)
    if request.POST.get("deed") == "send":
        try:
            services.announce_round(found=found, actor=request.user, seen=request.POST.get("seen", ""))
        except NotPossible as problem:
            return _page(request, office_round(request, code), form, sentence=problem.decision.sentence, status=409)
        messages.success(request, _("The letters are on their way. The answers come in here."))
        return redirect("matching:round_answers", code=code)
    form = AnnounceForm(request.POST)
    if form.is_valid():
        try:
            services.write_announcement(found=found, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            return redirect("matching:round_announce", code=code)
    return _page(request, found, form, status=422)


def _page(
    request: HttpRequest, found: PairingRound, form: AnnounceForm, *, sentence: str = "", status: int = 200
) -> HttpResponse:
    letters = announcement(chosen_pairs(found)) if found.reply_by else []
    sorry = regrets(found) if found.reply_by else []
    context = page_context(request, found, "round_announce") | {
        "form": form,
        "sentence": sentence,
        "letters": letters,
        "regrets": sorry,
        "people": len({letter.person.pk for letter in (*letters, *sorry)}),
        "texts": _texts(found, letters),
        "regret_texts": [text_of_regret(found, one) for one in _first_of_each_language(sorry)],
        "seen": services.digest_of(found) if found.reply_by else "",
    }
    return render(request, "matching/round_announce.html", context, status=status)


def _first_of_each_language(letters: Any) -> list[Any]:
    first: dict[str, Any] = {}
    for letter in letters:
        first.setdefault(letter.person.language, letter)
    return list(first.values())


def _texts(found: PairingRound, letters: Any) -> list[Any]:
    """One letter in each language somebody will read it in."""
    return [text_of(found, letter) for letter in _first_of_each_language(letters)]


@require_safe
def round_answers(request: HttpRequest, code: str) -> HttpResponse:
    """Every pair with what both schools have said; ?state=asked shows one kind."""
    found = office_round(request, code)
    if found.announced_at is None:
        return redirect("matching:round", code=code)
    pairs = list(pairs_of(found))
    shown = request.GET.get("state", "")
    states = [(state.value, state, sum(pair.state == state for pair in pairs)) for state in PairState]
    chosen = [pair for pair in pairs if shown not in PairState.values or pair.state == shown]
    page = Paginator(chosen, PAGE_PAIRS).get_page(request.GET.get("page"))
    context = page_context(request, found, "round_answers") | {
        "pairs": page.object_list,
        "page": page,
        "states": [row for row in states if row[2]],
        "shown": shown,
        "all_pairs": len(pairs),
        "next_pass": found.followed_by.exclude(state=RoundState.CANCELLED).first(),
        "may_follow": found.state in (RoundState.CLOSED, RoundState.PUBLISHED),
        "run": found.run,
    }
    return render(request, "matching/round_answers.html", context)


@require_safe
def round_export(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """Every pair with its state, as a table to take away."""
    found = office_round(request, code)
    if form not in FORMS or found.announced_at is None:
        raise Http404
    header, rows = pair_table(list(pairs_of(found)))
    return export_response(form, name=f"{found.code}-pairs", title=found.name, header=header, rows=rows)
