"""When our days meet, in a word, on each row of a list of schools."""

import datetime as dt
from collections.abc import Mapping, Sequence
from statistics import median_low

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.queries import seats_of
from mado.directory.contributions import register_row_notes
from mado.directory.models import Organization
from mado.kernel.once import Keys
from mado.profiles.engine.overlap import SchoolDays, common_windows
from mado.profiles.queries import school_days_of_many
from mado.profiles.wording import duration_text

_AHEAD = dt.timedelta(weeks=8)
"""Long enough to hold school weeks on both sides, whatever the season; short enough to be worked out for a whole page."""


def meeting_notes(request: HttpRequest, organizations: Sequence[Organization], keys: Keys) -> Mapping[int, str]:  # noqa: ARG001  # of schools nothing was read of, too
    """For who holds a seat: the usual common time with each school of the page. Three queries for any number."""
    seats = seats_of(request.user)
    if not seats or not organizations:
        return {}
    mine = seats[0].organization
    others = [row for row in organizations if row.pk != mine.pk]
    first = timezone.localdate()
    days = school_days_of_many([mine, *others], first, first + _AHEAD)
    return {row.pk: sentence for row in others if (sentence := _note(days[mine.pk], days[row.pk], first))}


def _note(mine: SchoolDays, theirs: SchoolDays, first: dt.date) -> str:
    meeting = [day.minutes for day in common_windows(mine, theirs, first, first + _AHEAD) if mine.teaches_on(day.date)]
    met = [minutes for minutes in meeting if minutes]
    if not meeting:
        return ""
    if len(met) * 4 < len(meeting):
        return _("Your lessons do not meet: after school, in the evening or in turns.")
    return _("Your lessons meet for %(time)s a day.") % {"time": duration_text(median_low(met))}


register_row_notes(meeting_notes, of_any_school=True)
