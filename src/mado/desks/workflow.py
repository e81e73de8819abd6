"""The moves of a case. Handing on leads back to "opened", at the other office: the note and the office say where it was."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.desks.enums import CaseState
from mado.desks.guards import is_manual_match, is_past_its_day
from mado.kernel.workflow import SYSTEM, Move, Workflow

S = CaseState
_WITH_OFFICE = (S.OPENED, S.TAKEN)
_OPEN = (S.OPENED, S.TAKEN, S.INFO_REQUESTED, S.PROPOSED)
_WORK = "desks.work_on_case"
_ASKER = "desks.answer_as_asker"

DESK_CASE = Workflow(
    name="desk case",
    states=CaseState,
    initial=S.OPENED,
    moves=(
        Move("take", pgettext_lazy("case", "Take the case"), (S.OPENED,), S.TAKEN, _WORK, tone="primary"),
        Move("ask", _("Ask back"), _WITH_OFFICE, S.INFO_REQUESTED, _WORK),
        Move("reply", _("Send the reply"), (S.INFO_REQUESTED,), S.TAKEN, _ASKER, tone="primary"),
        Move(
            "propose", _("Propose schools"), (*_WITH_OFFICE, S.PROPOSED), S.PROPOSED, _WORK, guards=(is_manual_match,)
        ),
        Move("answer", pgettext_lazy("case", "Answer"), _WITH_OFFICE, S.PROPOSED, _WORK),
        Move("object", _("Say why it does not fit"), (S.PROPOSED,), S.TAKEN, _ASKER),
        Move("settle", _("Mark as solved"), _OPEN, S.SOLVED, _ASKER, tone="primary"),
        Move("settle_silent", _("Taken as solved"), (S.PROPOSED,), S.SOLVED, SYSTEM, guards=(is_past_its_day,)),
        Move("hand_on", _("Hand to another office"), _WITH_OFFICE, S.OPENED, _WORK),
        Move("close", _("Close without a solution"), _OPEN, S.CLOSED_UNANSWERABLE, _WORK, tone="danger"),
        Move(
            "close_silent",
            _("Closed for want of a reply"),
            (S.INFO_REQUESTED,),
            S.CLOSED_UNANSWERABLE,
            SYSTEM,
            guards=(is_past_its_day,),
        ),
    ),
    ends=(S.SOLVED, S.CLOSED_UNANSWERABLE),
)
