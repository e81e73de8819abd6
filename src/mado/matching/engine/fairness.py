"""Fair: first everybody who can gets a partner, then the greatest total.

For each side, of all pairings that respect capacities, pins and forbidden pairs:

1. as many schools as possible have a partner;
2. of these pairings, as many places of the floors as possible are filled: the sum over areas of min(served, floor);
3. of these, the school that has waited longest has a partner if any of them gives it one; then the next; equal waiting by
   id (so the list of who is served, read in the order of waiting, is the greatest there is);
4. of the pairings that serve both sides' schools so chosen, the one of greatest total.

The sides cannot stand in each other's way in 1–3: the sets of schools of a side that can be served at once are the
independent sets of a matroid, and any such set of side a and any of side b can be served together (Mendelsohn and Dulmage
1958, for places: Ford and Fulkerson 1962). Nor can floors cost anybody in number: every independent set grows to a largest
one. Step 4 is a flow in which each chosen school has to have one partner.
"""

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.acceptance import row_starts, slots
from mado.matching.engine.checks import Task
from mado.matching.engine.edges import Indices, Pools, Terms
from mado.matching.engine.first_partners import Net, serve
from mado.matching.engine.flow import best_pairs, whole_weights

Flags = NDArray[np.bool_]


def choose(pools: Pools, task: Task, terms: Terms) -> Flags:
    """(E',) which pairs are made."""
    must_a, must_b = chosen_schools(pools, task, terms)
    return best_pairs(task, whole_weights(task), np.ones(len(task.a), dtype=bool), must_a, must_b)


def chosen_schools(pools: Pools, task: Task, terms: Terms) -> tuple[Flags, Flags]:
    """(n_a,), (n_b,) who gets a first partner besides those that pins serve."""
    by_b = np.argsort(task.b, kind="stable")
    must_a = _of_side(
        task.a, task.b, task.capacity_a, task.capacity_b, task.served_a, pools.waiting_a, pools.area_a, terms.floors_a
    )
    must_b = _of_side(
        task.b[by_b], task.a[by_b], task.capacity_b, task.capacity_a, task.served_b,
        pools.waiting_b, pools.area_b, terms.floors_b,
    )  # fmt: skip
    return must_a, must_b


def _of_side(  # noqa: PLR0917  # one side's columns, and the other side's places
    school: Indices,
    other: Indices,
    capacity: Indices,
    other_capacity: Indices,
    served: Flags,
    waiting: Indices,
    area: Indices,
    floors: dict[int, int],
) -> Flags:
    """`school`, `other`: (E',) the edges ordered by school."""
    asks = (capacity > 0) & ~served
    floor = {where: least - int(served[area == where].sum()) for where, least in sorted(floors.items())}
    floor = {where: least for where, least in floor.items() if least > 0}
    group = np.full(len(capacity), len(floor), dtype=np.int32)  # the last group is everywhere without a floor
    for number, where in enumerate(floor):
        group[area == where] = number
    members = np.flatnonzero(asks)[np.argsort(group[asks], kind="stable")].astype(np.int32)
    places = slots(other, other_capacity)
    net = Net(
        start=row_starts(school, len(capacity)), partner=other, group=group,
        member_start=row_starts(group[members], len(floor) + 1), member=members,
        places_from=places, held=np.full(places[-1], -1, dtype=np.int32),
        load=np.zeros(len(other_capacity), dtype=np.int32),
        at=np.full(len(capacity), -1, dtype=np.int32), slot=np.full(len(capacity), -1, dtype=np.int64),
        floor=np.array([*floor.values(), 0], dtype=np.int32),
        by_floor=np.zeros(len(floor) + 1, dtype=np.int32), by_pool=np.zeros(len(floor) + 1, dtype=np.int32),
    )  # fmt: skip
    queue = np.lexsort((np.arange(len(capacity)), -waiting.astype(np.int64)))
    serve(net, queue[asks[queue]].astype(np.int32))
    return net.at >= 0
