from django.conf import settings
from django.db import models
from django.db.models import Q

from mado.accounts.enums import SEAT_ROLES, ClaimNoteKind, ClaimState, Role
from mado.directory.models import Organization


class SeatClaim(models.Model):
    """A person asks to act for a school; the office in care of the school decides. Moves: accounts.workflow."""

    code = models.CharField(max_length=16, unique=True)
    claimant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="seat_claims")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="seat_claims")
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="claims_in_care", null=True)
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in SEAT_ROLES], default=Role.COORDINATOR)
    position = models.CharField(max_length=120)
    school_email = models.EmailField(blank=True)
    school_phone = models.CharField(max_length=60, blank=True)
    explanation = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=ClaimState, default=ClaimState.SUBMITTED)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField()
    office_message = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claimant", "organization"],
                condition=Q(state__in=["submitted", "info_requested"]),
                name="one_open_claim_per_person_and_school",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state_choice(self) -> ClaimState:
        return ClaimState(self.state)


class ClaimNote(models.Model):
    """One line of a claim's story: who did what when, and the words said with it."""

    claim = models.ForeignKey(SeatClaim, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ClaimNoteKind)
    text = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.claim} {self.kind}"
