"""Rounds and invitations between the same two schools: which of them ask the same (services.rounds.joining).

An invitation asks what a round asks when its kind is the one the round has for the side of its sender: who is welcomed in a
round has been asked by an invitation to visit as well.
"""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from mado.matching.enums import PairState, RoundSide
from mado.matching.models import PairingRound, RoundPair
from mado.matching.queries.round_pools import ANSWERING_KIND
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation


def _asking_the_same(a: Any, b: Any, kind: Any) -> QuerySet[Invitation]:
    """Invitations between the schools of both sides that ask what a round of this kind asks; ids, or references to them."""
    answering = Case(*(When(kind=one, then=Value(other)) for one, other in ANSWERING_KIND.items()), default=F("kind"))
    of_kind = Q(sender=a, recipient=b, kind=kind) | Q(sender=b, recipient=a, kind_there=kind)
    return Invitation.objects.alias(kind_there=answering).filter(of_kind)


def _asking_like(pair: RoundPair) -> QuerySet[Invitation]:
    return _asking_the_same(pair.a.organization_id, pair.b.organization_id, pair.round.kind)


def invitation_waits() -> Exists:
    """Of a pair: an invitation that asks the same waits for an answer, whoever sent it."""
    rows = _asking_the_same(OuterRef("a__organization"), OuterRef("b__organization"), OuterRef("round__kind"))
    return Exists(rows.filter(state=InvitationState.SENT))


def waiting_invitation(pair: RoundPair) -> Invitation | None:
    """That waits for an answer and asks the same. What is sent after the date of the round asks anew, so that a round ends."""
    rows = _asking_like(pair).filter(state=InvitationState.SENT, sent_at__lt=pair.reply_deadline)
    return rows.order_by("pk").first()


def ended_invitations(pair: RoundPair) -> QuerySet[Invitation]:
    """Asked the same, and since the announcement were answered or lapsed, first things first."""
    states = (InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.LAPSED)
    rows = _asking_like(pair).filter(state__in=states, state_changed_at__gte=pair.round.announced_at)
    return rows.select_related("sent_by", "answered_by").order_by("state_changed_at", "pk")


def pairs_asked_by(invitation: Invitation) -> QuerySet[RoundPair]:
    """Pairs that a round still asks the same. Where both have said yes just now, the invitation is the round's own."""
    one, other, kind = invitation.sender_id, invitation.recipient_id, invitation.kind
    of_kind = Q(a__organization=one, b__organization=other, round__kind=kind) | Q(
        a__organization=other, b__organization=one, round__kind=ANSWERING_KIND.get(kind, kind)
    )
    owed = Q(confirmed_a_at=None) | Q(confirmed_b_at=None)
    return RoundPair.objects.filter(of_kind, owed, state=PairState.ASKED).order_by("pk")


def invited_already(found: PairingRound) -> set[tuple[str, str]]:
    """Codes (side a, side b) of schools of the round between which an invitation waits for an answer, to whatever it is: two
    schools have one open at a time, so their second yes would have to wait for it. Two queries."""
    sides = dict(found.schools.filter(left_out=False).values_list("organization__code", "side"))
    rows = Invitation.objects.filter(
        state=InvitationState.SENT, sender__code__in=list(sides), recipient__code__in=list(sides)
    )
    pairs = [
        pair if sides[pair[0]] == RoundSide.A else pair[::-1]
        for pair in rows.order_by().values_list("sender__code", "recipient__code")
    ]
    return {(a, b) for a, b in pairs if sides[a] != sides[b]}
