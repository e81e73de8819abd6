"""One question between two schools at a time: while an invitation to the same waits between them, a round that proposes
them to each other asks nothing and lets nothing lapse (guards.has_no_invitation_between), and what is said to the invitation
counts for the round.

A job does it, for its locks: a deed on an invitation holds the schools, a deed on a pair takes its round first.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.matching.enums import PairState, RoundSide
from mado.matching.models import RoundPair
from mado.matching.queries.round_invitations import pairs_asked_by
from mado.matching.services.rounds.moving import close_if_answered, locked_pair
from mado.matching.workflow import ROUND_PAIR
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation


def settle_pairs(*, invitation_id: int) -> int:
    """The pairs of rounds that an answered invitation has answered, too; how many. Run twice, it does nothing twice."""
    invitation = Invitation.objects.select_related("sent_by", "answered_by").get(pk=invitation_id)
    return sum(_settle(pair, invitation) for pair in pairs_asked_by(invitation))


@transaction.atomic
def _settle(pair: RoundPair, invitation: Invitation) -> bool:
    row = locked_pair(pair)
    return row.state == PairState.ASKED and settle_by(row, invitation)


def settle_by(row: RoundPair, invitation: Invitation) -> bool:
    """Whether the invitation, which asked the same, ends the pair; ours is its lock. Without an answer its sender has still
    said yes: that is noted, not saved."""
    asking, asked = _sides_of(row, invitation)
    _note_yes(row, asking, invitation.sent_by, invitation.sent_at)
    if invitation.state == InvitationState.ACCEPTED:
        _note_yes(row, asked, invitation.answered_by, invitation.answered_at)
        row.invitation = invitation
        ROUND_PAIR.perform(row, "join", None)
    elif invitation.state == InvitationState.DECLINED:
        row.declined_side, row.declined_by = asked, invitation.answered_by
        row.decline_reason, row.decline_note = invitation.decline_reason, invitation.answer_note
        ROUND_PAIR.perform(row, "part", None)
    else:
        return False
    row.save()
    record(actor=None, verb="matching.settle_pair", thing=row, details={"invitation": invitation.code})
    close_if_answered(row.round_id)
    return True


def _sides_of(pair: RoundPair, invitation: Invitation) -> tuple[str, str]:
    """The side that invited and the side that is invited."""
    if pair.a.organization_id == invitation.sender_id:
        return RoundSide.A, RoundSide.B
    return RoundSide.B, RoundSide.A


def _note_yes(pair: RoundPair, side: str, person: Any, at: dt.datetime | None) -> None:
    """Who invites has said yes, unless the round has heard it before."""
    if pair.confirmed_at(side) is None:
        setattr(pair, f"confirmed_{side}_by", person)
        setattr(pair, f"confirmed_{side}_at", at)
