"""Beside a wish: the way to the office, should nobody fit."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from mado.accounts.queries import seat_organization_ids
from mado.desks.enums import CaseKind
from mado.kernel.panels import register_panel
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


register_panel("wish", beside_wish, order=10)
