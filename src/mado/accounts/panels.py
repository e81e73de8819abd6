"""On a school's page: who vouches for it, whether it takes part, and the way to its seat. On its own task page: the way
to its people."""

from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from mado.accounts.queries import (
    cares_for,
    has_been_seated,
    has_been_vouched_for,
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

ANY_CODE = "ANYCODE0OF0A0SCHOOL"


def school_standing(request: HttpRequest, organization: Organization) -> str:
    """Shown for schools and universities only."""
    if organization.kind not in TAKES_PART_KINDS:
        return ""
    user = request.user
    signed_in = user.is_authenticated
    seated, vouched = has_been_seated(organization), has_been_vouched_for(organization)
    if not (signed_in or seated or vouched):
        text = _untouched_to_strangers(get_language() or "", is_listed=organization.is_listed)
        return mark_safe(text.replace(ANY_CODE, escape(organization.code)))  # noqa: S308  # rendered by a template, the code escaped
    context = {
        "organization": organization,
        "takes_part": seated and is_taking_part(organization),
        "verification": latest_verification(organization) if vouched else None,
        "seat": seat_on(user, organization) if signed_in else None,
        "may_ask": not office_appointments_of(user) and not may_read_all(user),
        "claim": open_claim(user, organization) if signed_in else None,
        "looks_on": signed_in and bool(office_appointments_of(user)) and cares_for(user, organization),
    }
    return render_to_string("accounts/panel_school.html", context, request)


@lru_cache(maxsize=32)
def _untouched_to_strangers(language: str, *, is_listed: bool) -> str:  # noqa: ARG001  # the language in force is the key
    """The same for all schools nobody ever held a seat of and nobody vouched for, with ANY_CODE for the school's code."""
    organization = {"code": ANY_CODE, "is_listed": is_listed}
    return render_to_string("accounts/panel_school.html", {"organization": organization, "may_ask": True})


def people_link(request: HttpRequest, organization: Organization) -> str:
    return render_to_string("accounts/panel_school_tasks.html", {"organization": organization}, request)


register_panel("school", school_standing, order=10)
register_panel("school_tasks", people_link, order=10)
