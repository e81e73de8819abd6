"""Pairs of two whole pools, compiled: what engine/feasibility.py and engine/measures.py say of one wish, for each of many.

The tests hold these loops against those modules and against plain Python. Importing this loads numba.
"""

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from mado.matching.engine.compiled import compiled
from mado.matching.engine.pair_sides import (
    AGE,
    CALENDAR,
    GIVEN,
    GOAL,
    KIND,
    LANGUAGE,
    PLACES,
    REGIONS,
    SAME_SCHOOL,
    SDGS,
    SECTOR,
    SECTORS,
    SETTING,
    SIZE,
    TIME,
    TOPICS,
    WEEKLY,
    WEEKS,
    Array,
    Both,
    Kept,
    Offers,
    Rules,
    Side,
    Tables,
)

TOPIC_BITS, GOAL_SHIFT = np.uint64((1 << 14) - 1), np.uint64(14)
NO_VISIT, VISIT_IN, VISIT_OUT = 0b100111, 0b001000, 0b010000
ASYNC = 1
WELCOME, NEEDED, OFFERED = 2, 3, 4
RURAL = 3
LOW = 0xFFFF_FFFF
OWN, PRACTISES = 6, 7


def _ones(_context: Any, _number: Any) -> Any:
    """How many bits of a uint64 are set."""

    def generate(_inner: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), generate


ones: Any = intrinsic(_ones)


@compiled
def keep(keys: Array, count: int, key: int) -> int:
    """Puts a key into a heap that holds `count` when it is among its best; gives how many it holds then."""
    if count < len(keys):
        at = count
        while at > 0 and keys[(at - 1) >> 1] > key:
            keys[at] = keys[(at - 1) >> 1]
            at = (at - 1) >> 1
        keys[at] = key
        return count + 1
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
    return count


@compiled
def has_number(mask: Array, number: int) -> bool:
    return (mask[number >> 6] >> np.uint64(number & 63)) & np.uint64(1) != np.uint64(0)


@compiled
def welcomes_country(tables: Tables, place: int, country: int) -> bool:
    if has_number(tables.excluded[place], country):
        return False
    return tables.wants[place] == 0 or country == 0 or has_number(tables.wanted[place], country)


@compiled
def welcomes_region(tables: Tables, wanted: int, country: int, region: int) -> bool:
    if tables.names[wanted] == 0 or region == 0 or not has_number(tables.bounded[wanted], country):
        return True
    return has_number(tables.named[wanted], region)


@compiled
def welcome_areas(tables: Tables, x: Any, asks: Array, welcome: Array) -> None:
    """Writes by number of area whether a wish welcomes schools there."""
    for area in range(len(welcome)):
        country, region = tables.country[area], tables.region[area]
        welcomes = asks[PLACES] == 0 or welcomes_country(tables, x.place, country)
        welcome[area] = welcomes and (asks[REGIONS] == 0 or welcomes_region(tables, x.region, country, region))


