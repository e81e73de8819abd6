"""What stands in a result, by code of school: read from what the worker stored, never computed anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mado.matching.models import PairingRound, RoundRun, RoundSchool

Codes = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Against the result before: pairs that came and went, and how total, blocking pairs and schools served changed."""

    gained: list[Codes]
    lost: list[Codes]
    total: float
    blocking: int
    served_a: int
    served_b: int

    @property
    def is_none(self) -> bool:
        return not (self.gained or self.lost)


def outcome(run: RoundRun | None, rule: str) -> Mapping[str, Any]:
    """One rule's stored result; empty before there is one."""
    return run.outcomes.get(rule, {}) if run else {}


def pairs_in(run: RoundRun | None, rule: str) -> list[Codes]:
    return [(a, b) for a, b in outcome(run, rule).get("pairs", [])]


def schools_by_code(found: PairingRound) -> dict[str, RoundSchool]:
    """Every school of the round, those left out too. One query."""
    rows = found.schools.select_related("organization__profile", "wish").order_by("side", "organization__code")
    return {row.organization.code: row for row in rows}


def difference(before: RoundRun, after: RoundRun, rule: str) -> Difference:
    old, new = outcome(before, rule), outcome(after, rule)
    was, now = set(pairs_in(before, rule)), set(pairs_in(after, rule))
    return Difference(
        gained=sorted(now - was),
        lost=sorted(was - now),
        total=new.get("total", 0) - old.get("total", 0),
        blocking=new.get("blocking_pairs", 0) - old.get("blocking_pairs", 0),
        served_a=new.get("matched", {}).get("a", 0) - old.get("matched", {}).get("a", 0),
        served_b=new.get("matched", {}).get("b", 0) - old.get("matched", {}).get("b", 0),
    )


def chosen_pairs(found: PairingRound) -> list[tuple[RoundSchool, RoundSchool]]:
    """The pairs of the result that stands under the chosen rule, as schools."""
    known = schools_by_code(found)
    return [(known[a], known[b]) for a, b in pairs_in(found.run, found.rule) if a in known and b in known]


def kept_changes(found: PairingRound) -> list[RoundRun]:
    """The changes made to the result by hand, oldest first. One query each: few are made."""
    changes = []
    run = found.run
    while run is not None and run.previous_id is not None:
        changes.append(run)
        run = RoundRun.objects.filter(pk=run.previous_id).first()
    return changes[::-1]
