"""Two pools as the compiled loops take them (engine/pair_loops.py): records and arrays, nothing that loads a compiler.

Rows of a side stand in working order: by offer, so that whole stretches of partners fall away unread.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ASKS = ("places", "regions", "sectors", "language", "weekly", "weeks", "same_school")
PLACES, REGIONS, SECTORS, LANGUAGE, WEEKLY, WEEKS, SAME_SCHOOL = range(len(ASKS))
"""Conditions a loop may leave unasked; the others are settled in the arrays it is given."""
WEIGHED = (
    *("topics", "sdgs", "language_goal", "language_given", "ages", "size", "time", "calendar", "kind", "setting"),
    "sector",
)
TOPICS, SDGS, GOAL, GIVEN, AGE, SIZE, TIME, CALENDAR, KIND, SETTING, SECTOR = range(len(WEIGHED))
"""Parts that depend on both sides; the others are one number a wish (`merit`)."""

WISH = np.dtype(
    [
        *((name, "i8") for name in ("topics", "weeks", "organization", "merit", "index")),
        *((name, "i4") for name in ("begins", "ends", "place", "region", "area", "speech", "week", "size")),
        *((name, "u1") for name in ("kind", "alternatives", "mode", "sector", "wanted_sectors", "setting")),
        *((name, "u1") for name in ("youngest", "oldest", "said_ages", "year_known", "week_known")),
        *((name, "u1") for name in ("band_wanted", "interpretation", "known")),
    ],
    align=True,
)
"""One wish of a pool. `index`: its place in the pool as given; `weeks`: with lessons, in its period; `merit`: points that others
give it whoever they are; `place`, `region`, `speech`, `week`: places in the tables; `area`: number of where its school lies, a
country and region (Tables); `said_ages`: both ages are said; the rest as in
engine/encoding.py. One record a wish, because a compiled call counts references to every array it is given."""


class Side(NamedTuple):
    """n wishes in working order. `wishes`: (n,) WISH. `offer`: (n,) place among the pool's offers, whose rows begin at
    `start` (offers + 1,). The other columns are what is looked at first, packed by themselves: (n,)."""

    wishes: Array
    offer: Array
    start: Array
    area: Array
    youngest: Array
    oldest: Array
    begins: Array
    ends: Array


class Tables(NamedTuple):
    """Of places: `wants`, `wanted`, `excluded`. Of regions: `names`, `bounded`, `named`. By number of area: its `country` and
    `region`. `speech`: (distinct, 8, words) languages at each band or better, own,
    practised. `slots`: (distinct, 12) half hours of the week, winter, then summer."""

    wants: Array
    wanted: Array
    excluded: Array
    names: Array
    bounded: Array
    named: Array
    country: Array
    region: Array
    speech: Array
    slots: Array


class Rules(NamedTuple):
    """`asks`: (7,) which conditions are asked; `weights`: (11,) thousandths; the two limits."""

    asks: Array
    weights: Array
    session_minutes: int
    weeks_least: int


class Both(NamedTuple):
    """Two sides and what counts between them."""

    a: Side
    b: Side
    tables: Tables
    rules: Rules


class Kept(NamedTuple):
    """The best partners so far as heaps, the least on top: keys score · 2³² + (2³² - 1 - index of the partner).

    `keys`: (n, k) int64; `held`: (n,) how many."""

    keys: Array
    held: Array


class Offers(NamedTuple):
    """`holds`, `live`: (offers of a in this part, offers of b); `first`: the number of the part's first offer.
    `welcome`: (areas, n_b) whether the wish of b welcomes schools of that area, for areas of side a.
    `blocked_start`: (n_a + 1,), `blocked`: rows of b that must not be (partners, refused)."""

    holds: Array
    live: Array
    first: int
    welcome: Array
    blocked_start: Array
    blocked: Array
