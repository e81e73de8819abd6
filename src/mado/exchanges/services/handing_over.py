"""One side of an exchange has new people: the case stays as it is, and the partner reads who writes from now on."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mado.accounts.handover import HandOver, Kept
from mado.accounts.queries import seat_holders
from mado.directory.models import Organization
from mado.exchanges.enums import ExchangeState
from mado.exchanges.messages import EXCHANGE_HANDED_OVER, EXCHANGE_WITHOUT_PERSON
from mado.exchanges.models import Exchange
from mado.exchanges.queries import sides_of, with_sides
from mado.exchanges.services.letters import name_of
from mado.notify.services import queue_message

UNDER_WAY = (ExchangeState.PAIRED, ExchangeState.ACTIVE, ExchangeState.COMPLETED, ExchangeState.REPORTED)


def _of(organization: Organization) -> QuerySet[Exchange]:
    return Exchange.objects.filter(sides__organization=organization)


def _partner(exchange: Exchange, organization: Organization) -> Organization:
    return next(side.organization for side in sides_of(exchange) if side.organization_id != organization.pk)


def kept_exchanges(organization: Organization) -> Iterator[Kept]:
    """Exchanges under way, with the partners who are written to, and those that are over."""
    under_way = list(with_sides(_of(organization).filter(state__in=UNDER_WAY)))
    yield Kept(_("Exchanges under way"), len(under_way), tuple(_partner(row, organization) for row in under_way))
    yield Kept(_("Exchanges that are over"), _of(organization).exclude(state__in=UNDER_WAY).count())


def tell_exchange_partners(handover: HandOver) -> None:
    """One mail to each person of each partner school, whatever the number of their exchanges; it opens the newest."""
    school, successor = handover.organization, handover.successor
    mail = EXCHANGE_HANDED_OVER if successor else EXCHANGE_WITHOUT_PERSON
    for exchange in with_sides(_of(school).filter(state__in=UNDER_WAY).order_by("-id")):
        partner = _partner(exchange, school)
        if partner.pk in handover.told:
            continue
        handover.told.add(partner.pk)
        variables: dict[str, Any] = {
            "school": lambda: name_of(school),
            "name": handover.leaver,
            "successor": successor or "",
            "code": exchange.code,
        }
        for person in seat_holders(partner):
            queue_message(
                mail=mail,
                to=person,
                thing=exchange,
                link=("exchanges:exchange", {"code": exchange.code}),
                variables=variables,
            )
