"""What one side thinks of the other, 0…1, from named parts with weights kept as data. docs/explanation/recommendations.md

Everything is counted in whole numbers, so that the parts add up to the score exactly, on every machine: a weight in
thousandths (all weights together 1,000), a value in thousandths, their product in millionths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

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

    `facts`: what it was counted from, such as {"shared": ("food", "art")} or {"minutes": 240}; codes and numbers, no words.
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
    """What one side thinks of the other, taken apart. `points` is the sum of the parts' points."""

    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def score(self) -> float:
        return self.points / POINTS
