"""What dates do: reminders before the reply-by date, the lapse after it. Each run may be repeated or run twice at
once: a row is taken under its lock, looked at again, and skipped when another worker holds it."""

from django.db import transaction
from django.utils import timezone

from mado.audit.services import record
from mado.partnerships.guards import is_past_reply_date
from mado.partnerships.models import Invitation
from mado.partnerships.queries import NUDGES_MOST, is_nudge_due, lapse_candidates, nudge_candidates
from mado.partnerships.services.dormancy import fall_asleep_if_silent
from mado.partnerships.services.letters import write_lapsed, write_nudged, write_silent
from mado.partnerships.services.locking import lock_schools, make_move
from mado.partnerships.services.waiting import offer_free_places
from mado.reference.settings import AllianceSettings, alliance


def _take(invitation_id: int) -> Invitation | None:
    """The row under its lock, or None when somebody else is at it."""
    return (
        Invitation.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("sender__profile", "recipient__profile", "wish", "answered_by")
        .filter(pk=invitation_id)
        .first()
    )


def nudge_invitations() -> int:
    """Remind invited schools that owe an answer; how many were reminded. One transaction per invitation."""
    settings = alliance()
    due = [row.pk for row in nudge_candidates() if is_nudge_due(row, settings)]
    return sum(_nudge(pk, settings) for pk in due)


@transaction.atomic
def _nudge(invitation_id: int, settings: AllianceSettings) -> bool:
    row = _take(invitation_id)
    if row is None or not is_nudge_due(row, settings):
        return False
    row.nudged_at = timezone.now()
    row.nudges += 1
    row.save(update_fields=["nudged_at", "nudges"])
    record(actor=None, verb="partnerships.nudge_invitation", thing=row, details={"nudge": row.nudges})
    write_nudged(row)
    if row.nudges >= NUDGES_MOST:
        write_silent(row)
    return True


def lapse_invitations() -> int:
    """Close invitations whose date has passed where the recipient is; how many. One transaction per invitation."""
    return sum(_lapse(pk, recipient) for pk, recipient in lapse_candidates())


@transaction.atomic
def _lapse(invitation_id: int, recipient_id: int) -> bool:
    lock_schools([recipient_id])
    row = _take(invitation_id)
    if row is None or not row.is_open or not is_past_reply_date(row):
        return False
    make_move(row, "lapse", None)
    record(actor=None, verb="partnerships.lapse_invitation", thing=row)
    write_lapsed(row)
    fall_asleep_if_silent(row.recipient)
    offer_free_places(row.recipient)
    return True
