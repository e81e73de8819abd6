"""Ending a seat, and looking again at a school one's office vouches for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mado.accounts.handover import ends_with_seat
from mado.accounts.permissions import may_look_at_standing
from mado.accounts.queries import appointments_visible_to, holding, latest_verification, responsible_office, seats_at
from mado.accounts.services import end_appointment, renew_verification
from mado.accounts.web.forms import EndSeatForm
from mado.accounts.web.places import place_of
from mado.accounts.web.sentences import add_sentences
from mado.directory.models import Organization
from mado.kernel.errors import BadInput


@require_http_methods(["GET", "HEAD", "POST"])
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Give back one's own seat, or, for the office, end another person's with a reason. Says first what follows."""
    seat = get_object_or_404(appointments_visible_to(request.user).filter(holding()), pk=pk)
    if not request.user.has_perm("accounts.end_appointment", seat):
        raise PermissionDenied
    own = seat.user_id == request.user.pk
    form = EndSeatForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].required = not own
    if request.method == "POST" and form.is_valid():
        try:
            end_appointment(appointment=seat, actor=request.user, reason=form.cleaned_data["reason"])
        except BadInput as problem:
            add_sentences(form, problem)
        else:
            messages.success(request, _("The seat has ended."))
            if own:
                return redirect("accounts:me")
            return redirect("accounts:school_people", code=seat.organization.code)
    others = [row for row in seats_at(seat.organization) if row.pk != seat.pk]
    office = responsible_office(seat.organization)
    ending = ends_with_seat(seat.user, seat.organization) if own else []
    context = {"seat": seat, "own": own, "form": form, "others": others, "office": office, "ending": ending}
    return render(request, "accounts/seat_end.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def office_vouch(request: HttpRequest, code: str) -> HttpResponse:
    """The directory's record and the people at the school, and one button: vouch for it again."""
    organization = get_object_or_404(Organization, code=code)
    if not may_look_at_standing(request.user, organization):
        raise Http404
    if request.method == "POST":
        renew_verification(organization=organization, actor=request.user)
        messages.success(request, _("Your office vouches for this school again."))
        return redirect("accounts:office_vouch", code=code)
    context = {
        "organization": organization,
        "place": place_of(organization),
        "verification": latest_verification(organization),
        "office": responsible_office(organization),
        "seats": list(seats_at(organization)),
        "may_vouch": request.user.has_perm("accounts.verify_organization", organization),
    }
    return render(request, "accounts/office_vouch.html", context)
