"""Letters that led to nothing go five years after; what is left says that they were sent, when, and how they ended."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from mado.kernel.retention import register_retention
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation

CASE_YEARS = 5
LETTER = "about_us proposal first_step answer_note"
COUNTED = (
    "id code sender recipient wish kind mode language group_size reply_by state state_changed_at sent_by sent_at seen_at "
    "nudged_at nudges answered_by answered_at decline_reason"
)


def five_years_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(days=365 * CASE_YEARS)


def _closed() -> QuerySet[Invitation]:
    """Ended without an exchange. An accepted one is part of its exchange's case: see exchanges.retention."""
    ended = (InvitationState.DECLINED, InvitationState.WITHDRAWN, InvitationState.LAPSED)
    return Invitation.objects.filter(state__in=ended, state_changed_at__lt=five_years_ago())


register_retention("partnerships.Invitation", "case", due=_closed, clears=LETTER, keeps=COUNTED)
register_retention(
    "partnerships.InvitationWait",
    "case",
    due=None,
    keeps="id school recipient state state_changed_at asked_by since held_until",
)
