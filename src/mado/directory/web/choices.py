"""Facets and chips: what can be chosen and what is chosen, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mado.directory.asking import CHOICES, to_query
from mado.directory.contributions import facet_labels
from mado.directory.enums import Level
from mado.directory.search import FLAGS, FacetCount, SearchRequest
from mado.kernel.counts import count_text
from mado.reference.languages import language_name
from mado.reference.places import country_name, region_name

QUESTIONS: Mapping[str, str | Promise] = {
    "country": _("In which country?"),
    "region": _("In which region?"),
    "level": _("Which kind of school?"),
    "kind": _("What do they want to do?"),
    "language": _("In which language?"),
    "topic": _("About what?"),
}
SORT_LABELS: Mapping[str, str | Promise] = {
    "fit": pgettext_lazy("order of a list", "Best answer first"),
    "suits": pgettext_lazy("order of a list", "What fits you first"),
    "active": pgettext_lazy("order of a list", "Recently active first"),
    "distance": pgettext_lazy("order of a list", "Nearest first"),
    "name": pgettext_lazy("order of a list", "By name"),
}
FLAG_LABELS: Mapping[str, str | Promise] = {
    "takes_part": pgettext_lazy("filter of schools", "takes part"),
    "open_now": pgettext_lazy("filter of schools", "open to partners now"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet as a person sees it."""

    value: str
    label: str | Promise
    count: int
    chosen: bool

    @property
    def count_text(self) -> str:
        return f"{self.count:,}"


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    question: str | Promise
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class Chip:
    """One selection in words, and the query string without it."""

    label: str | Promise
    query: str


def value_label(facet: str, value: str) -> str | Promise:
    """The word for a value; a value nobody knows is shown as it stands in the address."""
    match facet:
        case "country":
            return country_name(value)
        case "region":
            return region_name(value)
        case "level":
            return _level_labels(get_language()).get(value, value)
        case "language":
            return language_name(value)
        case _:
            return facet_labels(facet).get(value, value)


@cache
def _level_labels(language: str | None) -> dict[str, str]:  # noqa: ARG001  # the language in force is the key
    return {value: str(label) for value, label in Level.choices}


def facets_for(request: SearchRequest, counts: Mapping[str, list[FacetCount]]) -> Iterator[Facet]:
    """Facets worth showing: with a choice to make, or one made. Regions only once a country is chosen."""
    for name in CHOICES:
        if name == "region" and not (request.country or request.region):
            continue
        chosen = getattr(request, name)
        known = {row.value: row.count for row in counts.get(name, ())}
        values = [*known, *(value for value in chosen if value not in known)]
        if name == "region":
            values = [v for v in values if v in chosen or v[:2] in request.country or not request.country]
        choices = [Choice(v, value_label(name, v), known.get(v, 0), v in chosen) for v in values]
        if len(choices) > 1 or chosen:
            yield Facet(name, QUESTIONS[name], choices)


def chips_for(request: SearchRequest) -> Iterator[Chip]:
    """Every selection as a phrase one can take away."""
    for label, less in zip(_phrases(request), without(request), strict=True):
        yield Chip(label, to_query(less))


def without(request: SearchRequest) -> Iterator[SearchRequest]:
    """The search with one selection less, for each selection; in the order of its chips."""
    for name in CHOICES:
        values = getattr(request, name)
        for value in values:
            yield replace(request, **{name: tuple(v for v in values if v != value)})
    for name in FLAGS:
        if getattr(request, name):
            yield replace(request, **{name: False})
    if request.pupils:
        yield replace(request, pupils=None)
    if request.box:
        yield replace(request, box=None)


def _phrases(request: SearchRequest) -> Iterator[str | Promise]:
    for name in CHOICES:
        for value in getattr(request, name):
            yield _phrase(name, value_label(name, value))
    for name in FLAGS:
        if getattr(request, name):
            yield FLAG_LABELS[name]
    if request.pupils:
        low, high = request.pupils
        yield pgettext("filter of schools", "with %(low)s to %(high)s pupils") % {
            "low": count_text(low),
            "high": count_text(high),
        }
    if request.box:
        yield pgettext("filter of schools", "in a part of the map")


def _phrase(name: str, value: str | Promise) -> str | Promise:
    match name:
        case "country" | "region":
            return pgettext("filter of schools", "in %(place)s") % {"place": value}
        case "kind":
            return pgettext("filter of schools", "wants: %(kind)s") % {"kind": value}
        case "language":
            return pgettext("filter of schools", "meets in %(language)s") % {"language": value}
        case "topic":
            return pgettext("filter of schools", "about: %(topic)s") % {"topic": value}
        case _:
            return value
