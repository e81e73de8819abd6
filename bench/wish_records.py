"""Wishes for measuring: made up, but spread as schools spread: many countries, few kinds, times by zone, thin knowledge."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np

from mado.matching.engine.columns import CODES, NUMBERS, WishColumns
from mado.matching.engine.rows import (
    BANDS,
    INTERPRETATIONS,
    KINDS,
    LEVELS,
    MODES,
    SDGS,
    SECTORS,
    SETTINGS,
    TOPICS,
    WishRow,
)
from mado.matching.engine.slots import weekly_slots

FIRST_WEEK = dt.date(2026, 11, 23)
PLACES = (
    ("TW", "Asia/Taipei", "zh-Hant", 20), ("JP", "Asia/Tokyo", "ja", 20), ("KR", "Asia/Seoul", "ko", 10),
    ("US", "America/Los_Angeles", "en", 8), ("US", "America/New_York", "en", 8), ("GB", "Europe/London", "en", 5),
    ("FR", "Europe/Paris", "fr", 5), ("DE", "Europe/Berlin", "de", 5), ("CZ", "Europe/Prague", "cs", 3),
    ("PL", "Europe/Warsaw", "pl", 3), ("ES", "Europe/Madrid", "es", 3), ("IT", "Europe/Rome", "it", 3),
    ("AU", "Australia/Sydney", "en", 4), ("NZ", "Pacific/Auckland", "en", 2), ("PH", "Asia/Manila", "fil", 4),
    ("ID", "Asia/Jakarta", "id", 4), ("TH", "Asia/Bangkok", "th", 4), ("VN", "Asia/Ho_Chi_Minh", "vi", 4),
    ("IN", "Asia/Kolkata", "hi", 5), ("MY", "Asia/Kuala_Lumpur", "ms", 3), ("SG", "Asia/Singapore", "en", 2),
    ("CA", "America/Toronto", "en", 3), ("BR", "America/Sao_Paulo", "pt", 3), ("TR", "Europe/Istanbul", "tr", 3),
)  # fmt: skip
"""(country, zone, its language, how many)."""
COUNTRIES = tuple(sorted({place[0] for place in PLACES}))
REGIONS = {
    country: tuple(f"{country}-{number:02}" for number in range(1, count + 1))
    for country, count in (("TW", 10), ("JP", 12), ("KR", 6), ("US", 12), ("GB", 4))
}
"""So few that the peer of bench/recommend_sql.py can keep them in one bigint."""
LEARNT = ("en", "en", "en", "ja", "fr", "de", "es", "zh-Hant", "ko")
SAID = 0.9
"""How often what may be left open is said."""


def wishes(count: int, seed: int = 2027, first: int = 1) -> Iterator[WishRow]:
    """`count` wishes with ids from `first` on; three in four schools have one."""
    dice = random.Random(seed)
    for wish in range(first, first + count):
        yield _wish(dice, wish)


def _wish(dice: random.Random, wish: int) -> WishRow:
    country, zone, language, _weight = dice.choices(PLACES, [place[3] for place in PLACES])[0]
    level = dice.choices(LEVELS, (1, 30, 25, 35, 5, 3, 1))[0]
    age = {"kindergarten": 4, "primary": 7, "lower_secondary": 12, "upper_secondary": 15}.get(level, 18) + dice.randint(
        0, 3
    )
    begins = FIRST_WEEK + dt.timedelta(days=7 * dice.randint(-4, 30))
    kinds = dice.sample(KINDS, dice.choice((1, 1, 2, 3)))
    learnt = dice.sample(LEARNT, dice.choice((1, 1, 2)))
    named = sorted(dice.sample(COUNTRIES, dice.randint(1, 4))) if dice.random() < 0.6 else []
    of_named = [region for code in named for region in REGIONS.get(code, ())]
    spoken = {tag: dice.choice(("", *BANDS)) for tag in learnt if tag != language}
    return WishRow(
        wish,
        1 + (wish * 3) // 4,
        kind=kinds[0],
        alternative_kinds=tuple(sorted(kinds[1:])),
        mode=dice.choices(MODES, (3, 2, 5))[0],
        country=country,
        region=dice.choice(REGIONS[country]) if country in REGIONS and dice.random() < SAID else "",
        sector=dice.choices((*SECTORS, ""), (70, 5, 20, 5))[0],
        setting=dice.choices((*SETTINGS, ""), (30, 20, 20, 5, 25))[0],
        levels=(level,),
        partner_levels=tuple(sorted({level, dice.choice(LEVELS[1:4])})),
        age_from=age,
        age_to=age + dice.randint(0, 3),
        group_size=dice.choice((10, 15, 20, 24, 25, 28, 30, 32, 35, 40, 60)),
        languages=((language, "own"), *sorted(spoken.items())),
        band_wanted=dice.choices(("", "A1", "A2", "B1"), (70, 10, 12, 8))[0],
        interpretation=dice.choices(("", *INTERPRETATIONS), (60, 20, 12, 3, 5))[0],
        practises=tuple(sorted(spoken)),
        topics=tuple(sorted(dice.sample(TOPICS, dice.randint(1, 4)))),
        sdgs=tuple(sorted(dice.sample(SDGS, dice.randint(0, 3)))),
        period_from=begins,
        period_to=begins + dt.timedelta(days=dice.choice((60, 90, 120, 180, 300))),
        weekly=_week(zone, dice.randint(0, 15)) if dice.random() < SAID else None,
        teaching=_teaching(dice) if dice.random() < SAID else None,
        partner_countries=tuple(named),
        partner_regions=tuple(sorted(dice.sample(of_named, min(len(of_named), dice.randint(1, 5)))))
        if dice.random() < 0.2
        else (),
        excluded_countries=(country,) if dice.random() < 0.5 else (),
        partner_sectors=("public",) if dice.random() < 0.1 else (),
        capacity=dice.choices((0, 1, 2, 3, 5), (10, 50, 20, 15, 5))[0],
        propose=dice.random() < 0.95,
        dormant=dice.random() < 0.05,
        first_time=dice.random() < 0.3,
        waiting_days=dice.randint(0, 400),
        reply_rate=dice.choice((None, 0.2, 0.5, 0.67, 0.75, 0.8, 0.9, 1.0)),
        active_days_ago=dice.choice((None, 1, 5, 20, 60, 150, 300)),
        continuity=dice.choice((None, None, 0.25, 0.5, 1.0)),
        partners=tuple(dice.randint(1, 1_000_000) for _ in range(dice.choice((0, 0, 0, 1, 2)))),
        refused=tuple(dice.randint(1, 1_000_000) for _ in range(dice.choice((0, 0, 0, 0, 1)))),
    )


_WEEKS: dict[tuple[str, int], tuple[int, int]] = {}


def _week(zone: str, shape: int) -> tuple[int, int]:
    """A school day of one of sixteen shapes, some on a few weekdays only."""
    if (zone, shape) not in _WEEKS:
        ZoneInfo(zone)
        start, days = (
            dt.time(7 + shape % 4, 30 * (shape % 2)),
            range(1, 6) if shape < 8 else (1, 3, 5) if shape < 12 else (2, 4),
        )
        _WEEKS[zone, shape] = weekly_slots(zone, [(day, start, dt.time(14 + shape % 3, 0)) for day in days], 2027)
    return _WEEKS[zone, shape]


def _teaching(dice: random.Random) -> int:
    """Weeks with lessons: all but a winter and a summer break that begin somewhere."""
    weeks = (1 << 53) - 1
    for begin, length in ((dice.randint(3, 8), dice.randint(2, 5)), (dice.randint(28, 36), dice.randint(4, 9))):
        weeks &= ~(((1 << length) - 1) << begin)
    return weeks


def grown(columns: WishColumns, size: int, seed: int = 2027) -> WishColumns:
    """So many wishes as mixtures of those given: every column drawn by itself, so that hardly two are alike."""
    dice = np.random.default_rng(seed)
    draws = {
        name: getattr(columns, name)[dice.integers(len(columns), size=size)] for name in (*NUMBERS, *CODES.values())
    }
    together = dice.integers(len(columns), size=size)
    together = together[np.argsort(columns.offer[together], kind="stable")]
    for name in ("offer", "week"):  # both hold how the school would meet
        draws[name] = getattr(columns, name)[together]
    draws["wish"] = np.arange(1, size + 1)
    draws["organization"] = 1 + np.arange(size) * 3 // 4
    for names in (("period_from", "period_to"), ("place", "region")):  # each pair says one thing
        both = dice.integers(len(columns), size=size)
        for name in names:
            draws[name] = getattr(columns, name)[both]
    for name in ("partners", "refused"):
        counts = dice.choice((0, 0, 0, 1, 2), size=size)
        draws[f"{name}_start"] = np.concatenate([[0], np.cumsum(counts)]).astype("i8")
        draws[name] = dice.integers(1, size, size=int(counts.sum()))
    draws["offer_start"] = np.searchsorted(draws["offer"], np.arange(len(columns.offers) + 1)).astype("i8")
    return replace(columns, **draws)
