"""The worker's part: freezing what a round is computed from, and computing the three rules from what was frozen.

One code path for small rounds and large ones: the page shows how far the job is. A job that is killed or run twice does
no harm: it looks again whether it is still wanted, and the same input gives the same result.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mado.audit.services import record
from mado.kernel.errors import BadInput, NotPermitted
from mado.kernel.jobs import queue_job
from mado.matching.engine.checks import RoundInputError
from mado.matching.engine.frozen import ENGINE_VERSION, FrozenInput, TermsJson, arrays
from mado.matching.enums import RoundRule, RoundState
from mado.matching.models import PairingRound, RoundInput, RoundRun
from mado.matching.queries.round_frozen import input_of
from mado.matching.queries.round_lists import frozen_input, terms_to_begin_with
from mado.matching.services.rounds.moving import locked_round
from mado.matching.workflow import PAIRING_ROUND

CONTRADICTION = gettext_lazy(
    "Pinned pairs, forbidden pairs and places contradict each other. Release a pair, or give a school more places."
)
STEPS = 2 + len(RoundRule.values)
"""Reading the schools, listing who fits whom, and each rule."""


@transaction.atomic
def compute_round(*, found: PairingRound, actor: Any) -> PairingRound:
    """Have the three rules computed from the schools as they stand now."""
    row = locked_round(found.pk)
    PAIRING_ROUND.perform(row, "compute", actor)
    row.rule, row.run, row.trial, row.trouble = "", None, None, ""
    row.work_done, row.work_total = 0, STEPS
    row.save(update_fields=["rule", "run", "trial", "trouble", "work_done", "work_total"])
    record(actor=actor, verb="matching.compute_round", thing=row)
    queue_job("matching.compute_round", round_id=row.pk, user_id=actor.pk)
    return row


def outcome_of(frozen: FrozenInput, terms: TermsJson, rule: str) -> dict[str, Any]:
    """What one rule makes of it, as it is stored: {"pairs": [[code, code]…], **Certificate.as_json}."""
    from mado.matching.engine.rounds import pair  # noqa: PLC0415  # loaded where a round is computed only (decision 0013)

    pools, edges, applied = arrays(frozen, terms)
    outcome = pair(pools, edges, applied, rule)
    named = [list(one) for one in outcome.named_pairs(pools)]
    return {**outcome.certificate.as_json(pools), "count": len(named), "pairs": named}


def run_round(*, round_id: int, user_id: int) -> None:
    """The job of compute_round. What is wrong with the input is said on the round's page."""
    found = PairingRound.objects.select_related("made_by").get(pk=round_id)
    if found.state != RoundState.COMPUTING:
        return
    with translation.override(found.made_by.language):
        try:
            frozen, terms = frozen_input(found), terms_to_begin_with(found)
            _progress(round_id, 2)
            outcomes: dict[str, Any] = {}
            for number, rule in enumerate(RoundRule.values, start=1):
                outcomes[rule] = outcome_of(frozen, terms, rule)
                _progress(round_id, 2 + number)
        except RoundInputError:
            _stop(round_id, str(CONTRADICTION))
        except BadInput as problem:
            _stop(round_id, " ".join(str(sentence) for sentence in problem.sentences.values()))
        except Exception:
            _stop(round_id, _("Something went wrong while computing. Try again; if it happens again, tell us."))
            raise
        else:
            _finish(round_id, user_id, frozen, terms, outcomes)


def _progress(round_id: int, done: int) -> None:
    PairingRound.objects.filter(pk=round_id).update(work_done=done)


@transaction.atomic
def _stop(round_id: int, trouble: str) -> None:
    row = locked_round(round_id)
    if row.state != RoundState.COMPUTING:
        return
    PAIRING_ROUND.perform(row, "stop", None)
    row.trouble = trouble
    row.save(update_fields=["trouble"])
    record(actor=None, verb="matching.stop_round", thing=row)


@transaction.atomic
def _finish(round_id: int, user_id: int, frozen: FrozenInput, terms: TermsJson, outcomes: Mapping[str, Any]) -> None:
    row = locked_round(round_id)
    if row.state != RoundState.COMPUTING:
        return
    payload, sha256 = frozen.packed()
    schools = len(frozen.a.ids) + len(frozen.b.ids)
    kept = RoundInput.objects.create(
        round=row, payload=payload, sha256=sha256, schools=schools, edges=len(frozen.pairs)
    )
    row.run = RoundRun.objects.create(
        round=row,
        input=kept,
        terms=terms,
        outcomes=outcomes,
        engine=ENGINE_VERSION,
        made_by_id=user_id,
        finished_at=timezone.now(),
    )
    PAIRING_ROUND.perform(row, "finish", None)
    row.save(update_fields=["run"])
    record(actor=None, verb="matching.finish_round", thing=row, details={"input": sha256, "engine": ENGINE_VERSION})


def run_trial(*, run_id: int) -> None:
    """The job of services.rounds.adjusting.try_change."""
    run = RoundRun.objects.select_related("input", "round", "made_by").get(pk=run_id)
    if run.finished_at is not None or run.round.trial_id != run_id:
        return
    with translation.override(run.made_by.language):
        try:
            frozen = input_of(run)
            outcomes = {rule: outcome_of(frozen, run.terms, rule) for rule in RoundRule.values}
        except RoundInputError:
            _drop_trial(run, str(CONTRADICTION))
        except Exception:
            _drop_trial(run, _("Something went wrong while computing. Try again; if it happens again, tell us."))
            raise
        else:
            RoundRun.objects.filter(pk=run_id, finished_at=None).update(outcomes=outcomes, finished_at=timezone.now())


@transaction.atomic
def _drop_trial(run: RoundRun, trouble: str) -> None:
    row = locked_round(run.round_id)
    if row.trial_id != run.pk:
        return
    row.trial, row.trouble = None, trouble
    row.save(update_fields=["trial", "trouble"])
    record(actor=None, verb="matching.stop_trial", thing=row)


@transaction.atomic
def ask_replay(*, found: PairingRound, actor: Any) -> None:
    """Compute the result that stands again from what was frozen; the page says whether the pairs are the same."""
    if not actor.has_perm("matching.view_round", found):
        raise NotPermitted("matching.view_round")
    row = locked_round(found.pk)
    if row.run is None:
        raise BadInput({"": _("Nothing has been computed yet.")})
    RoundRun.objects.filter(pk=row.run.pk).update(replay_asked_at=timezone.now(), replayed_at=None, replayed_same=None)
    record(actor=actor, verb="matching.replay_round", thing=row, details={"run": row.run_id})
    queue_job("matching.replay_round", run_id=row.run_id)


def replay(*, run_id: int) -> bool:
    """Whether all three rules give the same pairs again from the frozen input."""
    run = RoundRun.objects.select_related("input").get(pk=run_id)
    frozen = input_of(run)
    same = all(outcome_of(frozen, run.terms, rule)["pairs"] == kept["pairs"] for rule, kept in run.outcomes.items())
    RoundRun.objects.filter(pk=run_id).update(replayed_at=timezone.now(), replayed_same=same)
    return same
