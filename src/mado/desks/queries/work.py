"""What stands in the work list for one officer: sources filtered, ordered and cut in the database."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from mado.desks.models import SavedFilter
from mado.desks.sources import WorkRow, WorkSource, work_source, work_sources

SORTS = ("due", "age", "school")
EACH_MOST = 100
"""Lines of one source in the list of everything; its own section shows all."""

EXPORTED_MOST = 10_000


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """`section` "" is everything; `country` of the school; `mine`: what I am in charge of; `late`: past its date."""

    section: str = ""
    country: str = ""
    mine: bool = False
    late: bool = False
    sort: str = "due"
    q: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One source and what of it fits the filter. Without rows and `count` None: see WorkSource.apart."""

    source: WorkSource
    rows: QuerySet[Any] | None
    count: int | None


def filtered(source: WorkSource, user: Any, wanted: WorkFilter) -> QuerySet[Any]:
    """The source's rows that fit, in order: late ones first, or oldest, or by school."""
    rows = source.rows(user)
    prefix = source.school_prefix
    if wanted.country:
        own = Q(**{f"{prefix}country": wanted.country})
        rows = rows.filter(own | Q(country=wanted.country) if source.key == "cases" else own)
    if wanted.q:
        rows = rows.filter(Q(**{f"{prefix}name__icontains": wanted.q}) | Q(**{f"{prefix}name_en__icontains": wanted.q}))
    if wanted.mine:
        rows = rows.filter(source.mine(user)) if source.mine else rows.none()
    if wanted.late:
        rows = rows.filter(**{f"{source.due}__lt": timezone.localdate()}) if source.due else rows.none()
    if source.school == "sides__organization":
        rows = rows.distinct()
    return rows.order_by(*_order(source, wanted.sort))


def _order(source: WorkSource, sort: str) -> list[Any]:
    if sort == "school" and source.school != "sides__organization":
        return [f"{source.school_prefix}country", f"{source.school_prefix}name", "pk"]
    if sort == "due" and source.due:
        return [F(source.due).asc(nulls_last=True), "pk"]
    return [source.since, "pk"]


def _sort_key(row: WorkRow, sort: str) -> tuple[Any, ...]:
    if sort == "school":
        return (row.subject.country if row.subject else "", row.subject.name if row.subject else row.subject_name)
    if sort == "age":
        return (row.since or dt.date.max,)
    return (row.due or dt.date.max, row.since or dt.date.max)


def sections_for(user: Any, wanted: WorkFilter, *, whole: bool = False) -> list[Section]:
    """Every source with its count; each is asked for its rows once. `whole`: those apart, too."""
    sections = []
    for source in work_sources():
        if source.apart and not whole and source.key != wanted.section and source.apart(user):
            sections.append(Section(source, None, None))
        else:
            rows = filtered(source, user, wanted)
            sections.append(Section(source, rows, rows.count()))
    return sections


def rows_of(source: WorkSource, found: Iterable[Any]) -> list[WorkRow]:
    return [source.as_row(thing) for thing in found]


def everything(sections: Iterable[Section], wanted: WorkFilter, *, each: int = EACH_MOST) -> list[WorkRow]:
    """The first rows of every section together, in one order."""
    rows = [
        row for section in sections if section.rows is not None for row in rows_of(section.source, section.rows[:each])
    ]
    return sorted(rows, key=lambda row: _sort_key(row, wanted.sort))


def exported(user: Any, wanted: WorkFilter) -> list[WorkRow]:
    """The rows of the view for a table that leaves the house."""
    source = work_source(wanted.section)
    if source is None:
        return everything(sections_for(user, wanted, whole=True), wanted, each=EXPORTED_MOST)
    return rows_of(source, filtered(source, user, wanted)[:EXPORTED_MOST])


def saved_filters_visible_to(user: Any) -> QuerySet[SavedFilter]:
    """Everybody's own."""
    return SavedFilter.objects.filter(user=user.pk)
