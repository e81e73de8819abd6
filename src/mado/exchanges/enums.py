from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class ExchangeState(StateChoices):
    """paired: both agreed · active: at least one session was held · reported: both sides reported · verified: it counts."""

    PAIRED = "paired", pgettext_lazy("exchange", "Paired, first session ahead")
    ACTIVE = "active", pgettext_lazy("exchange", "Active")
    COMPLETED = "completed", pgettext_lazy("exchange", "Completed, reports due")
    REPORTED = "reported", pgettext_lazy("exchange", "Reported, waiting for the office")
    VERIFIED = "verified", pgettext_lazy("exchange", "Verified")
    ENDED = "ended", pgettext_lazy("exchange", "Ended early")


tones(
    ExchangeState,
    paired="waiting",
    active="agreed",
    completed="waiting",
    reported="waiting",
    verified="agreed",
    ended="ended",
)


class SessionState(StateChoices):
    PROPOSED = "proposed", pgettext_lazy("session", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("session", "Confirmed")
    HELD = "held", pgettext_lazy("session", "Held")
    NO_SHOW = "no_show", pgettext_lazy("session", "One side did not come")
    CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")


tones(SessionState, proposed="waiting", confirmed="agreed", held="agreed", no_show="mend", cancelled="ended")


class ReportState(StateChoices):
    DRAFT = "draft", pgettext_lazy("report", "Being written")
    SUBMITTED = "submitted", pgettext_lazy("report", "Handed in")
    RETURNED = "returned", pgettext_lazy("report", "Sent back with a question")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")


tones(ReportState, draft="draft", submitted="waiting", returned="mend", accepted="agreed")


class SideLabel(models.TextChoices):
    """A is the side that invited."""

    A = "a", "A"
    B = "b", "B"


class GoOn(models.TextChoices):
    YES = "yes", pgettext_lazy("would go on", "Yes, with the same partner")
    DEEPER = "deeper", pgettext_lazy("would go on", "Yes, and take the next step together")
    MAYBE = "maybe", pgettext_lazy("would go on", "Perhaps")
    NO = "no", pgettext_lazy("would go on", "No")


class FacilitatedBy(models.TextChoices):
    ALLIANCE = "alliance", _("The alliance, through this platform")
    COUNTY = "county", _("A local education centre")
    MISSION = "mission", _("A mission abroad")
    SCHOOL = "school", _("The school itself")
