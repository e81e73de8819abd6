"""What must hold for both sides before a pair is thought of: a table of named conditions. docs/explanation/recommendations.md"""

from dataclasses import dataclass

CONDITIONS = (
    "kind",
    "mode",
    "levels",
    "ages",
    "language",
    "period",
    "places",
    "sectors",
    "capacity",
    "dormant",
    "proposed",
    "weekly",
    "weeks",
    "same_school",
    "partners",
    "refused",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """`session_minutes`, `weeks`: what two schools that meet live must have in common at least; minutes a week, in the better
    of the two reference weeks. `skip`: codes of conditions not asked (a round does not ask "proposed")."""

    session_minutes: int = 30
    weeks: int = 4
    skip: frozenset[str] = frozenset()


LIMITS = Limits()
