"""An invitation to a seat is reminded of once and lapses on its date, where the school is. Run by a periodic job."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from mado.accounts import messages
from mado.accounts.enums import SeatInvitationState
from mado.accounts.models import SeatInvitation
from mado.accounts.services.seat_offers import locked_offer, tell_inviter, write_to_invited
from mado.accounts.workflow import SEAT_INVITATION
from mado.audit.services import record

NUDGE_BEFORE_DAYS = 3
"""So many days before its date; a date nearer than that when it was sent is not reminded of."""


def follow_seat_offers() -> tuple[int, int]:
    """Remind and lapse every open invitation to a seat whose day has come; (reminded, lapsed)."""
    rows = list(SeatInvitation.objects.filter(state=SeatInvitationState.SENT).order_by("id"))
    moved = [_follow(row) for row in rows]
    return moved.count("reminded"), moved.count("lapsed")


@transaction.atomic
def _follow(invitation: SeatInvitation) -> str:
    invitation = locked_offer(invitation)
    if invitation.state != SeatInvitationState.SENT:
        return ""
    today = timezone.localdate(timezone=ZoneInfo(invitation.organization.time_zone))
    if invitation.reply_by < today:
        SEAT_INVITATION.perform(invitation, "lapse", None)
        record(actor=None, verb="accounts.lapse_seat_invitation", thing=invitation)
        tell_inviter(invitation, messages.SEAT_OFFER_LAPSED)
        return "lapsed"
    near = invitation.reply_by - dt.timedelta(days=NUDGE_BEFORE_DAYS)
    if invitation.reminded_on is not None or today < near or invitation.created_at.date() >= near:
        return ""
    invitation.reminded_on = today
    invitation.save(update_fields=["reminded_on"])
    record(actor=None, verb="accounts.nudge_seat_invitation", thing=invitation)
    write_to_invited(invitation, messages.SEAT_OFFER_NUDGED)
    return "reminded"
