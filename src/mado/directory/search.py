"""Search the directory: what is asked, what is answered. Reads the index; without one, the database itself."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Func, Q, QuerySet

from mado.directory.contributions import contributions_for
from mado.directory.documents import findable
from mado.directory.engine.document import FACETS, ORDERS, Bounds, Box, Point
from mado.directory.engine.index import IndexMissing, SchoolIndex
from mado.directory.engine.suggesting import Suggestions
from mado.directory.models import Organization
from mado.directory.queries import organizations_by_id

MOST_LIMIT = 500
MOST_OFFSET = 10_000
SORTS = (*ORDERS, "suits")
"""suits: those named in `SearchRequest.first` in that order, then as "fit" has them."""
FLAGS = ("takes_part", "open_now")
"""Facets that are asked yes or not at all."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is looked for. Facets hold any number of values: one of them must fit. `kind` is a kind of exchange wished
    for; `takes_part` asks for schools that take part, `open_now` for those that look for partners and can take one.
    `pupils` from…to and `box` narrow; `near` is where distances start. Limit 0…500, offset 0…10 000; what lies outside
    is brought in."""

    q: str = ""
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    takes_part: bool = False
    open_now: bool = False
    pupils: tuple[int, int] | None = None
    box: Box | None = None
    near: Point | None = None
    near_text: str = ""
    """What `near` was read from: the code of a school or a point, as it stands in the address."""
    sort: str = "fit"
    first: tuple[int, ...] = ()
    """Organisations that suit the reader, best first; stands in no address."""
    limit: int = 20
    offset: int = 0
    facets: tuple[str, ...] = FACETS
    """Which facets to count: a page that shows none asks for none."""

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Facet → values, only those with a selection."""
        # PostgreSQL takes no NUL; a value with one fits no school, and must not quietly drop out of the question.
        chosen = {
            name: tuple(v.replace("\0", "\ufffd") for v in getattr(self, name)) for name in FACETS if name not in FLAGS
        }
        chosen |= {name: ("yes",) if getattr(self, name) else () for name in FLAGS}
        return {name: values for name, values in chosen.items() if values}

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.pupils, self.box)

    @property
    def is_blank(self) -> bool:
        return not self.q.strip() and not self.filters and self.bounds == Bounds()


@dataclass(frozen=True, slots=True)
class Hit:
    organization_id: int
    code: str
    said: bool = True
    """False: no higher app says anything of this school, as the index knows it."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`rung`: "" as typed, "parted", "romanised", "typo" (then `spelling` is what was found instead).
    `degraded`: the index is missing and the database answered: folding and the facets of higher apps are poorer."""

    total: int
    hits: list[Hit]
    facets: dict[str, list[FacetCount]]
    took_ms: float
    rung: str = ""
    spelling: str = ""
    degraded: bool = False
    organizations: dict[int, Organization] = field(default_factory=dict)
    """The rows of the hits by id, read in one query."""


@cache
def _index_at(home: str | Path) -> SchoolIndex:
    return SchoolIndex(Path(home))


def school_index() -> SchoolIndex:
    """The index of this process; each process has its own reader over the same files."""
    return _index_at(settings.MADO_SEARCH_DIR)


def search_organizations(request: SearchRequest) -> SearchResult:
    """One page of schools and universities, best first, with exact total and facet counts. One database query."""
    began = time.perf_counter()
    request = replace(
        request, limit=min(max(request.limit, 0), MOST_LIMIT), offset=min(max(request.offset, 0), MOST_OFFSET)
    )
    try:
        found = school_index().search(
            request.q,
            request.filters,
            limit=request.limit,
            offset=request.offset,
            order=request.sort,
            near=request.near,
            bounds=request.bounds,
            facets=request.facets,
            first=request.first if request.sort == "suits" else (),
        )
    except IndexMissing:
        return _search_database(request, began)
    rows = organizations_by_id([entry.pk for entry in found.hits])
    return SearchResult(
        total=found.total,
        hits=[Hit(entry.pk, rows[entry.pk].code, entry.said) for entry in found.hits if entry.pk in rows],
        facets={name: _in_order(counts.items()) for name, counts in found.facets.items()},
        took_ms=(time.perf_counter() - began) * 1000,
        rung=found.rung,
        spelling=found.spelling,
        organizations=rows,
    )


def suggest(text: str, limit: int = 8) -> Suggestions:
    """What somebody who has typed `text` may be about to write; nothing while there is no index."""
    try:
        return school_index().suggest(text, limit)
    except IndexMissing:
        return Suggestions()


def _in_order(counts: Iterable[tuple[str, int]]) -> list[FacetCount]:
    return [FacetCount(value, count) for value, count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))]


# Without an index


def _search_database(request: SearchRequest, began: float) -> SearchResult:
    """Slower and without folding, but true: better than nothing while the index is being rebuilt."""
    matching = _matching(request.q)
    chosen = _bounded(_filtered(matching, request.filters), request.bounds)
    total = chosen.count()
    order = ["name", "pk"] if request.sort == "name" else ["pk"]
    page = list(chosen.order_by(*order)[request.offset : request.offset + request.limit])
    return SearchResult(
        total=total,
        hits=[Hit(row.pk, row.code) for row in page],
        facets={name: _count(_bounded(matching, request.bounds), request, name) for name in request.facets},
        took_ms=(time.perf_counter() - began) * 1000,
        degraded=True,
        organizations={row.pk: row for row in page},
    )


def _matching(text: str) -> QuerySet[Organization]:
    rows = findable()
    for word in text.replace("\0", " ")[:200].split()[:12]:
        names = Q(name__icontains=word) | Q(name_en__icontains=word)
        rows = rows.filter(names | Q(city__icontains=word) | Q(region_name__icontains=word))
    return rows


def _filtered(rows: QuerySet[Organization], filters: dict[str, tuple[str, ...]]) -> QuerySet[Organization]:
    for name, values in filters.items():
        if name in ("country", "region"):
            rows = rows.filter(**{f"{name}__in": values})
        elif name == "level":
            rows = rows.filter(levels__overlap=list(values))
    said_of = {"kind": "wish_kinds", "language": "languages", "topic": "topics"}
    wanted = {name: set(values) for name, values in filters.items() if name in said_of}
    if not wanted and not any(name in filters for name in FLAGS):
        return rows
    said = contributions_for(list(rows.values_list("pk", flat=True)))
    return rows.filter(
        pk__in=[
            pk
            for pk, its in said.items()
            if all(getattr(its, said_of[name]) & values for name, values in wanted.items())
            and all(getattr(its, name) for name in FLAGS if name in filters)
        ]
    )


def _bounded(rows: QuerySet[Organization], bounds: Bounds) -> QuerySet[Organization]:
    if bounds.pupils is not None:
        rows = rows.filter(enrolment__range=bounds.pupils)
    if (box := bounds.box) is not None:
        across = Q(longitude__gte=box.west) | Q(longitude__lte=box.east)
        within = Q(longitude__range=(box.west, box.east)) if box.west <= box.east else across
        rows = rows.filter(within, latitude__range=(box.south, box.north))
    return rows


def _count(matching: QuerySet[Organization], request: SearchRequest, facet: str) -> list[FacetCount]:
    if facet not in ("country", "region", "level"):
        return []
    rows = _filtered(matching, {name: values for name, values in request.filters.items() if name != facet})
    value = Func(F("levels"), function="unnest") if facet == "level" else F(facet)
    counted = rows.order_by().values(value=value).annotate(count=Count("pk", distinct=True))
    return _in_order((row["value"], row["count"]) for row in counted if row["value"])
