"""A round begins: two pools, and what the office changes in them before anything is computed."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.directory.models import Organization
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.matching.enums import RoundSide, RoundState
from mado.matching.guards import is_right_capacity
from mado.matching.models import PairingRound, RoundSchool
from mado.matching.models.round import NAME_MOST
from mado.matching.queries.round_pools import (
    SCHOOLS_MOST,
    PoolFilter,
    PoolRow,
    areas_of,
    kind_of_side,
    pool_rows,
    schools_not_in_pool,
)
from mado.matching.services.rounds.moving import locked_round
from mado.profiles.enums import ExchangeKind
from mado.reference.services import next_code

YEARS_MOST = 2
"""A round's period is at most so long."""


@transaction.atomic
def begin_round(
    *,
    office: Organization,
    actor: Any,
    name: str,
    kind: str,
    period_from: dt.date,
    period_to: dt.date,
    pool_a: PoolFilter,
    pool_b: PoolFilter,
    follows: PairingRound | None = None,
) -> PairingRound:
    """Two pools as the searches find them now. Empty ones are allowed: the office sees that nobody fits and changes the
    search. Raises NotPermitted, BadInput."""
    if not actor.has_perm("matching.start_round", office):
        raise NotPermitted("matching.start_round")
    if wrong := _wrong(name.strip(), kind, period_from, period_to):
        raise BadInput(wrong)
    made = PairingRound.objects.create(
        code=next_code("RD"),
        office=office,
        name=name.strip(),
        kind=kind,
        period_from=period_from,
        period_to=period_to,
        pool_a=pool_a.stored(),
        pool_b=pool_b.stored(),
        made_by=actor,
        follows=follows,
    )
    counts = _fill(made, actor)
    record(actor=actor, verb="matching.begin_round", thing=made, details={"kind": kind, **counts})
    return made


