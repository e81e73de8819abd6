"""An answered invitation may answer what a round asks the same two schools; a job looks (services.rounds.joining)."""

from mado.kernel.jobs import queue_job
from mado.matching.queries.rounds import asked_pairs_between
from mado.partnerships.models import Invitation


def settle_when_answered(invitation: Invitation) -> None:
    if asked_pairs_between(invitation.sender_id, invitation.recipient_id).exists():
        queue_job("matching.settle_pairs", invitation_id=invitation.pk)
