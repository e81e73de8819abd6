"""What one row of a list of schools shows: readable in two seconds, and no query per row."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from mado.directory.contributions import Contribution, contributions_for, row_notes_for
from mado.directory.models import Organization
from mado.directory.queries import FurtherName
from mado.directory.search import SearchResult
from mado.directory.web.choices import value_label
from mado.directory.web.naming import found_as
from mado.directory.web.starting import Start, distance_text
from mado.kernel.once import Keys
from mado.reference.places import country_name, region_name


@dataclass(frozen=True, slots=True)
class SchoolRow:
    organization: Organization
    url: str
    place: str
    levels: list[str | Promise]
    wants: list[str | Promise]
    languages: list[str | Promise]
    topics: list[str | Promise]
    takes_part: bool
    last_active: dt.date | None
    notes: list[str | Promise]
    open_now: bool = False
    dormant: bool = False
    distance: str = ""
    found_as: FurtherName | None = None
    """The name that was typed, where it is none of those the row shows."""

    @property
    def facts(self) -> list[str | Promise]:
        """Where it is, what it is, how far it is."""
        return [self.place, *self.levels, self.distance] if self.distance else [self.place, *self.levels]


NOTHING_SAID = Contribution()


@dataclass(frozen=True, slots=True)
class Said:
    """`of`: what higher apps say, by school. `keys`: the schools they were asked of, with all that was read of them."""

    of: Mapping[int, Contribution]
    keys: Keys


def said_of(found: SearchResult, own: Organization | None) -> Said:
    """What higher apps say of the schools of a page and of the reader's own. They are asked only of schools they have
    something to say of."""
    shown = [hit.organization_id for hit in found.hits if hit.said]
    keys = Keys(shown if own is None else dict.fromkeys([*shown, own.pk]))
    return Said(contributions_for(keys), keys)


def rows_for(
    request: HttpRequest, found: SearchResult, said: Said, start: Start | None = None, typed: str = ""
) -> list[SchoolRow]:
    """The rows of a page of hits, in their order, with their distance from `start`, and the name that was `typed`."""
    ones = [found.organizations[hit.organization_id] for hit in found.hits]
    names = found_as(ones, found.spelling or typed) if typed else {}
    notes = row_notes_for(request, ones, said.of, said.keys)
    address = reverse("directory:school", args=["CODE"])
    rows = [
        _row(one, said.of.get(one.pk, NOTHING_SAID), notes.get(one.pk, []), address.replace("CODE", one.code), start)
        for one in ones
    ]
    return [replace(row, found_as=names.get(row.organization.pk)) for row in rows] if names else rows


def _row(one: Organization, said: Contribution, notes: list[str | Promise], url: str, start: Start | None) -> SchoolRow:
    return SchoolRow(
        organization=one,
        url=url,
        place=place_of(one),
        levels=_labels("level", one.levels),
        wants=_labels("kind", sorted(said.wish_kinds)),
        languages=_labels("language", sorted(said.languages)),
        topics=_labels("topic", sorted(said.topics))[:4],
        takes_part=said.takes_part,
        last_active=said.last_active,
        notes=notes,
        open_now=said.open_now,
        dormant=said.dormant,
        distance=distance_text(start, one),
    )


def _labels(facet: str, values: Sequence[str]) -> list[str | Promise]:
    return [value_label(facet, value) for value in values]


def place_of(one: Organization) -> str:
    """City, region and country, smallest first, in the reader's language where we know it."""
    region = region_name(one.region) if one.region else one.region_name
    parts = dict.fromkeys(part for part in (one.city, region, country_name(one.country)) if part)
    return " · ".join(parts)