def _wrong(name: str, kind: str, period_from: dt.date, period_to: dt.date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not 0 < len(name) <= NAME_MOST:
        wrong["name"] = _("Give the round a name of at most %(most)d characters.") % {"most": NAME_MOST}
    if kind not in ExchangeKind.values:
        wrong["kind"] = _("Choose the kind of exchange.")
    if period_to < period_from:
        wrong["period_to"] = _("The period ends before it begins. Change one of the two dates.")
    elif period_to > period_from + dt.timedelta(days=366 * YEARS_MOST):
        wrong["period_to"] = _("A round is for two years at most. Choose an earlier last day.")
    return wrong


def _fill(found: PairingRound, actor: Any, kept: Mapping[int, tuple[bool, int]] | None = None) -> dict[str, int]:
    """Write the schools of both pools anew; `kept`: organisation id → left out, capacity as the office had set them.
    A school that fits both sides stands on the first. The count of each side."""
    wanted = (PoolFilter.of(found.pool_a), PoolFilter.of(found.pool_b))
    rows_a = pool_rows(wanted[0], kind_of_side(found.kind, RoundSide.A), actor)
    taken = [row.organization.pk for row in rows_a]
    rows_b = pool_rows(wanted[1], kind_of_side(found.kind, RoundSide.B), actor, without=taken)
    _refuse_too_many(rows_a, rows_b)
    found.schools.all().delete()
    for side, rows in ((RoundSide.A, rows_a), (RoundSide.B, rows_b)):
        areas = areas_of(rows)
        RoundSchool.objects.bulk_create(
            _school(found, side, row, areas[row.organization.pk], (kept or {}).get(row.organization.pk)) for row in rows
        )
    return {"a": len(rows_a), "b": len(rows_b)}


def _school(found: PairingRound, side: str, row: PoolRow, area: str, kept: tuple[bool, int] | None) -> RoundSchool:
    left_out, capacity = kept or (False, row.places)
    return RoundSchool(
        round=found,
        organization=row.organization,
        wish=row.wish,
        side=side,
        left_out=left_out,
        capacity=min(capacity, row.places),
        capacity_most=row.places,
        waiting_since=row.waiting_since,
        area=area,
    )


def _refuse_too_many(*sides: Sequence[PoolRow]) -> None:
    if any(len(rows) > SCHOOLS_MOST for rows in sides):
        raise BadInput(
            {
                "": _("One side holds more than %(most)d schools. Choose fewer places or levels.")
                % {"most": SCHOOLS_MOST}
            }
        )


def _changeable(found: PairingRound, actor: Any) -> PairingRound:
    """The round under its lock, when its schools can still be changed."""
    if not actor.has_perm("matching.lead_round", found):
        raise NotPermitted("matching.lead_round")
    row = locked_round(found.pk)
    if row.state != RoundState.DRAFT:
        raise NotPossible.because(
            "not_draft",
            _(
                "The schools of this round stand fast. Choose “Change the schools” first; results are then computed anew."
            ),
        )
    return row


@transaction.atomic
def set_pools(*, found: PairingRound, actor: Any, pool_a: PoolFilter, pool_b: PoolFilter) -> PairingRound:
    """Search again; what the office said of schools that still fit is kept. Raises BadInput for codes that lead nowhere."""
    row = _changeable(found, actor)
    kept = {one.organization_id: (one.left_out, one.capacity) for one in row.schools.all()}
    row.pool_a, row.pool_b = pool_a.stored(), pool_b.stored()
    row.trouble = ""
    row.save(update_fields=["pool_a", "pool_b", "trouble"])
    counts = _fill(row, actor, kept)
    record(actor=actor, verb="matching.set_round_pools", thing=row, details=counts)
    return row


@transaction.atomic
def add_school(*, found: PairingRound, actor: Any, side: str, code: str) -> PairingRound:
    """Take one school in by hand. Raises BadInput when it cannot stand there, with the reason."""
    row = _changeable(found, actor)
    stored = PoolFilter.of(row.pool_a if side == RoundSide.A else row.pool_b)
    kind = kind_of_side(row.kind, side)
    code = code.strip().upper()
    if row.schools.filter(organization__code=code).exists():
        raise BadInput({"code": _("This school stands in the round already.")})
    by_hand = PoolFilter(picked=(code,), in_care=stored.in_care)
    rows = pool_rows(by_hand, kind, actor)
    if schools_not_in_pool([code], rows):
        raise BadInput(
            {
                "code": _(
                    "No school with this code can be taken in: it has to take part, have an open wish of this kind with a "
                    "place left, and on the first side be in your office's care."
                )
            }
        )
    areas = set(row.schools.filter(side=side).values_list("area", flat=True))
    one = rows[0]
    by_country = areas and all(len(area) == 2 for area in areas)
    area = one.organization.country if by_country else one.organization.region or one.organization.country
    RoundSchool.objects.bulk_create([_school(row, side, one, area, None)])
    wider = PoolFilter.of({**stored.stored(), "picked": [*stored.picked, code]})
    setattr(row, f"pool_{side}", wider.stored())
    row.save(update_fields=[f"pool_{side}"])
    record(actor=actor, verb="matching.add_round_school", thing=row, details={"side": side, "school": code})
    return row


@transaction.atomic
def set_schools(*, found: PairingRound, actor: Any, wanted: Mapping[int, tuple[bool, int]]) -> PairingRound:
    """RoundSchool id → (left out, places). Raises BadInput with a sentence per school ("places-<id>")."""
    row = _changeable(found, actor)
    changed = _changed(row.schools.filter(pk__in=list(wanted)).select_related("organization"), wanted)
    RoundSchool.objects.bulk_update(changed, ["left_out", "capacity"])
    details = {"schools": len(changed), "left_out": row.schools.filter(left_out=True).count()}
    record(actor=actor, verb="matching.set_round_schools", thing=row, details=details)
    return row


def _changed(schools: Iterable[RoundSchool], wanted: Mapping[int, tuple[bool, int]]) -> list[RoundSchool]:
    wrong: dict[str, str] = {}
    changed = []
    for school in schools:
        left_out, places = wanted[school.pk]
        right = is_right_capacity(school, places)
        if not right:
            wrong[f"places-{school.pk}"] = right.sentence
        elif (school.left_out, school.capacity) != (left_out, places):
            school.left_out, school.capacity = left_out, places
            changed.append(school)
    if wrong:
        raise BadInput(wrong)
    return changed
