"""Everything that writes here, by theme."""

from mado.desks.services.asker import object_to_answer, reply_in_case, settle_case
from mado.desks.services.filters import drop_filter, save_filter
from mado.desks.services.lists import ask_after_invitations, assign_cases, hand_on_cases
from mado.desks.services.office import (
    answer_case,
    ask_about_case,
    assign_case,
    close_case,
    hand_on_case,
    note_case,
    propose_schools,
    take_case,
)
from mado.desks.services.opening import open_case, open_enquiry
from mado.desks.services.reminding import (
    close_silent_cases,
    remind_of_cases,
)

__all__ = [
    "answer_case",
    "ask_about_case",
    "ask_after_invitations",
    "assign_case",
    "assign_cases",
    "close_case",
    "close_silent_cases",
    "drop_filter",
    "hand_on_case",
    "hand_on_cases",
    "note_case",
    "object_to_answer",
    "open_case",
    "open_enquiry",
    "propose_schools",
    "remind_of_cases",
    "reply_in_case",
    "save_filter",
    "settle_case",
    "take_case",
]
