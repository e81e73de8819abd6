"""What Mado learns when a school says "not for us": which reason becomes a condition of its wish, which a weight.

A condition narrows whom the wish is recommended: it is written into the row the engine is given (queries.wish_rows). A
weight makes one part of the score count more for this wish.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from mado.matching.engine.scoring import WEIGHTS, Weights
from mado.matching.enums import RefusalReason
from mado.matching.models import Refusal

CONDITIONS = (RefusalReason.SCHOOL, RefusalReason.COUNTRY, RefusalReason.KIND, RefusalReason.LEVEL)

WEIGHED_PARTS: Mapping[str, tuple[str, ...]] = {
    RefusalReason.TIMES: ("time", "calendar"),
    RefusalReason.TOPICS: ("topics", "sdgs"),
    RefusalReason.LANGUAGE: ("language_goal", "language_given"),
    RefusalReason.SIZE: ("size",),
    RefusalReason.REPLIES: ("replies", "activity"),
}
"""Reason → parts of the score (engine.scoring) it makes count more."""

EACH_TIME = 0.5
MOST = 2.0
"""A part counts half as much again each time it was the reason, and never more than twice as much as usual."""


def weights_after(refusals: Iterable[Refusal]) -> Weights:
    """The weights of a wish after what was learned: 1,000 together again, so what does not count more counts a little less."""
    said = Counter(part for refusal in refusals for part in WEIGHED_PARTS.get(refusal.reason, ()))
    if not said:
        return WEIGHTS
    raised = {part: weight * min(MOST, 1 + EACH_TIME * said[part]) for part, weight in WEIGHTS.of.items()}
    whole = sum(raised.values())
    exact = {part: 1000 * weight / whole for part, weight in raised.items()}
    weights = {part: int(weight) for part, weight in exact.items()}
    by_rest = sorted(exact, key=lambda part: (weights[part] - exact[part], part))
    for part in by_rest[: 1000 - sum(weights.values())]:
        weights[part] += 1
    return Weights(weights)
