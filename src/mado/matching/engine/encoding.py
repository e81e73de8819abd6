"""How a wish is written in bits. What many wishes say alike (their offer, whom they want, their languages, their week, their
weeks of lessons) stands once in a table of distinct values; the columns hold its place there. So one question is put to
each distinct value, not to each wish, and the bits stay exact however many countries and languages there are.

Kinds, levels, sectors, topics and goals are numbered in the order of engine/rows.py; bit n is number n.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from mado.matching.engine.rows import (
    BANDS,
    INTERPRETATIONS,
    KINDS,
    LEVELS,
    MODES,
    OWN,
    SDGS,
    SECTORS,
    SETTINGS,
    SLOTS,
    TOPICS,
    WEEKS,
    WishRow,
)

COUNTRY_WORDS = 4
OUTSIDE = 255
"""Country number of a country the vocabulary does not hold; 0 is "not said"."""
COUNTRIES_MOST = 254
REGION_OUTSIDE = 65_535
"""Region number of a region the vocabulary does not hold; 0 is "not said"."""
REGIONS_MOST = 65_534
SIZE_MOST = 999
ACTIVE_MOST = 400
UNKNOWN_SHARE = 255
UNKNOWN_DAYS = ACTIVE_MOST + 1
WAITING_MOST = 65_534
FAR_PAST, FAR_FUTURE = -(2**30), 2**30
"""Days since 1970-01-01 that stand for an open end of a period."""
TOPIC_BITS = (1 << len(TOPICS)) - 1
GOAL_SHIFT = len(TOPICS)
SLOT_WORDS = 6

FIRST_TIME, AGAIN = 8, 16
SETTING_BITS = 7
FLAG_VALUES = 32
"""Flags: bits 0…2 the setting (0 not said), then one bit each."""

OFFER = np.dtype(
    [
        ("kind", "u1"),
        ("alternatives", "u1"),
        ("mode", "u1"),
        ("levels", "u1"),
        ("wanted_levels", "u1"),
        ("closed", "u1"),
    ]
)
"""`kind`, `alternatives`: masks (the first has one bit); `mode`: number; `closed`: FULL, ASLEEP, UNPROPOSED, added up."""
FULL, ASLEEP, UNPROPOSED = 1, 2, 4
PLACE = np.dtype(
    [
        ("country", "u1"),
        ("wants", "u1"),
        ("sector", "u1"),
        ("wanted_sectors", "u1"),
        ("wanted", "u8", (COUNTRY_WORDS,)),
        ("excluded", "u8", (COUNTRY_WORDS,)),
    ]
)
"""`wants`: 1 when countries are named; `sector`: mask of one bit, 0 not said; countries: mask, bit = number."""
WEEK = np.dtype([("mode", "u1"), ("known", "u1"), ("slots", "u8", (2, SLOT_WORDS))])
"""`slots`: half hours in the winter and in the summer reference week."""
YEAR = np.dtype([("known", "u1"), ("weeks", "u8")])
"""`weeks`: weeks with lessons that lie in the period of the wish."""


def region_dtype(words: int) -> np.dtype[np.void]:
    """`country`, `region`: numbers; `names`: 1 when regions are named; `bounded`: mask of the countries of which some are,
    `wanted`: mask of those regions."""
    return np.dtype(
        [
            ("country", "u1"),
            ("names", "u1"),
            ("region", "u2"),
            ("bounded", "u8", (COUNTRY_WORDS,)),
            ("wanted", "u8", (words,)),
        ]
    )


def speech_dtype(words: int) -> np.dtype[np.void]:
    """`at_least[t]`: languages spoken at band t or better (0: at all; a band not said counts as every band);
    `own`, `practises`: languages; `known`: bit 0 some language is said, bit 1 some language is practised."""
    return np.dtype(
        [
            ("band_wanted", "u1"),
            ("interpretation", "u1"),
            ("known", "u1"),
            ("at_least", "u8", (len(BANDS) + 1, words)),
            ("own", "u8", (words,)),
            ("practises", "u8", (words,)),
        ]
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Countries and regions (number = place + 1) and languages (bit = place) in the order of their codes; new ones come after.
    `first_week`: the Monday from which weeks with lessons are counted."""

    countries: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    first_week: dt.date

    @property
    def language_words(self) -> int:
        return max(1, -(-len(self.languages) // 64))

    def country_number(self, code: str) -> int:
        return _numbers(self.countries).get(code, OUTSIDE - 1) + 1 if code else 0

    def country_mask(self, codes: Iterable[str]) -> int:
        known = _numbers(self.countries)
        return sum(1 << (known[code] + 1) for code in set(codes) if code in known)

    @property
    def region_words(self) -> int:
        return len(self.regions) // 64 + 1

    def region_number(self, code: str) -> int:
        return _numbers(self.regions).get(code, REGION_OUTSIDE - 1) + 1 if code else 0

    def region_mask(self, codes: Iterable[str]) -> int:
        known = _numbers(self.regions)
        return sum(1 << (known[code] + 1) for code in set(codes) if code in known)

    def language_mask(self, tags: Iterable[str]) -> int:
        known = _numbers(self.languages)
        return sum(1 << known[tag] for tag in set(tags) if tag in known)


@cache
def _numbers(codes: tuple[str, ...]) -> dict[str, int]:
    return {code: place for place, code in enumerate(codes)}


def countries_of(row: WishRow) -> set[str]:
    return {row.country, *row.partner_countries, *row.excluded_countries, *bounded_countries(row)} - {""}


def bounded_countries(row: WishRow) -> set[str]:
    """Countries of which only some regions are wanted: ISO 3166-2 codes begin with the country's."""
    return {region[:2] for region in row.partner_regions}


def regions_of(row: WishRow) -> set[str]:
    return {row.region, *row.partner_regions} - {""}


def languages_of(row: WishRow) -> set[str]:
    return {tag for tag, _band in row.languages} | set(row.practises)


TABLES = ("offers", "places", "regions", "speeches", "weeks", "years")
"""The tables of distinct values; a wish has one place in each."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """One wish in bits: a record of each table, and its own numbers. Shapes: records (), numbers int."""

    offers: np.void
    places: np.void
    regions: np.void
    speeches: np.void
    weeks: np.void
    years: np.void
    ages: int
    group_size: int
    topics: int
    period_from: int
    period_to: int
    flags: int
    capacity: int
    waiting: int
    reply: int
    continuity: int
    active: int
    wish: int
    organization: int
    partners: tuple[int, ...]
    refused: tuple[int, ...]


def encode(row: WishRow, vocabulary: Vocabulary) -> Encoded:
    """Raises ValueError with a sentence where a value is none the engine knows."""
    values: dict[str, Any] = {table: record_of(table, row, vocabulary) for table in TABLES}
    return Encoded(**values | numbers_of(row), partners=_ids(row.partners), refused=_ids(row.refused))


def numbers_of(row: WishRow) -> dict[str, int]:
    """What each wish says for itself: column → number."""
    _check(row)
    return {
        "ages": (row.age_from or 0) * 32 + (row.age_to or 0),
        "group_size": min(row.group_size or 0, SIZE_MOST),
        "topics": _mask(row.topics, TOPICS) | _mask(row.sdgs, SDGS) << GOAL_SHIFT,
        "period_from": _days(row.period_from, FAR_PAST),
        "period_to": _days(row.period_to, FAR_FUTURE),
        "flags": _flags(row),
        "capacity": min(row.capacity, 255),
        "waiting": min(row.waiting_days, WAITING_MOST),
        "reply": _share(row.reply_rate),
        "continuity": _share(row.continuity),
        "active": UNKNOWN_DAYS if row.active_days_ago is None else min(row.active_days_ago, ACTIVE_MOST),
        "wish": row.wish,
        "organization": row.organization,
    }


def record_of(table: str, row: WishRow, vocabulary: Vocabulary) -> np.void:
    dtype = table_dtype(table, vocabulary)
    record = np.zeros(1, dtype)
    record[0] = _VALUES[table](row, vocabulary)
    found: np.void = record[0]
    return found


def table_dtype(table: str, vocabulary: Vocabulary) -> np.dtype[np.void]:
    if table == "regions":
        return region_dtype(vocabulary.region_words)
    if table == "speeches":
        return speech_dtype(vocabulary.language_words)
    return {"offers": OFFER, "places": PLACE, "weeks": WEEK, "years": YEAR}[table]


def key_of(table: str, row: WishRow) -> tuple[object, ...]:
    """What a wish's place in a table depends on: equal keys, equal records."""
    return {
        "offers": (
            *(row.kind, row.alternative_kinds, row.mode, row.levels, row.partner_levels),
            *(row.dormant, not row.capacity, row.propose),
        ),
        "places": (row.country, row.sector, row.partner_sectors, row.partner_countries, row.excluded_countries),
        "regions": (row.country, row.region, row.partner_regions),
        "speeches": (row.languages, row.band_wanted, row.interpretation, row.practises),
        "weeks": (row.mode, row.weekly),
        "years": (row.teaching, row.period_from, row.period_to),
    }[table]


def _ids(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(values)))


def _check(row: WishRow) -> None:
    if not 0 <= row.wish < 1 << 40 or not 0 <= row.organization < 1 << 40:
        raise ValueError(f"Keys of wishes and organisations are between 0 and 2**40: {row.wish}, {row.organization}.")
    for age in (row.age_from, row.age_to):
        if age is not None and not 1 <= age <= 31:
            raise ValueError(f"An age is between 1 and 31 years, not {age}.")
    if row.age_from and row.age_to and row.age_to < row.age_from:
        raise ValueError(f"The ages of wish {row.wish} are not in order.")
    numbers = (row.capacity, row.waiting_days, row.active_days_ago or 0, row.group_size or 0)
    if min(numbers) < 0:
        raise ValueError(f"A number of wish {row.wish} is below 0.")
    for share in (row.reply_rate, row.continuity):
        if share is not None and not 0 <= share <= 1:
            raise ValueError(f"A share is between 0 and 1, not {share}.")
    if row.period_from and row.period_to and row.period_to < row.period_from:
        raise ValueError(f"The period of wish {row.wish} ends before it starts.")


def _number(value: str, known: tuple[str, ...]) -> int:
    """0 when nothing is said, else the place from 1 on."""
    return _place_of(value, known) + 1 if value else 0


def _place_of(value: object, known: tuple[object, ...]) -> int:
    if value not in known:
        raise ValueError(f"{value!r} is none of: {', '.join(map(str, known))}.")
    return known.index(value)


def _mask(values: Iterable[object], known: tuple[object, ...]) -> int:
    return sum(1 << _place_of(value, known) for value in set(values))


def _share(value: float | None) -> int:
    """In whole hundredths."""
    return UNKNOWN_SHARE if value is None else round(value * 100)


def _days(day: dt.date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal() - dt.date(1970, 1, 1).toordinal()


def _words(mask: int, count: int) -> list[int]:
    return [mask >> 64 * place & 0xFFFF_FFFF_FFFF_FFFF for place in range(count)]


def _flags(row: WishRow) -> int:
    return _number(row.setting, SETTINGS) | (FIRST_TIME if row.first_time else 0) | (AGAIN if row.again else 0)


def _offer(row: WishRow, _vocabulary: Vocabulary) -> tuple[object, ...]:
    first = (row.kind,) if row.kind else ()
    return (
        _mask(first, KINDS),
        _mask(row.alternative_kinds, KINDS) & ~_mask(first, KINDS),
        _place_of(row.mode, MODES),
        _mask(row.levels, LEVELS),
        _mask(row.partner_levels, LEVELS),
        (0 if row.capacity else FULL) | (ASLEEP if row.dormant else 0) | (0 if row.propose else UNPROPOSED),
    )


def _place(row: WishRow, vocabulary: Vocabulary) -> tuple[object, ...]:
    return (
        vocabulary.country_number(row.country),
        bool(row.partner_countries),
        _mask((row.sector,) if row.sector else (), SECTORS),
        _mask(row.partner_sectors, SECTORS),
        _words(vocabulary.country_mask(row.partner_countries), COUNTRY_WORDS),
        _words(vocabulary.country_mask(row.excluded_countries), COUNTRY_WORDS),
    )


def _region(row: WishRow, vocabulary: Vocabulary) -> tuple[object, ...]:
    return (
        vocabulary.country_number(row.country),
        bool(row.partner_regions),
        vocabulary.region_number(row.region),
        _words(vocabulary.country_mask(bounded_countries(row)), COUNTRY_WORDS),
        _words(vocabulary.region_mask(row.partner_regions), vocabulary.region_words),
    )


def _speech(row: WishRow, vocabulary: Vocabulary) -> tuple[object, ...]:
    words = vocabulary.language_words
    height = {"": len(BANDS), OWN: len(BANDS), **{band: place + 1 for place, band in enumerate(BANDS)}}
    if bad := {band for _tag, band in row.languages} - set(height):
        raise ValueError(f"{bad.pop()!r} is no band.")
    at_least = [
        _words(vocabulary.language_mask(tag for tag, band in row.languages if height[band] >= band_least), words)
        for band_least in range(len(BANDS) + 1)
    ]
    return (
        _number(row.band_wanted, BANDS),
        _number(row.interpretation, INTERPRETATIONS),
        bool(row.languages) | bool(row.practises) << 1,
        at_least,
        _words(vocabulary.language_mask(tag for tag, band in row.languages if band == OWN), words),
        _words(vocabulary.language_mask(row.practises), words),
    )


def _week(row: WishRow, _vocabulary: Vocabulary) -> tuple[object, ...]:
    if row.weekly is None:
        return (_place_of(row.mode, MODES), False, [[0] * SLOT_WORDS] * 2)
    if any(not 0 <= bits < 1 << SLOTS for bits in row.weekly):
        raise ValueError(f"A week has {SLOTS} half hours.")
    return (_place_of(row.mode, MODES), True, [_words(bits, SLOT_WORDS) for bits in row.weekly])


def _year(row: WishRow, vocabulary: Vocabulary) -> tuple[object, ...]:
    """Weeks with lessons within the period of the wish."""
    if row.teaching is None:
        return (False, 0)
    first = 0 if row.period_from is None else (row.period_from - vocabulary.first_week).days // 7
    last = WEEKS - 1 if row.period_to is None else (row.period_to - vocabulary.first_week).days // 7
    first, last = max(first, 0), min(last, WEEKS - 1)
    within = ((1 << (last - first + 1)) - 1) << first if last >= first else 0
    return (True, row.teaching & within & ((1 << WEEKS) - 1))


_VALUES: dict[str, Callable[[WishRow, Vocabulary], tuple[object, ...]]] = {
    "offers": _offer,
    "places": _place,
    "regions": _region,
    "speeches": _speech,
    "weeks": _week,
    "years": _year,
}
