"""What Mado learns when a school says "not for us": which reason becomes a condition of its wish, which a weight.

A condition narrows whom the wish is recommended: it is written into the row the engine is given (queries.wish_rows). A
weight makes one part of the score count more for this wish.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from mado.matching.enums import RefusalReason
from mado.matching.models import Refusal

CONDITIONS = (RefusalReason.SCHOOL, RefusalReason.COUNTRY, RefusalReason.KIND, RefusalReason.LEVEL)

WEIGHED_PARTS: Mapping[str, tuple[str, ...]] = {
    RefusalReason.TIMES: ("time", "calendar"),
    RefusalReason.TOPICS: ("topics",),
    RefusalReason.LANGUAGE: ("language",),
    RefusalReason.SIZE: ("size",),
    RefusalReason.REPLIES: ("replies",),
}
"""Reason → parts of the score (engine.scoring) it makes count more."""

EACH_TIME = 0.5
MOST = 2.0
"""A part counts half as much again each time it was the reason, and never more than twice as much as usual."""


def factors(refusals: Iterable[Refusal]) -> dict[str, float]:
    """Part of the score → by how much it counts more for a wish; parts that count as usual are left out."""
    said = Counter(part for refusal in refusals for part in WEIGHED_PARTS.get(refusal.reason, ()))
    return {part: min(MOST, 1 + EACH_TIME * times) for part, times in said.items()}
