from django.conf import settings
from django.db import models
from django.db.models import Q

from mado.accounts.enums import SEAT_ROLES, Role, SeatInvitationPurpose, SeatInvitationState
from mado.accounts.models.appointment import Appointment
from mado.directory.models import Organization


class SeatInvitation(models.Model):
    """A person is asked by mail to act for a school; accepting takes an account with exactly this address.

    purpose: a colleague beside others; the successor of `successor_of`, whose seat ends with the acceptance; or somebody
    an office asks to stand in until `seat_until`. Moves: accounts.workflow.SEAT_INVITATION.
    """

    code = models.CharField(max_length=16, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="seat_invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=16)
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in SEAT_ROLES], default=Role.DEPUTY)
    purpose = models.CharField(max_length=12, choices=SeatInvitationPurpose)
    successor_of = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="successor_invitations", null=True, blank=True
    )
    with_drafts = models.BooleanField(default=False)
    seat_until = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reply_by = models.DateField()
    state = models.CharField(max_length=12, choices=SeatInvitationState, default=SeatInvitationState.SENT)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    reminded_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=Q(state="sent") & ~Q(email=""),
                name="one_open_seat_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state_choice(self) -> SeatInvitationState:
        return SeatInvitationState(self.state)

    @property
    def invited_name(self) -> str:
        """Who is asked, as far as the inviter said; the address is the least that is known."""
        return self.name or self.email or "–"