@compiled
def common(table: Array, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two languages' masks (row, kind) have something in common."""
    for word in range(table.shape[2]):  # noqa: SIM110  # the compiler knows no generators
        if table[one[0], one[1], word] & table[other[0], other[1], word]:
            return True
    return False


@compiled
def speak_together(speech: Array, x: Any, y: Any) -> bool:
    if x.known & 1 == 0 or y.known & 1 == 0:
        return True
    if x.interpretation == OFFERED and y.interpretation in (NEEDED, WELCOME):
        return True
    if y.interpretation == OFFERED and x.interpretation in (NEEDED, WELCOME):
        return True
    return common(speech, (x.speech, y.band_wanted), (y.speech, x.band_wanted))


@compiled
def slots_in_common(slots: Array, a: int, b: int) -> tuple[int, int]:
    """Half hours of the winter and of the summer week."""
    winter, summer = 0, 0
    for word in range(6):
        winter += ones(slots[a, word] & slots[b, word])
        summer += ones(slots[a, word + 6] & slots[b, word + 6])
    return winter, summer


@compiled
def common_weeks(x: Any, y: Any) -> int:
    return ones(np.uint64(x.weeks) & np.uint64(y.weeks))


@compiled
def meet_live(slots: Array, x: Any, y: Any, rules: Rules) -> bool:
    if rules.asks[WEEKLY] and x.week_known and y.week_known:
        winter, summer = slots_in_common(slots, x.week, y.week)
        if 30 * max(winter, summer) < rules.session_minutes:
            return False
    if rules.asks[WEEKS] and x.year_known and y.year_known:
        return common_weeks(x, y) >= rules.weeks_least
    return True


@compiled
def sectors_meet(wanted: int, there: int) -> bool:
    return wanted == 0 or there == 0 or wanted & there != 0


@compiled
def shared_part(mine: np.uint64, theirs: np.uint64) -> int:
    if mine == np.uint64(0) or theirs == np.uint64(0):
        return 500
    return 1000 * ones(mine & theirs) // ones(mine)


@compiled
def goal_part(speech: Array, learner: Any, speaker: Any) -> int:
    if learner.known & 2 == 0 or speaker.known & 1 == 0:
        return 500
    if common(speech, (learner.speech, PRACTISES), (speaker.speech, OWN)):
        return 1000
    return 600 if common(speech, (learner.speech, PRACTISES), (speaker.speech, 0)) else 0


@compiled
def given_part(speech: Array, giver: Any, learner: Any) -> int:
    if giver.known & 1 == 0 or learner.known & 2 == 0:
        return 500
    return 1000 if common(speech, (giver.speech, OWN), (learner.speech, PRACTISES)) else 0


@compiled
def turned(kinds: int) -> int:
    return (kinds & NO_VISIT) | (kinds & VISIT_IN) << 1 | (kinds & VISIT_OUT) >> 1


@compiled
def kind_part(x: Any, y: Any) -> int:
    first, rest = x.kind, x.alternatives
    their_first, their_rest = turned(y.kind), turned(y.alternatives)
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
def alike_points(x: Any, y: Any, weights: Array) -> int:
    """Points of the parts that look the same from both sides."""
    size = 500
    if x.size > 0 and y.size > 0:
        size = 1000 * min(x.size, y.size) // max(x.size, y.size)
    calendar = 500
    if x.year_known and y.year_known:
        calendar = min(1000 * common_weeks(x, y) // 20, 1000)
    setting = 500
    if x.setting > 0 and y.setting > 0:
        setting = 1000 if (x.setting >= RURAL) != (y.setting >= RURAL) else 0
    sector = 500
    if x.sector > 0 and y.sector > 0:
        sector = 1000 if x.sector == y.sector else 0
    found = size * weights[SIZE] + calendar * weights[CALENDAR]
    return found + setting * weights[SETTING] + sector * weights[SECTOR]


@compiled
def time_parts(slots: Array, x: Any, y: Any) -> tuple[int, int]:
    value = 500
    if x.week_known and y.week_known:
        winter, summer = slots_in_common(slots, x.week, y.week)
        value = min(1000 * (15 * (winter + summer)) // 300, 1000)
    return 1000 if x.mode == ASYNC else value, 1000 if y.mode == ASYNC else value


@compiled
def age_parts(x: Any, y: Any) -> tuple[int, int]:
    if not (x.said_ages and y.said_ages):
        return 500, 500
    first, last = int(x.youngest), int(x.oldest)
    youngest, oldest = int(y.youngest), int(y.oldest)
    years = max(min(last, oldest) - max(first, youngest) + 1, 0)
    mine, theirs = last - first + 1, oldest - youngest + 1
    return 1000 * years // mine, 1000 * years // theirs


@compiled
def points(x: Any, y: Any, speech: Array, slots: Array, weights: Array) -> tuple[int, int]:
    """What x thinks of y, and y of x, in millionths."""
    own = other = alike_points(x, y, weights)
    own += y.merit
    other += x.merit
    mine, theirs = np.uint64(x.topics) & TOPIC_BITS, np.uint64(y.topics) & TOPIC_BITS
    own += weights[TOPICS] * shared_part(mine, theirs)
    other += weights[TOPICS] * shared_part(theirs, mine)
    mine, theirs = np.uint64(x.topics) >> GOAL_SHIFT, np.uint64(y.topics) >> GOAL_SHIFT
    own += weights[SDGS] * shared_part(mine, theirs)
    other += weights[SDGS] * shared_part(theirs, mine)
    own += weights[GOAL] * goal_part(speech, x, y) + weights[GIVEN] * given_part(speech, x, y)
    other += weights[GOAL] * goal_part(speech, y, x) + weights[GIVEN] * given_part(speech, y, x)
    ages, their_ages = age_parts(x, y)
    time, their_time = time_parts(slots, x, y)
    own += weights[AGE] * ages + weights[TIME] * time + weights[KIND] * kind_part(x, y)
    other += weights[AGE] * their_ages + weights[TIME] * their_time + weights[KIND] * kind_part(y, x)
    return own, other


@compiled
def fit(x: Any, y: Any, tables: tuple[Array, Array], rules: Rules, live: int) -> bool:
    """The conditions that are not looked at before: sectors, school, language, time. `tables`: speech and slots."""
    asks = rules.asks
    if asks[SECTORS] and not (sectors_meet(x.wanted_sectors, y.sector) and sectors_meet(y.wanted_sectors, x.sector)):
        return False
    if asks[SAME_SCHOOL] and x.organization == y.organization:
        return False
    if asks[LANGUAGE] and not speak_together(tables[0], x, y):
        return False
    return not live or meet_live(tables[1], x, y, rules)


@compiled
def is_blocked(offers: Offers, i: int, j: int) -> bool:
    for at in range(offers.blocked_start[i], offers.blocked_start[i + 1]):  # noqa: SIM110  # as above
        if offers.blocked[at] == j:
            return True
    return False


@compiled
def pick(b: Side, rows: tuple[int, int], x: Any, welcome: tuple[Array, Array], picked: Array) -> int:
    """Rows of side b that pass what is looked at first: places, regions, ages, period. Without a branch; gives how many."""
    there, here = welcome
    area, youngest, oldest, begins, ends = b.area, b.youngest, b.oldest, b.begins, b.ends
    found = 0
    for j in range(rows[0], rows[1]):
        picked[found] = j
        ages = (youngest[j] <= x.oldest) & (oldest[j] >= x.youngest)
        found += there[j] & here[area[j]] & ages & (begins[j] <= x.ends) & (ends[j] >= x.begins)
    return found


@compiled
def search(both: Both, rows: tuple[int, int], offers: Offers, kept: tuple[Kept, Kept]) -> None:
    """Looks at every partner of the rows of a from rows[0] to rows[1]. Of `kept`, side a's is by index, side b's by row."""
    a, b, tables, rules = both
    (keys_a, count_a), (keys_b, count_b) = kept
    speech, slots, weights = tables.speech, tables.slots, rules.weights
    here = np.ones(len(tables.country), np.uint8)
    picked = np.empty(len(b.wishes) + 1, np.int64)
    for i in range(rows[0], rows[1]):
        x = a.wishes[i]
        if rules.asks[PLACES] or rules.asks[REGIONS]:
            welcome_areas(tables, x, rules.asks, here)
        there = offers.welcome[x.area]
        mine = keys_a[x.index]
        for group in range(len(b.start) - 1):
            if not offers.holds[a.offer[i] - offers.first, group]:
                continue
            live = offers.live[a.offer[i] - offers.first, group]
            for at in range(pick(b, (b.start[group], b.start[group + 1]), x, (there, here), picked)):
                j = picked[at]
                y = b.wishes[j]
                if not fit(x, y, (speech, slots), rules, live) or is_blocked(offers, i, j):
                    continue
                own, other = points(x, y, speech, slots, weights)
                key = (own << 32) | (LOW - y.index)
                if count_a[x.index] < len(mine) or key > mine[0]:
                    count_a[x.index] = keep(mine, count_a[x.index], key)
                key = (other << 32) | (LOW - x.index)
                if count_b[j] < keys_b.shape[1] or key > keys_b[j, 0]:
                    count_b[j] = keep(keys_b[j], count_b[j], key)


@compiled
def arrive(both: Both, offers: Offers, found: tuple[Array, Array, Array]) -> int:
    """Every row of side b that fits the only wish of side a, with what both think of each other; gives how many. `found`:
    (n_b,) rows and points to be written into; the only row of `offers.welcome` is blocked where a wish must not be."""
    a, b, tables, rules = both
    rows, own, other = found
    x = a.wishes[0]
    here = np.ones(len(tables.country), np.uint8)
    if rules.asks[PLACES] or rules.asks[REGIONS]:
        welcome_areas(tables, x, rules.asks, here)
    picked = np.empty(len(b.wishes) + 1, np.int64)
    count = 0
    for group in range(len(b.start) - 1):
        if not offers.holds[0, group]:
            continue
        live = offers.live[0, group]
        for at in range(pick(b, (b.start[group], b.start[group + 1]), x, (offers.welcome[0], here), picked)):
            j = picked[at]
            y = b.wishes[j]
            if fit(x, y, (tables.speech, tables.slots), rules, live):
                rows[count] = j
                own[count], other[count] = points(x, y, tables.speech, tables.slots, rules.weights)
                count += 1
    return count


@compiled
def merge(into: Kept, other: Kept) -> None:
    for row in range(len(into.held)):
        mine = into.keys[row]
        for at in range(other.held[row]):
            key = other.keys[row, at]
            if into.held[row] < len(mine) or key > mine[0]:
                into.held[row] = keep(mine, into.held[row], key)


@compiled
def score_pairs(both: Both, rows: tuple[Array, Array], found: tuple[Array, Array, Array]) -> None:
    """Fills in the scores (0…1) of pairs (index in a · 2³² + index in b). `rows`: index → row; `found`: pairs, both scores."""
    a, b, weights = both.a.wishes, both.b.wishes, both.rules.weights
    speech, slots = both.tables.speech, both.tables.slots
    pairs, score_a, score_b = found
    for at in range(len(pairs)):
        own, other = points(a[rows[0][pairs[at] >> 32]], b[rows[1][pairs[at] & LOW]], speech, slots, weights)
        score_a[at], score_b[at] = own / 1_000_000, other / 1_000_000
