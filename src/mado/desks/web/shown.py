"""A case as the page shows it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from mado.accounts.models import User
from mado.desks.models import CaseNote, DeskCase
from mado.partnerships.models import school_zone


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline on the reader's clock. `at` is naive: a template leaves it alone."""

    note: CaseNote
    at: dt.datetime
    who: str
    internal: bool
    language: str
    """That of the words, where the asker wrote them; "" where nobody said."""


def reader_zone(case: DeskCase, reader: User | None) -> ZoneInfo:
    """The reader's clock, else that of the asking school, else that of the office."""
    place = case.organization or case.office
    return ZoneInfo((reader.time_zone if reader else "") or (school_zone(place) if place else "UTC"))


def timeline(notes: Iterable[CaseNote], case: DeskCase, reader: User | None, internal_kinds: Any) -> list[Line]:
    """Who did what: officers by name to everybody, the asker's people too; a date has nobody."""
    zone = reader_zone(case, reader)
    found = []
    for note in notes:
        asker = case.contact_name or case.contact_email if case.opened_by_id is None else ""
        by_asker = note.kind in ("opened", "reply", "objection") or (note.kind == "solved" and not note.author_id)
        who = str(note.author) if note.author else (asker if by_asker else "")
        at = note.at.astimezone(zone).replace(tzinfo=None)
        found.append(Line(note, at, who, note.kind in internal_kinds, case.language if by_asker else ""))
    return found
