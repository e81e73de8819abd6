"""The office's work lists: invitations nobody answers, those that lapsed, those that still wait; and dormant schools."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from mado.partnerships import services
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.partnerships.queries import dormant_in_care, liveness_of, silent_invitations
from mado.partnerships.queries import office_invitations as in_care
from mado.partnerships.web.lists import PAGE_SIZE, age_days, chips, chosen, csv_answer, kind_options, page_of
from mado.partnerships.web.panes import place_of
from mado.partnerships.wording import spoken_name
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


@require_http_methods(["GET", "POST"])
def office_dormant(request: HttpRequest) -> HttpResponse:
    """Schools in care that sleep. An officer who has heard of one brings it back with a button."""
    if request.method == "POST":
        return _bring_back(request)
    page = Paginator(dormant_in_care(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    alive = liveness_of([row.organization_id for row in page])
    lines = [
        {
            "profile": row,
            "place": place_of(row.organization),
            "reason": row.get_dormant_reason_display(),
            "alive": alive[row.organization_id],
            "may_revive": request.user.has_perm("profiles.revive_profile", row),
        }
        for row in page
    ]
    return render(request, "partnerships/office_dormant.html", {"page": page, "lines": lines})


def _bring_back(request: HttpRequest) -> HttpResponse:
    rows = dormant_in_care(request.user)
    profile = get_object_or_404(rows, organization__code=request.POST.get("school", ""))
    if not request.user.has_perm("profiles.revive_profile", profile):
        raise PermissionDenied
    services.say_we_are_here(profile=profile, actor=request.user)
    names = {"school": spoken_name(profile.organization)}
    messages.success(request, _("%(school)s is shown as alive again and can be invited.") % names)
    return redirect("partnerships:office_dormant")
