"""The public numbers of a round: each with its unit, period, scope and definition."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mado.kernel.export import Cell
from mado.matching.enums import PairState, RoundSide
from mado.matching.models import PairingRound, RoundPair
from mado.matching.queries.round_balance import area_name
from mado.matching.queries.round_result import outcome


@dataclass(frozen=True, slots=True)
class RoundNumber:
    label: str
    value: int
    unit: str
    definition: str


@dataclass(frozen=True, slots=True)
class AreaNumber:
    """Schools of one county or country: how many took part, and how many have a confirmed partner from this round."""

    side: str
    area: str
    schools: int
    paired: int


def numbers_of(found: PairingRound) -> list[RoundNumber]:
    """Four queries."""
    sides = list(found.schools.filter(left_out=False).values_list("side", flat=True))
    states = list(found.pairs.values_list("state", flat=True))
    schools, pairs = _("schools"), _("pairs")
    return [
        RoundNumber(_("First side"), sides.count(RoundSide.A), schools, _("Schools of the first side that took part.")),
        RoundNumber(
            _("Second side"), sides.count(RoundSide.B), schools, _("Schools of the second side that took part.")
        ),
        RoundNumber(
            _("Proposed"), len(states), pairs, _("Pairs the rule made, to whose two schools the office wrote.")
        ),
        RoundNumber(_("Confirmed"), states.count(PairState.CONFIRMED), pairs, _("Pairs both schools said yes to.")),
        RoundNumber(_("Declined"), states.count(PairState.DECLINED), pairs, _("Pairs one of the schools said no to.")),
        RoundNumber(
            _("Lapsed"), states.count(PairState.LAPSED), pairs, _("Pairs without both answers on the last day.")
        ),
        RoundNumber(
            _("Would rather have each other"),
            outcome(found.run, found.rule).get("blocking_pairs", 0),
            pairs,
            _("Pairs that were not made although both schools liked each other better than who they got, as computed."),
        ),
    ]


def areas_of_round(found: PairingRound) -> list[AreaNumber]:
    """By side and place. Two queries."""
    confirmed = RoundPair.objects.filter(round=found, state=PairState.CONFIRMED).values_list("a_id", "b_id")
    paired = {pk for pair in confirmed for pk in pair}
    rows = list(found.schools.filter(left_out=False).values_list("pk", "side", "area"))
    keys = sorted({(side, area) for _pk, side, area in rows})
    return [
        AreaNumber(
            side=str(RoundSide(side).label),
            area=area_name(area),
            schools=sum((where, place) == (side, area) for _pk, where, place in rows),
            paired=sum((where, place) == (side, area) and pk in paired for pk, where, place in rows),
        )
        for side, area in keys
    ]


def number_table(
    found: PairingRound, numbers: Sequence[RoundNumber], areas: Sequence[AreaNumber]
) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows for a table that leaves the house."""
    header = [_("Figure"), _("Value"), _("Number"), _("Unit"), _("Period"), _("Scope"), _("Definition")]
    period = f"{found.period_from.isoformat()} – {found.period_to.isoformat()}"
    scope = f"{found.code} {found.name}"
    rows: list[list[Cell]] = [[one.label, "", one.value, one.unit, period, scope, one.definition] for one in numbers]
    took_part, with_partner = _("Schools that took part"), _("Schools with a confirmed partner")
    for row in areas:
        where = f"{row.side}: {row.area}"
        rows.append([took_part, where, row.schools, _("schools"), period, scope, took_part])
        rows.append([with_partner, where, row.paired, _("schools"), period, scope, with_partner])
    return header, rows
