"""WHEN a case may move: each obstacle with the sentence that says how to mend it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.queries import seat_holders
from mado.desks.enums import CaseKind
from mado.desks.models import DeskCase, InvitationReminder
from mado.kernel.decision import Decision, check, no
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation

REST = dt.timedelta(days=3)
"""An office asks after the same invitation again no sooner than this."""


def is_manual_match(case: DeskCase) -> Decision:
    return check(
        case.kind == CaseKind.MANUAL_MATCH,
        "not_a_match",
        _("Schools are proposed only where a partner is looked for by hand. Answer in words instead."),
    )


def is_past_its_day(case: DeskCase) -> Decision:
    return check(
        case.answer_by < timezone.localdate(),
        "still_in_time",
        _("There is time to answer until %(date)s.") % {"date": case.answer_by.isoformat()},
    )


def may_be_asked_after(invitation: Invitation) -> Decision:
    """It still waits, somebody is there to be asked, and nobody has been asked just now."""
    if invitation.state != InvitationState.SENT:
        return no("answered", _("It no longer waits for an answer."))
    asked = InvitationReminder.objects.filter(invitation=invitation, at__gt=timezone.now() - REST).exists()
    return check(not asked, "asked_lately", _("Your offices asked within the last three days.")) & check(
        seat_holders(invitation.recipient).exists(), "nobody", _("Nobody holds the seat of this school.")
    )
