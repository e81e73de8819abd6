"""From the schools of a round to what the engine takes, frozen: who fits whom, how well, and who fits nobody and why."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from mado.matching.engine.frozen import FrozenInput, FrozenSide
from mado.matching.engine.round_edges import round_edges
from mado.matching.engine.rows import WishRow
from mado.matching.engine.scoring import WEIGHTS
from mado.matching.engine.slots import first_week_of
from mado.matching.enums import PairState, RoundSide
from mado.matching.models import PairingRound, RoundPair, RoundSchool
from mado.matching.queries.round_invitations import invited_already
from mado.matching.queries.round_pools import kind_of_side
from mado.matching.queries.wish_rows import wish_rows
from mado.profiles.models import Wish


def frozen_input(found: PairingRound) -> FrozenInput:
    """The schools that take part, ordered by code, with the pairs that could be. A fixed number of queries."""
    schools = {side: _schools(found, side) for side in RoundSide.values}
    first_week = first_week_of(timezone.localdate())
    rows = {side: _rows(schools[side], kind_of_side(found.kind, side), first_week) for side in RoundSide.values}
    made = round_edges(rows[RoundSide.A], rows[RoundSide.B], first_week=first_week)
    edges = made.edges
    columns = (edges.a.tolist(), edges.b.tolist(), edges.score_a.tolist(), edges.score_b.tolist())
    a, b = _side(schools[RoundSide.A]), _side(schools[RoundSide.B])
    why_not = {a.ids[place]: codes for place, codes in made.why_not_a.items()}
    why_not |= {b.ids[place]: codes for place, codes in made.why_not_b.items()}
    return FrozenInput(a, b, tuple(zip(*columns, strict=True)), why_not, WEIGHTS.of)


def _schools(found: PairingRound, side: str) -> list[RoundSchool]:
    rows = found.schools.filter(side=side, left_out=False).select_related("organization", "wish")
    return sorted(rows, key=lambda row: row.organization.code)


def _rows(schools: Sequence[RoundSchool], kind: str, first_week: Any) -> list[WishRow]:
    """In the order of the schools, as wishes of the round's kind alone: what else a wish would accept is not asked here."""
    wishes = Wish.objects.filter(pk__in=[school.wish_id for school in schools])
    known = {
        row.wish: row
        for row in wish_rows(
            list(wishes.select_related("organization").prefetch_related("windows")), first_week=first_week
        )
    }
    return [
        replace(known[school.wish_id], kind=kind, alternative_kinds=(), capacity=max(1, school.capacity))
        for school in schools
    ]


def _side(schools: Sequence[RoundSchool]) -> FrozenSide:
    today = timezone.localdate()
    areas = tuple(sorted({school.area for school in schools}))
    return FrozenSide(
        ids=tuple(school.organization.code for school in schools),
        capacity=tuple(school.capacity for school in schools),
        waiting=tuple(max(0, (today - school.waiting_since).days) for school in schools),
        area=tuple(areas.index(school.area) for school in schools),
        areas=areas,
    )


def terms_to_begin_with(found: PairingRound) -> dict[str, Any]:
    """Pairs that are not made by themselves: those that earlier passes have settled, confirmed, declined or lapsed, and those
    between which an invitation waits."""
    forbidden = invited_already(found) | settled_earlier(found)
    return {"pinned": [], "forbidden": [list(pair) for pair in sorted(forbidden)], "capacity": {}}


def settled_earlier(found: PairingRound) -> set[tuple[str, str]]:
    """Codes (side a, side b) of the pairs that the passes before this round have settled."""
    settled: set[tuple[str, str]] = set()
    earlier = found.follows
    while earlier is not None:
        rows = RoundPair.objects.filter(round=earlier).exclude(state=PairState.ASKED)
        settled.update(rows.values_list("a__organization__code", "b__organization__code"))
        earlier = earlier.follows
    return settled
