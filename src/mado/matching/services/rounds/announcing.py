"""From a result to letters: who is written to is looked at first, and only what was looked at is sent."""

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.matching.enums import PairState, RoundState
from mado.matching.models import PairingRound, RoundPair
from mado.matching.models.round import LETTER_MOST
from mado.matching.queries.round_frozen import input_of
from mado.matching.queries.round_result import chosen_pairs
from mado.matching.services.rounds.letters import announcement, regrets
from mado.matching.services.rounds.moving import locked_round
from mado.matching.services.rounds.posting import post_called_off, post_proposals
from mado.matching.workflow import PAIRING_ROUND, ROUND_PAIR
from mado.partnerships.queries import REPLY_DAYS_LEAST
from mado.partnerships.wording import full_date
from mado.reference.services import next_codes
from mado.reference.settings import alliance


def reply_span() -> tuple[dt.date, dt.date, dt.date]:
    """Earliest, usual and latest reply-by date an office may set today."""
    today, rules = timezone.localdate(), alliance()
    return (
        today + dt.timedelta(days=REPLY_DAYS_LEAST),
        today + dt.timedelta(days=rules.reply_days),
        today + dt.timedelta(days=rules.reply_days_most),
    )


@transaction.atomic
def write_announcement(*, found: PairingRound, actor: Any, reply_by: dt.date, letter: str) -> PairingRound:
    """Keep the date and the office's words; nothing is sent. Raises BadInput."""
    if not actor.has_perm("matching.lead_round", found):
        raise NotPermitted("matching.lead_round")
    row = locked_round(found.pk)
    if row.state != RoundState.READY:
        raise NotPossible.because(
            "not_ready", _("This round has already moved on. Reload the page to see where it is.")
        )
    earliest, _usual, latest = reply_span()
    wrong: dict[str, str] = {}
    if not earliest <= reply_by <= latest:
        values = {"first": full_date(earliest), "last": full_date(latest)}
        wrong["reply_by"] = _("Choose a day from %(first)s to %(last)s.") % values
    if len(letter.strip()) > LETTER_MOST:
        wrong["letter"] = _("Shorten this to %(most)d characters.") % {"most": LETTER_MOST}
    if wrong:
        raise BadInput(wrong)
    row.reply_by, row.letter = reply_by, letter.strip()
    row.save(update_fields=["reply_by", "letter"])
    record(actor=actor, verb="matching.write_announcement", thing=row, details={"reply_by": reply_by.isoformat()})
    return row


def digest_of(found: PairingRound) -> str:
    """Of everything the preview shows: who is written to, about whom, in which words, until when."""
    pairs = chosen_pairs(found)
    letters = [f"{one.person.pk} {one.person.email} {one.school.pk} {one.partner.pk}" for one in announcement(pairs)]
    couples = [f"{a.organization_id} {b.organization_id}" for a, b in pairs]
    sorry = [f"{one.person.pk} {one.person.email} {one.school.pk} {one.unpaired.reason}" for one in regrets(found)]
    text = "\n".join([found.rule, str(found.reply_by), found.letter, *couples, *letters, *sorry])
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def announce_round(*, found: PairingRound, actor: Any, seen: str) -> PairingRound:
    """Ask both schools of every pair; jobs write the letters. `seen` is the digest of the preview: when anything has changed since, nothing is
    sent. Raises NotPossible."""
    row = locked_round(found.pk)
    PAIRING_ROUND.perform(row, "announce", actor)
    if row.reply_by is None or row.reply_by < reply_span()[0]:
        raise NotPossible.because(
            "no_date", _("Choose the day until which the schools answer, then look at the letters.")
        )
    if digest_of(row) != seen:
        raise NotPossible.because(
            "not_seen",
            _("Who would be written to has changed since you looked. Nothing was sent: look at the letters again."),
        )
    row.announced_by, row.announced_at = actor, timezone.now()
    row.save(update_fields=["announced_by", "announced_at"])
    pairs = _make_pairs(row)
    record(actor=actor, verb="matching.announce_round", thing=row, details={"pairs": len(pairs), "rule": row.rule})
    post_proposals(row, pairs)
    return row


def _make_pairs(found: PairingRound) -> list[RoundPair]:
    if found.run is None:
        return []
    frozen = input_of(found.run)
    scores = {(frozen.a.ids[i], frozen.b.ids[j]): (one, other) for i, j, one, other in frozen.pairs}
    chosen = chosen_pairs(found)
    codes = next_codes("PR", len(chosen))
    made = []
    for code, (a, b) in zip(codes, chosen, strict=True):
        score_a, score_b = scores.get((a.organization.code, b.organization.code), (0.0, 0.0))
        made.append(RoundPair(code=code, round=found, a=a, b=b, score_a=score_a, score_b=score_b))
    return RoundPair.objects.bulk_create(made)


@transaction.atomic
def cancel_round(*, found: PairingRound, actor: Any) -> PairingRound:
    """End it. Schools that were asked and have not both said yes are told; what both confirmed stands."""
    row = locked_round(found.pk)
    PAIRING_ROUND.perform(row, "cancel", actor)
    row.trial = None
    row.save(update_fields=["trial"])
    open_pairs = list(row.pairs.select_for_update(of=("self",)).filter(state=PairState.ASKED).order_by("pk"))
    for pair in open_pairs:
        ROUND_PAIR.perform(pair, "call_off", None)
    post_called_off(open_pairs)
    record(actor=actor, verb="matching.cancel_round", thing=row, details={"called_off": len(open_pairs)})
    return row
