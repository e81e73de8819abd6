"""When what is kept of people goes: persons two years after their last appointment, decisions after half a year.

Models of apps below that belong to a person stand here, because only this app knows when a person has gone.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from mado.accounts.enums import SeatInvitationState
from mado.accounts.models import Appointment, ClaimNote, Draft, SeatClaim, SeatInvitation
from mado.accounts.queries import OPEN_CLAIM_STATES, people_to_forget, those_gone
from mado.directory.models import SavedSearch, SearchAlert
from mado.kernel.retention import register_retention
from mado.notify.models import BouncingAddress, MailSettings
from mado.notify.queries import outlived

DECISION_DAYS = 182
"""Half a year: long enough to ask why, and to appeal."""
DRAFT_DAYS = 30
BOUNCE_DAYS = 90


def _ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def _decided_claims() -> QuerySet[SeatClaim]:
    return SeatClaim.objects.exclude(state__in=OPEN_CLAIM_STATES).filter(state_changed_at__lt=_ago(DECISION_DAYS))


def _decided_offers() -> QuerySet[SeatInvitation]:
    closed = SeatInvitation.objects.exclude(state=SeatInvitationState.SENT)
    return closed.filter(state_changed_at__lt=_ago(DECISION_DAYS))


def _forget(keys: Sequence[Any]) -> int:
    from mado.accounts.services import forget_people  # noqa: PLC0415  # services load after the registries

    return forget_people(keys)


register_retention("notify.OutboxMessage", "mail", due=outlived, deletes=True)
register_retention(
    "notify.BouncingAddress",
    "mail",
    due=lambda: BouncingAddress.objects.filter(last_at__lt=_ago(BOUNCE_DAYS)),
    deletes=True,
)
register_retention(
    "notify.MailSettings",
    "seat",
    due=lambda: MailSettings.objects.filter(recipient_id__in=those_gone().values("pk")),
    deletes=True,
)
register_retention(
    "directory.SearchAlert",
    "seat",
    due=lambda: SearchAlert.objects.filter(search__owner_id__in=those_gone().values("pk")),
    deletes=True,
)
register_retention(
    "directory.SavedSearch",
    "seat",
    due=lambda: SavedSearch.objects.filter(owner_id__in=those_gone().values("pk")),
    deletes=True,
)
register_retention(
    "accounts.Draft", "draft", due=lambda: Draft.objects.filter(updated_at__lt=_ago(DRAFT_DAYS)), deletes=True
)
register_retention(
    "accounts.SeatClaim",
    "decision",
    due=_decided_claims,
    clears="school_email school_phone explanation office_message",
)
register_retention(
    "accounts.ClaimNote", "decision", due=lambda: ClaimNote.objects.filter(claim__in=_decided_claims()), clears="text"
)
register_retention("accounts.ClaimNote", "seat", due=None, keeps="id claim author kind at")
register_retention(
    "accounts.SeatClaim",
    "seat",
    due=lambda: SeatClaim.objects.filter(claimant__in=those_gone()),
    clears="position",
    keeps="id code claimant organization office role state state_changed_at answer_by decided_by decided_at reminded_on "
    "escalated_on created_at",
)
register_retention("accounts.SeatInvitation", "decision", due=_decided_offers, clears="email name")
register_retention(
    "accounts.SeatInvitation",
    "seat",
    due=None,
    keeps="id code organization language role purpose successor_of with_drafts seat_until invited_by reply_by state "
    "state_changed_at reminded_on accepted_by appointment created_at",
)
register_retention(
    "accounts.Appointment",
    "seat",
    due=lambda: Appointment.objects.filter(user__in=those_gone()),
    clears="position",
    keeps="id user organization role valid_from valid_to ended_at ending_stage acting_for created_at",
)
register_retention(
    "accounts.User",
    "seat",
    due=people_to_forget,
    act=_forget,
    clears="name name_romanised time_zone email password last_login is_active",
    keeps="id language is_superuser is_staff created_at groups user_permissions",
)
