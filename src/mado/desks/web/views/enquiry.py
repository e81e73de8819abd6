"""Asking without an account: the public form, and the page behind the signed link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mado.desks import services
from mado.desks.enums import INTERNAL_KINDS
from mado.desks.follow_links import SENT, case_of_token, sent_token
from mado.desks.models import DeskCase
from mado.desks.permissions import LinkHolder
from mado.desks.queries.cases import story_of
from mado.desks.web.forms import EnquiryForm, WordsForm, add_sentences
from mado.desks.web.shown import timeline
from mado.desks.web.views.cases import DONE, SERVICES, proposals_of, words_form
from mado.desks.workflow import DESK_CASE
from mado.kernel.errors import BadInput, NotPossible
from mado.reference.languages import language_name
from mado.reference.places import country_name
from mado.reference.settings import alliance

ASKER_MOVES = ("reply", "object", "settle")


@require_http_methods(["GET", "HEAD", "POST"])
def enquire(request: HttpRequest) -> HttpResponse:
    """The public form; country and language may stand in the address."""
    given = {name: request.GET[name] for name in ("country", "language", "subject") if request.GET.get(name)}
    form = EnquiryForm(request.POST if request.method == "POST" else None, initial=given)
    status, refusal = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = {name: value for name, value in form.cleaned_data.items() if name != "leave_empty"}
            try:
                case = services.open_enquiry(address=request.META.get("REMOTE_ADDR", ""), **data)
            except BadInput as problem:
                add_sentences(form, problem)
            except NotPossible as too_often:
                status, refusal = 429, too_often.decision.sentence
            else:
                return redirect("desks:enquired", token=sent_token(case))
    context = {
        "form": form,
        "refusal": refusal,
        "kept_days": alliance().enquiry_kept_days,
        "answer_days": alliance().case_answer_days,
    }
    return render(request, "desks/enquire.html", context, status=status)


@require_safe
@never_cache
def enquired(request: HttpRequest, token: str) -> HttpResponse:
    """It has arrived: the code, the office, what happens next."""
    case = case_of_token(token, SENT)
    if case is None:
        raise Http404
    return render(request, "desks/enquired.html", {"case": case})


def _followed(token: str) -> DeskCase:
    case = case_of_token(token)
    if case is None:
        raise Http404
    return case


@require_safe
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token, _followed(token), {})


@require_POST
@never_cache
def follow_move(request: HttpRequest, token: str, move: str) -> HttpResponse:
    """Reply, say what is still open, mark as solved: whoever holds the link."""
    if move not in ASKER_MOVES:
        raise Http404
    case = _followed(token)
    form = words_form(move, request.POST) if move != "settle" else None
    if form is None or form.is_valid():
        try:
            SERVICES[move](case=case, actor=LinkHolder(case.pk), **(form.cleaned_data if form else {}))
        except BadInput as problem:
            if form is None:
                raise
            add_sentences(form, problem)
        except NotPossible as refusal:
            return _page(request, token, _followed(token), {}, status=409, refusal=refusal.decision.sentence)
        else:
            messages.success(request, DONE[move])
            return redirect("desks:follow", token=token)
    return _page(request, token, case, {move: form} if form else {}, status=422)


def _page(
    request: HttpRequest,
    token: str,
    case: DeskCase,
    bound: dict[str, WordsForm],
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    moves = {available.move.name: available for available in DESK_CASE.available(case, LinkHolder(case.pk))}
    shown: dict[str, Any] = {name: words_form(name) for name in ("reply", "object") if name in moves}
    context = {
        "case": case,
        "token": token,
        "moves": moves,
        "forms": {**shown, **bound},
        "opened": next(iter(bound), ""),
        "refusal": refusal,
        "story": timeline(story_of(case, with_internal=False), case, None, INTERNAL_KINDS),
        "proposals": proposals_of(case, asks=False),
        "language_label": language_name(case.language),
        "country": country_name(case.country),
        "kept_days": alliance().enquiry_kept_days,
        "settle_days": alliance().case_settle_days,
    }
    return render(request, "desks/follow.html", context, status=status)
