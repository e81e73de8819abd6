"""The letters of a whole round. Jobs write them, some pairs each, so that no page waits for thousands of mails.

Every job is one transaction and leaves out what has been written before: run twice, it writes nothing twice.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction

from mado.kernel.jobs import queue_job
from mado.matching import messages
from mado.matching.enums import PairState, RoundState
from mado.matching.models import PairingRound, RoundPair
from mado.matching.services.rounds.letters import regrets, write_called_off, write_proposed, write_regret
from mado.notify.queries import written_about

PAIRS_A_JOB = 50
"""About a second of writing."""


def post_proposals(found: PairingRound, pairs: Iterable[RoundPair]) -> None:
    """Queue what an announcement has to say: to both schools of each pair, and to who got nobody."""
    _post("matching.write_proposals", pairs)
    queue_job("matching.write_regrets", round_id=found.pk)


def post_called_off(pairs: Iterable[RoundPair]) -> None:
    """Queue the word to both schools of each pair that it will not come to pass."""
    _post("matching.write_called_off", pairs)


def _post(job: str, pairs: Iterable[RoundPair]) -> None:
    ids = [pair.pk for pair in pairs]
    for first in range(0, len(ids), PAIRS_A_JOB):
        queue_job(job, pair_ids=ids[first : first + PAIRS_A_JOB])


@transaction.atomic
def write_proposals(pair_ids: Sequence[int]) -> int:
    """To both schools of the pairs that are still asked; how many pairs."""
    pairs = _locked(pair_ids, PairState.ASKED)
    known = written_about(messages.PAIR_PROPOSED.key, pairs)
    todo = [pair for pair in pairs if pair.pk not in known]
    for pair in todo:
        write_proposed(pair)
    return len(todo)


@transaction.atomic
def write_called_off_letters(pair_ids: Sequence[int]) -> int:
    """To both schools of the pairs called off, if they had been asked at all; how many pairs."""
    pairs = _locked(pair_ids, PairState.CALLED_OFF)
    asked, known = written_about(messages.PAIR_PROPOSED.key, pairs), written_about(messages.PAIR_CALLED_OFF.key, pairs)
    todo = [pair for pair in pairs if pair.pk in asked and pair.pk not in known]
    for pair in todo:
        write_called_off(pair)
    return len(todo)


@transaction.atomic
def write_regrets(round_id: int) -> int:
    """To every school of the first side the round found nobody for; how many mails."""
    found = PairingRound.objects.select_for_update(of=("self",)).select_related("office", "run__input").get(pk=round_id)
    if found.state == RoundState.CANCELLED or written_about(messages.NO_PARTNER.key, [found]):
        return 0
    letters = regrets(found)
    for letter in letters:
        write_regret(found, letter)
    return len(letters)


def _locked(pair_ids: Sequence[int], state: str) -> list[RoundPair]:
    rows = RoundPair.objects.select_for_update(of=("self",)).filter(pk__in=pair_ids, state=state).order_by("pk")
    return list(rows.select_related("round__office", "a__organization", "b__organization"))
