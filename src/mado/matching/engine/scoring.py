"""What one side thinks of the other, 0…1, from named parts with weights kept as data. docs/explanation/recommendations.md

Everything is counted in whole numbers, so that the parts add up to the score exactly, on every machine: a weight in
thousandths (all weights together 1,000), a value in thousandths, their product in millionths ("points").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.columns import CODES, WishColumns
from mado.matching.engine.encoding import Encoded
from mado.matching.engine.facts import facts_of
from mado.matching.engine.measures import DIRECT, MEASURES
from mado.matching.engine.rows import WishRow

POINTS = 1_000_000
"""Points of a full score."""

PARTS = {
    "topics": 160,
    "sdgs": 40,
    "language_goal": 130,
    "language_given": 60,
    "ages": 70,
    "size": 70,
    "time": 120,
    "calendar": 90,
    "kind": 100,
    "setting": 20,
    "sector": 10,
    "replies": 60,
    "activity": 20,
    "continuity": 20,
    "equity": 30,
}
"""Code of a part → its weight in thousandths, as Mado comes."""

Points = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Code → weight in thousandths. Raises ValueError unless they are the known codes, none below 0, 1,000 together."""

    of: Mapping[str, int] = field(default_factory=lambda: dict(PARTS))

    def __post_init__(self) -> None:
        if set(self.of) != set(PARTS) or min(self.of.values()) < 0 or sum(self.of.values()) != 1000:
            raise ValueError("Weights are whole thousandths of every known part, none below 0, 1,000 together.")


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a score: `points` = weight · value, in millionths; `weight`, `value` in thousandths.

    `facts`: what it was counted from, such as {"shared": ("food", "art")}; codes and numbers, no words (engine/facts.py).
    """

    code: str
    weight: int
    value: int
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def points(self) -> int:
        return self.weight * self.value

    @property
    def contribution(self) -> float:
        return self.points / POINTS


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one side thinks of the other, taken apart. `points` is the sum of the parts' points, 0…1,000,000."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def score(self) -> float:
        return self.points / POINTS


def explain_both(
    columns: WishColumns,
    asked: WishRow | int,
    position: int,
    weights: Weights = WEIGHTS,
    partner_weights: Weights = WEIGHTS,
) -> tuple[Explanation, Explanation]:
    """What the asked wish thinks of the wish of a row, and what that one thinks of the asked.

    `weights` may be what the asked side has learned; they say nothing of what the other side thinks (`partner_weights`).
    """
    wish, other = columns.asked(asked), columns.encoded(position)
    row = np.array([position])
    own_parts, other_parts = [], []
    for code, measure in MEASURES.items():
        mine, theirs = measure.values(wish, values_of(columns, measure.on, row))
        facts = facts_of(code, wish, other, columns.vocabulary)
        back = facts_of(code, other, wish, columns.vocabulary)
        own_parts.append(Part(code, weights.of[code], int(mine[0]), facts))
        other_parts.append(Part(code, partner_weights.of[code], int(theirs[0]), back))
    return Explanation(tuple(own_parts)), Explanation(tuple(other_parts))


def explain(columns: WishColumns, asked: WishRow | int, position: int, weights: Weights = WEIGHTS) -> Explanation:
    """What the asked wish thinks of the wish of a row."""
    return explain_both(columns, asked, position, weights)[0]


def values_of(columns: WishColumns, on: str, rows: NDArray[np.int64]) -> NDArray[Any]:
    """What a measure is counted from, for each of these rows."""
    if on in CODES:
        return getattr(columns, on)[getattr(columns, CODES[on])[rows]]
    values: NDArray[Any] = getattr(columns, on)[rows]
    return values if on == "topics" else values.astype(np.int64)


def score_rows(
    columns: WishColumns,
    wish: Encoded,
    rows: NDArray[np.int64],
    weights: Weights = WEIGHTS,
    partner_weights: Weights = WEIGHTS,
) -> tuple[Points, Points]:
    """(rows,) points of the wish over each row, and of each row over the wish.

    Each distinct value is measured once, or each row where there are fewer rows than values. Both sides' points travel in one number, 32 bits each, through one look-up.
    """
    both = np.zeros(len(rows), np.int64)
    for on in dict.fromkeys(measure.on for measure in MEASURES.values()):
        if on == "topics":
            both += _packed(on, wish, columns.topics[rows], weights, partner_weights)
            continue
        table = _direct(on) if on in DIRECT else getattr(columns, on)
        codes = getattr(columns, CODES.get(on, on))[rows]
        if len(rows) < len(table):
            both += _packed(on, wish, table.take(codes), weights, partner_weights)
        else:
            both += _packed(on, wish, table, weights, partner_weights)[codes]
    return both >> 32, both & 0xFFFF_FFFF


@cache
def _direct(on: str) -> NDArray[np.int64]:
    return np.arange(DIRECT[on])


def _packed(on: str, wish: Encoded, table: NDArray[Any], weights: Weights, partner_weights: Weights) -> Points:
    packed = np.zeros(len(table), np.int64)
    for code, measure in MEASURES.items():
        if measure.on == on:
            own, other = measure.values(wish, table)
            packed += (own * weights.of[code] << 32) + other * partner_weights.of[code]
    return packed


def both_percent(own: Points, other: Points) -> Points:
    """What both think together, in whole per cent, halves up: the harmonic mean, high only when both scores are."""
    total = np.maximum(own + other, 1)
    return (400 * own * other + total * POINTS) // (2 * total * POINTS)
