"""The moves of a seat claim and of an invitation to a seat. Only the services of this app make them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.accounts.enums import ClaimState, SeatInvitationState
from mado.accounts.guards import (
    has_listed_school,
    has_vouched_school,
    is_without_seat,
)
from mado.kernel.workflow import SYSTEM, Move, Workflow

_OPEN = (ClaimState.SUBMITTED.value, ClaimState.INFO_REQUESTED.value)

SEAT_CLAIM = Workflow(
    name="seat claim",
    states=ClaimState,
    initial=ClaimState.SUBMITTED.value,
    moves=(
        Move(
            "approve",
            pgettext_lazy("seat claim", "Approve"),
            _OPEN,
            ClaimState.APPROVED.value,
            "accounts.decide_claim",
            guards=(has_listed_school, is_without_seat),
            tone="primary",
        ),
        Move(
            "request_info",
            _("Ask for more"),
            (ClaimState.SUBMITTED.value,),
            ClaimState.INFO_REQUESTED.value,
            "accounts.decide_claim",
        ),
        Move(
            "refuse",
            pgettext_lazy("seat claim", "Refuse"),
            _OPEN,
            ClaimState.REFUSED.value,
            "accounts.decide_claim",
            tone="danger",
        ),
        Move(
            "answer",
            _("Send the answer"),
            (ClaimState.INFO_REQUESTED.value,),
            ClaimState.SUBMITTED.value,
            "accounts.answer_claim",
            tone="primary",
        ),
        Move(
            "withdraw",
            pgettext_lazy("seat claim", "Withdraw"),
            _OPEN,
            ClaimState.WITHDRAWN.value,
            "accounts.withdraw_claim",
        ),
    ),
    ends=(ClaimState.APPROVED.value, ClaimState.REFUSED.value, ClaimState.WITHDRAWN.value),
)

_SENT = (SeatInvitationState.SENT.value,)

SEAT_INVITATION = Workflow(
    name="seat invitation",
    states=SeatInvitationState,
    initial=SeatInvitationState.SENT.value,
    moves=(
        Move(
            "accept",
            pgettext_lazy("seat invitation", "Accept"),
            _SENT,
            SeatInvitationState.ACCEPTED.value,
            "accounts.answer_seat_invitation",
            guards=(has_listed_school, has_vouched_school),
            tone="primary",
        ),
        Move(
            "decline",
            pgettext_lazy("seat invitation", "Decline"),
            _SENT,
            SeatInvitationState.DECLINED.value,
            "accounts.answer_seat_invitation",
        ),
        Move(
            "withdraw",
            pgettext_lazy("seat invitation", "Withdraw"),
            _SENT,
            SeatInvitationState.WITHDRAWN.value,
            "accounts.withdraw_seat_invitation",
        ),
        Move("lapse", pgettext_lazy("seat invitation", "Lapse"), _SENT, SeatInvitationState.LAPSED.value, SYSTEM),
    ),
    ends=(
        SeatInvitationState.ACCEPTED.value,
        SeatInvitationState.DECLINED.value,
        SeatInvitationState.WITHDRAWN.value,
        SeatInvitationState.LAPSED.value,
    ),
)
