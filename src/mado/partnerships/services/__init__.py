from mado.partnerships.services.answering import (
    accept_invitation,
    decline_invitation,
    mark_seen,
    withdraw_invitation,
)
from mado.partnerships.services.reminding import lapse_invitations, nudge_invitations
from mado.partnerships.services.sending import send_invitation

__all__ = [
    "accept_invitation",
    "decline_invitation",
    "lapse_invitations",
    "mark_seen",
    "nudge_invitations",
    "send_invitation",
    "withdraw_invitation",
]
