"""On pages of lower apps: how many verified exchanges a school has behind it; the exchange an invitation opened."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.accounts.queries import has_been_seated
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.exchanges.queries import shown_exchanges, verified_of, visible_to
from mado.kernel.panels import register_panel
from mado.partnerships.models import Invitation


def verified_exchanges(request: HttpRequest, organization: Organization) -> str:
    """How many, when last, and those that both schools agreed to name."""
    if organization.kind not in TAKES_PART_KINDS or not has_been_seated(organization):
        return ""
    found = verified_of(organization)
    if not found:
        return ""
    context = {
        "number": len(found),
        "last": found[0].verified_at,
        "organization": organization,
        "shown": shown_exchanges(organization, found),
    }
    return render_to_string("exchanges/panel_school.html", context, request=request)


def opened_exchange(request: HttpRequest, invitation: Invitation) -> str:
    """The way on from an accepted invitation."""
    exchange = visible_to(request.user).filter(invitation=invitation).first()
    return render_to_string("exchanges/panel_invitation.html", {"exchange": exchange}, request) if exchange else ""


register_panel("invitation", opened_exchange, order=10)
register_panel("school", verified_exchanges, order=60)
