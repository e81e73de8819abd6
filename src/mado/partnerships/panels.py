"""On a school's page: what somebody who acts for another school can do with it."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from mado.accounts.queries import seats_of
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization
from mado.kernel.panels import register_panel
from mado.partnerships.guards import may_send
from mado.partnerships.queries import open_invitation_between, partnership_of, reply_rate


def school_partnership(request: HttpRequest, organization: Organization) -> str:
    """For seat holders of another school: the button, the open invitation, the partnership."""
    seats = seats_of(request.user)
    own = {seat.organization_id for seat in seats}
    if organization.kind not in TAKES_PART_KINDS or not seats or organization.pk in own:
        return ""
    sender = seats[0].organization
    query = urlencode({"to": organization.code, "from": sender.code})
    decision = may_send(sender, organization)
    context = {
        "sender": sender,
        "needs_wish": any(reason.code == "no_open_wish" for reason in decision.reasons),
        "organization": organization,
        "partnership": partnership_of(sender, organization),
        "known": open_invitation_between(sender, organization),
        "decision": decision,
        "invite_url": f"{reverse('partnerships:invite')}?{query}",
        "rate": reply_rate(organization),
    }
    return render_to_string("partnerships/panel_school.html", context, request)


register_panel("school", school_partnership, order=12)
