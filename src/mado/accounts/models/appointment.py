from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mado.accounts.enums import SEAT_ROLES, EndingStage, Role
from mado.directory.models import Organization


class Appointment(models.Model):
    """A person in a role at an organisation from a day to a day, inclusive; open-ended where `valid_to` is None.

    `ended_at` is the minute at which it was ended before its time: from then on it gives no right, whatever the days say.
    `ending_stage` remembers what its holder has been told of its end (accounts.enums.EndingStage).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    position = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending_stage = models.PositiveSmallIntegerField(choices=EndingStage, default=EndingStage.NOTHING)
    acting_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="appointment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organization}"

    @property
    def is_seat(self) -> bool:
        """Of a school or university, not of an office."""
        return self.role in SEAT_ROLES


class Verification(models.Model):
    """An office vouches that a school is real and reachable, until a day. The latest row of a school counts."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="verifications")
    office = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="verifications_given")
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField()
    valid_until = models.DateField()
    ending_stage = models.PositiveSmallIntegerField(choices=EndingStage, default=EndingStage.NOTHING)

    class Meta:
        ordering = ["-verified_on", "-id"]

    def __str__(self) -> str:
        return f"{self.organization} verified by {self.office} until {self.valid_until}"
