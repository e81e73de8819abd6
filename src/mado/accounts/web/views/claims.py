"""Asking for a school's seat: pick the school, say who you are, see where it stands."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mado.accounts.guards import may_ask_for_seat
from mado.accounts.models import SeatClaim
from mado.accounts.prefill import fill_from_draft
from mado.accounts.queries import claim_story, claims_visible_to, draft_data, latest_verification, responsible_office
from mado.accounts.services import answer_claim_info, drop_draft, submit_claim, withdraw_claim
from mado.accounts.web.forms import AnswerForm, ClaimForm
from mado.accounts.web.local_time import with_local_times
from mado.accounts.web.places import level_names, place_of
from mado.accounts.web.sentences import add_sentences
from mado.accounts.workflow import SEAT_CLAIM
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.directory.search import SearchRequest, search_organizations
from mado.kernel.errors import BadInput
from mado.reference.settings import alliance

FOUND_MOST = 20


@require_safe
def claim_pick(request: HttpRequest) -> HttpResponse:
    """Find one's own school in the directory."""
    q = request.GET.get("q", "").strip()[:200]
    found = [(school, place_of(school), level_names(school)) for school in _schools_like(q)] if q else []
    return render(request, "accounts/claim_pick.html", {"q": q, "found": found, "found_most": FOUND_MOST})


def _schools_like(q: str) -> list[Organization]:
    """Listed schools and universities the search finds, best first."""
    result = search_organizations(SearchRequest(q=q, limit=FOUND_MOST, facets=()))
    ids = [hit.organization_id for hit in result.hits]
    rows = Organization.objects.filter(pk__in=ids, kind__in=TAKES_PART_KINDS, delisted_on=None)
    return sorted(rows, key=lambda row: ids.index(row.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: HttpRequest, code: str) -> HttpResponse:
    """Say who you are at this school; kept as it is typed."""
    organization = get_object_or_404(Organization, code=code)
    decision = may_ask_for_seat(request.user, organization)
    key = f"claim:{organization.code.lower()}"
    form = ClaimForm(request.POST if request.method == "POST" else None)
    restored = fill_from_draft(form, draft_data(request.user, key))
    if request.method == "POST" and form.is_valid():
        try:
            claim = submit_claim(user=request.user, organization=organization, **form.cleaned_data)
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            drop_draft(user=request.user, key=key)
            messages.success(request, _("Your claim is with the office. You need do nothing until it writes to you."))
            return redirect("accounts:claim", code=claim.code)
    context = {
        "organization": organization,
        "place": place_of(organization),
        "form": form,
        "decision": decision,
        "draft_key": key,
        "restored": restored,
        "office": responsible_office(organization),
        "answer_days": alliance().claim_answer_days,
    }
    refused = request.method == "POST" and form.errors
    return render(request, "accounts/claim_new.html", context, status=422 if refused else 200)


@require_safe
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """The claimant's view. An officer is led to the review page, where there is something to do."""
    found = get_object_or_404(claims_visible_to(request.user), code=code)
    if found.claimant_id != request.user.pk:
        return redirect("accounts:office_claim", code=code)
    return _claim_page(request, found, AnswerForm())


def _claim_page(request: HttpRequest, found: SeatClaim, form: Form, status: int = 200) -> HttpResponse:
    key = f"claim-answer:{found.code.lower()}"
    fill_from_draft(form, draft_data(request.user, key))
    context = {
        "claim": found,
        "story": with_local_times(claim_story(found), found, request.user),
        "moves": {available.move.name: available for available in SEAT_CLAIM.available(found, request.user)},
        "form": form,
        "draft_key": key,
        "verification": latest_verification(found.organization),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/claim.html", context, status=status)


@require_POST
def claim_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """The claimant answers or withdraws."""
    found = get_object_or_404(claims_visible_to(request.user), code=code)
    if move == "withdraw":
        withdraw_claim(claim=found, actor=request.user)
        messages.success(request, _("Your claim is withdrawn. You can ask again at any time."))
        return redirect("accounts:claim", code=code)
    if move != "answer":
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_claim_info(claim=found, actor=request.user, explanation=form.cleaned_data["explanation"])
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            drop_draft(user=request.user, key=f"claim-answer:{found.code.lower()}")
            messages.success(request, _("Your answer is with the office."))
            return redirect("accounts:claim", code=code)
    return _claim_page(request, found, form, status=422)
