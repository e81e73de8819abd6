"""Between the address bar and a search: the URL is the state of the Find page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from mado.directory.contributions import facet_labels
from mado.directory.engine.query import LONGEST_TEXT
from mado.directory.enums import Level
from mado.directory.search import MOST_OFFSET, SORTS, FacetCount, SearchRequest
from mado.reference.languages import language_name
from mado.reference.places import country_name, region_name

PAGE_ROWS = 20
MOST_VALUES = 12
LONGEST_VALUE = 24
CHOICES = ("country", "region", "level", "kind", "language", "topic")
QUESTIONS: Mapping[str, str | Promise] = {
    "country": _("In which country?"),
    "region": _("In which region?"),
    "level": _("Which kind of school?"),
    "kind": _("What do they want to do?"),
    "language": _("In which language?"),
    "topic": _("About what?"),
}
SORT_LABELS: Mapping[str, str | Promise] = {
    "relevance": pgettext_lazy("order of a list", "Best answer first"),
    "name": pgettext_lazy("order of a list", "By name"),
}


def read_request(query: QueryDict) -> SearchRequest:
    """A search from any query string; what makes no sense is left out, never an error."""
    chosen = {name: _values(query, name) for name in CHOICES}
    sort = query.get("sort", "")
    return SearchRequest(
        q=query.get("q", "").replace("\0", " ")[:LONGEST_TEXT].strip(),
        takes_part=query.get("takes_part") == "yes",
        sort=sort if sort in SORTS else SORTS[0],
        limit=PAGE_ROWS,
        offset=(read_page(query) - 1) * PAGE_ROWS,
        **chosen,
    )


def read_page(query: QueryDict) -> int:
    """The page number, from 1."""
    text = query.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), MOST_OFFSET // PAGE_ROWS)


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = (value.strip() for value in query.getlist(name))
    return tuple(dict.fromkeys(v for v in values if v and len(v) <= LONGEST_VALUE and v.isprintable()))[:MOST_VALUES]


def to_query(request: SearchRequest, **changes: Any) -> str:
    """The query string of this search with some values changed; the first page unless `page` is given."""
    query = QueryDict(mutable=True)
    values: dict[str, Any] = {name: getattr(request, name) for name in ("q", *CHOICES, "takes_part", "sort")} | changes
    for name, value in values.items():
        if name == "takes_part":
            value = "yes" if value else ""  # noqa: PLW2901  # as the checkbox sends it
        if name == "sort" and value == SORTS[0]:
            continue
        if isinstance(value, tuple):
            query.setlist(name, list(value))
        elif value:
            query[name] = str(value)
    return query.urlencode()


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
            return _level_labels().get(value, value)
        case "language":
            return language_name(value)
        case _:
            return facet_labels(facet).get(value, value)


@cache
def _level_labels() -> dict[str, str | Promise]:
    return dict(Level.choices)


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
    for name in CHOICES:
        values = getattr(request, name)
        for value in values:
            without = to_query(request, **{name: tuple(v for v in values if v != value)})
            yield Chip(_phrase(name, value_label(name, value)), without)
    if request.takes_part:
        yield Chip(_("takes part"), to_query(request, takes_part=False))


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
