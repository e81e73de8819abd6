"""What Mado learns when a school says "not for us": which reason becomes a condition of its wish, which a weight.

A condition narrows whom the wish is recommended: it is written into the row the engine is given (queries.wish_rows). A
weight makes one part of the score count more for this wish.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from mado.directory.models import Organization
from mado.matching.engine.rows import ANSWERING_KIND, LEVELS
from mado.matching.engine.scoring import WEIGHTS, Weights
from mado.matching.enums import RefusalReason
from mado.matching.models import Refusal
from mado.profiles.models import Wish

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


def conditions_from(wish: Wish, school: Organization, other: Wish | None) -> dict[str, str]:
    """Conditions that could be learned from refusing this school for this wish: reason → value. A kind only where the wish
    accepts it besides its own, a level only where another is left to look for."""
    found = {RefusalReason.SCHOOL: "", RefusalReason.COUNTRY: school.country}
    kind = ANSWERING_KIND.get(other.kind, other.kind) if other is not None else ""
    if kind != wish.kind and kind in wish.alternative_kinds:
        found[RefusalReason.KIND] = kind
    wanted = set(wish.partner_levels) or set(LEVELS)
    level = next((level for level in school.levels if level in wanted), "")
    if level and len(wanted) > 1:
        found[RefusalReason.LEVEL] = level
    return {reason.value: value for reason, value in found.items()}
