"""What a simulated year is made of: two sides of schools, how people behave, what the rules allow. Data, read from
matching/data/scenarios.json; drawn with one seed, so that the same seed is the same year."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.rows import OWN, TOPICS, WishRow
from mado.matching.engine.slots import weekly_slots

DAYS = 365
_MONTH = DAYS / 12
_YEAR = 2026
_SCHOOL_DAY = (dt.time(8), dt.time(16))
_AGES = {"primary": (9, 12), "lower_secondary": (12, 15), "upper_secondary": (15, 18)}
_KINDS = {"cultural": 0.6, "co_teaching": 0.3, "sister_school": 0.1}


@dataclass(frozen=True, slots=True)
class Side:
    """`english`, `levels`: value → share. `capacity`: share of schools that take 1, 2, … partners. `arrivals`: share that
    begins to look in each of the twelve months. `writes_first`: share that sends invitations itself."""

    schools: int
    country: str
    zone: str
    language: str
    english: Mapping[str, float]
    capacity: tuple[float, ...]
    arrivals: tuple[float, ...]
    levels: Mapping[str, float]
    out_of_town: float
    first_time: float
    writes_first: float


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How people answer. Assumptions, not measurements: docs/explanation/what-the-rules-do.md names their grounds.

    `gone`: share of schools behind whose address nobody is; `silent`: share of invitations nobody answers elsewhere.
    `reply_days`: middle of the days an answer takes (log-normal, sigma 0.8). `accepts`, `accepts_more`: an invitation is
    accepted with accepts + accepts_more · score, the score of the invited school over the sender; `confirms` the same for
    either side of a pair a round proposed. `acts_every`: days between two looks at the own list; `outgoing_most`: open
    invitations a school sends at a time. `comes_back`: share of dormant schools that return, after `comes_back_days`.
    """

    gone: float = 0.1
    silent: float = 0.2
    reply_days: float = 5
    accepts: float = 0.3
    accepts_more: float = 0.5
    confirms: float = 0.8
    acts_every: int = 7
    outgoing_most: int = 2
    comes_back: float = 0.5
    comes_back_days: int = 45


@dataclass(frozen=True, slots=True)
class Limits:
    """What the alliance sets (reference.settings), and the days of pairing rounds."""

    reply_days: int = 14
    open_invitations_most: int = 3
    dormant_after_missed: int = 3
    first_round: int = 45
    round_every: int = 45


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    about: str
    a: Side
    b: Side
    behaviour: Behaviour = field(default_factory=Behaviour)
    limits: Limits = field(default_factory=Limits)


@cache
def scenarios() -> Mapping[str, Scenario]:
    text = files("mado.matching").joinpath("data/scenarios.json").read_text(encoding="utf-8")
    return {name: _scenario(name, row) for name, row in json.loads(text).items()}


def _scenario(name: str, row: Mapping[str, Any]) -> Scenario:
    return Scenario(
        name,
        row["about"],
        _side(row["a"]),
        _side(row["b"]),
        Behaviour(**row.get("behaviour", {})),
        Limits(**row.get("limits", {})),
    )


def _side(row: Mapping[str, Any]) -> Side:
    told: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Side(**told)


@dataclass(frozen=True, slots=True)
class World:
    """One drawn year: n = n_a + n_b schools, side a first. What chance decides is drawn here once and looked up later, so
    that every regime plays the same year.

    `rows`: (n,) wishes as the engine reads them; `capacity`, `arrives`: (n,) places, day; `gone`, `writes`, `returns`: (n,)
    bool. Of an invitation from i to j: `silent[i, j]`, `delay[i, j]` days to the answer, `chance[i, j]` 0…1.
    """

    n_a: int
    rows: tuple[WishRow, ...]
    capacity: NDArray[np.int64]
    arrives: NDArray[np.int64]
    gone: NDArray[np.bool_]
    writes: NDArray[np.bool_]
    returns: NDArray[np.bool_]
    silent: NDArray[np.bool_]
    delay: NDArray[np.int64]
    chance: NDArray[np.float64]

    @property
    def n(self) -> int:
        return len(self.rows)


def draw(scenario: Scenario, seed: int) -> World:
    rng = np.random.default_rng([seed, scenario.a.schools, scenario.b.schools])
    rows: list[WishRow] = []
    capacity: list[int] = []
    arrives: list[int] = []
    writes: list[bool] = []
    for side in (scenario.a, scenario.b):
        for _school in range(side.schools):
            places = 1 + int(rng.choice(len(side.capacity), p=side.capacity))
            rows.append(_row(len(rows) + 1, side, places, rng))
            capacity.append(places)
            month = int(rng.choice(12, p=side.arrivals))
            arrives.append(int((month + rng.random()) * _MONTH))
            writes.append(bool(rng.random() < side.writes_first))
    n, behaviour = len(rows), scenario.behaviour
    return World(
        n_a=scenario.a.schools,
        rows=tuple(rows),
        capacity=np.array(capacity),
        arrives=np.array(arrives),
        gone=rng.random(n) < behaviour.gone,
        writes=np.array(writes),
        returns=rng.random(n) < behaviour.comes_back,
        silent=rng.random((n, n)) < behaviour.silent,
        delay=np.ceil(behaviour.reply_days * rng.lognormal(0, 0.8, (n, n))).astype(np.int64),
        chance=rng.random((n, n)),
    )


def _row(number: int, side: Side, places: int, rng: np.random.Generator) -> WishRow:
    level = _one_of(side.levels, rng)
    topics = rng.choice(len(TOPICS), size=int(rng.integers(1, 5)), replace=False)
    goals = rng.choice(np.arange(1, 18), size=int(rng.integers(0, 4)), replace=False)
    return WishRow(
        wish=number,
        organization=number,
        kind=_one_of(_KINDS, rng),
        alternative_kinds=("cultural", "co_teaching"),
        country=side.country,
        setting="rural" if rng.random() < side.out_of_town else "urban",
        levels=(level,),
        age_from=_AGES[level][0],
        age_to=_AGES[level][1],
        group_size=int(rng.integers(12, 36)),
        languages=((side.language, OWN), ("en", _one_of(side.english, rng))),
        practises=("en",),
        topics=tuple(TOPICS[at] for at in sorted(topics)),
        sdgs=tuple(sorted(int(goal) for goal in goals)),
        weekly=_week(side.zone),
        capacity=places,
        first_time=bool(rng.random() < side.first_time),
    )


@cache
def _week(zone: str) -> tuple[int, int]:
    return weekly_slots(zone, [(weekday, *_SCHOOL_DAY) for weekday in range(1, 6)], _YEAR)


def _one_of(shares: Mapping[str, float], rng: np.random.Generator) -> str:
    return list(shares)[int(rng.choice(len(shares), p=list(shares.values())))]
