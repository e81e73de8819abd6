"""Who of one side gets a first partner: augmenting paths, by waiting, with floors. Compiled; see fairness.py for the rule.

The flow behind it: source → floor or pool → group of a school's area → school (1) → feasible partner → sink (its places).
A group's schools come in through its floor, up to that many, or through the pool all groups share. First the floors are
filled as far as can be, then everybody else comes in through the pool; that is the greatest number. After that a school
that waited longer may only come in by an exchange that keeps the number, the floors and everybody before it.

Nodes: schools 0…n-1, partners n…n+m-1, groups, then the pool, then the floors' source.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.acceptance import Offsets
from mado.matching.engine.compiled import compiled
from mado.matching.engine.edges import Indices

UNSEEN, BEGIN = -2, -1
FREE_PLACE = -1
"""As a goal: any partner with a place left."""


class Net(NamedTuple):
    """n schools of the side, m partners, g groups; what is below `load` changes while schools are served.

    `start` (n+1,), `partner` (E,): whom a school could have. `group` (n,). `member_start` (g+1,), `member`: the schools
    of each group that ask. `places_from` (m+1,): a partner's places in `held`, which are taken by schools. `floor` (g,).
    `load` (m,). `at` (n,): the partner a school has, -1 none; `slot` (n,): its place in `held`.
    `by_floor`, `by_pool` (g,): how many of a group came in which way.
    """

    start: Offsets
    partner: Indices
    group: Indices
    member_start: Offsets
    member: Indices
    places_from: Offsets
    floor: Indices
    held: Indices
    load: Indices
    at: Indices
    slot: NDArray[np.int64]
    by_floor: Indices
    by_pool: Indices


class Trail(NamedTuple):
    """Where a search has been: `came` (nodes,) from which node, UNSEEN; `queue` (nodes,) in order; `seen` (1,) how many."""

    came: Indices
    queue: Indices
    seen: Indices


class Ask(NamedTuple):
    """One search. `goal`: FREE_PLACE or the node of a group. `cross`: whether a place may pass from one group to another.
    `may_leave` (n,): schools that may give their partner up; `dead` (nodes,): what earlier searches saw in vain."""

    goal: int
    cross: bool
    may_leave: NDArray[np.bool_]
    dead: NDArray[np.bool_]


@compiled
def serve(net: Net, order: Indices) -> None:
    """`order`: the schools that ask, longest waiting first. Afterwards `net.at` says who is served."""
    n, groups = len(net.group), len(net.floor)
    nodes = n + len(net.load) + groups + 2
    trail = Trail(np.full(nodes, UNSEEN, np.int32), np.empty(nodes, np.int32), np.zeros(1, np.int32))
    dead = np.zeros((groups, nodes), np.bool_)
    may_leave = np.ones(n, np.bool_)
    if groups > 1:
        for school in order:
            group = net.group[school]
            lacks = net.at[school] < 0 and net.by_floor[group] < net.floor[group]
            if lacks and exchange(net, trail, school, Ask(FREE_PLACE, False, may_leave, dead[0])):
                net.by_floor[group] += 1
        dead[:] = False
    may_leave[:] = False
    for school in order:
        if net.at[school] < 0 and exchange(net, trail, school, Ask(FREE_PLACE, False, may_leave, dead[0])):
            net.by_pool[net.group[school]] += 1
    if groups > 1:
        dead[:] = False
        may_leave[:] = True
        first_group = n + len(net.load)
        for school in order:
            group = net.group[school]
            if net.at[school] < 0:
                exchange(net, trail, school, Ask(first_group + group, True, may_leave, dead[group]))
            may_leave[school] = False


@compiled
def exchange(net: Net, trail: Trail, school: int, ask: Ask) -> bool:
    """Serves the school along a path to the goal, if there is one. What a search in vain has seen is dead: no later path
    can leave it again, so that all searches in vain together read each edge once."""
    trail.seen[0] = 0
    end = UNSEEN
    if not ask.dead[school]:
        end = find(net, trail, school, ask)
    if end != UNSEEN:
        follow(net, trail, end)
    for at in range(trail.seen[0]):
        node = trail.queue[at]
        trail.came[node] = UNSEEN
        if end == UNSEEN:
            ask.dead[node] = True
    return end != UNSEEN


@compiled
def see(trail: Trail, dead: Indices, node: int, came: int) -> bool:
    """Notes a node that was not seen before."""
    if trail.came[node] != UNSEEN or dead[node]:
        return False
    trail.came[node] = came
    trail.queue[trail.seen[0]] = node
    trail.seen[0] += 1
    return True


@compiled
def find(net: Net, trail: Trail, school: int, ask: Ask) -> int:
    """The node a path ends at, or UNSEEN."""
    n, m, groups = len(net.group), len(net.load), len(net.floor)
    see(trail, ask.dead, school, BEGIN)
    read = 0
    while read < trail.seen[0]:
        node = trail.queue[read]
        read += 1
        if node < n:
            end = from_school(net, trail, node, ask)
            if end != UNSEEN:
                return end
        elif node < n + m:
            first = net.places_from[node - n]
            for slot in range(first, first + net.load[node - n]):
                see(trail, ask.dead, net.held[slot], node)
        elif node < n + m + groups:
            from_group(net, trail, node, ask)
        else:
            is_pool = node == n + m + groups
            for group in range(groups):
                is_open = is_pool or net.by_floor[group] < net.floor[group]
                if is_open and see(trail, ask.dead, n + m + group, node) and n + m + group == ask.goal:
                    return ask.goal
    return UNSEEN


@compiled
def from_school(net: Net, trail: Trail, school: int, ask: Ask) -> int:
    """A school needs a place, its first or another one; or it gives its own up."""
    n, m = len(net.group), len(net.load)
    for at in range(net.start[school], net.start[school + 1]):
        partner = net.partner[at]
        is_new = partner != net.at[school] and see(trail, ask.dead, n + partner, school)
        places = net.places_from[partner + 1] - net.places_from[partner]
        if is_new and ask.goal == FREE_PLACE and net.load[partner] < places:
            return n + partner
    group = n + m + net.group[school]
    if net.at[school] >= 0 and ask.may_leave[school] and see(trail, ask.dead, group, school) and group == ask.goal:
        return group
    return UNSEEN


@compiled
def from_group(net: Net, trail: Trail, node: int, ask: Ask) -> None:
    """A school of the group has left: another of the group comes in, or the pool or the floor lends the place elsewhere."""
    first_group = len(net.group) + len(net.load)
    group = node - first_group
    for at in range(net.member_start[group], net.member_start[group + 1]):
        school = net.member[at]
        if net.at[school] < 0:
            see(trail, ask.dead, school, node)
    if ask.cross and net.by_pool[group] > 0:
        see(trail, ask.dead, first_group + len(net.floor), node)
    if ask.cross and net.by_floor[group] > 0:
        see(trail, ask.dead, first_group + len(net.floor) + 1, node)


@compiled
def follow(net: Net, trail: Trail, end: int) -> None:
    """Makes the exchange, from its end back to the school it began with."""
    n, m, groups = len(net.group), len(net.load), len(net.floor)
    node = end
    while trail.came[node] != BEGIN:
        before = trail.came[node]
        if n <= node < n + m:
            leave(net, before)
            take(net, before, node - n)
        elif n + m <= node < n + m + groups:
            if before < n:
                leave(net, before)
            else:
                ways = net.by_pool if before == n + m + groups else net.by_floor
                ways[node - n - m] += 1
                ways[trail.came[before] - n - m] -= 1
        node = before


@compiled
def leave(net: Net, school: int) -> None:
    partner = net.at[school]
    if partner >= 0:
        net.load[partner] -= 1
        last = net.places_from[partner] + net.load[partner]
        net.held[net.slot[school]] = net.held[last]
        net.slot[net.held[last]] = net.slot[school]
        net.at[school] = -1


@compiled
def take(net: Net, school: int, partner: int) -> None:
    slot = net.places_from[partner] + net.load[partner]
    net.held[slot] = school
    net.load[partner] += 1
    net.at[school], net.slot[school] = partner, slot
