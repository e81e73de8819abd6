"""Two lists as the engine takes them: wishes with hours and weeks, pools ordered by id, pairs that could be, pins."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from mado.directory.importing.reading import wrong
from mado.kernel.text import folded_heading
from mado.matching.engine.candidates import ROUND_LIMITS
from mado.matching.engine.columns import WishColumns, build_columns
from mado.matching.engine.edges import Edges, Indices, Pools, Terms
from mado.matching.engine.feasibility import why_not
from mado.matching.engine.round_edges import round_edges
from mado.matching.engine.rows import WishRow
from mado.matching.engine.slots import first_week_of, teaching_weeks, weekly_slots
from mado.matching.lists.columns import PAIR_HEADINGS
from mado.matching.lists.figures import natural
from mado.matching.lists.reading import Entry, ReadList, opened
from mado.profiles.engine.overlap import SchoolDays
from mado.reference.calendars import PlaceCalendars
from mado.reference.places import country_name, region_name

_WEEKS_AHEAD = 54


@dataclass(frozen=True, slots=True)
class ListRound:
    """`a`, `b`: the entries in the order of the pools; the wish of entry i of a has the key i + 1, that of entry j of b the
    key len(a) + j + 1. `columns`: the wishes of both. `why_not_a`, `why_not_b`: see engine.round_edges. `unfit`: pinned pairs
    that could not be, each with the conditions that fail."""

    a: tuple[Entry, ...]
    b: tuple[Entry, ...]
    columns: WishColumns
    pools: Pools
    edges: Edges
    terms: Terms
    today: dt.date
    why_not_a: Mapping[int, tuple[str, ...]]
    why_not_b: Mapping[int, tuple[str, ...]]
    unfit: Mapping[tuple[int, int], tuple[str, ...]]

    def position(self, side: str, index: int) -> int:
        """The row of the columns in which a school's wish stands."""
        return self.columns.position(index + 1 + (len(self.a) if side == "b" else 0))

    def in_order(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """As people count: the pool's own order has 10 before 2."""
        return sorted(pairs, key=lambda pair: (natural(self.a[pair[0]].id), natural(self.b[pair[1]].id)))


def list_round(
    a: ReadList, b: ReadList, *, today: dt.date, pins: Path | None = None, forbid: Path | None = None
) -> ListRound:
    """Raises BadInput for pins and prohibitions that name nobody."""
    sides = (_ordered(a), _ordered(b))
    first_week = first_week_of(_begin((*sides[0], *sides[1]), today))
    numbers = {("a", entry.id): place for place, entry in enumerate(sides[0], start=1)}
    numbers |= {("b", entry.id): place for place, entry in enumerate(sides[1], start=len(sides[0]) + 1)}
    rows_a, rows_b = (
        tuple(
            _wish_row(entry, numbers[side, entry.id], _known(entry, other, numbers), today, first_week)
            for entry in entries
        )
        for side, other, entries in (("a", "b", sides[0]), ("b", "a", sides[1]))
    )
    at = [{entry.id: place for place, entry in enumerate(side)} for side in sides]
    pools = _pools(*sides, today)
    terms = Terms(
        pinned=_pairs(pins, *at), forbidden=_pairs(forbid, *at),
        floors_a=dict.fromkeys(range(len(pools.areas_a)), 1), floors_b=dict.fromkeys(range(len(pools.areas_b)), 1),
    )  # fmt: skip
    found = round_edges(rows_a, rows_b, first_week=first_week)
    columns = build_columns([*rows_a, *rows_b], first_week=first_week)
    return ListRound(
        a=sides[0], b=sides[1], columns=columns, pools=pools, edges=found.edges, terms=terms, today=today,
        why_not_a=found.why_not_a, why_not_b=found.why_not_b,
        unfit=_unfit(columns, terms.pinned, len(sides[0])),
    )  # fmt: skip


def _unfit(
    columns: WishColumns, pinned: Sequence[tuple[int, int]], schools_a: int
) -> dict[tuple[int, int], tuple[str, ...]]:
    found = {}
    for a, b in pinned:
        places = columns.position(a + 1), columns.position(schools_a + b + 1)
        if codes := why_not(columns, *places, ROUND_LIMITS):
            found[a, b] = codes
    return found


def _ordered(one: ReadList) -> tuple[Entry, ...]:
    return tuple(sorted(one.entries, key=lambda entry: entry.id))


def _begin(entries: Sequence[Entry], today: dt.date) -> dt.date:
    """Weeks with lessons are counted from the earliest period on, or from today."""
    periods = [entry.said["period_from"] for entry in entries if "period_from" in entry.said]
    return max(today, min(periods)) if periods else today


def _known(entry: Entry, other: str, numbers: Mapping[tuple[str, str], int]) -> tuple[int, ...]:
    return tuple(sorted(numbers[other, one] for one in entry.known_ids if (other, one) in numbers))


def _wish_row(entry: Entry, number: int, partners: tuple[int, ...], today: dt.date, first_week: dt.date) -> WishRow:
    level = next(iter(entry.said.get("levels", ())), "")
    bells, teaching = _days(entry.country, entry.region, level, entry.zone, first_week)
    windows = entry.times or bells
    return WishRow(
        **entry.said,
        wish=number,
        organization=number,
        region=entry.region,
        weekly=_weekly(entry.zone, windows, first_week.year) if windows else None,
        teaching=teaching,
        waiting_days=max(0, (today - entry.waiting_since).days) if entry.waiting_since else 0,
        partners=partners,
    )


@lru_cache(maxsize=4096)
def _weekly(zone: str, windows: tuple[tuple[int, dt.time, dt.time], ...], year: int) -> tuple[int, int]:
    return weekly_slots(zone, windows, year)


@lru_cache(maxsize=4096)
def _days(
    country: str, region: str, level: str, zone: str, first_week: dt.date
) -> tuple[tuple[tuple[int, dt.time, dt.time], ...], int | None]:
    """(the usual school day, weeks with lessons) of a place, as typical calendars have them; nothing for an unknown one."""
    if not country:
        return (), None
    last = first_week + dt.timedelta(weeks=_WEEKS_AHEAD)
    calendars = PlaceCalendars(first_week, last, {}, {})
    days = calendars.days(country, region)
    bells = calendars.bells(country, level, region)
    school = SchoolDays(zone, bells, frozenset(days.closed), frozenset(days.make_up))
    windows = tuple((weekday, start, end) for weekday, (start, end) in sorted(bells.items()))
    return windows, teaching_weeks(school.teaches_on, first_week)


def _pools(a: Sequence[Entry], b: Sequence[Entry], today: dt.date) -> Pools:
    area_a, areas_a = _areas(a)
    area_b, areas_b = _areas(b)
    return Pools(
        ids_a=tuple(entry.id for entry in a), ids_b=tuple(entry.id for entry in b),
        capacity_a=_whole(entry.said.get("capacity", 1) for entry in a),
        capacity_b=_whole(entry.said.get("capacity", 1) for entry in b),
        waiting_a=_whole(_waited(entry, today) for entry in a), waiting_b=_whole(_waited(entry, today) for entry in b),
        area_a=area_a, area_b=area_b, areas_a=areas_a, areas_b=areas_b,
    )  # fmt: skip


def _waited(entry: Entry, today: dt.date) -> int:
    return max(0, (today - entry.waiting_since).days) if entry.waiting_since else 0


def _whole(values: object) -> Indices:
    return np.array(list(values), dtype=np.int32)  # type: ignore[call-overload]  # an iterable of whole numbers


def _areas(entries: Sequence[Entry]) -> tuple[Indices, tuple[str, ...]]:
    """Regions where all schools are of one country, else countries: what a side is counted by. A region is one however the
    list writes it, and called as the language of the moment calls it."""
    one_country = len({entry.country for entry in entries}) == 1
    found = [_area(entry, by_region=one_country) for entry in entries]
    names = {key: name for key, name in reversed(found) if key}
    place = {key: at for at, key in enumerate(sorted(names))}
    return _whole(place.get(key, -1) for key, _name in found), tuple(names[key] for key in place)


def _area(entry: Entry, *, by_region: bool) -> tuple[str, str]:
    """(what it is told apart by, what it is called); empty for a school that names none."""
    if by_region and entry.region:
        return entry.region, region_name(entry.region)
    if by_region and (key := folded_heading(entry.region_name)):
        return key, entry.region_name
    return entry.country, country_name(entry.country) if entry.country else ""


def _pairs(path: Path | None, at_a: Mapping[str, int], at_b: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    """Pairs of a file with two columns, with or without a heading. An id of neither list is told with its line."""
    if path is None:
        return ()
    found: list[tuple[int, int]] = []
    with opened(path) as (rows, _encoding):
        columns = (0, 1)
        for line, texts in rows():
            cells = [text.strip() for text in texts]
            if not any(cells):
                continue
            heading = [folded_heading(text) for text in cells]
            if not found and all(set(map(folded_heading, PAIR_HEADINGS[side])) & set(heading) for side in "ab"):
                columns = tuple(  # type: ignore[assignment]  # two of them
                    next(at for at, text in enumerate(heading) if text in set(map(folded_heading, PAIR_HEADINGS[side])))
                    for side in "ab"
                )
                continue
            a, b = (cells[at] if at < len(cells) else "" for at in columns)
            unknown = [one for one, known in ((a, at_a), (b, at_b)) if one not in known]
            if unknown:
                sentence = _(
                    "Line %(line)d of %(name)s names “%(id)s”, which no row that was taken has. Correct the id."
                )
                raise wrong(sentence % {"line": line, "name": path.name, "id": unknown[0]})
            found.append((at_a[a], at_b[b]))
    return tuple(dict.fromkeys(found))
