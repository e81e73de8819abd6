"""Pairs of two whole pools, compiled: what engine/feasibility.py and engine/measures.py say of one wish, for each of many.

The tests hold these loops against those modules and against plain Python. Importing this loads numba.
Rows of a side stand in working order: by offer, so that whole stretches of partners fall away unread.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from mado.matching.engine.compiled import compiled

Array = NDArray[Any]

ASKS = ("places", "sectors", "language", "ages", "period", "weekly", "weeks", "same_school", "linked")
PLACES, SECTORS, LANGUAGE, AGES, PERIOD, WEEKLY, WEEKS, SAME_SCHOOL, LINKED = range(len(ASKS))
WEIGHED = (
    *("topics", "sdgs", "language_goal", "language_given", "ages", "size", "time", "calendar", "kind", "setting"),
    "sector",
)
TOPICS, SDGS, GOAL, GIVEN, AGE, SIZE, TIME, CALENDAR, KIND, SETTING, SECTOR = range(len(WEIGHED))
"""Parts that depend on both sides; the others are one number a wish (`merit`)."""

TOPIC_BITS, GOAL_SHIFT = np.uint64((1 << 14) - 1), np.uint64(14)
NO_VISIT, VISIT_IN, VISIT_OUT = 0b100111, 0b001000, 0b010000
ASYNC = 1
WELCOME, NEEDED, OFFERED = 2, 3, 4
RURAL = 3
LOW = 0xFFFF_FFFF


class Side(NamedTuple):
    """n wishes of a pool in working order. `index`: place in the pool as given. `offer`: (n,) place among the pool's offers,
    whose rows begin at `start`. `kind`, `alternatives`, `mode`, `country`, `sector`, `wanted_sectors`, `setting`: (n,) uint8.
    `youngest`, `oldest`: (n,) years, `said_ages`: both are said. `merit`: (n,) points that others give it whoever they are.
    `place`, `speech`, `week`, `year`: (n,) places in the tables."""

    index: Array
    offer: Array
    start: Array
    kind: Array
    alternatives: Array
    mode: Array
    country: Array
    sector: Array
    wanted_sectors: Array
    setting: Array
    youngest: Array
    oldest: Array
    said_ages: Array
    size: Array
    topics: Array
    begins: Array
    ends: Array
    merit: Array
    organization: Array
    place: Array
    speech: Array
    week: Array
    year: Array


class Tables(NamedTuple):
    """The records of engine/encoding.py, field by field; `slots`: (weeks, 12) winter, then summer."""

    wants: Array
    wanted: Array
    excluded: Array
    band_wanted: Array
    interpretation: Array
    known: Array
    at_least: Array
    own: Array
    practises: Array
    week_known: Array
    slots: Array
    year_known: Array
    weeks: Array


class Rules(NamedTuple):
    """`asks`: (9,) which conditions are asked; `weights_a`, `weights_b`: (11,) thousandths; the two limits."""

    asks: Array
    weights_a: Array
    weights_b: Array
    session_minutes: int
    weeks_least: int


class Both(NamedTuple):
    """Two sides and what holds between them."""

    a: Side
    b: Side
    tables: Tables
    rules: Rules


class Kept(NamedTuple):
    """The best partners so far as heaps, the least on top: keys score · 2³² + (2³² - 1 - index of the partner).

    `keys`: (n, k) int64, `count`: (n,)."""

    keys: Array
    count: Array


@intrinsic
def ones(_context: Any, _number: Any) -> Any:
    """How many bits of a uint64 are set."""

    def generate(_inner: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), generate


@compiled
def keep(kept: Kept, row: int, key: int) -> None:
    """Puts a key into the heap of a row when it is among its best."""
    keys, count = kept.keys[row], kept.count[row]
    if count < len(keys):
        at = count
        kept.count[row] = count + 1
        while at > 0 and keys[(at - 1) >> 1] > key:
            keys[at] = keys[(at - 1) >> 1]
            at = (at - 1) >> 1
        keys[at] = key
        return
    if count == 0 or key <= keys[0]:
        return
    at = 0
    while True:
        child = 2 * at + 1
        if child >= count:
            break
        if child + 1 < count and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at] = keys[child]
        at = child
    keys[at] = key


@compiled
def has_country(mask: Array, number: int) -> bool:
    return (mask[number >> 6] >> np.uint64(number & 63)) & np.uint64(1) != np.uint64(0)


@compiled
def welcomes(tables: Tables, place: int, number: int) -> bool:
    if has_country(tables.excluded[place], number):
        return False
    return tables.wants[place] == 0 or number == 0 or has_country(tables.wanted[place], number)


@compiled
def any_common(one: Array, other: Array) -> bool:
    for word in range(len(one)):  # noqa: SIM110  # the compiler knows no generators
        if one[word] & other[word]:
            return True
    return False


@compiled
def speak_together(tables: Tables, a: int, b: int) -> bool:
    if tables.known[a] & 1 == 0 or tables.known[b] & 1 == 0:
        return True
    here, there = tables.interpretation[a], tables.interpretation[b]
    if here == OFFERED and there in (NEEDED, WELCOME):
        return True
    if there == OFFERED and here in (NEEDED, WELCOME):
        return True
    return any_common(tables.at_least[a, tables.band_wanted[b]], tables.at_least[b, tables.band_wanted[a]])


@compiled
def slots_in_common(tables: Tables, a: int, b: int, season: int) -> int:
    found = 0
    for word in range(6 * season, 6 * season + 6):
        found += ones(tables.slots[a, word] & tables.slots[b, word])
    return found


@compiled
def meet_live(both: Both, i: int, j: int) -> bool:
    a, b, tables, rules = both
    here, there = a.week[i], b.week[j]
    if rules.asks[WEEKLY] and tables.week_known[here] and tables.week_known[there]:
        most = max(slots_in_common(tables, here, there, 0), slots_in_common(tables, here, there, 1))
        if 30 * most < rules.session_minutes:
            return False
    here, there = a.year[i], b.year[j]
    if rules.asks[WEEKS] and tables.year_known[here] and tables.year_known[there]:
        return ones(tables.weeks[here] & tables.weeks[there]) >= rules.weeks_least
    return True


@compiled
def sectors_meet(wanted: int, there: int) -> bool:
    return wanted == 0 or there == 0 or wanted & there != 0


@compiled
def fit(both: Both, i: int, j: int, live: int) -> bool:
    """Every condition but those of the offers and the places, the cheapest first."""
    a, b, tables, rules = both
    if rules.asks[AGES] and (a.youngest[i] > b.oldest[j] or b.youngest[j] > a.oldest[i]):
        return False
    if rules.asks[PERIOD] and (a.begins[i] > b.ends[j] or b.begins[j] > a.ends[i]):
        return False
    if rules.asks[SECTORS] and not (
        sectors_meet(a.wanted_sectors[i], b.sector[j]) and sectors_meet(b.wanted_sectors[j], a.sector[i])
    ):
        return False
    if rules.asks[SAME_SCHOOL] and a.organization[i] == b.organization[j]:
        return False
    if rules.asks[LANGUAGE] and not speak_together(tables, a.speech[i], b.speech[j]):
        return False
    return not live or meet_live(both, i, j)


@compiled
def shared_part(mine: np.uint64, theirs: np.uint64) -> int:
    if mine == np.uint64(0) or theirs == np.uint64(0):
        return 500
    return 1000 * ones(mine & theirs) // ones(mine)


@compiled
def goal_part(tables: Tables, learner: int, speaker: int) -> int:
    if tables.known[learner] & 2 == 0 or tables.known[speaker] & 1 == 0:
        return 500
    if any_common(tables.practises[learner], tables.own[speaker]):
        return 1000
    return 600 if any_common(tables.practises[learner], tables.at_least[speaker, 0]) else 0


@compiled
def given_part(tables: Tables, giver: int, learner: int) -> int:
    if tables.known[giver] & 1 == 0 or tables.known[learner] & 2 == 0:
        return 500
    return 1000 if any_common(tables.own[giver], tables.practises[learner]) else 0


@compiled
def turned(kinds: int) -> int:
    return (kinds & NO_VISIT) | (kinds & VISIT_IN) << 1 | (kinds & VISIT_OUT) >> 1


@compiled
def kind_part(first: int, rest: int, their_first: int, their_rest: int) -> int:
    """Masks; the other side's are turned already."""
    if first | rest == 0 or their_first | their_rest == 0:
        return 500
    if first & their_first:
        return 1000
    if first & their_rest:
        return 750
    if rest & their_first:
        return 500
    return 300 if rest & their_rest else 0


