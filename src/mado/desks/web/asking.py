"""The work list's address: what it says, and how it is written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from mado.desks.queries.work import SORTS, WorkFilter
from mado.desks.sources import work_source
from mado.reference.places import country_name

Q_MOST = 80


def read_filter(given: Mapping[str, str]) -> WorkFilter:
    """What the address asks for; anything unknown is left out."""
    section, country = given.get("section", ""), given.get("country", "").upper()
    sort = given.get("sort", "due")
    return WorkFilter(
        section=section if work_source(section) else "",
        country=country if len(country) == 2 and country_name(country, "en") != country else "",
        mine=given.get("mine") == "yes",
        late=given.get("late") == "yes",
        sort=sort if sort in SORTS else "due",
        q=given.get("q", "").replace("\0", "").strip()[:Q_MOST],
    )


def to_query(wanted: WorkFilter, **changes: Any) -> str:
    """The same view with these changes, as the part of an address behind the question mark; usual values left out."""
    view = replace(wanted, **changes)
    parts = {
        "section": view.section,
        "country": view.country,
        "mine": "yes" if view.mine else "",
        "late": "yes" if view.late else "",
        "sort": view.sort if view.sort != "due" else "",
        "q": view.q,
    }
    return urlencode({name: value for name, value in parts.items() if value})


def read_query(query: str) -> WorkFilter:
    return read_filter(dict(parse_qsl(query.removeprefix("?"))))
