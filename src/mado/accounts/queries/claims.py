"""Claims of seats: one's own, and those an office is to decide."""

from typing import Any

from django.db.models import Q, QuerySet

from mado.accounts.enums import ClaimState
from mado.accounts.models import ClaimNote, SeatClaim
from mado.accounts.queries.appointments import has_alliance_role, in_care_of, may_read_all, office_appointments_of
from mado.directory.models import Organization

OPEN_CLAIM_STATES = (ClaimState.SUBMITTED, ClaimState.INFO_REQUESTED)


def open_claim(user: Any, organization: Organization) -> SeatClaim | None:
    """The user's claim of this school that nobody has decided yet."""
    return SeatClaim.objects.filter(claimant=user.pk, organization=organization, state__in=OPEN_CLAIM_STATES).first()


def open_claims(user: Any) -> QuerySet[SeatClaim]:
    """What the user has asked for and nobody has decided yet."""
    rows = SeatClaim.objects.filter(claimant=user.pk, state__in=OPEN_CLAIM_STATES)
    return rows.select_related("organization", "office").order_by("answer_by", "id")


def claims_visible_to(user: Any) -> QuerySet[SeatClaim]:
    """The person's own claims, those of schools in care of the person's offices or handed to one of them; all for who
    reads everything."""
    rows = SeatClaim.objects.select_related("organization", "office", "claimant")
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    if may_read_all(user):
        return rows
    offices = [row.organization_id for row in office_appointments_of(user)]
    return rows.filter(Q(claimant=user) | Q(office__in=offices) | in_care_of(user, "organization__"))


def claims_of(user: Any) -> QuerySet[SeatClaim]:
    """Everything the user ever asked for, newest first."""
    return SeatClaim.objects.filter(claimant=user.pk).select_related("organization", "office")


def claim_story(claim: SeatClaim) -> QuerySet[ClaimNote]:
    """What happened to a claim, oldest first."""
    return ClaimNote.objects.filter(claim=claim).select_related("author")


def other_claims(claim: SeatClaim) -> list[SeatClaim]:
    """What else the claimant asked for, and who else asks for this school: an officer wants to see both."""
    same = Q(claimant=claim.claimant_id) | Q(organization=claim.organization_id, state__in=OPEN_CLAIM_STATES)
    rows = SeatClaim.objects.filter(same).exclude(pk=claim.pk).select_related("organization", "claimant")
    return list(rows[:20])


def claims_in_care_of(user: Any) -> QuerySet[SeatClaim]:
    """The office queue: visible claims without the person's own."""
    return claims_visible_to(user).exclude(claimant=user.pk)


def to_decide() -> Q:
    """A filter for claims of which the office owes the next word: undecided ones, and those whose claimant never answered
    the office's question and was reminded in vain."""
    unanswered = Q(state=ClaimState.INFO_REQUESTED, escalated_on__isnull=False)
    return Q(state=ClaimState.SUBMITTED) | unanswered


def claims_waiting_for(user: Any) -> QuerySet[SeatClaim]:
    """Claims the person's own office is to decide now; the CEO office also gets those that were escalated to it."""
    offices = [row.organization_id for row in office_appointments_of(user)]
    mine = Q(office__in=offices)
    if has_alliance_role(user):
        mine |= Q(escalated_on__isnull=False, state=ClaimState.SUBMITTED)
    return claims_in_care_of(user).filter(mine, to_decide()).order_by("answer_by", "id")
