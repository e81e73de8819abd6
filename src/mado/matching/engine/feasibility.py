"""What must hold for both sides before a pair is thought of: a table of named conditions. docs/explanation/recommendations.md

What a side has not said excludes nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import CODES, WishColumns
from mado.matching.engine.encoding import AGAIN, ASLEEP, FULL, UNPROPOSED, Encoded
from mado.matching.engine.rows import INTERPRETATIONS, KINDS, MODES, ONLINE_KINDS, WishRow

Array = NDArray[Any]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]

LIVE, ASYNC = MODES.index("live"), MODES.index("async")
NEEDED, WELCOME, OFFERED = (INTERPRETATIONS.index(code) + 1 for code in ("needed", "welcome", "offered"))
ANY_KIND = (1 << len(KINDS)) - 1
ONLINE = sum(1 << KINDS.index(kind) for kind in ONLINE_KINDS)
VISIT_IN, VISIT_OUT = (1 << KINDS.index(kind) for kind in ("visit_in", "visit_out"))
NO_VISIT = ANY_KIND & ~(VISIT_IN | VISIT_OUT)
AGES = 1024
MINUTES_OF_A_SLOT = 30


@dataclass(frozen=True, slots=True)
class Limits:
    """`session_minutes`, `weeks`: what two schools that meet live must have in common at least; minutes a week, in the better
    of the two reference weeks. `skip`: codes of conditions not asked (a round does not ask "proposed")."""

    session_minutes: int = 30
    weeks: int = 4
    skip: frozenset[str] = frozenset()


LIMITS = Limits()


def answered(kinds: Any) -> Any:
    """What the other side's kinds have to be: who welcomes a visit looks for who goes on one. Masks, uint8."""
    return (kinds & NO_VISIT) | (kinds & VISIT_IN) << 1 | (kinds & VISIT_OUT) >> 1


def common_kinds(asked: Encoded, offers: Array) -> Array:
    """(offers,) uint8: kinds both would do, as the asked side calls them; a side without a kind would do any."""
    mine = int(asked.offers["kind"] | asked.offers["alternatives"]) or ANY_KIND
    theirs = answered(offers["kind"] | offers["alternatives"])
    return np.where(theirs == 0, np.uint8(ANY_KIND), theirs) & np.uint8(mine)


def must_meet_live(asked: Encoded, offers: Array) -> Bools:
    """(offers,): one side wants to meet live only, and nothing but online kinds is common."""
    common = common_kinds(asked, offers)
    one_live = (offers["mode"] == LIVE) | (int(asked.offers["mode"]) == LIVE)
    return one_live & (common & np.uint8(ANY_KIND & ~ONLINE) == 0)


def common_minutes(asked: Encoded, weeks: Array) -> NDArray[np.int64]:
    """(weeks, 2) minutes of the week both can meet, in the winter and in the summer week."""
    both = weeks["slots"] & asked.weeks["slots"]
    return np.bitwise_count(both).sum(axis=-1, dtype=np.int64) * MINUTES_OF_A_SLOT


def common_weeks(asked: Encoded, years: Array) -> NDArray[np.int64]:
    """(years,) weeks with lessons on both sides, in both periods."""
    return np.bitwise_count(years["weeks"] & asked.years["weeks"]).astype(np.int64)


def ages_between(codes: Array) -> tuple[Array, Array]:
    """Youngest and oldest of codes of ages; an open end is 0 or 31."""
    oldest = codes & 31
    return codes >> 5, np.where(oldest == 0, 31, oldest)


def has_number(masks: Array, number: int) -> Bools:
    """(…,) whether each mask (…, words) holds the country or region of that number; none holds one outside the vocabulary."""
    if number >> 6 >= masks.shape[-1]:
        return np.zeros(masks.shape[:-1], bool)
    return masks[..., number >> 6] >> np.uint64(number & 63) & np.uint64(1) == 1


