from collections.abc import Iterable
from typing import Any

from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import NotPossible
from mado.kernel.workflow import Move
from mado.partnerships.guards import is_unanswered
from mado.partnerships.models import Invitation
from mado.partnerships.workflow import INVITATION_WORKFLOW


def lock_schools(organization_ids: Iterable[int]) -> None:
    """One at a time may send or accept for these schools, so that a stated capacity holds. Always before invitations,
    in order of id, so two deeds never wait for each other. `no_key`: rows that merely refer to a school go on."""
    ids = sorted(set(organization_ids))
    list(Organization.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def school_as_it_stands(organization: Organization) -> Organization:
    """Read again after the lock: its profile says now how many invitations it takes, and whether it sleeps."""
    return Organization.objects.select_related("profile").get(pk=organization.pk)


def lock_invitation(invitation: Invitation) -> Invitation:
    """The row as it stands now, ours until the transaction ends, with both schools."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("sender__profile", "recipient__profile", "wish", "answered_by")
        .get(pk=invitation.pk)
    )


def make_move(invitation: Invitation, name: str, actor: Any) -> Move:
    """The workflow's move; who comes second is told who was first. Both schools may have a place more or less now:
    the recipient for invitations, and after a yes either for partners."""
    try:
        move = INVITATION_WORKFLOW.perform(invitation, name, actor)
    except NotPossible as refusal:
        ended = is_unanswered(invitation)
        if ended:
            raise
        raise NotPossible(ended) from refusal
    queue_reindex([invitation.sender_id, invitation.recipient_id])
    return move
