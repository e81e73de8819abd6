"""The one change that would open most: counted against trying each change on every wish by the plain rules."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given, settings

from mado.matching.engine.columns import build_columns
from mado.matching.engine.openings import opening_changes
from mado.matching.engine.rows import BANDS, WishRow
from tests.matching.engine import plain
from tests.matching.engine.wish_rows import COUNTRIES, MONDAY, TAGS, made_up, made_up_rows, seeds


def schools(asked: WishRow, rows: list[WishRow]) -> set[int]:
    return {row.organization for row in rows if not plain.failing(asked, row, MONDAY)}


def wider(asked: WishRow, field: str, value: object) -> WishRow:
    """The wish after one change, as `Opening` describes it."""
    now = getattr(asked, field)
    if (field, value) == ("partner_countries", ()):
        return replace(asked, partner_countries=(), partner_regions=())
    if value == ():
        return replace(asked, **{field: ()})
    if field == "languages":
        return replace(asked, languages=(*now, (str(value), "")))
    if field == "excluded_countries":
        return replace(asked, excluded_countries=tuple(code for code in now if code != value))
    if field in ("alternative_kinds", "partner_levels", "partner_countries"):
        return replace(asked, **{field: (*now, value)})
    return replace(asked, **{field: value})


def changes(asked: WishRow) -> list[tuple[str, object]]:
    """Every change worth trying, from the words of the documentation."""
    kinds = {asked.kind, *asked.alternative_kinds} - {""}
    found: list[tuple[str, object]] = [("alternative_kinds", kind) for kind in plain.EVERY_KIND - kinds if kinds]
    found += [("mode", "both")] if asked.mode != "both" else []
    levels = ("kindergarten", "primary", "lower_secondary", "upper_secondary", "tertiary", "special", "other")
    found += [
        ("partner_levels", level) for level in levels if asked.partner_levels and level not in asked.partner_levels
    ]
    found += [
        (field, ())
        for field in ("partner_levels", "partner_sectors", "partner_countries", "partner_regions")
        if getattr(asked, field)
    ]
    found += [("excluded_countries", country) for country in asked.excluded_countries]
    if asked.partner_countries:
        found += [("partner_countries", country) for country in COUNTRIES if country not in asked.partner_countries]
    if asked.band_wanted:
        found += [
            ("band_wanted", band)
            for band in ("", *BANDS)
            if plain.ORDER.index(band) < plain.ORDER.index(asked.band_wanted)
        ]
    if asked.interpretation in ("", "not_needed"):
        found += [("interpretation", "welcome"), ("interpretation", "offered")]
    if asked.languages:
        found += [("languages", tag) for tag in TAGS if tag not in {tag for tag, _band in asked.languages}]
    found += [] if asked.again else [("again", True)]
    for years in (1, 2):
        found += [("age_from", asked.age_from - years)] if asked.age_from and asked.age_from - years >= 4 else []
        found += [("age_to", asked.age_to + years)] if asked.age_to and asked.age_to + years <= 30 else []
    for days in (28, 56, 84):
        found += [("period_from", asked.period_from - dt.timedelta(days=days))] if asked.period_from else []
        found += [("period_to", asked.period_to + dt.timedelta(days=days))] if asked.period_to else []
    return found


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_every_change_opens_as_many_schools_as_trying_it_does(seed: int) -> None:
    rows = made_up_rows(seed, 60)
    asked = replace(made_up(random.Random(seed), 0), capacity=1, dormant=False)
    columns = build_columns(rows, first_week=MONDAY)
    now = schools(asked, rows)
    expected = {(field, value): len(schools(wider(asked, field, value), rows) - now) for field, value in changes(asked)}
    found = opening_changes(columns, asked, most=1000)
    assert {(one.field, one.value): one.opens for one in found} == {
        key: opens for key, opens in expected.items() if opens
    }
    assert [one.opens for one in found] == sorted((one.opens for one in found), reverse=True)
    assert opening_changes(columns, asked, most=2) == found[:2]


@given(seeds)
@settings(max_examples=10, deadline=None)
def test_no_change_shuts_out_who_fits_already(seed: int) -> None:
    rows = made_up_rows(seed, 60)
    asked = replace(made_up(random.Random(seed), 0), capacity=1, dormant=False)
    now = schools(asked, rows)
    for field, value in changes(asked):
        assert now <= schools(wider(asked, field, value), rows)
