"""Which schools a pool holds: those that take part and have a living wish of the kind with a place left."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from mado.accounts.queries import in_care_of, taking_part
from mado.directory.models import Organization
from mado.matching.enums import RoundSide
from mado.matching.models import PairingRound
from mado.matching.queries.round_waiting import waiting_since_of
from mado.partnerships.queries import partners_found_of_many
from mado.partnerships.queries.capacity import living_wishes
from mado.profiles.enums import ExchangeKind
from mado.profiles.models import Wish
from mado.profiles.queries import open_to

SCHOOLS_MOST = 10_000
"""Of one side of a round."""

ANSWERING_KIND: Mapping[str, str] = {
    ExchangeKind.VISIT_IN: ExchangeKind.VISIT_OUT,
    ExchangeKind.VISIT_OUT: ExchangeKind.VISIT_IN,
}
"""Who wants to visit needs somebody who welcomes; every other kind is answered by the like."""


@dataclass(frozen=True, slots=True)
class PoolFilter:
    """How the schools of one side are looked for. Empty fields ask for nothing; `picked` are codes of schools taken by hand,
    whatever the rest says; with nothing but them the rest finds nobody. `seeks`: a country or a region their wishes take
    schools of. `in_care`: only schools the office cares for."""

    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    seeks: str = ""
    picked: tuple[str, ...] = ()
    in_care: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "PoolFilter":
        tuples = {key: tuple(stored.get(key, ())) for key in ("countries", "regions", "levels", "picked")}
        return cls(**tuples, seeks=stored.get("seeks", ""), in_care=bool(stored.get("in_care", False)))

    def stored(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @property
    def is_by_hand(self) -> bool:
        return bool(self.picked) and not (self.countries or self.regions or self.levels or self.seeks)


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A school that fits, with its wish: `places` partners left in it, waiting since a day (queries.round_waiting)."""

    wish: Wish
    places: int
    waiting_since: dt.date

    @property
    def organization(self) -> Organization:
        return self.wish.organization


def kind_of_side(kind: str, side: str) -> str:
    return kind if side == RoundSide.A else ANSWERING_KIND.get(kind, kind)


def pool_rows(wanted: PoolFilter, kind: str, user: Any, *, without: Iterable[int] = ()) -> list[PoolRow]:
    """Schools that fit, in order of id, each with the wish that says the kind best; `without` organisations. Seven queries."""
    rows = Wish.objects.filter(
        living_wishes(),
        Q(kind=kind) | Q(alternative_kinds__contains=[kind]),
        _asked(wanted),
        organization__in=taking_part().values("pk"),
    ).exclude(organization__in=list(without))
    if wanted.in_care:
        rows = rows.filter(in_care_of(user, "organization__"))
    best: dict[int, Wish] = {}
    wishes = list(rows.select_related("organization").order_by("organization_id", "-id")[: 3 * SCHOOLS_MOST])
    found = partners_found_of_many(wishes)
    for wish in wishes:
        known = best.get(wish.organization_id)
        if found[wish.pk] < wish.partners_wanted and (known is None or (wish.kind == kind and known.kind != kind)):
            best[wish.organization_id] = wish
    waiting = waiting_since_of(list(best.values()))
    return [
        PoolRow(wish, wish.partners_wanted - found[wish.pk], waiting[wish.pk]) for _pk, wish in sorted(best.items())
    ]


def _asked(wanted: PoolFilter) -> Q:
    """By the search, if one is asked, and by hand."""
    picked = Q(organization__code__in=wanted.picked)
    if wanted.is_by_hand:
        return picked
    search = Q(recommend=True)
    if wanted.countries:
        search &= Q(organization__country__in=wanted.countries)
    if wanted.regions:
        search &= Q(organization__region__in=wanted.regions)
    if wanted.levels:
        search &= Q(organization__levels__overlap=list(wanted.levels))
    if wanted.seeks:
        country, dash, _rest = wanted.seeks.partition("-")
        search &= open_to(country, wanted.seeks if dash else "")
    return search | picked


def schools_not_in_pool(codes: Sequence[str], rows: Iterable[PoolRow]) -> list[str]:
    """Of the codes somebody picked, those that lead to nobody here: unknown, no seat, no open wish of the kind, no place."""
    known = {row.organization.code for row in rows}
    return [code for code in codes if code not in known]


def areas_of(rows: Sequence[PoolRow]) -> dict[int, str]:
    """Organisation id → its area: regions where all are of one country, else countries."""
    countries = {row.organization.country for row in rows}
    if len(countries) > 1:
        return {row.organization.pk: row.organization.country for row in rows}
    return {row.organization.pk: row.organization.region or row.organization.country for row in rows}


def schools_not_found(found: PairingRound) -> list[str]:
    """Codes somebody took by hand that led to no school of the round: unknown, no seat, no open wish of the kind, no place,
    or on the first side not in the office's care."""
    picked = {*PoolFilter.of(found.pool_a).picked, *PoolFilter.of(found.pool_b).picked}
    return sorted(picked - set(found.schools.values_list("organization__code", flat=True)))
