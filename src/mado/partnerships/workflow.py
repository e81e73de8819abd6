"""The moves of an invitation. What its dates say (seen, reminded, overdue) is read off the dates, never a state."""

from django.utils.translation import pgettext_lazy

from mado.kernel.workflow import SYSTEM, Move, Workflow
from mado.partnerships.enums import InvitationState
from mado.partnerships.guards import has_both_taking_part, has_room_at_sender, is_in_time, is_past_reply_date

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
