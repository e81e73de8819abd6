"""The office's work list: invitations nobody answers, those that lapsed, those that still wait."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.partnerships.queries import office_invitations as in_care
from mado.partnerships.queries import silent_invitations
from mado.partnerships.web.lists import age_days, chips, chosen, csv_answer, kind_options, page_of
from mado.profiles.enums import ExchangeKind

SHOW = ("silent", "waiting", "lapsed", "ended")


def _rows(request: HttpRequest, show: str) -> QuerySet[Invitation]:
    rows = in_care(request.user)
    if show == "silent":
        return silent_invitations(request.user).order_by("reply_by", "id")
    if show == "waiting":
        return rows.filter(state=InvitationState.SENT, nudges=0).order_by("reply_by", "id")
    if show == "lapsed":
        return rows.filter(state=InvitationState.LAPSED).order_by("-state_changed_at", "-id")
    ended = (InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.WITHDRAWN)
    return rows.filter(state__in=ended).order_by("-state_changed_at", "-id")


@require_GET
def office_invitations(request: HttpRequest) -> HttpResponse:
    show = chosen(request.GET.get("show"), SHOW, "silent")
    kind = chosen(request.GET.get("kind"), ExchangeKind.values, "")
    rows = {name: _rows(request, name) for name in SHOW}
    if kind:
        rows = {name: found.filter(kind=kind) for name, found in rows.items()}
    if request.GET.get("format") == "csv":
        return csv_answer(rows[show])
    labels = {
        "silent": pgettext("list of invitations", "Silent after a reminder"),
        "waiting": pgettext("list of invitations", "Waiting"),
        "lapsed": pgettext("list of invitations", "Lapsed"),
        "ended": pgettext("list of invitations", "Answered or withdrawn"),
    }
    options = [(name, f"{labels[name]} ({rows[name].count()})") for name in SHOW]
    page = page_of(rows[show], request.GET.get("page"))
    context = {
        "show": show,
        "title": labels[show],
        "page": page,
        "lines": [(row, age_days(row)) for row in page],
        "show_chips": chips(request.GET, "show", options, show),
        "kind_chips": chips(request.GET, "kind", kind_options(), kind),
    }
    return render(request, "partnerships/office_invitations.html", context)
