"""What invitations ask of a person today."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.accounts.queries import office_appointments_of, seat_organization_ids
from mado.kernel.today import TodayItem, register_today
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation
from mado.partnerships.queries import received_by, sent_from, silent_invitations
from mado.partnerships.wording import full_date, spoken_name

SHOWN_MOST = 10
"""Lines of one sort on the home page; the list shows them all."""

LAPSED_DAYS = 14
"""For how long the home page speaks of a lapsed invitation."""


def _url(invitation: Invitation) -> str:
    return reverse("partnerships:invitation", kwargs={"code": invitation.code})


def to_answer(user: Any) -> Iterator[TodayItem]:
    """Received and waiting: due at the end of the reply-by day where the school is."""
    own = seat_organization_ids(user)
    rows = received_by(own).filter(state=InvitationState.SENT).order_by("reply_by", "id") if own else ()
    for row in rows[:SHOWN_MOST]:
        names = {"school": spoken_name(row.sender), "date": full_date(row.reply_by)}
        yield TodayItem(
            kind="needs",
            title=_("%(school)s invites your school") % names,
            detail=_("Please answer by %(date)s.") % names,
            action=_("Answer the invitation"),
            url=_url(row),
            due=row.last_moment,
        )


def waiting_for_others(user: Any) -> Iterator[TodayItem]:
    own = seat_organization_ids(user)
    rows = sent_from(own).filter(state=InvitationState.SENT).order_by("reply_by", "id") if own else ()
    for row in rows[:SHOWN_MOST]:
        names = {"school": spoken_name(row.recipient), "date": full_date(row.reply_by)}
        yield TodayItem(
            kind="moves",
            title=_("Your invitation to %(school)s") % names,
            detail=_("The school answers by %(date)s.") % names,
            action=_("See the invitation"),
            url=_url(row),
            due=row.last_moment,
        )


def lapsed_lately(user: Any) -> Iterator[TodayItem]:
    """Nobody answered: the next best step for the school that asked."""
    own = seat_organization_ids(user)
    since = timezone.now() - dt.timedelta(days=LAPSED_DAYS)
    lapsed = InvitationState.LAPSED
    rows = sent_from(own).filter(state=lapsed, state_changed_at__gte=since).order_by("-state_changed_at") if own else ()
    for row in rows[:SHOWN_MOST]:
        yield TodayItem(
            kind="step",
            title=_("%(school)s did not answer") % {"school": spoken_name(row.recipient)},
            detail=_("Your wish stays open. Look for another school, or invite this one again."),
            action=_("See what to do next"),
            url=_url(row),
            tone="mend",
        )


def silent_in_care(user: Any) -> Iterator[TodayItem]:
    """For offices: one line with the number, due when the first of them lapses."""
    if not office_appointments_of(user):
        return
    rows = list(silent_invitations(user).order_by("reply_by", "id"))
    if rows:
        yield TodayItem(
            kind="needs",
            title=ngettext(
                "%(count)d invitation has had no answer after a reminder",
                "%(count)d invitations have had no answer after a reminder",
                len(rows),
            )
            % {"count": len(rows)},
            detail=_("The first lapses after %(date)s. A call to the invited school may help.")
            % {"date": full_date(rows[0].reply_by)},
            action=_("See the silent invitations"),
            url=reverse("partnerships:office_invitations"),
            due=min(row.last_moment for row in rows),
        )


register_today(to_answer)
register_today(waiting_for_others)
register_today(lapsed_lately)
register_today(silent_in_care)