def _bits(mask: Array) -> Bools:
    """(64 · words,) by number: whether one mask holds it."""
    numbers = np.arange(64 * len(mask), dtype=np.uint64)
    return mask[numbers >> np.uint64(6)] >> (numbers & np.uint64(63)) & np.uint64(1) == 1


def _welcome_to(mine: np.void) -> Bools:
    """(256,) by number of country, 0 not said: whether one place welcomes it."""
    wanted = _bits(mine["wanted"]) | (mine["wants"] == 0)
    wanted[0] = True
    return wanted & ~_bits(mine["excluded"])


def welcomes_country(places: Array, number: int) -> Bools:
    """(places,): whether each welcomes a school of the country of that number, 0 not said."""
    wanted = (places["wants"] == 0) | has_number(places["wanted"], number) | (number == 0)
    return wanted & ~has_number(places["excluded"], number)


def welcomes_region(regions: Array, country: int, region: int) -> Bools:
    """(regions,): whether each welcomes a school of that region of that country, 0 not said."""
    named = has_number(regions["wanted"], region) | (region == 0)
    return (regions["names"] == 0) | named | ~has_number(regions["bounded"], country)


def _meets(mine: Any, theirs: Array) -> Bools:
    """Two masks with something in common; an empty one is not said."""
    return (theirs == 0) | (mine == 0) | (theirs & mine != 0)


def _kind(asked: Encoded, offers: Array, _limits: Limits) -> Bools:
    return common_kinds(asked, offers) != 0


def _mode(asked: Encoded, offers: Array, _limits: Limits) -> Bools:
    mine = int(asked.offers["mode"])
    apart = (offers["mode"] == ASYNC if mine == LIVE else offers["mode"] == LIVE) & (mine in (LIVE, ASYNC))
    return ~apart | (common_kinds(asked, offers) & np.uint8(ANY_KIND & ~ONLINE) != 0)


def _levels(asked: Encoded, offers: Array, _limits: Limits) -> Bools:
    mine = asked.offers
    return _meets(mine["levels"], offers["wanted_levels"]) & _meets(mine["wanted_levels"], offers["levels"])


def _is_open(bit: int) -> Callable[[Encoded, Array, Limits], Bools]:
    def both(asked: Encoded, offers: Array, _limits: Limits) -> Bools:
        return (offers["closed"] | asked.offers["closed"]) & np.uint8(bit) == 0

    return both


def _proposed(_asked: Encoded, offers: Array, _limits: Limits) -> Bools:
    """Only the partner's: who asks may ask."""
    return offers["closed"] & np.uint8(UNPROPOSED) == 0


def _ages(asked: Encoded, codes: Array, _limits: Limits) -> Bools:
    youngest, oldest = ages_between(codes)
    mine = ages_between(np.array(asked.ages))
    return (youngest <= mine[1]) & (oldest >= mine[0])


def _language(asked: Encoded, speeches: Array, _limits: Limits) -> Bools:
    """One language that is good enough for both; or somebody interprets and the other side wants it."""
    mine = asked.speeches
    unsaid = (speeches["known"] & 1 == 0) | (mine["known"] & 1 == 0)
    theirs, own = speeches["interpretation"], int(mine["interpretation"])
    wants_it, wanted_here = (theirs == NEEDED) | (theirs == WELCOME), own in (NEEDED, WELCOME)
    interpreted = (wants_it & (own == OFFERED)) | ((theirs == OFFERED) & wanted_here)
    here = mine["at_least"][speeches["band_wanted"]]
    there = speeches["at_least"][:, int(mine["band_wanted"])]
    return unsaid | interpreted | ((here & there) != 0).any(axis=-1)


def _places(asked: Encoded, places: Array, _limits: Limits) -> Bools:
    welcome = welcomes_country(places, int(asked.places["country"]))
    return welcome & _welcome_to(asked.places)[places["country"]]


