"""All rounds of an office, and a new one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from mado.accounts.queries import may_read_all
from mado.kernel.errors import BadInput
from mado.matching.enums import RoundSide
from mado.matching.models import PairingRound
from mado.matching.queries.round_pools import kind_of_side, pool_rows
from mado.matching.queries.rounds import office_rounds, offices_to_pair_for
from mado.matching.services import rounds as services
from mado.matching.web.round_forms import BeginForm, add_sentences
from mado.profiles.enums import ExchangeKind

PAGE_ROWS = 20


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """What the office has paired so far, newest first."""
    page = Paginator(office_rounds(request.user), PAGE_ROWS).get_page(request.GET.get("page"))
    may_begin = bool(offices_to_pair_for(request.user))
    return render(request, "matching/rounds.html", {"page": page, "may_begin": may_begin})


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    """A search for each side with its count; a GET with a query only counts, for who has no JavaScript."""
    offices = offices_to_pair_for(request.user)
    if not offices:
        return render(request, "shell/not_for_you.html", {}, status=403)
    if request.method != "POST":
        return _begin_page(request, BeginForm(request.GET or None, offices=offices), 200)
    form = BeginForm(request.POST, offices=offices)
    if form.is_valid() and (made := _begin(request, form)) is not None:
        return redirect("matching:round_schools", code=made.code)
    return _begin_page(request, form, 422)


def _begin(request: HttpRequest, form: BeginForm) -> PairingRound | None:
    """The new round; None when something is to be mended, with the sentences in the form."""
    said = form.cleaned_data
    offices = {office.code: office for office in offices_to_pair_for(request.user)}
    try:
        return services.begin_round(
            office=offices[said["office"]],
            actor=request.user,
            pool_a=form.pool("a", in_care=True),
            pool_b=form.pool("b", in_care=False),
            **{name: said[name] for name in ("name", "kind", "period_from", "period_to")},
        )
    except BadInput as problem:
        add_sentences(form, problem)
        return None


def _begin_page(request: HttpRequest, form: BeginForm, status: int) -> HttpResponse:
    counts = _counts(request, form)
    only_counted = status == 200 and form.is_bound
    if only_counted:  # nothing was sent yet, so nothing is wrong
        form = BeginForm(initial=_typed(form), offices=offices_to_pair_for(request.user))
    side_a, side_b = form.both_sides()
    context = {
        "form": form,
        "side_a": side_a,
        "side_b": side_b,
        "counts": counts,
        "reads_all": may_read_all(request.user),
    }
    return render(request, "matching/round_new.html", context, status=status)


def _typed(form: BeginForm) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}


def _counts(request: HttpRequest, form: BeginForm) -> dict[str, int] | None:
    """How many schools each side holds as the fields stand; None before anything is said."""
    if not form.is_bound:
        return None
    form.is_valid()
    kind = form.cleaned_data.get("kind") or ExchangeKind.CULTURAL
    first = pool_rows(form.pool("a", in_care=True), kind_of_side(kind, RoundSide.A), request.user)
    taken = [row.organization.pk for row in first]
    second = pool_rows(form.pool("b", in_care=False), kind_of_side(kind, RoundSide.B), request.user, without=taken)
    return {
        "a": len(first),
        "a_places": sum(row.places for row in first),
        "b": len(second),
        "b_places": sum(row.places for row in second),
    }


@require_safe
def round_count(request: HttpRequest) -> HttpResponse:
    """The part of the page htmx asks for whenever a field changes."""
    form = BeginForm(request.GET, offices=offices_to_pair_for(request.user))
    return render(request, "matching/round_count.html", {"counts": _counts(request, form)})
