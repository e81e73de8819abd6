"""Standing in line before a full school, and leaving it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mado.accounts.queries import seats_of
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.errors import NotPossible
from mado.partnerships import services
from mado.partnerships.queries import waits_visible_to
from mado.partnerships.wording import spoken_name


@require_POST
def wait(request: HttpRequest) -> HttpResponse:
    """Ask to be told: `from` is a school of one's own, `to` the one that is full."""
    own = {seat.organization.code: seat.organization for seat in seats_of(request.user)}
    sender = own.get(request.POST.get("from", ""))
    if sender is None:
        raise Http404
    recipient = get_object_or_404(Organization, code=request.POST.get("to", ""), kind__in=TAKES_PART_KINDS)
    try:
        services.ask_to_be_told(sender=sender, recipient=recipient, actor=request.user)
    except NotPossible as refusal:
        messages.warning(request, refusal.decision.sentence)
    else:
        names = {"school": spoken_name(recipient)}
        messages.success(request, _("We write to you when a place at %(school)s is free and it is your turn.") % names)
    return redirect("directory:school", code=recipient.code)


@require_POST
def wait_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    if move != "leave":
        raise Http404
    row = get_object_or_404(waits_visible_to(request.user), pk=pk)
    try:
        services.leave_line(wait=row, actor=request.user)
    except NotPossible as refusal:
        messages.warning(request, refusal.decision.sentence)
    else:
        messages.success(request, _("Your school no longer waits for %(school)s.") % {"school": row.recipient.name})
    return redirect(f"{reverse('partnerships:invitations')}?show=sent")
