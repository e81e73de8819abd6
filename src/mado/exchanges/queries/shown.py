"""What a school's public page says of its past exchanges."""

from collections.abc import Sequence
from dataclasses import dataclass

from mado.directory.models import Organization
from mado.exchanges.enums import ExchangeState
from mado.exchanges.models import Exchange, ExchangeSide
from mado.profiles.enums import ExchangeKind
from mado.reference.languages import language_by_script

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """`year` is that of the pairing, in the alliance's home time zone."""

    title: str
    kind: ExchangeKind
    year: int
    partner: Organization
    language: str = ""
    """Of the title, as far as its letters tell."""


def verified_of(organization: Organization) -> list[Exchange]:
    """The school's verified exchanges, the latest first. One query."""
    rows = Exchange.objects.filter(state=ExchangeState.VERIFIED, sides__organization=organization)
    return list(rows.order_by("-verified_at"))


def shown_exchanges(organization: Organization, verified: Sequence[Exchange]) -> list[ShownExchange]:
    """Those of `verified` that both schools agreed to name, in the same order. One query."""
    sides = ExchangeSide.objects.filter(exchange__in=verified, shown_since__isnull=False).select_related("organization")
    partners: dict[int, dict[int, Organization]] = {}
    for side in sides:
        partners.setdefault(side.exchange_id, {})[side.organization_id] = side.organization
    return [
        ShownExchange(
            row.title,
            ExchangeKind(row.kind),
            row.paired_on.year,
            partner,
            language_by_script(row.title, organization.name_language, partner.name_language, "en"),
        )
        for row in verified
        if len(agreed := partners.get(row.pk, {})) == 2
        for key, partner in agreed.items()
        if key != organization.pk
    ][:MOST_SHOWN]
