"""Small made-up wishes for hypothesis: few values of everything, so that they meet and miss one another often."""

import datetime as dt
import random

from hypothesis import strategies as st

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
    TOPICS,
    WishRow,
)

MONDAY = dt.date(2026, 11, 23)
TAGS = ("en", "zh-Hant", "ja", "ami")
COUNTRIES = ("TW", "JP", "FR")
REGIONS = {"TW": ("TW-TPE", "TW-KHH", "TW-HUA"), "JP": ("JP-13", "JP-27")}


def _some(dice: random.Random, values: tuple, most: int) -> tuple:
    return tuple(dice.sample(values, dice.randint(0, min(most, len(values)))))


def _day(dice: random.Random) -> dt.date | None:
    return None if dice.random() < 0.2 else MONDAY + dt.timedelta(days=dice.randint(-40, 400))


def _bits(dice: random.Random, count: int) -> int:
    """Mostly a stretch of ones, so that two of them have something in common now and then."""
    length = dice.randint(0, count // 3)
    return (((1 << length) - 1) << dice.randint(0, count - length)) & ((1 << count) - 1)


def made_up(dice: random.Random, wish: int) -> WishRow:
    """Loose enough that about one pair in ten is feasible."""
    kinds = dice.sample(KINDS, dice.choice((1, 2, 3)))
    youngest, oldest = sorted((dice.randint(4, 18), dice.randint(4, 18)))
    begins, ends = _day(dice), _day(dice)
    if begins and ends and ends < begins:
        begins, ends = ends, begins
    country = dice.choice((*COUNTRIES, ""))
    every_region = tuple(code for codes in REGIONS.values() for code in codes)
    return WishRow(
        wish,
        dice.randint(1, 30),
        kind=dice.choice((kinds[0], kinds[0], "")),
        alternative_kinds=tuple(kinds[1:]),
        mode=dice.choice(MODES),
        country=country,
        region=dice.choice((*REGIONS.get(country, ()), "")),
        sector=dice.choice((*SECTORS, "")),
        setting=dice.choice((*SETTINGS, "")),
        levels=_some(dice, LEVELS[1:4], 2),
        partner_levels=_some(dice, LEVELS[1:4], 3),
        age_from=dice.choice((youngest, youngest, None)),
        age_to=dice.choice((oldest, oldest, None)),
        group_size=dice.choice((None, 1, 20, 24, 30, 499)),
        languages=tuple((tag, dice.choice(("", OWN, *BANDS))) for tag in _some(dice, TAGS, 3)),
        band_wanted=dice.choice(("", "", "", *BANDS)),
        interpretation=dice.choice(("", *INTERPRETATIONS)),
        practises=_some(dice, TAGS, 2),
        topics=_some(dice, TOPICS, 4),
        sdgs=_some(dice, SDGS, 4),
        period_from=begins,
        period_to=ends,
        weekly=None if dice.random() < 0.2 else (_bits(dice, 336), _bits(dice, 336)),
        teaching=None if dice.random() < 0.2 else _bits(dice, 53) | _bits(dice, 53),
        partner_countries=_some(dice, COUNTRIES, 3) if dice.random() < 0.5 else (),
        partner_regions=_some(dice, every_region, 3) if dice.random() < 0.4 else (),
        excluded_countries=_some(dice, COUNTRIES, 1),
        partner_sectors=_some(dice, SECTORS, 2) if dice.random() < 0.3 else (),
        capacity=dice.choice((0, 1, 1, 2, 3)),
        again=dice.random() < 0.5,
        propose=dice.random() < 0.9,
        dormant=dice.random() < 0.1,
        first_time=dice.random() < 0.5,
        waiting_days=dice.choice((0, 0, 7, 400)),
        reply_rate=dice.choice((None, 0.0, 1 / 3, 0.5, 1.0)),
        active_days_ago=dice.choice((None, 0, 30, 31, 200, 365, 5000)),
        continuity=dice.choice((None, 0.0, 0.724, 1.0)),
        partners=tuple(dice.randint(1, 30) for _ in range(dice.choice((0, 0, 1, 3)))),
        refused=tuple(dice.randint(1, 30) for _ in range(dice.choice((0, 0, 1, 3)))),
    )


def made_up_rows(seed: int, count: int) -> list[WishRow]:
    dice = random.Random(seed)
    return [made_up(dice, wish) for wish in range(1, count + 1)]


seeds = st.integers(0, 2**32 - 1)
