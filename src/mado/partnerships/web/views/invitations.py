"""A school's invitations: what waits for us first, then what we sent, then what has ended."""

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from mado.accounts.queries import seat_organization_ids
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import InvitationWait
from mado.partnerships.queries import live_waits_of, places_in_line, received_by, sent_from, with_both_schools
from mado.partnerships.web.lists import chips, chosen, csv_answer, kind_options, page_of
from mado.profiles.enums import ExchangeKind

SHOW = ("received", "sent", "ended")


def _waits(own: list[int]) -> list[tuple[InvitationWait, int | None]]:
    """Where the schools wait for a place, each with its place in the line; None where one is held."""
    rows = list(live_waits_of(own))
    places = places_in_line(rows)
    return [(row, places.get(row.pk)) for row in rows]


@require_GET
def invitations(request: HttpRequest) -> HttpResponse:
    own = seat_organization_ids(request.user)
    show = chosen(request.GET.get("show"), SHOW, "received")
    kind = chosen(request.GET.get("kind"), ExchangeKind.values, "")
    of_kind = Q(kind=kind) if kind else Q()
    still_open = Q(state=InvitationState.SENT)
    sections = {
        "received": received_by(own).filter(still_open, of_kind).order_by("reply_by", "id"),
        "sent": sent_from(own).filter(still_open, of_kind).order_by("reply_by", "id"),
        "ended": with_both_schools()
        .filter(Q(sender__in=own) | Q(recipient__in=own), of_kind)
        .exclude(state=InvitationState.SENT)
        .order_by(F("state_changed_at").desc(), "-id"),
    }
    if request.GET.get("format") == "csv":
        return csv_answer(sections[show])
    labels = {
        "received": pgettext("list of invitations", "To answer"),
        "sent": pgettext("list of invitations", "Sent by us"),
        "ended": pgettext("list of invitations", "Ended"),
    }
    counts = {name: rows.count() for name, rows in sections.items()}
    options = [(name, f"{labels[name]} ({counts[name]})") for name in SHOW]
    context = {
        "show": show,
        "title": labels[show],
        "page": page_of(sections[show], request.GET.get("page")),
        "own": own,
        "show_chips": chips(request.GET, "show", options, show),
        "kind_chips": chips(request.GET, "kind", kind_options(), kind),
        "anything": any(counts.values()),
        "waits": _waits(own) if show == "sent" else [],
    }
    return render(request, "partnerships/invitations.html", context)
