"""The one change of a wish that would open most partners: each hard condition tried with each wider value."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import WishColumns
from mado.matching.engine.feasibility import LIMITS, Limits, feasible_rows
from mado.matching.engine.rows import BANDS, KINDS, LEVELS, WishRow

AGE_LEAST, AGE_MOST = 4, 30
YEARS_WIDER = (1, 2)
DAYS_WIDER = (28, 56, 84)


@dataclass(frozen=True, slots=True)
class Opening:
    """`field`: a field of the WishRow; `value`: what is added to it (a kind, a level, a country, a language), taken from it
    (an excluded country), or what it would become (a mode, an age, a day, a band; () is any).
    `opens`: so many more organisations would fit."""

    field: str
    value: object
    opens: int


def opening_changes(
    columns: WishColumns, asked: WishRow, *, limits: Limits = LIMITS, most: int = 10
) -> tuple[Opening, ...]:
    """Changes that open at least one partner, those that open most first; equal ones in the order they are tried here."""
    now = _schools(columns, feasible_rows(columns, asked, limits))
    found = []
    for field, value, changed in _changes(asked):
        schools = _schools(columns, feasible_rows(columns, changed, limits))
        found.append(Opening(field, value, len(schools) - len(now)))
    found += _countries(columns, asked, limits, now)
    found += _languages(columns, asked, limits, now)
    opening = [change for change in found if change.opens > 0]
    return tuple(sorted(opening, key=lambda change: -change.opens)[:most])


def _schools(columns: WishColumns, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(columns.organization[rows])


def _changes(asked: WishRow) -> Iterator[tuple[str, object, WishRow]]:
    """Every wider wish but for countries and languages. None excludes a partner that fits already."""
    for field, value, new in (*_wider_sets(asked), *_wider_ranges(asked)):
        # Regions are of countries that are named: where any country will do, so will any region.
        whole: dict[str, Any] = {"partner_regions": ()} if (field, new) == ("partner_countries", ()) else {}
        yield field, value, replace(asked, **{field: new} | whole)


def _wider_sets(asked: WishRow) -> Iterator[tuple[str, object, Any]]:
    named = (*((asked.kind,) if asked.kind else ()), *asked.alternative_kinds)
    yield from _one_more("alternative_kinds", KINDS, named, asked.alternative_kinds)
    yield from _one_more("partner_levels", LEVELS, asked.partner_levels, asked.partner_levels)
    for field in ("partner_levels", "partner_sectors", "partner_countries", "partner_regions"):
        if getattr(asked, field):
            yield field, (), ()
    for country in asked.excluded_countries:
        yield "excluded_countries", country, tuple(code for code in asked.excluded_countries if code != country)
    for field, value in _wider_choices(asked):
        yield field, value, value


def _one_more(
    field: str, known: tuple[str, ...], named: tuple[str, ...], chosen: tuple[str, ...]
) -> Iterator[tuple[str, object, Any]]:
    """Each value not named yet; where none is named, every one is welcome already."""
    for value in known:
        if named and value not in named:
            yield field, value, (*chosen, value)


def _wider_choices(asked: WishRow) -> Iterator[tuple[str, object]]:
    if asked.mode != "both":
        yield "mode", "both"
    if asked.band_wanted:
        yield from (("band_wanted", band) for band in (*reversed(BANDS[: BANDS.index(asked.band_wanted)]), ""))
    if asked.interpretation in ("", "not_needed"):
        yield from (("interpretation", choice) for choice in ("welcome", "offered"))
    if not asked.again:
        yield "again", True


def _wider_ranges(asked: WishRow) -> Iterator[tuple[str, object, Any]]:
    for years in YEARS_WIDER:
        if asked.age_from and asked.age_from - years >= AGE_LEAST:
            yield "age_from", asked.age_from - years, asked.age_from - years
        if asked.age_to and asked.age_to + years <= AGE_MOST:
            yield "age_to", asked.age_to + years, asked.age_to + years
    for days in DAYS_WIDER:
        wider = dt.timedelta(days=days)
        if asked.period_from:
            yield "period_from", asked.period_from - wider, asked.period_from - wider
        if asked.period_to:
            yield "period_to", asked.period_to + wider, asked.period_to + wider


def _countries(columns: WishColumns, asked: WishRow, limits: Limits, now: NDArray[np.int64]) -> Iterator[Opening]:
    """One more country wanted. All are asked at once: who fits when any country will do, by country."""
    if not asked.partner_countries:
        return
    rows = feasible_rows(columns, replace(asked, partner_countries=()), limits)
    numbers = columns.places["country"][columns.place[rows]]
    for place, country in enumerate(columns.vocabulary.countries):
        if country not in asked.partner_countries:
            there = _schools(columns, rows[numbers == place + 1])
            yield Opening("partner_countries", country, len(np.setdiff1d(there, now, assume_unique=True)))


def _languages(columns: WishColumns, asked: WishRow, limits: Limits, now: NDArray[np.int64]) -> Iterator[Opening]:
    """One more language to meet in, spoken as well as the partner asks. Who fits but for the language, by language."""
    if not asked.languages or "language" in limits.skip:
        return
    without_language = Limits(limits.session_minutes, limits.weeks, limits.skip | {"language"})
    rows = feasible_rows(columns, asked, without_language)
    band = BANDS.index(asked.band_wanted) + 1 if asked.band_wanted else 0
    speeches = columns.speeches["at_least"][:, band]
    spoken = {tag for tag, _band in asked.languages}
    for place, language in enumerate(columns.vocabulary.languages):
        if language not in spoken:
            speaks = speeches[:, place // 64] >> np.uint64(place % 64) & np.uint64(1) == 1
            there = _schools(columns, rows[speaks[columns.speech[rows]]])
            yield Opening("languages", language, len(np.setdiff1d(there, now, assume_unique=True)))
