"""Handing a seat over in three clicks: the way in, who follows, yes. And the answer of who is asked to follow."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mado.accounts.guards import may_offer_seat
from mado.accounts.handover import ends_with_seat, kept_for
from mado.accounts.models import Appointment, SeatInvitation
from mado.accounts.queries import (
    appointments_visible_to,
    confirmed_addresses,
    drafts_for_school,
    holding,
    seat_invitation_of,
    seats_at,
)
from mado.accounts.services import accept_seat_offer, decline_seat_offer, hand_over_seat, offer_succession
from mado.accounts.services.people import known_language
from mado.accounts.tokens import seat_invitation_id
from mado.accounts.web.continuity_forms import AcceptOfferForm, HandOverForm
from mado.accounts.web.sentences import add_sentences
from mado.accounts.workflow import SEAT_INVITATION
from mado.kernel.errors import BadInput


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who follows; see what stays and who is told; confirm. Nothing is stored between the two pages."""
    seat = get_object_or_404(appointments_visible_to(request.user).filter(holding()), pk=pk)
    if not request.user.has_perm("accounts.hand_over_seat", seat):
        raise PermissionDenied
    colleagues = [row for row in seats_at(seat.organization) if row.user_id != seat.user_id]
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues,
        language=known_language(seat.organization.name_language.lower()),
    )
    if request.method != "POST" or not form.is_valid():
        return _choose_page(request, seat, form)
    if request.POST.get("step") != "confirm":
        return _check_page(request, seat, form, colleagues)
    try:
        if form.is_by_mail:
            return _asked(request, seat, form)
        return _handed_over(request, seat, form, colleagues)
    except BadInput as problem:
        add_sentences(form, problem)
        return _choose_page(request, seat, form)


def _choose_page(request: HttpRequest, seat: Appointment, form: HandOverForm) -> HttpResponse:
    context = {"seat": seat, "form": form, "decision": may_offer_seat(seat.organization)}
    return render(request, "accounts/hand_over.html", context, status=422 if form.errors else 200)


def _check_page(
    request: HttpRequest, seat: Appointment, form: HandOverForm, colleagues: list[Appointment]
) -> HttpResponse:
    kept = kept_for(seat.organization)
    partners = {partner.pk: partner for line in kept for partner in line.partners}
    context = {
        "seat": seat,
        "form": form,
        "successor": _chosen(form, colleagues),
        "said": form.cleaned_data,
        "kept": kept,
        "ending": ends_with_seat(seat.user, seat.organization),
        "partners": list(partners.values()),
        "drafts": drafts_for_school(request.user, seat.organization).count(),
        "decision": may_offer_seat(seat.organization),
    }
    return render(request, "accounts/hand_over_check.html", context)


def _chosen(form: HandOverForm, colleagues: list[Appointment]) -> Appointment | None:
    return next((row for row in colleagues if str(row.pk) == form.cleaned_data["successor"]), None)


def _asked(request: HttpRequest, seat: Appointment, form: HandOverForm) -> HttpResponse:
    said: dict[str, Any] = form.cleaned_data
    words = {name: said[name] for name in ("email", "name", "language", "reply_by", "with_drafts")}
    offer = offer_succession(appointment=seat, actor=request.user, **words)
    sentence = _("%(name)s has been written to. Your seat ends in the minute in which the person accepts.")
    messages.success(request, sentence % {"name": offer.invited_name})
    return redirect("accounts:school_people", code=seat.organization.code)


def _handed_over(
    request: HttpRequest, seat: Appointment, form: HandOverForm, colleagues: list[Appointment]
) -> HttpResponse:
    successor = _chosen(form, colleagues)
    if successor is None:
        raise BadInput({"successor": _("Choose a colleague who acts for the same school.")})
    hand_over_seat(
        appointment=seat, successor=successor, actor=request.user, with_drafts=form.cleaned_data["with_drafts"]
    )
    sentence = _("%(name)s now acts for %(school)s. Your seat has ended; thank you for what you built.")
    messages.success(request, sentence % {"name": successor.user, "school": seat.organization.name})
    return redirect("accounts:me")


@require_http_methods(["GET", "HEAD", "POST"])
def seat_invited(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mail's link: what is asked, by whom, until when; to answer takes an account of that address."""
    pk = seat_invitation_id(token)
    offer = seat_invitation_of(pk) if pk is not None else None
    if offer is None:
        raise Http404
    form = AcceptOfferForm(request.POST if request.POST.get("answer") == "accept" else None)
    if request.method == "POST":
        answered = _answered(request, offer, form)
        if answered is not None:
            return answered
    context = {
        "offer": offer,
        "form": form,
        "token": token,
        "fits": offer.email in confirmed_addresses(request.user),
        "decision": SEAT_INVITATION.decide(offer, "accept"),
    }
    return render(request, "accounts/seat_invited.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, offer: SeatInvitation, form: AcceptOfferForm) -> HttpResponse | None:
    """Where to go after the answer; None when the form needs mending."""
    if not request.user.is_authenticated or not request.user.has_perm("accounts.answer_seat_invitation", offer):
        raise PermissionDenied
    if request.POST.get("answer") == "decline":
        decline_seat_offer(invitation=offer, actor=request.user)
        messages.success(request, _("You have declined. Who asked you has been told."))
        return redirect("accounts:me")
    if not form.is_valid():
        return None
    try:
        accept_seat_offer(invitation=offer, actor=request.user, position=form.cleaned_data["position"])
    except BadInput as problem:
        add_sentences(form, problem)
        return None
    sentence = _("You act for %(school)s now. Everything the school has begun is there.")
    messages.success(request, sentence % {"school": offer.organization.name})
    return redirect("accounts:school_people", code=offer.organization.code)
