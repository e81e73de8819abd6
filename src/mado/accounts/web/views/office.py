"""The office's queue of claims, and one claim beside what the directory knows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mado.accounts.engine.comparison import same_house, same_phone
from mado.accounts.enums import ClaimState
from mado.accounts.models import SeatClaim
from mado.accounts.queries import claim_story, claims_in_care_of, latest_verification, other_claims, seat_holders
from mado.accounts.services import approve_claim, hand_over_claim, refuse_claim, request_claim_info
from mado.accounts.web.forms import ApproveForm, AskForm, HandClaimForm, RefuseForm
from mado.accounts.web.local_time import with_local_times
from mado.accounts.web.places import place_of
from mado.accounts.web.sentences import add_sentences
from mado.accounts.workflow import SEAT_CLAIM
from mado.kernel.errors import BadInput

PAGE_ROWS = 50
ALL = "all"
SORTS = {
    "answer_by": (gettext_lazy("Answer soonest due"), ("answer_by", "id")),
    "newest": (gettext_lazy("Newest first"), ("-created_at", "-id")),
    "school": (gettext_lazy("By school"), ("organization__country", "organization__name", "id")),
}


@require_safe
def office_claims(request: HttpRequest) -> HttpResponse:
    """Work list: filter and order stand in the address."""
    state = request.GET.get("state", ClaimState.SUBMITTED.value)
    if state not in (*ClaimState.values, ALL):
        state = ClaimState.SUBMITTED.value
    sort = request.GET.get("sort", "answer_by")
    sort = sort if sort in SORTS else "answer_by"
    rows = claims_in_care_of(request.user)
    if state != ALL:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by(*SORTS[sort][1]), PAGE_ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate()
    for row in page.object_list:
        row.age_days = (today - row.created_at.date()).days
        row.is_late = row.state == ClaimState.SUBMITTED and row.answer_by < today
    context = {
        "page": page,
        "state": state,
        "sort": sort,
        "states": [*ClaimState.choices, (ALL, _("All claims"))],
        "sorts": [(name, label) for name, (label, _order) in SORTS.items()],
    }
    return render(request, "accounts/office_claims.html", context)


@require_safe
def office_claim(request: HttpRequest, code: str) -> HttpResponse:
    """Review one claim."""
    claim = get_object_or_404(claims_in_care_of(request.user), code=code)
    return _review_page(request, claim, {})


def _review_page(request: HttpRequest, claim: SeatClaim, bound: dict[str, Form], status: int = 200) -> HttpResponse:
    holders = list(seat_holders(claim.organization).exclude(pk=claim.claimant_id))
    school = claim.organization
    forms: dict[str, Form] = {name: form(claim=claim) for name, (form, _service) in _MOVES.items()}
    context: dict[str, Any] = {
        "claim": claim,
        "place": place_of(school),
        "story": with_local_times(claim_story(claim), claim, request.user),
        "moves": {available.move.name: available for available in SEAT_CLAIM.available(claim, request.user)},
        "forms": {**forms, **bound},
        "opened": next(iter(bound), ""),
        "holders": holders,
        "others": other_claims(claim),
        "verification": latest_verification(school),
        "email_agrees": same_house(claim.school_email, school.website),
        "phone_agrees": same_phone(claim.school_phone, school.phone),
        "is_late": claim.state == ClaimState.SUBMITTED and claim.answer_by < timezone.localdate(),
    }
    return render(request, "accounts/office_claim.html", context, status=status)


def _approve(form: ApproveForm, actor: Any) -> None:
    approve_claim(claim=form.claim, actor=actor, valid_until=form.cleaned_data["valid_until"])


def _ask(form: AskForm, actor: Any) -> None:
    request_claim_info(claim=form.claim, actor=actor, message=form.cleaned_data["message"])


def _refuse(form: RefuseForm, actor: Any) -> None:
    refuse_claim(claim=form.claim, actor=actor, reason=form.cleaned_data["reason"])


def _hand_over(form: HandClaimForm, actor: Any) -> None:
    said = form.cleaned_data
    hand_over_claim(
        claim=form.claim,
        actor=actor,
        office=said["office"],
        reason=said["reason"],
        new_date=said["days"] == HandClaimForm.ANEW,
    )


_MOVES: dict[str, tuple[Any, Callable[[Any, Any], None]]] = {
    "approve": (ApproveForm, _approve),
    "request_info": (AskForm, _ask),
    "refuse": (RefuseForm, _refuse),
    "hand_over": (HandClaimForm, _hand_over),
}
_DONE = {
    "approve": gettext_lazy("The seat is given. The person has been written to."),
    "request_info": gettext_lazy("Your question is on its way. The claim comes back to you with the answer."),
    "refuse": gettext_lazy("The claim is refused. The person has been written to."),
    "hand_over": gettext_lazy("The other office decides from now on. It and the person have been written to."),
}


@require_POST
def office_claim_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """The office approves, asks or refuses."""
    claim = get_object_or_404(claims_in_care_of(request.user), code=code)
    if move not in _MOVES:
        raise Http404
    form_class, service = _MOVES[move]
    form = form_class(request.POST, claim=claim)
    if form.is_valid():
        try:
            service(form, request.user)
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            messages.success(request, _DONE[move])
            seen = claims_in_care_of(request.user).filter(code=code).exists()
            return redirect("accounts:office_claim", code=code) if seen else redirect("accounts:office_claims")
    return _review_page(request, claim, {move: form}, status=422)