@compiled
def alike_parts(both: Both, i: int, j: int) -> tuple[int, int]:
    """Points of the parts that look the same from both sides."""
    a, b, tables, rules = both
    weights_a, weights_b = rules.weights_a, rules.weights_b
    size = 500
    if a.size[i] > 0 and b.size[j] > 0:
        size = 1000 * min(a.size[i], b.size[j]) // max(a.size[i], b.size[j])
    calendar = 500
    if tables.year_known[a.year[i]] and tables.year_known[b.year[j]]:
        calendar = min(1000 * ones(tables.weeks[a.year[i]] & tables.weeks[b.year[j]]) // 20, 1000)
    setting = 500
    if a.setting[i] > 0 and b.setting[j] > 0:
        setting = 1000 if (a.setting[i] >= RURAL) != (b.setting[j] >= RURAL) else 0
    sector = 500
    if a.sector[i] > 0 and b.sector[j] > 0:
        sector = 1000 if a.sector[i] == b.sector[j] else 0
    own = size * weights_a[SIZE] + calendar * weights_a[CALENDAR]
    own += setting * weights_a[SETTING] + sector * weights_a[SECTOR]
    other = size * weights_b[SIZE] + calendar * weights_b[CALENDAR]
    return own, other + setting * weights_b[SETTING] + sector * weights_b[SECTOR]


@compiled
def time_parts(both: Both, i: int, j: int) -> tuple[int, int]:
    a, b, tables, _rules = both
    value = 500
    if tables.week_known[a.week[i]] and tables.week_known[b.week[j]]:
        minutes = 15 * (
            slots_in_common(tables, a.week[i], b.week[j], 0) + slots_in_common(tables, a.week[i], b.week[j], 1)
        )
        value = min(1000 * minutes // 300, 1000)
    return 1000 if a.mode[i] == ASYNC else value, 1000 if b.mode[j] == ASYNC else value


@compiled
def age_parts(both: Both, i: int, j: int) -> tuple[int, int]:
    a, b, _tables, _rules = both
    if not (a.said_ages[i] and b.said_ages[j]):
        return 500, 500
    common = max(min(a.oldest[i], b.oldest[j]) - max(a.youngest[i], b.youngest[j]) + 1, 0)
    return 1000 * common // (a.oldest[i] - a.youngest[i] + 1), 1000 * common // (b.oldest[j] - b.youngest[j] + 1)


@compiled
def points(both: Both, i: int, j: int) -> tuple[int, int]:
    """What a thinks of b, and b of a, in millionths."""
    a, b, tables, rules = both
    wa, wb = rules.weights_a, rules.weights_b
    own, other = alike_parts(both, i, j)
    own += b.merit[j]
    other += a.merit[i]
    mine, theirs = a.topics[i] & TOPIC_BITS, b.topics[j] & TOPIC_BITS
    own += wa[TOPICS] * shared_part(mine, theirs)
    other += wb[TOPICS] * shared_part(theirs, mine)
    mine, theirs = a.topics[i] >> GOAL_SHIFT, b.topics[j] >> GOAL_SHIFT
    own += wa[SDGS] * shared_part(mine, theirs)
    other += wb[SDGS] * shared_part(theirs, mine)
    here, there = a.speech[i], b.speech[j]
    own += wa[GOAL] * goal_part(tables, here, there) + wa[GIVEN] * given_part(tables, here, there)
    other += wb[GOAL] * goal_part(tables, there, here) + wb[GIVEN] * given_part(tables, there, here)
    ages, their_ages = age_parts(both, i, j)
    time, their_time = time_parts(both, i, j)
    own += wa[AGE] * ages + wa[TIME] * time
    other += wb[AGE] * their_ages + wb[TIME] * their_time
    own += wa[KIND] * kind_part(a.kind[i], a.alternatives[i], turned(b.kind[j]), turned(b.alternatives[j]))
    other += wb[KIND] * kind_part(b.kind[j], b.alternatives[j], turned(a.kind[i]), turned(a.alternatives[i]))
    return own, other


@compiled
def is_blocked(blocked: Array, first: int, last: int, j: int) -> bool:
    for at in range(first, last):  # noqa: SIM110  # the compiler knows no generators
        if blocked[at] == j:
            return True
    return False


class Offers(NamedTuple):
    """`holds`, `live`: (offers of a in this part, offers of b); `first`: the number of the part's first offer.
    `welcome`: (256, n_b) whether the wish of b welcomes the country of that number, for countries of side a.
    `blocked_start`: (n_a + 1,), `blocked`: rows of b that must not be (partners, refused)."""

    holds: Array
    live: Array
    first: int
    welcome: Array
    blocked_start: Array
    blocked: Array


@compiled
def search(both: Both, rows: tuple[int, int], offers: Offers, kept_a: Kept, kept_b: Kept) -> None:
    """Looks at every partner of the rows of a from rows[0] to rows[1]. `kept_a` by index, `kept_b` by row."""
    a, b, tables, rules = both
    welcome_here = np.ones(256, np.bool_)
    for i in range(rows[0], rows[1]):
        offer = a.offer[i] - offers.first
        if rules.asks[PLACES]:
            for number in range(256):
                welcome_here[number] = welcomes(tables, a.place[i], number)
        welcome_there = offers.welcome[a.country[i]]
        first, last = offers.blocked_start[i], offers.blocked_start[i + 1]
        for group in range(len(b.start) - 1):
            if not offers.holds[offer, group]:
                continue
            live = offers.live[offer, group]
            for j in range(b.start[group], b.start[group + 1]):
                if not (welcome_there[j] and welcome_here[b.country[j]]):
                    continue
                if not fit(both, i, j, live):
                    continue
                if first < last and is_blocked(offers.blocked, first, last, j):
                    continue
                own, other = points(both, i, j)
                keep(kept_a, a.index[i], (own << 32) | (LOW - b.index[j]))
                keep(kept_b, j, (other << 32) | (LOW - a.index[i]))


@compiled
def merge(into: Kept, other: Kept) -> None:
    for row in range(len(into.count)):
        for at in range(other.count[row]):
            keep(into, row, other.keys[row, at])


@compiled
def score_pairs(both: Both, rows: tuple[Array, Array], pairs: Array, score_a: Array, score_b: Array) -> None:
    """The scores (0…1) of pairs (index in a · 2³² + index in b); `rows`: index → row, of each side."""
    for at in range(len(pairs)):
        own, other = points(both, rows[0][pairs[at] >> 32], rows[1][pairs[at] & LOW])
        score_a[at], score_b[at] = own / 1_000_000, other / 1_000_000
