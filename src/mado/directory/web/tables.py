"""The map said as a table: how many schools of the search lie where."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mado.directory.asking import to_query
from mado.directory.search import SearchRequest, SearchResult
from mado.directory.web.choices import value_label

MOST_LINES = 60


class Line(NamedTuple):
    label: str | Promise
    query: str
    count_text: str


@dataclass(frozen=True, slots=True)
class PlacesTable:
    """`head` says what the lines are."""

    head: str
    lines: list[Line]


def places_table(asked: SearchRequest, found: SearchResult) -> PlacesTable | None:
    """Countries, or the regions of the one country there is; None where there is nothing to tell apart."""
    countries = [row for row in found.facets.get("country", []) if not asked.country or row.value in asked.country]
    if len(countries) > 1:
        lines = [
            Line(value_label("country", row.value), to_query(asked, country=(row.value,), region=()), f"{row.count:,}")
            for row in countries[:MOST_LINES]
        ]
        return PlacesTable(_("Country"), lines)
    regions = [row for row in found.facets.get("region", []) if not asked.region or row.value in asked.region]
    lines = [
        Line(value_label("region", row.value), to_query(asked, region=(row.value,)), f"{row.count:,}")
        for row in regions[:MOST_LINES]
    ]
    return PlacesTable(_("Region"), lines) if lines else None
