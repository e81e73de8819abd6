"""Most: the greatest total of both sides' scores under the capacities, as a flow of least cost (OR-tools).

Source → each a (its places) → each feasible pair (1) → each b (its places) → sink; what nobody uses goes by a free bypass.
A pair is an arc of capacity 1, so none is made twice.

The solver takes whole numbers, so totals are multiplied by a power of ten, the scale, and rounded. With P pairs in the
result and P* in the true optimum, the total found is at least the optimum less (P + P*) / (2 · scale). For scores in 0…1
the scale is 10⁹ up to about 10,000 schools a side (totals with up to nine decimals are exact) and 10⁷ at 100,000.
"""

from math import floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from mado.matching.engine.checks import Task, Whole
from mado.matching.engine.edges import Pools, Terms

Flags = NDArray[np.bool_]
SCALE_DIGITS = 9
COST_ROOM = 2**62
"""The solver multiplies costs by the number of nodes and adds them along paths: all of that has to stay below."""


def choose(pools: Pools, task: Task, terms: Terms) -> Flags:  # noqa: ARG001  # one signature for all rules
    """(E',) which pairs are made."""
    weight = whole_weights(task)
    worth = weight >= 0  # a pair of negative total never adds to the greatest one
    chosen = np.zeros(len(task.a), dtype=bool)
    nobody_a, nobody_b = np.zeros(len(task.capacity_a), dtype=bool), np.zeros(len(task.capacity_b), dtype=bool)
    chosen[worth] = best_pairs(task, weight, worth, nobody_a, nobody_b)
    return chosen


def whole_weights(task: Task) -> NDArray[np.int64]:
    """(E',) totals times a power of ten, in whole numbers."""
    total = task.total
    greatest = float(np.abs(total).max(initial=0.0))
    if greatest == 0:
        return np.zeros(len(total), dtype=np.int64)
    nodes = len(task.capacity_a) + len(task.capacity_b) + 3
    room = floor(log10(COST_ROOM / (4.0 * nodes * nodes * greatest)))
    digits = min(room, SCALE_DIGITS - min(floor(log10(greatest)), 0))
    return np.rint(total * 10.0**digits).astype(np.int64)


def best_pairs(task: Task, weight: NDArray[np.int64], among: Flags, must_a: Flags, must_b: Flags) -> Flags:
    """(number of `among`,) the pairs of greatest total weight in which every school of `must_a`, `must_b` has at least one.

    Such a pairing has to exist. Nodes: a, then b, then source and sink.
    """
    n_a, n_b = len(task.capacity_a), len(task.capacity_b)
    source, sink = n_a + n_b, n_a + n_b + 1
    a, b = task.a[among], task.b[among]
    spare_a, spare_b = task.capacity_a - must_a, task.capacity_b - must_b
    enough_a = np.minimum(spare_a, np.bincount(a, minlength=n_a)).astype(np.int64)
    enough_b = np.minimum(spare_b, np.bincount(b, minlength=n_b)).astype(np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    pair_arcs = solver.add_arcs_with_capacity_and_unit_cost(
        a, b + np.int32(n_a), np.ones(len(a), dtype=np.int64), -weight[among]
    )
    _add_free_arcs(solver, np.full(n_a, source), np.arange(n_a), enough_a)
    _add_free_arcs(solver, np.arange(n_a, n_a + n_b), np.full(n_b, sink), enough_b)
    units = int(enough_a.sum() + enough_b.sum())
    _add_free_arcs(solver, np.array([source]), np.array([sink]), np.array([units + int(must_b.sum())]))
    supply = np.concatenate([must_a, -must_b.astype(np.int64), [units + must_b.sum(), -(units + must_a.sum())]])
    solver.set_nodes_supplies(np.arange(n_a + n_b + 2, dtype=np.int32), supply.astype(np.int64))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"The flow of a round was not solved: {status}.")
    flows: Flags = solver.flows(pair_arcs) > 0
    return flows


def _add_free_arcs(solver: Any, tails: Whole, heads: Whole, most: NDArray[np.int64]) -> None:
    solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), most.astype(np.int64), np.zeros(len(tails), dtype=np.int64)
    )
