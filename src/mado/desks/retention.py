"""A closed case goes as a whole, with its notes and proposals: sooner where somebody without an account asked."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from mado.accounts.queries import those_gone
from mado.desks.enums import OPEN_STATES
from mado.desks.models import CaseNote, CaseProposal, DeskCase, RateMark, SavedFilter
from mado.kernel.retention import register_retention
from mado.reference.settings import alliance

CASES_KEPT = dt.timedelta(days=5 * 365)
MARKS_KEPT = dt.timedelta(days=1)


def _outlived() -> QuerySet[DeskCase]:
    now = timezone.now()
    closed = DeskCase.objects.exclude(state__in=OPEN_STATES)
    enquiries = closed.filter(opened_by=None, closed_at__lt=now - dt.timedelta(days=alliance().enquiry_kept_days))
    return enquiries | closed.filter(closed_at__lt=now - CASES_KEPT)


register_retention(
    "desks.CaseNote", "desk_case", due=lambda: CaseNote.objects.filter(case__in=_outlived()), deletes=True
)
register_retention(
    "desks.CaseProposal", "desk_case", due=lambda: CaseProposal.objects.filter(case__in=_outlived()), deletes=True
)
register_retention("desks.DeskCase", "desk_case", due=_outlived, deletes=True)
register_retention(
    "desks.RateMark",
    "rate_mark",
    due=lambda: RateMark.objects.filter(at__lt=timezone.now() - MARKS_KEPT),
    deletes=True,
)
register_retention(
    "desks.SavedFilter",
    "seat",
    due=lambda: SavedFilter.objects.filter(user__in=those_gone()),
    deletes=True,
)
register_retention("desks.InvitationReminder", "case", due=None, keeps="id invitation sent_by at")
