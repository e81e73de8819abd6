"""From columns to the records and arrays compiled loops take (engine/pair_sides.py): one side in working order, the tables of
distinct values, the rules."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import WishColumns
from mado.matching.engine.encoding import FAR_FUTURE, FAR_PAST, SETTING_BITS, Encoded
from mado.matching.engine.feasibility import Limits, ages_between, welcomes_country, welcomes_region
from mado.matching.engine.measures import MEASURES
from mado.matching.engine.pair_sides import ASKS, WEIGHED, WISH, Rules, Side, Tables
from mado.matching.engine.scoring import Weights, values_of

Rows = NDArray[np.int64]
Array = NDArray[Any]


def rules_of(weights: Weights, limits: Limits) -> Rules:
    asks = np.array([code not in limits.skip for code in ASKS], np.uint8)
    share = np.array([weights.of[code] for code in WEIGHED], np.int64)
    return Rules(asks, share, limits.session_minutes, limits.weeks)


def side_of(columns: WishColumns, rows: Rows, weights: Weights, limits: Limits) -> tuple[Side, Array, Rows]:
    """The side in working order, its distinct offers (places in the columns' table), and its rows in that order.
    A row of -1 is left out."""
    there = np.flatnonzero(rows >= 0)
    index = there[np.lexsort((columns.place[rows[there]], columns.offer[rows[there]]))]
    at = rows[index]
    codes, offer = np.unique(columns.offer[at], return_inverse=True)
    wishes = np.zeros(len(at), WISH)
    wishes["index"] = index
    for table, code, names in TAKEN:
        records = getattr(columns, table)[getattr(columns, code)[at]]
        for name, field in names.items():
            wishes[name] = records[field]
    for name, column in COPIED.items():
        wishes[name] = getattr(columns, column)[at]
    wishes["area"] = areas_of(columns)[1][columns.region[at]]
    ages = columns.ages[at].astype(np.int64)
    wishes["youngest"], wishes["oldest"] = ages_between(ages)
    wishes["said_ages"] = (ages >> 5 > 0) & (ages & 31 > 0)
    wishes["setting"] = columns.flags[at] & np.uint8(SETTING_BITS)
    wishes["merit"] = merit_of(columns, at, weights)
    start = np.searchsorted(offer, np.arange(len(codes) + 1)).astype(np.int64)
    first_asked = {name: plain(wishes[name]) for name in ("area", "youngest", "oldest", "begins", "ends")}
    _open_what_is_not_asked(first_asked, limits)
    return Side(wishes=wishes, offer=offer.astype(np.int64), start=start, **first_asked), codes, at


def record_of(wish: Encoded, weights: Weights, place: int) -> Array:
    """(1,) WISH of one wish that is in no columns. `place`: where its own values stand in the tables."""
    found = np.zeros(1, WISH)
    for table, _column, names in TAKEN:
        record = getattr(wish, table)
        for name, field in names.items():
            found[name] = record[field]
    for name, column in COPIED.items():
        found[name] = getattr(wish, column, place)
    ages = np.array(wish.ages)
    found["youngest"], found["oldest"] = ages_between(ages)
    found["said_ages"] = wish.ages >> 5 > 0 and wish.ages & 31 > 0
    found["setting"] = wish.flags & SETTING_BITS
    anybody = np.zeros(1, np.int64)
    found["merit"] = sum(
        weights.of[code] * int(MEASURES[code].values(wish, anybody)[1][0]) for code in set(MEASURES) - set(WEIGHED)
    )
    return found


TAKEN: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("offers", "offer", {name: name for name in ("kind", "alternatives", "mode")}),
    ("places", "place", {name: name for name in ("sector", "wanted_sectors")}),
    ("speeches", "speech", {name: name for name in ("band_wanted", "interpretation", "known")}),
    ("weeks", "week", {"week_known": "known"}),
    ("years", "year", {"year_known": "known", "weeks": "weeks"}),
)
"""Table, column, and the fields of a wish's record there: name in the loops → name in the table."""
COPIED = {
    **{name: name for name in ("topics", "organization", "place", "region", "speech", "week")},
    "size": "group_size",
    "begins": "period_from",
    "ends": "period_to",
}


def _open_what_is_not_asked(columns: dict[str, Array], limits: Limits) -> None:
    """Side b of a condition that is not asked is open to everybody."""
    if "ages" in limits.skip:
        columns["youngest"][:], columns["oldest"][:] = 0, 31
    if "period" in limits.skip:
        columns["begins"][:], columns["ends"][:] = FAR_PAST, FAR_FUTURE


def plain(values: Array) -> Array:
    return np.array(values, order="C")


def merit_of(columns: WishColumns, rows: Rows, weights: Weights) -> Rows:
    """Points everybody gives these wishes: the parts that do not look at who gives them."""
    found = np.zeros(len(rows), np.int64)
    if len(rows):
        anybody = columns.encoded(int(rows[0]))
        for code in set(MEASURES) - set(WEIGHED):
            found += weights.of[code] * MEASURES[code].values(anybody, values_of(columns, MEASURES[code].on, rows))[0]
    return found


def tables_of(columns: WishColumns) -> Tables:
    speeches = columns.speeches
    masks = [speeches["at_least"], speeches["own"][:, None], speeches["practises"][:, None]]
    areas, _area = areas_of(columns)
    return Tables(
        **{name: plain(columns.places[name]) for name in ("wants", "wanted", "excluded")},
        **{name: plain(columns.regions[name]) for name in ("names", "bounded")},
        named=plain(columns.regions["wanted"]),
        country=areas >> 16,
        region=areas & 0xFFFF,
        speech=np.concatenate(masks, axis=1),
        slots=plain(columns.weeks["slots"]).reshape(len(columns.weeks), -1),
    )


def welcome_of(columns: WishColumns, rows: Rows, country: int, region: int, limits: Limits) -> Array:
    """(rows,) whether these wishes welcome a school of that region of that country; numbers, 0 not said."""
    welcome = np.ones(len(rows), np.uint8)
    if "places" not in limits.skip:
        welcome &= welcomes_country(columns.places, country)[columns.place[rows]]
    if "regions" not in limits.skip:
        welcome &= welcomes_region(columns.regions, country, region)[columns.region[rows]]
    return welcome


def areas_of(columns: WishColumns) -> tuple[Rows, Rows]:
    """Where schools lie, each country · 2¹⁶ + region once, and for each value of the regions which of them it lies in."""
    lies = columns.regions["country"].astype(np.int64) << 16 | columns.regions["region"]
    areas, area = np.unique(lies, return_inverse=True)
    return areas, area
