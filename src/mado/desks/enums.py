from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class CaseKind(models.TextChoices):
    MANUAL_MATCH = "manual_match", _("A partner looked for by hand")
    ENQUIRY = "enquiry", pgettext_lazy("kind of case", "Question")
    CONCERN = "concern", _("Concern about safety or conduct")
    OTHER = "other", pgettext_lazy("kind of case", "Another matter")


class CaseState(StateChoices):
    OPENED = "opened", _("Waits for the office")
    TAKEN = "taken", _("The office is at it")
    INFO_REQUESTED = "info_requested", _("The office has a question")
    PROPOSED = "proposed", _("There is an answer to look at")
    SOLVED = "solved", pgettext_lazy("case", "Solved")
    CLOSED_UNANSWERABLE = "closed_unanswerable", _("Closed without a solution")


tones(
    CaseState,
    opened="waiting",
    taken="waiting",
    info_requested="mend",
    proposed="waiting",
    solved="agreed",
    closed_unanswerable="ended",
)

OPEN_STATES = (CaseState.OPENED, CaseState.TAKEN, CaseState.INFO_REQUESTED, CaseState.PROPOSED)
OFFICE_TURN = (CaseState.OPENED, CaseState.TAKEN)
"""States in which the office owes the next word."""

ASKER_TURN = (CaseState.INFO_REQUESTED, CaseState.PROPOSED)


class NoteKind(models.TextChoices):
    """What happened to a case, in the words of its timeline."""

    OPENED = "opened", _("The case was opened")
    TAKEN = "taken", _("The office took the case")
    QUESTION = "question", _("The office asked")
    REPLY = "reply", _("The reply came")
    PROPOSAL = "proposal", _("The office proposed schools")
    ANSWER = "answer", _("The office answered")
    OBJECTION = "objection", _("The answer did not fit")
    HANDED_ON = "handed_on", _("The case was handed to another office")
    ASSIGNED = "assigned", _("Somebody was put in charge")
    SOLVED = "solved", _("The case was solved")
    CLOSED = "closed", _("The case was closed")
    NUDGED = "nudged", _("The office was reminded")
    ESCALATED = "escalated", _("The CEO office was told")
    INTERNAL = "internal", _("Note for the office")


INTERNAL_KINDS = (NoteKind.INTERNAL, NoteKind.ASSIGNED)
"""Lines only offices read."""

SUBJECT_MOST = 160
TEXT_MOST = 4000
WHY_MOST = 400
CONTACT_MOST = {"contact_email": 254, "contact_name": 120, "contact_school": 200}
PROPOSED_MOST = 5
"""Schools in one answer: few enough to be looked at one by one."""

OPEN_CASES_MOST = 10
"""Open cases one asker may have at a time."""
