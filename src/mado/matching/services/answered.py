"""An answered invitation may answer what a round asks the same two schools; a job looks (services.rounds.joining)."""

from mado.kernel.jobs import queue_job
from mado.matching.queries.round_invitations import pairs_asked_by
from mado.partnerships.models import Invitation


def settle_when_answered(invitation: Invitation) -> None:
    if pairs_asked_by(invitation).exists():
        queue_job("matching.settle_pairs", invitation_id=invitation.pk)
