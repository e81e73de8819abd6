"""Asking one's office: the list, a new case, the page both sides see, and its moves."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mado.accounts.queries import officers_of, responsible_office, seats_of
from mado.desks import services
from mado.desks.enums import INTERNAL_KINDS, CaseKind
from mado.desks.models import DeskCase
from mado.desks.queries.cases import (
    cases_of_asker,
    cases_visible_to,
    central_office,
    offices_to_hand_to,
    story_of,
    works_at_office,
)
from mado.desks.web.forms import AssignForm, CaseForm, HandOnForm, WordsForm, add_sentences
from mado.desks.web.shown import timeline
from mado.desks.workflow import DESK_CASE
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPossible
from mado.profiles.enums import WishState
from mado.profiles.models import Wish
from mado.reference.languages import language_name
from mado.reference.places import country_name
from mado.reference.settings import alliance

PAGE_ROWS = 25
LANGUAGE_TAGS = {"zh-hant": "zh-Hant"}


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """What I and my school have asked."""
    page = Paginator(cases_of_asker(request.user), PAGE_ROWS).get_page(request.GET.get("page"))
    return render(request, "desks/cases.html", {"page": page, "seats": seats_of(request.user)})


def _school(request: HttpRequest) -> Organization | None:
    """The school asked for: named by `for` among one's seats, else the first seat."""
    own = {seat.organization.code: seat.organization for seat in seats_of(request.user)}
    wanted = request.GET.get("for", "")
    if wanted and wanted not in own:
        raise Http404
    return own[wanted] if wanted else next(iter(own.values()), None)


def _initial(request: HttpRequest, school: Organization | None) -> dict[str, Any]:
    """What the page one came from already knows: the kind, the wish, the search that found nothing."""
    kind = request.GET.get("kind", "")
    usual = CaseKind.MANUAL_MATCH if school else CaseKind.OTHER
    initial: dict[str, Any] = {"kind": kind if kind in CaseKind.values else usual.value}
    if school and (wish := Wish.objects.filter(organization=school, code=request.GET.get("wish", "")).first()):
        initial |= {"wish": wish.pk, "subject": wish.title}
    if query := request.GET.get("q", "").strip()[:200]:
        initial["text"] = _("The search found no school for: %(query)s") % {"query": query}
    return initial


@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """One page: what it is about, in a few words, what is needed."""
    school = _school(request)
    wishes = Wish.objects.filter(organization=school).exclude(state=WishState.WITHDRAWN) if school else None
    form = CaseForm(request.POST or None, wishes=wishes, initial=_initial(request, school))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                opened = services.open_case(
                    organization=school,
                    actor=request.user,
                    language=LANGUAGE_TAGS.get(get_language() or "en", get_language() or "en"),
                    **form.cleaned_data,
                )
            except BadInput as problem:
                add_sentences(form, problem)
            else:
                messages.success(
                    request, _("Your case is with the office. It writes to you as soon as there is an answer.")
                )
                return redirect("desks:case", code=opened.code)
    context = {
        "form": form,
        "school": school,
        "seats": seats_of(request.user),
        "office": responsible_office(school) if school else None,
        "central": central_office(),
        "answer_days": alliance().case_answer_days,
    }
    return render(request, "desks/case_new.html", context, status=status)


def _visible(request: HttpRequest, code: str) -> DeskCase:
    return get_object_or_404(cases_visible_to(request.user), code=code)


@require_safe
def case(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _visible(request, code), {})


Words = tuple[str | Promise, str | Promise]
_LABELS: dict[str, Words] = {
    "ask": (gettext_lazy("What do you need to know?"), gettext_lazy("The asker reads exactly these words.")),
    "reply": (gettext_lazy("Your reply"), ""),
    "answer": (gettext_lazy("Your answer"), gettext_lazy("The asker reads exactly these words, in a mail and here.")),
    "object": (gettext_lazy("None fits, or something is open, because"), gettext_lazy("The office looks again.")),
    "close": (gettext_lazy("Why there is no solution"), gettext_lazy("The asker reads exactly these words.")),
    "note": (gettext_lazy("Note for the office"), gettext_lazy("Only offices read it, never the asker.")),
}
DONE: dict[str, str | Promise] = {
    "take": gettext_lazy("The case is yours."),
    "ask": gettext_lazy("Your question is on its way."),
    "reply": gettext_lazy("Your reply is with the office."),
    "answer": gettext_lazy("Your answer is on its way."),
    "object": gettext_lazy("The office looks again and writes to you."),
    "settle": gettext_lazy("The case is solved."),
    "hand_on": gettext_lazy("The case is with the other office. The asker has been told."),
    "close": gettext_lazy("The case is closed. The asker has been told."),
    "note": gettext_lazy("The note stands in the case."),
    "assign": gettext_lazy("The officer has been told."),
}


