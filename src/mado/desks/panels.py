"""On pages of lower apps: beside a wish the way to the office, on a silent invitation what an office can do."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from mado.accounts.queries import seat_organization_ids
from mado.desks.enums import CaseKind
from mado.desks.guards import may_be_asked_after
from mado.kernel.panels import register_panel
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.profiles.enums import WishState
from mado.profiles.models import Wish


def beside_wish(request: HttpRequest, wish: Wish) -> str:
    """For the school's own people, once the wish is written."""
    if wish.state == WishState.DRAFT or wish.organization_id not in seat_organization_ids(request.user):
        return ""
    parts = {"kind": CaseKind.MANUAL_MATCH, "wish": wish.code, "for": wish.organization.code}
    return render_to_string(
        "desks/panel_wish.html", {"url": f"{reverse('desks:case_new')}?{urlencode(parts)}"}, request
    )


def beside_silence(request: HttpRequest, invitation: Invitation) -> str:
    """For the office in care of a school that does not answer after a reminder."""
    is_silent = invitation.state == InvitationState.SENT and invitation.nudges > 0
    if not is_silent or not request.user.has_perm("desks.remind_school", invitation.recipient):
        return ""
    context = {"invitation": invitation, "school": invitation.recipient, "decision": may_be_asked_after(invitation)}
    return render_to_string("desks/panel_invitation.html", context, request)


register_panel("wish", beside_wish, order=10)
register_panel("invitation_waits", beside_silence, order=10)