def _regions(asked: Encoded, regions: Array, _limits: Limits) -> Bools:
    mine = asked.regions
    welcome = welcomes_region(regions, int(mine["country"]), int(mine["region"]))
    if mine["names"]:
        named = _bits(mine["wanted"])[regions["region"]] | (regions["region"] == 0)
        welcome &= named | ~_bits(mine["bounded"])[regions["country"]]
    return welcome


def _sectors(asked: Encoded, places: Array, _limits: Limits) -> Bools:
    mine = asked.places
    return _meets(mine["sector"], places["wanted_sectors"]) & _meets(mine["wanted_sectors"], places["sector"])


def _weekly(asked: Encoded, weeks: Array, limits: Limits) -> Bools:
    unsaid = (weeks["known"] == 0) | (asked.weeks["known"] == 0)
    return unsaid | (common_minutes(asked, weeks).max(axis=-1) >= limits.session_minutes)


def _weeks(asked: Encoded, years: Array, limits: Limits) -> Bools:
    unsaid = (years["known"] == 0) | (asked.years["known"] == 0)
    return unsaid | (common_weeks(asked, years) >= limits.weeks)


def _period(asked: Encoded, columns: WishColumns, rows: Rows) -> Bools:
    return (columns.period_from[rows] <= asked.period_to) & (columns.period_to[rows] >= asked.period_from)


def _same_school(asked: Encoded, columns: WishColumns, rows: Rows) -> Bools:
    return columns.organization[rows] != asked.organization


def _not_partners(asked: Encoded, columns: WishColumns, rows: Rows) -> Bools:
    known = _linked(asked, columns, rows, "partners")
    if not asked.flags & AGAIN:
        return ~known
    return ~known | (columns.flags[rows] & AGAIN != 0)


def _not_refused(asked: Encoded, columns: WishColumns, rows: Rows) -> Bools:
    return ~_linked(asked, columns, rows, "refused")


def _linked(asked: Encoded, columns: WishColumns, rows: Rows, name: str) -> Bools:
    """Whether one of the two names the other's organisation in `name`."""
    ids: tuple[int, ...] = getattr(asked, name)
    organizations = columns.organization[rows]
    linked = np.isin(organizations, np.array(ids, np.int64)) if ids else np.zeros(len(rows), bool)
    at = np.flatnonzero(getattr(columns, name) == asked.organization)
    if len(at):
        theirs = np.searchsorted(getattr(columns, f"{name}_start"), at, side="right") - 1
        linked |= np.isin(rows, theirs)
    return linked


@dataclass(frozen=True, slots=True)
class Condition:
    """`on`: the table it is asked of, one answer for each distinct value; "" asks it of rows.
    `live_only`: it counts only where the two must meet live."""

    on: str
    test: Callable[[Encoded, Any, Any], Bools]
    live_only: bool = False


CONDITIONS: dict[str, Condition] = {
    "kind": Condition("offers", _kind),
    "mode": Condition("offers", _mode),
    "levels": Condition("offers", _levels),
    "capacity": Condition("offers", _is_open(FULL)),
    "dormant": Condition("offers", _is_open(ASLEEP)),
    "proposed": Condition("offers", _proposed),
    "places": Condition("places", _places),
    "regions": Condition("regions", _regions),
    "sectors": Condition("places", _sectors),
    "language": Condition("speeches", _language),
    "ages": Condition("ages", _ages),
    "period": Condition("", _period),
    "weekly": Condition("weeks", _weekly, live_only=True),
    "weeks": Condition("years", _weeks, live_only=True),
    "same_school": Condition("", _same_school),
    "partners": Condition("", _not_partners),
    "refused": Condition("", _not_refused),
}
"""Code → condition. The codes are what *why not* answers; the cheapest are asked first."""


@lru_cache(maxsize=1)
def _age_codes() -> Array:
    return np.arange(AGES)


