from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.matching.enums import RoundState
from mado.matching.models import PairingRound, RoundPair
from mado.matching.services.rounds.letters import write_answered
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


def locked_pair(pair: RoundPair) -> RoundPair:
    """The pair as it stands now, after its round: ours until the transaction ends."""
    locked_round(pair.round_id)
    rows = RoundPair.objects.select_for_update(of=("self",)).select_related(
        "round__office", "a__organization__profile", "a__wish", "b__organization__profile", "b__wish"
    )
    return rows.select_related("confirmed_a_by", "confirmed_b_by").get(pk=pair.pk)


def close_if_answered(round_id: int) -> bool:
    """Under the round's lock: when nobody is still asked, the round closes and its office hears."""
    found = locked_round(round_id)
    if found.state != RoundState.ANNOUNCED or not PAIRING_ROUND.decide(found, "close"):
        return False
    PAIRING_ROUND.perform(found, "close", None)
    record(actor=None, verb="matching.close_round", thing=found)
    write_answered(found)
    return True
