"""The line before a full school: asking to be told, the place held for who waited longest, and its passing on.

Whoever changes how many places a school has holds that school's lock (services.locking) when offering them.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from mado.accounts.models import User
from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import NotPermitted, NotPossible
from mado.partnerships.enums import WaitState
from mado.partnerships.guards import may_offer_places, may_wait
from mado.partnerships.models import LIVE_WAITS, InvitationWait
from mado.partnerships.queries import free_places, line_of, overdue_holds, schools_waited_for
from mado.partnerships.services.letters import write_place_free, write_place_passed
from mado.partnerships.services.locking import lock_schools, school_as_it_stands
from mado.partnerships.workflow import WAIT_WORKFLOW
from mado.reference.settings import alliance


@transaction.atomic
def ask_to_be_told(*, sender: Organization, recipient: Organization, actor: User) -> InvitationWait:
    """Stand in line for a place among the open invitations of a school that is full."""
    if not actor.has_perm("partnerships.send_invitation", sender):
        raise NotPermitted("partnerships.send_invitation")
    lock_schools([sender.pk, recipient.pk])
    recipient = school_as_it_stands(recipient)
    decision = may_wait(sender, recipient)
    if not decision:
        raise NotPossible(decision)
    wait = InvitationWait.objects.create(school=sender, recipient=recipient, asked_by=actor)
    record(actor=actor, verb="partnerships.ask_to_be_told", thing=wait, details={"recipient": recipient.code})
    return wait


def lock_wait(wait: InvitationWait) -> InvitationWait:
    rows = InvitationWait.objects.select_for_update(of=("self",))
    return rows.select_related("school__profile", "recipient__profile").get(pk=wait.pk)


@transaction.atomic
def leave_line(*, wait: InvitationWait, actor: User) -> InvitationWait:
    """The school no longer waits; a place held for it goes to the next."""
    lock_schools([wait.recipient_id])
    row = lock_wait(wait)
    WAIT_WORKFLOW.perform(row, "leave", actor)
    record(actor=actor, verb="partnerships.leave_line", thing=row, details={"recipient": row.recipient.code})
    offer_free_places(row.recipient)
    queue_reindex([row.recipient_id])
    return row


def use_place(sender: Organization, recipient: Organization) -> None:
    """The school has invited: its waiting is over. Called by the sending, under the lock of both schools."""
    wait = InvitationWait.objects.filter(school=sender, recipient=recipient, state__in=LIVE_WAITS).first()
    if wait:
        WAIT_WORKFLOW.perform(wait, "use", None)
        record(actor=None, verb="partnerships.use_place", thing=wait)


def offer_free_places(recipient: Organization) -> int:
    """Hold each free place for who has waited longest; how many. Call it under the recipient's lock, in a transaction."""
    waiting = list(
        line_of(recipient).filter(state=WaitState.WAITING).select_related("school__profile", "recipient__profile")
    )
    if not waiting or not may_offer_places(recipient):
        return 0
    offered = waiting[: free_places(recipient)]
    days = alliance().place_held_days
    for wait in offered:
        wait.held_until = timezone.now() + dt.timedelta(days=days)
        wait.save(update_fields=["held_until"])
        WAIT_WORKFLOW.perform(wait, "hold", None)
        record(actor=None, verb="partnerships.hold_place", thing=wait, details={"days": days})
        write_place_free(wait)
    return len(offered)


def move_lines_on() -> int:
    """Let overdue places pass on and hold free ones; how many were held. One transaction per school waited for."""
    return sum(_move_line_on(pk) for pk in schools_waited_for())


@transaction.atomic
def _move_line_on(recipient_id: int) -> int:
    lock_schools([recipient_id])
    recipient = Organization.objects.select_related("profile").get(pk=recipient_id)
    overdue = overdue_holds().filter(recipient=recipient).select_related("school__profile", "recipient__profile")
    for wait in overdue:
        WAIT_WORKFLOW.perform(wait, "pass_on", None)
        record(actor=None, verb="partnerships.pass_place_on", thing=wait)
        write_place_passed(wait)
    if overdue:
        queue_reindex([recipient_id])
    return offer_free_places(recipient)
