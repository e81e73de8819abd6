"""On a school's page: how many exchanges it has behind it. Only verified ones count."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from mado.directory.models import Organization
from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange
from mado.kernel.panels import register_panel


def verified_exchanges(request: HttpRequest, organization: Organization) -> str:
    dates = (
        Exchange.objects.filter(state=ExchangeState.VERIFIED, sides__organization=organization)
        .order_by("-verified_at")
        .values_list("verified_at", flat=True)
    )
    found = list(dates)
    if not found:
        return ""
    context = {"number": len(found), "last": found[0]}
    return render_to_string("exchanges/panel_school.html", context, request=request)


register_panel("school", verified_exchanges, order=60)
