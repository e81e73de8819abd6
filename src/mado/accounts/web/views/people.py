"""A school's people: who acts for it until when, who is asked to join, and how one follows the other."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mado.accounts.guards import is_listed, may_offer_seat
from mado.accounts.models import SeatInvitation
from mado.accounts.queries import (
    latest_verification,
    open_seat_invitations,
    renewal_days,
    responsible_office,
    seat_invitations_visible_to,
    seats_at,
    seats_ending,
)
from mado.accounts.services import offer_interim, offer_seat, withdraw_seat_offer
from mado.accounts.services.people import known_language
from mado.accounts.web.continuity_forms import InterimForm, OfferForm
from mado.accounts.web.sentences import add_sentences
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.errors import BadInput


def _school(request: HttpRequest, code: str) -> Organization:
    """The school, for those who may know who acts for it."""
    organization = get_object_or_404(Organization, code=code, kind__in=TAKES_PART_KINDS)
    if not request.user.has_perm("accounts.view_school_people", organization):
        raise Http404
    return organization


@require_safe
def school_people(request: HttpRequest, code: str) -> HttpResponse:
    """Who has a seat until when, who is asked, and the one thing to do next."""
    organization = _school(request, code)
    user = request.user
    seats = list(seats_at(organization))
    verification = latest_verification(organization)
    soon = timezone.localdate() + dt.timedelta(days=renewal_days())
    context = {
        "organization": organization,
        "seats": seats,
        "mine": next((seat for seat in seats if seat.user_id == user.pk), None),
        "ending": [seat.pk for seat in seats if seat.valid_to is not None and seat.valid_to < soon],
        "may_renew": bool(seats_ending(user)),
        "people": len({seat.user_id for seat in seats}),
        "offers": list(open_seat_invitations(organization)),
        "verification": verification,
        "is_vouched": verification is not None and verification.valid_until >= timezone.localdate(),
        "office": responsible_office(organization),
        "acts": user.has_perm("accounts.offer_seat", organization),
        "cares": user.has_perm("accounts.appoint_interim", organization),
        "decision": may_offer_seat(organization),
    }
    return render(request, "accounts/school_people.html", context)


def _language_of(organization: Organization) -> str:
    """The language a colleague there most likely reads."""
    return known_language(organization.name_language.lower())


@require_http_methods(["GET", "HEAD", "POST"])
def seat_offer(request: HttpRequest, code: str) -> HttpResponse:
    """A seat holder asks a colleague to act for the school too."""
    organization = _school(request, code)
    if not request.user.has_perm("accounts.offer_seat", organization):
        raise PermissionDenied
    form = OfferForm(request.POST if request.method == "POST" else None, language=_language_of(organization))
    if request.method == "POST" and form.is_valid():
        try:
            offer = offer_seat(organization=organization, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            return _sent(request, offer)
    context = {"organization": organization, "form": form, "decision": may_offer_seat(organization)}
    return render(request, "accounts/seat_offer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def interim_offer(request: HttpRequest, code: str) -> HttpResponse:
    """An office appoints somebody for a time."""
    organization = _school(request, code)
    if not request.user.has_perm("accounts.appoint_interim", organization):
        raise PermissionDenied
    form = InterimForm(request.POST if request.method == "POST" else None, language=_language_of(organization))
    if request.method == "POST" and form.is_valid():
        try:
            offer = offer_interim(organization=organization, actor=request.user, **form.cleaned_data)
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            return _sent(request, offer)
    context = {"organization": organization, "form": form, "decision": is_listed(organization), "interim": True}
    return render(request, "accounts/seat_offer.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, offer: SeatInvitation) -> HttpResponse:
    sentence = _("%(name)s has been written to. You hear from us as soon as there is an answer.")
    messages.success(request, sentence % {"name": offer.invited_name})
    return redirect("accounts:school_people", code=offer.organization.code)


@require_POST
def seat_offer_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """The school or its office takes an offer back."""
    offer = get_object_or_404(seat_invitations_visible_to(request.user), code=code)
    if move != "withdraw":
        raise Http404
    withdraw_seat_offer(invitation=offer, actor=request.user)
    messages.success(request, _("The invitation is withdrawn. Its link says so."))
    return redirect("accounts:school_people", code=offer.organization.code)
