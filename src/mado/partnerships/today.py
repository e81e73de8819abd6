"""What invitations ask of a person today."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.accounts.queries import office_appointments_of, seat_organization_ids, seats_of
from mado.directory.models import Organization
from mado.kernel.today import TodayItem, register_today
from mado.partnerships.enums import InvitationState, WaitState
from mado.partnerships.models import Invitation
from mado.partnerships.queries import (
    dormant_in_care,
    dormant_of,
    live_waits_of,
    missed_in_a_row,
    received_by,
    return_token,
    sent_from,
    silent_invitations,
)
from mado.partnerships.wording import full_date, spoken_name
from mado.reference.settings import alliance

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


def dormant_in_my_offices(user: Any) -> Iterator[TodayItem]:
    """For offices: how many schools in their care sleep."""
    if not office_appointments_of(user):
        return
    count = dormant_in_care(user).count()
    if count:
        yield TodayItem(
            kind="step",
            title=ngettext(
                "%(count)d school in your care is dormant", "%(count)d schools in your care are dormant", count
            )
            % {"count": count},
            detail=_(
                "Not recommended and not invited till somebody there is heard of. A call may find a new coordinator."
            ),
            action=_("See the dormant schools"),
            url=reverse("partnerships:office_dormant"),
            tone="mend",
        )


def own_silence(user: Any) -> Iterator[TodayItem]:
    """For schools: that one's own sleeps, or is about to."""
    own = {seat.organization_id: seat.organization for seat in seats_of(user)}
    if not own:
        return
    most = alliance().dormant_after_missed
    asleep = {row.organization_id: row for row in dormant_of(list(own))}
    for pk, missed in missed_in_a_row(own).items():
        if pk not in asleep and missed >= most - 1:
            yield _about_to_sleep(own[pk], missed, most)
    for pk, profile in asleep.items():
        yield TodayItem(
            kind="needs",
            title=_("%(school)s is shown as dormant") % {"school": spoken_name(own[pk])},
            detail=_(
                "Other schools asked and had no answer, or nothing was heard of you for long. One press brings you back."
            ),
            action=_("Bring your school back"),
            url=reverse("partnerships:here", kwargs={"token": return_token(profile, user)}),
            tone="mend",
        )


def _about_to_sleep(school: Organization, missed: int, most: int) -> TodayItem:
    names = {"school": spoken_name(school), "count": missed, "most": most}
    return TodayItem(
        kind="step",
        title=ngettext(
            "%(school)s was asked %(count)d time and did not answer",
            "%(school)s was asked %(count)d times and did not answer",
            missed,
        )
        % names,
        detail=_("After %(most)d in a row a school is shown as dormant. If you look for nobody now, pause your wish.")
        % names,
        action=_("See your invitations"),
        url=f"{reverse('partnerships:invitations')}?show=ended",
        tone="mend",
    )


def places_held(user: Any) -> Iterator[TodayItem]:
    """A place one's school has waited for."""
    own = seat_organization_ids(user)
    rows = live_waits_of(own).filter(state=WaitState.HELD) if own else ()
    for row in rows[:SHOWN_MOST]:
        query = urlencode({"to": row.recipient.code, "from": row.school.code})
        yield TodayItem(
            kind="needs",
            title=_("A place at %(school)s is held for you") % {"school": spoken_name(row.recipient)},
            detail=_("Your school has waited longest. Without an invitation the place passes on to the next."),
            action=_("Write the invitation"),
            url=f"{reverse('partnerships:invite')}?{query}",
            due=row.held_until,
        )


register_today(to_answer)
register_today(waiting_for_others)
register_today(lapsed_lately)
register_today(silent_in_care)
register_today(dormant_in_my_offices)
register_today(own_silence)
register_today(places_held)
