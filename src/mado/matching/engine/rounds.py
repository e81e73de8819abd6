"""A pairing round: two pools, the pairs that could be, and one stated rule. See docs/explanation/pairing-rounds.md.

    outcome = pair(pools, edges, terms, Rule.STABLE)

Solvers are loaded on first use (docs/decisions/0013): call this in the worker or on the command line, never in a web request.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.certificate import Certificate, OneMore, Standing, certify, most_wanted, standing
from mado.matching.engine.checks import Task, checked, pair_keys, task_of
from mado.matching.engine.edges import Edges, Indices, Pools, Terms

Chosen = NDArray[np.bool_]
"""(E',) which of a task's pairs are made."""


class Rule(StrEnum):
    """What a round promises. The value is what files and commands write."""

    STABLE = "stable"
    """No two schools would both rather have each other."""
    MOST = "most"
    """The greatest total of both sides' scores."""
    FAIR = "fair"
    """As many schools as possible get a first partner; then floors, then who waits longest, then the greatest total."""


SOLVERS = {
    Rule.STABLE: "mado.matching.engine.acceptance",
    Rule.MOST: "mado.matching.engine.flow",
    Rule.FAIR: "mado.matching.engine.fairness",
}
EDGES_PLAYED_AGAIN = {Rule.STABLE: 8_000_000, Rule.MOST: 1_000_000, Rule.FAIR: 1_000_000}
"""A round is played again for "one more place" as long as the edges of all those rounds together stay below: seconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`a`, `b`: (P,) int32, the pairs made as indices into the pools, ordered by (a, b), pins included."""

    rule: Rule
    a: Indices
    b: Indices
    certificate: Certificate
    seconds: float

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """(index in a, index in b) of every pair, in canonical order."""
        return tuple(zip(self.a.tolist(), self.b.tolist(), strict=True))

    def named_pairs(self, pools: Pools) -> list[tuple[str, str]]:
        return [(pools.ids_a[a], pools.ids_b[b]) for a, b in self.pairs]


def pair(
    pools: Pools, edges: Edges, terms: Terms, rule: Rule | str, *, with_optimum: bool = True, one_more: int = 5
) -> Outcome:
    """Pairs two pools under one rule. Deterministic; independent of the order of `edges`.

    `with_optimum`: the certificate says the greatest total too (a second solver's work unless the rule is "most").
    `one_more`: for so many of the most wanted full schools the certificate says what one more place would change.
    Raises RoundInputError and its kind ContradictoryTerms.
    """
    began = time.perf_counter()
    rule = Rule(rule)
    edges = checked(pools, edges, terms)
    a, b = settle(pools, edges, terms, rule)
    certificate = certify(pools, edges, terms, a, b)
    if with_optimum:
        certificate = certificate.with_optimum(_optimum(pools, edges, terms, rule, certificate))
    if one_more:
        certificate = certificate.with_one_more(
            _one_more(pools, edges, terms, rule, standing(pools, edges, terms, a, b), one_more)
        )
    return Outcome(rule, a, b, certificate, time.perf_counter() - began)


def settle(pools: Pools, edges: Edges, terms: Terms, rule: Rule) -> tuple[Indices, Indices]:
    """The pairs alone, from edges that are checked: (P,), (P,) in canonical order, pins included."""
    task = task_of(pools, edges, terms)
    chosen = _choose(rule)(pools, task, terms) if len(task.a) else np.zeros(0, dtype=bool)
    pinned = np.array(terms.pinned, dtype=np.int32).reshape(-1, 2)
    a = np.concatenate([task.a[chosen], pinned[:, 0]])
    b = np.concatenate([task.b[chosen], pinned[:, 1]])
    order = np.argsort(pair_keys(pools, a, b))
    return a[order], b[order]


def _optimum(pools: Pools, edges: Edges, terms: Terms, rule: Rule, certificate: Certificate) -> float:
    if rule is Rule.MOST:
        return certificate.total
    a, b = settle(pools, edges, terms, Rule.MOST)
    return standing(pools, edges, terms, a, b).total


def _one_more(  # noqa: PLR0917  # what a round is, how it ended, how many
    pools: Pools, edges: Edges, terms: Terms, rule: Rule, now: Standing, most: int
) -> tuple[OneMore, ...]:
    """The round played again with one place more, for as many schools as the size of the round leaves time for."""
    most = min(most, EDGES_PLAYED_AGAIN[rule] // max(len(edges), 1))
    if most <= 0:
        return ()
    found = []
    for side, school, wanted_by in most_wanted(pools, edges, now, most):
        column = f"capacity_{side}"
        capacity = getattr(pools, column).copy()
        capacity[school] += 1
        more = replace(pools, **{column: capacity})
        then = standing(more, edges, terms, *settle(more, edges, terms, rule))
        found.append(
            OneMore(
                side=side, school=school, wanted_by=wanted_by,
                total_change=then.total - now.total,
                pairs_change=int(then.load_a.sum() - now.load_a.sum()),
                served_a_change=int((then.load_a > 0).sum() - (now.load_a > 0).sum()),
                served_b_change=int((then.load_b > 0).sum() - (now.load_b > 0).sum()),
            )
        )  # fmt: skip
    return tuple(found)


def _choose(rule: Rule) -> Callable[[Pools, Task, Terms], Chosen]:
    """Each solver's module loads a compiler or OR-tools: only here, and only the one that is asked for."""
    choose: Callable[[Pools, Task, Terms], Chosen] = import_module(SOLVERS[rule]).choose
    return choose
