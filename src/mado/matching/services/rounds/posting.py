"""The letters of a whole round. Jobs write them, some schools each, so that no page waits for thousands of mails.

Every job is one transaction and leaves out what has been written before: run twice, it writes nothing twice. A job that
fails is tried again; what is still missing after that the hourly look queues anew.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from mado.kernel.jobs import queue_job
from mado.matching import messages
from mado.matching.enums import PairState, RoundSide, RoundState
from mado.matching.models import PairingRound, RoundPair, RoundSchool
from mado.matching.services.rounds.letters import regrets, write_called_off, write_proposed, write_regret
from mado.notify.queries import written_about

A_JOB = 50
"""Pairs, or schools without one: about a second of writing."""
MISSED_AFTER, LOOKED_FOR = dt.timedelta(hours=1), dt.timedelta(days=7)
"""When a letter counts as missed, and for how long it is looked for: far shorter than sent mails are kept."""


def post_proposals(found: PairingRound, pairs: Iterable[RoundPair]) -> None:
    """Queue what an announcement has to say: to both schools of each pair, and to who got nobody."""
    _post("matching.write_proposals", [pair.pk for pair in pairs])
    schools = RoundSchool.objects.filter(round=found, side=RoundSide.A, left_out=False, pairs_a=None)
    _post("matching.write_regrets", list(schools.order_by("pk").values_list("pk", flat=True)))


def post_called_off(pairs: Iterable[RoundPair]) -> None:
    """Queue the word to both schools of each pair that it will not come to pass."""
    _post("matching.write_called_off", [pair.pk for pair in pairs])


def _post(job: str, ids: Sequence[int]) -> None:
    for first in range(0, len(ids), A_JOB):
        queue_job(job, ids=list(ids[first : first + A_JOB]))


@transaction.atomic
def write_proposals(pair_ids: Sequence[int]) -> int:
    """To both schools of the pairs that are still asked; how many pairs."""
    pairs = _locked(pair_ids, PairState.ASKED)
    known = written_about(messages.PAIR_PROPOSED.key, pairs)
    todo = [pair for pair in pairs if pair.pk not in known]
    for pair in todo:
        write_proposed(pair)
    return len(todo)


def post_missed_proposals() -> int:
    """Queue again what should have been written long ago and was not; how many pairs. A pair nobody can be written to is
    among them each time: its school may have somebody by now."""
    now = timezone.now()
    pairs = list(
        RoundPair.objects.filter(
            state=PairState.ASKED,
            round__announced_at__lt=now - MISSED_AFTER,
            round__announced_at__gt=now - LOOKED_FOR,
        ).order_by("pk")
    )
    known = written_about(messages.PAIR_PROPOSED.key, pairs)
    missed = [pair.pk for pair in pairs if pair.pk not in known]
    _post("matching.write_proposals", missed)
    return len(missed)


@transaction.atomic
def write_called_off_letters(pair_ids: Sequence[int]) -> int:
    """To both schools of the pairs called off, if they had been asked at all; how many pairs."""
    pairs = _locked(pair_ids, PairState.CALLED_OFF)
    asked, known = (written_about(mail.key, pairs) for mail in (messages.PAIR_PROPOSED, messages.PAIR_CALLED_OFF))
    todo = [pair for pair in pairs if pair.pk not in known and (pair.pk in asked or _is_long_ago(pair.round))]
    for pair in todo:
        write_called_off(pair)
    return len(todo)


def _is_long_ago(found: PairingRound) -> bool:
    """Sent mails are not kept for ever: what was announced so long ago was written."""
    return found.announced_at is not None and found.announced_at < timezone.now() - LOOKED_FOR


@transaction.atomic
def write_regrets(school_ids: Sequence[int]) -> int:
    """To these schools of the first side for whom the round found nobody; how many mails."""
    rows = RoundSchool.objects.select_for_update(of=("self",)).filter(pk__in=school_ids)
    schools = list(rows.select_related("round__office", "round__run__input").order_by("pk"))
    if not schools or schools[0].round.state == RoundState.CANCELLED:
        return 0
    wanted = {school.pk for school in schools} - written_about(messages.NO_PARTNER.key, schools)
    found = schools[0].round
    letters = [letter for letter in regrets(found) if letter.unpaired.school.pk in wanted]
    for letter in letters:
        write_regret(found, letter)
    return len(letters)


def _locked(pair_ids: Sequence[int], state: str) -> list[RoundPair]:
    rows = RoundPair.objects.select_for_update(of=("self",)).filter(pk__in=pair_ids, state=state).order_by("pk")
    return list(rows.select_related("round__office", "a__organization", "b__organization"))
