"""A second pass: a new round for the schools an answered one has left."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.kernel.errors import NotPermitted, NotPossible
from mado.matching.enums import RoundSide, RoundState
from mado.matching.models import PairingRound
from mado.matching.models.round import NAME_MOST
from mado.matching.queries.round_pools import PoolFilter
from mado.matching.services.rounds.beginning import begin_round
from mado.matching.services.rounds.moving import locked_round


@transaction.atomic
def follow_round(*, found: PairingRound, actor: Any) -> PairingRound:
    """The schools of the round that still have a place, as a new draft. Confirmed pairs have used up their places; pairs
    that were declined or lapsed are forbidden in it (queries.round_lists.terms_to_begin_with)."""
    if not actor.has_perm("matching.lead_round", found):
        raise NotPermitted("matching.lead_round")
    row = locked_round(found.pk)
    if row.state not in (RoundState.CLOSED, RoundState.PUBLISHED):
        raise NotPossible.because(
            "not_answered", _("A second pass is for the schools that are left once all answers are in.")
        )
    if next_pass := row.followed_by.exclude(state=RoundState.CANCELLED).first():
        raise NotPossible.because(
            "followed", _("The second pass of this round exists already: %(code)s.") % {"code": next_pass.code}
        )
    picked = {
        side: tuple(row.schools.filter(side=side, left_out=False).values_list("organization__code", flat=True))
        for side in RoundSide.values
    }
    made = begin_round(
        office=row.office,
        actor=actor,
        name=_next_name(row.name),
        kind=row.kind,
        period_from=row.period_from,
        period_to=row.period_to,
        pool_a=PoolFilter(picked=picked[RoundSide.A]),
        pool_b=PoolFilter(picked=picked[RoundSide.B]),
        follows=row,
    )
    record(actor=actor, verb="matching.follow_round", thing=made, details={"follows": row.code})
    return made


def _next_name(name: str) -> str:
    suffix = _("second pass")
    return f"{name[: NAME_MOST - len(suffix) - 3]} · {suffix}"
