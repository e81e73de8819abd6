from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.matching.models import PairingRound
from mado.matching.workflow import PAIRING_ROUND


def locked_round(round_id: int) -> PairingRound:
    """The round as it stands now, ours until the transaction ends. Always before its pairs, so that no two deeds wait for
    each other."""
    rows = PairingRound.objects.select_for_update(of=("self",))
    return rows.select_related("office", "run__input", "trial", "made_by", "follows").get(pk=round_id)


@transaction.atomic
def move_round(*, found: PairingRound, actor: Any, move: str) -> PairingRound:
    """One of the moves that need nothing else: the schools changed again, the page taken back or published."""
    row = locked_round(found.pk)
    PAIRING_ROUND.perform(row, move, actor)
    record(actor=actor, verb=f"matching.{move}_round", thing=row)
    return row