def words_form(move: str, data: Any = None) -> WordsForm:
    label, hint = _LABELS[move]
    return WordsForm(data, label=label, hint=hint, auto_id=f"id_{move}_%s")


def _form(move: str, found: DeskCase, data: Any = None) -> forms.Form | None:
    """The form of a move; None where a button is enough."""
    if move in _LABELS:
        return words_form(move, data)
    if move == "hand_on":
        return HandOnForm(data, offices=offices_to_hand_to(found), auto_id="id_hand_on_%s")
    if move == "assign":
        return AssignForm(data, officers=officers_of(found.office), auto_id="id_assign_%s")
    return None


SERVICES: dict[str, Callable[..., object]] = {
    "take": services.take_case,
    "ask": services.ask_about_case,
    "reply": services.reply_in_case,
    "answer": services.answer_case,
    "object": services.object_to_answer,
    "settle": services.settle_case,
    "hand_on": services.hand_on_case,
    "close": services.close_case,
    "note": services.note_case,
    "assign": services.assign_case,
}


@require_POST
def case_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """Every deed on a case but proposing, which has a page of its own. What was typed stays when it is to be mended."""
    if move not in SERVICES:
        raise Http404
    found = _visible(request, code)
    form = _form(move, found, request.POST)
    if form is None or form.is_valid():
        try:
            SERVICES[move](case=found, actor=request.user, **(form.cleaned_data if form else {}))
        except BadInput as problem:
            if form is None:
                raise
            add_sentences(form, problem)
        except NotPossible as refusal:
            return _page(request, _visible(request, code), {}, status=409, refusal=refusal.decision.sentence)
        else:
            messages.success(request, DONE[move])
            still = cases_visible_to(request.user).filter(pk=found.pk).exists()
            return redirect("desks:case", code=code) if still else redirect("desks:work_list")
    return _page(request, found, {move: form} if form else {}, status=422)


def _page(
    request: HttpRequest, found: DeskCase, bound: dict[str, forms.Form], *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    reader = request.user
    inside = works_at_office(reader) and found.opened_by_id != reader.pk
    moves = {available.move.name: available for available in DESK_CASE.available(found, reader)}
    works = reader.has_perm("desks.work_on_case", found)
    asks = reader.has_perm("desks.answer_as_asker", found)
    names = [*moves, *(("note", "assign") if works else ())]
    shown = {name: form for name in names if (form := _form(name, found))} | bound
    context = {
        "case": found,
        "moves": moves,
        "forms": shown,
        "opened": next(iter(bound), ""),
        **{f"opened_{name}": True for name in bound},
        "inside": inside,
        "works": works,
        "asks": asks,
        "refusal": refusal,
        "story": timeline(story_of(found, with_internal=inside), found, reader, INTERNAL_KINDS),
        "proposals": proposals_of(found, asks=asks),
        "language_label": language_name(found.language),
        "country": country_name(found.country),
        "settle_days": alliance().case_settle_days,
    }
    return render(request, "desks/case.html", context, status=status)


def proposals_of(found: DeskCase, *, asks: bool) -> list[dict[str, Any]]:
    """Proposed schools; the asking school gets the way to invite each."""
    rows = found.proposals.select_related("organization")
    invite = reverse("partnerships:invite")
    school = found.organization
    return [
        {
            "proposal": row,
            "country": country_name(row.organization.country),
            "invite_url": f"{invite}?{urlencode({'to': row.organization.code, 'from': school.code})}"
            if asks and school
            else "",
        }
        for row in rows
    ]