def table_of(columns: WishColumns, on: str) -> Array:
    """The distinct values a condition is asked of."""
    return _age_codes() if on == "ages" else getattr(columns, on)


def codes_of(columns: WishColumns, on: str) -> Array:
    """(n,) each row's place in that table."""
    return getattr(columns, CODES.get(on, on))


def feasible_rows(columns: WishColumns, asked: WishRow | int | Encoded, limits: Limits = LIMITS) -> Rows:
    """Positions, ascending, of the wishes for which every condition of both sides holds."""
    wish = asked if isinstance(asked, Encoded) else columns.asked(asked)
    rows = _rows_by_offer(columns, wish, limits)
    for on in ("places", "regions", "speeches", "ages"):
        rows = _kept(columns, wish, limits, rows, on)
    rows = _kept_live(columns, wish, limits, rows)
    for code, condition in CONDITIONS.items():
        if condition.on == "" and code not in limits.skip:
            rows = rows[condition.test(wish, columns, rows)]
    return rows


def table_holds(table: Array, wish: Encoded, limits: Limits, on: str) -> Bools:
    """(distinct values,): all conditions asked of the table hold."""
    holds = np.ones(len(table), bool)
    for code, condition in CONDITIONS.items():
        if condition.on == on and code not in limits.skip:
            holds &= condition.test(wish, table, limits)
    return holds


def _rows_by_offer(columns: WishColumns, wish: Encoded, limits: Limits) -> Rows:
    """Rows lie by offer, so whole stretches of them fall away unread."""
    holds = table_holds(columns.offers, wish, limits, "offers")
    return np.flatnonzero(np.repeat(holds, np.diff(columns.offer_start)))


def _kept(columns: WishColumns, wish: Encoded, limits: Limits, rows: Rows, on: str) -> Rows:
    held = _holds_in(columns, wish, limits, rows, on)
    return rows if held is None else rows[held]


def _holds_in(columns: WishColumns, wish: Encoded, limits: Limits, rows: Rows, on: str) -> Bools | None:
    """(rows,): asked of each distinct value once, or of each row where there are fewer rows than values. None where it holds
    for every value, so that no row is read: few wishes name regions."""
    table, codes = table_of(columns, on), codes_of(columns, on)
    if len(rows) < len(table):
        return table_holds(table.take(codes[rows]), wish, limits, on)
    values = table_holds(table, wish, limits, on)
    return None if values.all() else values[codes[rows]]


def _kept_live(columns: WishColumns, wish: Encoded, limits: Limits, rows: Rows) -> Rows:
    """Only where the two must meet live."""
    live = must_meet_live(wish, columns.offers)
    for on in ("weeks", "years"):
        asked_of = live[columns.offer[rows]]
        held = _holds_in(columns, wish, limits, rows[asked_of], on) if asked_of.any() else None
        if held is not None:
            kept = ~asked_of
            kept[asked_of] = held
            rows = rows[kept]
    return rows


def failing(columns: WishColumns, wish: Encoded, rows: Rows, limits: Limits = LIMITS) -> dict[str, Bools]:
    """Code → (rows,) whether the condition fails there. For few rows; nothing else of the columns is read."""
    live = must_meet_live(wish, columns.offers[columns.offer[rows]])
    found = {}
    for code, condition in CONDITIONS.items():
        if code in limits.skip:
            continue
        if condition.on:
            values = table_of(columns, condition.on).take(codes_of(columns, condition.on)[rows])
            found[code] = ~condition.test(wish, values, limits)
        else:
            found[code] = ~condition.test(wish, columns, rows)
        if condition.live_only:
            found[code] &= live
    return found


def why_not(columns: WishColumns, asked: WishRow | int, position: int, limits: Limits = LIMITS) -> tuple[str, ...]:
    """Codes of the conditions that fail for this pair; empty when it is feasible."""
    fails = failing(columns, columns.asked(asked), np.array([position]), limits)
    return tuple(code for code, there in fails.items() if there[0])
