"""When two school days meet: for anyone, before an invitation is sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mado.accounts.queries import seats_of
from mado.profiles.meeting import meeting_of
from mado.profiles.web.forms.overlap import SideForm


@require_safe
def overlap(request: HttpRequest) -> HttpResponse:
    """?a=CODE&b=CODE, or a_zone/a_start/a_end and the same for b. Side a is the reader's own school when nothing is said."""
    seats = seats_of(request.user)
    own = seats[0].organization if seats else None
    mine = SideForm(request.GET, side="a", own=own)
    theirs = SideForm(request.GET, side="b")
    a, b = mine.named, theirs.named
    asked = bool(request.GET)
    context = {
        "mine": mine,
        "theirs": theirs,
        "sides": [{"title": _("Our side"), "form": mine}, {"title": _("Their side"), "form": theirs}],
        "meeting": meeting_of(a, b) if a and b else None,
        "missing": asked and not (mine.errors or theirs.errors) and not (a and b),
    }
    return render(request, "profiles/overlap.html", context, status=422 if mine.errors or theirs.errors else 200)
