"""What higher apps add to a school's entry in the search index, without directory knowing them."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from mado.directory.models import Organization


@dataclass(frozen=True, slots=True)
class Contribution:
    """Facets and texts of one organisation. Contributions of several apps are merged: sets united, latest date kept."""

    takes_part: bool = False
    wish_kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    last_active: dt.date | None = None
    dormant: bool = False
    texts: tuple[str, ...] = ()

    def __or__(self, other: "Contribution") -> "Contribution":
        dates = [day for day in (self.last_active, other.last_active) if day]
        return Contribution(
            takes_part=self.takes_part or other.takes_part,
            wish_kinds=self.wish_kinds | other.wish_kinds,
            languages=self.languages | other.languages,
            topics=self.topics | other.topics,
            last_active=max(dates, default=None),
            dormant=self.dormant or other.dormant,
            texts=self.texts + other.texts,
        )


Contributor = Callable[[Sequence[int]], Mapping[int, Contribution]]
_CONTRIBUTORS: list[Contributor] = []


def register_contributor(contributor: Contributor) -> None:
    """`contributor(organization_ids)` answers for those it has something to say of, in a fixed number of queries."""
    if contributor not in _CONTRIBUTORS:
        _CONTRIBUTORS.append(contributor)


def contributions_for(organization_ids: Sequence[int]) -> dict[int, Contribution]:
    """Organisation id → everything the higher apps say of it."""
    merged: dict[int, Contribution] = {}
    if not organization_ids:
        return merged
    for contributor in _CONTRIBUTORS:
        for pk, contribution in contributor(organization_ids).items():
            merged[pk] = merged.get(pk, Contribution()) | contribution
    return merged


_LABELS: dict[str, Mapping[str, str | Promise]] = {}


def register_facet_labels(facet: str, labels: Mapping[str, str | Promise]) -> None:
    """Words for the values a higher app contributes, e.g. of the facets "kind" and "topic"."""
    _LABELS[facet] = labels


def facet_labels(facet: str) -> Mapping[str, str | Promise]:
    """Value → label; empty when nobody registered any."""
    return _LABELS.get(facet, {})


RowNotes = Callable[[HttpRequest, Sequence[Organization]], Mapping[int, str | Promise]]
_ROW_NOTES: list[RowNotes] = []


def register_row_notes(notes: RowNotes) -> None:
    """`notes(request, organizations)` → organisation id → one short sentence for its row in a list (such as when our
    days meet), for those it has one for, in a fixed number of queries for the whole page."""
    if notes not in _ROW_NOTES:
        _ROW_NOTES.append(notes)


def row_notes_for(request: HttpRequest, organizations: Sequence[Organization]) -> dict[int, list[str | Promise]]:
    """Organisation id → the sentences of all registered notes."""
    found: dict[int, list[str | Promise]] = {}
    for notes in _ROW_NOTES:
        for pk, sentence in notes(request, organizations).items():
            found.setdefault(pk, []).append(sentence)
    return found
