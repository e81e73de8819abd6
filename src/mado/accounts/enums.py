from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator")
    DEPUTY = "deputy", _("Deputy coordinator")
    PRINCIPAL = "principal", _("Principal")
    MISSION_OFFICER = "mission_officer", _("Mission officer")
    COUNTY_OFFICER = "county_officer", _("County centre officer")
    OFFICE_STAFF = "office_staff", _("Regional office staff")
    OFFICE_HEAD = "office_head", _("Head of regional office")
    CEO_STAFF = "ceo_staff", _("CEO office staff")
    CEO = "ceo", _("Chief executive")
    MINISTRY_OFFICER = "ministry_officer", _("Ministry officer")
    AUDITOR = "auditor", _("Auditor")


SEAT_ROLES = (Role.COORDINATOR, Role.DEPUTY, Role.PRINCIPAL)
"""Roles by which a person acts for a school or university."""

OFFICE_ROLES = (Role.MISSION_OFFICER, Role.COUNTY_OFFICER, Role.OFFICE_STAFF, Role.OFFICE_HEAD)
"""Roles that care for the places in their office's mandate."""

ALLIANCE_ROLES = (Role.CEO_STAFF, Role.CEO)
"""Roles that care for everything."""

READING_ROLES = (Role.MINISTRY_OFFICER, Role.AUDITOR)
"""Roles that read everything of the cases and decide nothing in them."""


class ClaimState(StateChoices):
    SUBMITTED = "submitted", _("Waiting for the office")
    INFO_REQUESTED = "info_requested", _("The office asks for more")
    APPROVED = "approved", pgettext_lazy("seat claim", "Approved")
    REFUSED = "refused", pgettext_lazy("seat claim", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("seat claim", "Withdrawn")


tones(
    ClaimState,
    submitted="waiting",
    info_requested="mend",
    approved="agreed",
    refused="ended",
    withdrawn="ended",
)


class ClaimNoteKind(models.TextChoices):
    """What happened to a claim, in the order of its life; each with the words said then."""

    ASKED = "asked", _("The seat was asked for")
    QUESTION = "question", _("The office asked for more")
    ANSWER = "answer", _("The answer came")
    APPROVED = "approved", _("The office approved")
    REFUSED = "refused", _("The office refused")
    WITHDRAWN = "withdrawn", _("The claim was withdrawn")
    HANDED_OVER = "handed_over", _("Another office took over")


class SeatInvitationPurpose(models.TextChoices):
    COLLEAGUE = "colleague", pgettext_lazy("seat invitation", "Colleague")
    SUCCESSOR = "successor", pgettext_lazy("seat invitation", "Successor")
    INTERIM = "interim", pgettext_lazy("seat invitation", "Stands in for a time")


class SeatInvitationState(StateChoices):
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("seat invitation", "Accepted")
    DECLINED = "declined", pgettext_lazy("seat invitation", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("seat invitation", "Withdrawn")
    LAPSED = "lapsed", _("Lapsed without an answer")


tones(SeatInvitationState, sent="waiting", accepted="agreed", declined="ended", withdrawn="ended", lapsed="mend")


class EndingStage(models.IntegerChoices):
    """What has been written about the end of a seat, a vouching, a mandate or a wish; each is written once."""

    NOTHING = 0, _("Nothing written yet")
    FIRST = 1, _("First reminder sent")
    LAST = 2, _("Last reminder sent")
    ENDED = 3, _("Told that it has ended")
