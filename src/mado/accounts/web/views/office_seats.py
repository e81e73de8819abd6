"""The office's view of schools that hang on one person, and of vouchings that end."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mado.accounts.models import User, Verification
from mado.accounts.queries import (
    ending_seats,
    latest_verification,
    office_appointments_of,
    renewal_days,
    renewed_since,
    schools_with_seats,
    schools_without_second_seat,
    seats_at,
    seats_of_schools,
    verification_for_mail,
    verifications_to_renew,
)
from mado.accounts.services import renew_by_mail as renew_from_mail
from mado.accounts.services import renew_verifications
from mado.accounts.tokens import renewal_ids
from mado.accounts.web.places import place_of
from mado.directory.models import Organization

PAGE_ROWS = 50
NEEDS = {
    "none": gettext_lazy("Nobody acts"),
    "single": gettext_lazy("One person only"),
    "ending": gettext_lazy("Seats that end"),
    "all": gettext_lazy("All schools with seats"),
}


@require_safe
def office_seats(request: HttpRequest) -> HttpResponse:
    """Schools in care by what they lack; the need stands in the address."""
    need = request.GET.get("need", "")
    counts = _counts(request.user)
    if need not in NEEDS:
        need = next((name for name in ("none", "single", "ending") if counts[name]), "single")
    rows: QuerySet[Any] = ending_seats(request.user) if need == "ending" else _schools(request.user, need)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate()
    if need != "ending":
        people = seats_of_schools([school.pk for school in page.object_list])
        for school in page.object_list:
            school.people = people.get(school.pk, [])
            school.is_vouched = school.vouched_until is not None and school.vouched_until >= today
    context = {
        "need": need,
        "needs": [(name, label, counts[name]) for name, label in NEEDS.items()],
        "page": page,
        "today": today,
        "soon": today + dt.timedelta(days=renewal_days()),
        "to_renew": len(verifications_to_renew(request.user)),
        "may_see_settings": request.user.has_perm("accounts.view_settings"),
    }
    return render(request, "accounts/office_seats.html", context)


def _schools(user: Any, need: str) -> QuerySet[Organization]:
    if need == "all":
        return schools_with_seats(user).order_by("country", "name", "id")
    return schools_without_second_seat(user).filter(seats_now=0 if need == "none" else 1)


def _counts(user: Any) -> dict[str, int]:
    return {name: ending_seats(user).count() if name == "ending" else _schools(user, name).count() for name in NEEDS}


@require_http_methods(["GET", "HEAD", "POST"])
def office_renew(request: HttpRequest) -> HttpResponse:
    """Vouch for several schools again: choose, see whom it is about, confirm. All or none."""
    due = verifications_to_renew(request.user)
    chosen = [row for row in due if str(row.organization_id) in request.POST.getlist("school")]
    if request.method == "POST" and chosen and request.POST.get("step") == "confirm":
        number = renew_verifications(organizations=[row.organization for row in chosen], actor=request.user)
        sentence = ngettext(
            "Your office vouches for %(number)d school again.",
            "Your office vouches for %(number)d schools again.",
            number,
        )
        messages.success(request, sentence % {"number": number})
        return redirect("accounts:office_renew")
    checking = request.method == "POST" and bool(chosen)
    rows = chosen if checking else due
    people = seats_of_schools([row.organization_id for row in rows])
    context = {
        "checking": checking,
        "nothing_chosen": request.method == "POST" and not chosen,
        "rows": [(row, place_of(row.organization), people.get(row.organization_id, [])) for row in rows],
        "offices": [row.organization for row in office_appointments_of(request.user)],
        "today": timezone.localdate(),
    }
    status = 422 if context["nothing_chosen"] else 200
    return render(request, "accounts/office_renew.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def renew_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mail's button, without signing in: the link itself is this officer's, for this school."""
    found = _renewal(token)
    if found is None:
        return render(request, "accounts/renew_by_mail.html", {"void": True}, status=410)
    verification, officer = found
    school = verification.organization
    if request.method == "POST":
        renew_from_mail(verification=verification, actor=officer)
        return redirect("accounts:renew_by_mail", token=token)
    context = {
        "organization": school,
        "place": place_of(school),
        "verification": verification,
        "latest": latest_verification(school),
        "officer": officer,
        "seats": list(seats_at(school)),
        "done": renewed_since(verification),
        "may": officer.has_perm("accounts.verify_organization", school),
        "token": token,
    }
    return render(request, "accounts/renew_by_mail.html", context)


def _renewal(token: str) -> tuple[Verification, User] | None:
    ids = renewal_ids(token)
    return verification_for_mail(*ids) if ids else None
