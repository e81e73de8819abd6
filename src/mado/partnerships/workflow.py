"""The moves of an invitation. What its dates say (seen, reminded, overdue) is read off the dates, never a state."""

from django.utils.translation import pgettext_lazy

from mado.kernel.workflow import SYSTEM, Move, Workflow
from mado.partnerships.enums import InvitationState, WaitState
from mado.partnerships.guards import (
    has_both_taking_part,
    has_room_at_sender,
    is_hold_over,
    is_in_time,
    is_past_reply_date,
)

S = InvitationState

INVITATION_WORKFLOW = Workflow(
    name="invitation",
    states=InvitationState,
    initial=S.SENT,
    moves=(
        Move(
            name="accept",
            label=pgettext_lazy("invitation", "Accept the invitation"),
            sources=(S.SENT,),
            target=S.ACCEPTED,
            permission="partnerships.answer_invitation",
            guards=(is_in_time, has_both_taking_part, has_room_at_sender),
            tone="primary",
        ),
        Move(
            name="decline",
            label=pgettext_lazy("invitation", "Decline the invitation"),
            sources=(S.SENT,),
            target=S.DECLINED,
            permission="partnerships.answer_invitation",
            guards=(is_in_time,),
        ),
        Move(
            name="withdraw",
            label=pgettext_lazy("invitation", "Withdraw the invitation"),
            sources=(S.SENT,),
            target=S.WITHDRAWN,
            permission="partnerships.withdraw_invitation",
            tone="danger",
        ),
        Move(
            name="lapse",
            label=pgettext_lazy("invitation", "Let it lapse"),
            sources=(S.SENT,),
            target=S.LAPSED,
            permission=SYSTEM,
            guards=(is_past_reply_date,),
        ),
    ),
    ends=(S.ACCEPTED, S.DECLINED, S.WITHDRAWN, S.LAPSED),
)

W = WaitState

WAIT_WORKFLOW = Workflow(
    name="wait",
    states=WaitState,
    initial=W.WAITING,
    moves=(
        Move(
            name="hold",
            label=pgettext_lazy("place for an invitation", "Hold the place"),
            sources=(W.WAITING,),
            target=W.HELD,
            permission=SYSTEM,
        ),
        Move(
            name="use",
            label=pgettext_lazy("place for an invitation", "Take the place"),
            sources=(W.WAITING, W.HELD),
            target=W.USED,
            permission=SYSTEM,
        ),
        Move(
            name="pass_on",
            label=pgettext_lazy("place for an invitation", "Let it pass on"),
            sources=(W.HELD,),
            target=W.PASSED,
            permission=SYSTEM,
            guards=(is_hold_over,),
        ),
        Move(
            name="leave",
            label=pgettext_lazy("place for an invitation", "Stop waiting"),
            sources=(W.WAITING, W.HELD),
            target=W.LEFT,
            permission="partnerships.leave_line",
        ),
    ),
    ends=(W.USED, W.PASSED, W.LEFT),
)
