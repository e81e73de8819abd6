"""The work list is made of sources: each app's kind of work as rows of one shape. A source is data; the page knows none."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from mado.directory.models import Organization
from mado.kernel.states import StateChoices

Words = str | Promise


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line: what is to be done, for which school, by whom, since when, until when, and the one thing to press.

    `subject` is the school (or None, then `subject_name`); `owner` "" means nobody in person; dates are calendar days (`since` None:
    nobody can say). `language` is that of `what`, where it is not the reader's.
    """

    source: str
    pk: int
    what: Words
    subject: Organization | None
    subject_name: str
    owner: str
    since: dt.date | None
    due: dt.date | None
    action: Words
    url: str
    state: StateChoices | None = None
    detail: Words = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class WorkSource:
    """`rows(user)` is the queryset of what waits for the user's offices; `due`, `since` and `school` are lookups in it
    ("" where it has none); `mine(user)` narrows it to what the person is in charge of; `as_row` makes a line without
    a query; `deeds` are the bulk deeds its rows can be chosen for; `apart(user)`: finding its rows takes so long for this
    person that they are looked for only where its own section is opened."""

    key: str
    label: Words
    hint: Words
    rows: Callable[[Any], QuerySet[Any]]
    as_row: Callable[[Any], WorkRow]
    since: str
    due: str = ""
    school: str = "organization"
    mine: Callable[[Any], Q] | None = None
    deeds: tuple[str, ...] = ()
    apart: Callable[[Any], bool] | None = None

    @property
    def school_prefix(self) -> str:
        """ "organization__", or "" where the row is the school itself."""
        return f"{self.school}__" if self.school else ""


_SOURCES: dict[str, WorkSource] = {}


def register_source(source: WorkSource) -> None:
    """Sources stand in the order in which they are registered."""
    _SOURCES.setdefault(source.key, source)


def work_sources() -> list[WorkSource]:
    return list(_SOURCES.values())


def work_source(key: str) -> WorkSource | None:
    return _SOURCES.get(key)
