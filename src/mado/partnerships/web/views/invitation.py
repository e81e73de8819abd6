"""One invitation: the two schools in one frame, the letter, the answer, what happened and what comes next."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mado.kernel.errors import BadInput, NotPossible
from mado.partnerships import services
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.partnerships.queries import Alike, liveness, partnership_of, schools_like, visible_to
from mado.partnerships.web.forms import AcceptForm, DeclineForm
from mado.partnerships.web.panes import pane_of
from mado.partnerships.web.story import OFFICE, RECIPIENT, SENDER, both_times, next_steps, side_of, timeline
from mado.partnerships.wording import reply_rate_text, reply_speed_text
from mado.partnerships.workflow import INVITATION_WORKFLOW
from mado.profiles.enums import ExchangeKind, MeetingMode
from mado.reference.languages import language_name

FORMS: dict[str, type[forms.Form]] = {"accept": AcceptForm, "decline": DeclineForm, "withdraw": forms.Form}


def _visible(request: HttpRequest, code: str) -> Invitation:
    rows = visible_to(request.user).select_related("sent_by", "answered_by")
    return get_object_or_404(rows, code=code)


@require_GET
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    row = _visible(request, code)
    services.mark_seen(invitation=row, actor=request.user)
    return _page(request, row)


@require_POST
def invitation_move(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """Accept, decline or withdraw. What was typed stays on the page when something is to be mended."""
    if move not in FORMS:
        raise Http404
    row = _visible(request, code)
    form = FORMS[move](request.POST, prefix=move)
    if not form.is_valid():
        return _page(request, row, {move: form}, status=422)
    done = {
        "accept": (services.accept_invitation, _("You have accepted. The exchange is open for both schools.")),
        "decline": (services.decline_invitation, _("You have declined. The other school hears your reason at once.")),
        "withdraw": (services.withdraw_invitation, _("The invitation is withdrawn.")),
    }
    service, sentence = done[move]
    try:
        service(invitation=row, actor=request.user, **form.cleaned_data)
    except BadInput as refusal:
        for field, words in refusal.sentences.items():
            form.add_error(field or None, str(words))
        return _page(request, row, {move: form}, status=422)
    except NotPossible as refusal:
        return _page(request, _visible(request, code), {move: form}, status=409, refusal=refusal.decision.sentence)
    messages.success(request, sentence)
    return redirect("partnerships:invitation", code=row.code)


def _alike(row: Invitation, side: str) -> list[tuple[Alike, list[str]]]:
    """Where to turn to, for who got no answer or a no; each with how it answers."""
    if side != SENDER or row.state not in (InvitationState.LAPSED, InvitationState.DECLINED):
        return []
    found = schools_like(row.recipient, row.kind, row.sender)
    return [
        (one, [text for text in (reply_rate_text(one.liveness), reply_speed_text(one.liveness)) if text])
        for one in found
    ]


def _page(
    request: HttpRequest,
    row: Invitation,
    bound: dict[str, forms.Form] | None = None,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    side = side_of(request.user, row)
    mine, theirs = (row.recipient, row.sender) if side == RECIPIENT else (row.sender, row.recipient)
    shown: dict[str, Any] = {name: form(prefix=name) for name, form in FORMS.items()} | (bound or {})
    context = {
        "invitation": row,
        "side": side,
        "is_office": side == OFFICE,
        "mine": pane_of(mine),
        "theirs": pane_of(theirs),
        "refusal": refusal,
        "moves": {found.move.name: found for found in INVITATION_WORKFLOW.available(row, request.user)},
        "forms": shown,
        "kind_label": ExchangeKind(row.kind).label,
        "mode_label": MeetingMode(row.mode).label,
        "language_label": language_name(row.language),
        "deadline": both_times(row.last_moment, row.recipient, row.sender),
        "events": timeline(row, mine, theirs),
        "steps": next_steps(row, side),
        "partnership": partnership_of(row.sender, row.recipient),
        "reply_rate": reply_rate_text(liveness(row.recipient)),
        "alike": _alike(row, side),
    }
    return render(request, "partnerships/invitation.html", context, status=status)
