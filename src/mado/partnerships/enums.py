from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class InvitationState(StateChoices):
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    DECLINED = "declined", pgettext_lazy("invitation", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")
    LAPSED = "lapsed", _("Lapsed without an answer")


tones(InvitationState, sent="waiting", accepted="agreed", declined="ended", withdrawn="ended", lapsed="mend")


class WaitState(StateChoices):
    WAITING = "waiting", pgettext_lazy("place for an invitation", "Waiting for a place")
    HELD = "held", pgettext_lazy("place for an invitation", "A place is held")
    USED = "used", pgettext_lazy("place for an invitation", "Invited")
    PASSED = "passed", pgettext_lazy("place for an invitation", "The place has passed on")
    LEFT = "left", pgettext_lazy("place for an invitation", "No longer waiting")


tones(WaitState, waiting="waiting", held="mend", used="agreed", passed="ended", left="ended")


class DeclineReason(models.TextChoices):
    """The reason codes are the alliance's bottleneck statistic, so there are few and each is plain."""

    FULL = "full", pgettext_lazy("decline reason", "We already have enough partners")
    DATES = "dates", pgettext_lazy("decline reason", "The dates do not suit us")
    TIMES = "times", pgettext_lazy("decline reason", "Our days do not meet")
    STAFFING = "staffing", pgettext_lazy("decline reason", "Nobody here can take it on")
    LANGUAGE = "language", pgettext_lazy("decline reason", "The language does not suit us")
    AGES = "ages", pgettext_lazy("decline reason", "Our pupils' ages differ too much")
    TOPIC = "topic", pgettext_lazy("decline reason", "We look for another kind of exchange")
    OTHER = "other", pgettext_lazy("decline reason", "Another reason")


TEXT_MOST = {"about_us": 1500, "proposal": 1500, "first_step": 600, "answer_note": 1000}
"""Characters a field of an invitation takes."""

LANGUAGE_MOST = 16
"""Characters of a BCP 47 tag."""
