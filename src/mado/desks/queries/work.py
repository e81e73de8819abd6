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
    """One source and how much of it fits the filter."""

    source: WorkSource
    count: int


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


def sections_for(user: Any, wanted: WorkFilter) -> list[Section]:
    """Every source with its count. One query each."""
    return [Section(source, filtered(source, user, wanted).count()) for source in work_sources()]


def rows_of(source: WorkSource, found: Iterable[Any]) -> list[WorkRow]:
    return [source.as_row(thing) for thing in found]


def everything(user: Any, wanted: WorkFilter, *, each: int = EACH_MOST) -> list[WorkRow]:
    """The first rows of every source together, in one order."""
    rows = [row for source in work_sources() for row in rows_of(source, filtered(source, user, wanted)[:each])]
    return sorted(rows, key=lambda row: _sort_key(row, wanted.sort))


def exported(user: Any, wanted: WorkFilter) -> list[WorkRow]:
    """The rows of the view for a table that leaves the house."""
    source = work_source(wanted.section)
    if source is None:
        return everything(user, wanted, each=EXPORTED_MOST)
    return rows_of(source, filtered(source, user, wanted)[:EXPORTED_MOST])


def saved_filters_visible_to(user: Any) -> QuerySet[SavedFilter]:
    """Everybody's own."""
    return SavedFilter.objects.filter(user=user.pk)
