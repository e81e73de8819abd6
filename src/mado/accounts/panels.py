"""On a school's page: who vouches for it, whether it takes part, and the way to its seat. On its own task page: the way
to its people."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.accounts.queries import (
    cares_for,
    has_been_seated,
    is_taking_part,
    latest_verification,
    may_read_all,
    office_appointments_of,
    open_claim,
    seat_on,
)
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.panels import register_panel


def school_standing(request: HttpRequest, organization: Organization) -> str:
    """Shown for schools and universities only."""
    if organization.kind not in TAKES_PART_KINDS:
        return ""
    user = request.user
    signed_in = user.is_authenticated
    context = {
        "organization": organization,
        "takes_part": has_been_seated(organization) and is_taking_part(organization),
        "verification": latest_verification(organization),
        "seat": seat_on(user, organization) if signed_in else None,
        "may_ask": not office_appointments_of(user) and not may_read_all(user),
        "claim": open_claim(user, organization) if signed_in else None,
        "looks_on": signed_in and bool(office_appointments_of(user)) and cares_for(user, organization),
    }
    return render_to_string("accounts/panel_school.html", context, request)


def people_link(request: HttpRequest, organization: Organization) -> str:
    return render_to_string("accounts/panel_school_tasks.html", {"organization": organization}, request)


register_panel("school", school_standing, order=10)
register_panel("school_tasks", people_link, order=10)
