from mado.partnerships.services.answering import (
    accept_invitation,
    decline_invitation,
    mark_seen,
    withdraw_invitation,
)
from mado.partnerships.services.dormancy import say_we_are_here, watch_over_liveness
from mado.partnerships.services.reminding import lapse_invitations, nudge_invitations
from mado.partnerships.services.sending import send_invitation
from mado.partnerships.services.waiting import ask_to_be_told, leave_line, move_lines_on

__all__ = [
    "accept_invitation",
    "ask_to_be_told",
    "decline_invitation",
    "lapse_invitations",
    "leave_line",
    "mark_seen",
    "move_lines_on",
    "nudge_invitations",
    "say_we_are_here",
    "send_invitation",
    "watch_over_liveness",
    "withdraw_invitation",
]
