from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from mado.directory.models import Organization
from mado.partnerships.enums import InvitationState
from mado.partnerships.models import Invitation


@dataclass(frozen=True, slots=True)
class ReplyRate:
    """Of the invitations a school received and that ended: how many it answered. Unit: invitations."""

    asked: int
    answered: int

    @property
    def share(self) -> float | None:
        """0…1, None while nothing was asked."""
        return self.answered / self.asked if self.asked else None


def reply_rates(organization_ids: Iterable[int]) -> Mapping[int, ReplyRate]:
    """Organisation id → its reply rate, one query. Withdrawn invitations were never owed an answer."""
    ids = list(organization_ids)
    answered = Q(state__in=[InvitationState.ACCEPTED, InvitationState.DECLINED])
    rows = (
        Invitation.objects.filter(answered | Q(state=InvitationState.LAPSED), recipient__in=ids)
        .order_by()
        .values("recipient_id")
        .annotate(asked=Count("id"), answered=Count("id", filter=answered))
    )
    found = {row["recipient_id"]: ReplyRate(row["asked"], row["answered"]) for row in rows}
    return {pk: found.get(pk, ReplyRate(0, 0)) for pk in ids}


def reply_rate(organization: Organization) -> ReplyRate:
    return reply_rates([organization.pk])[organization.pk]
