from django.conf import settings
from django.db import models

from mado.partnerships.models import Invitation


class SavedFilter(models.Model):
    """One officer's own name for a view of the work list; `query` is the part of the address behind the question mark."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_saved_filter_per_name")]

    def __str__(self) -> str:
        return self.name


class InvitationReminder(models.Model):
    """An officer asked a silent school to answer an invitation, beside the reminders that go by themselves."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="office_reminders")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.invitation} {self.at:%Y-%m-%d}"


class RateMark(models.Model):
    """One attempt at a public form. `fingerprint` is a keyed hash of an address: nobody can read it back."""

    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["fingerprint", "at"], name="rate_mark_by_fingerprint")]

    def __str__(self) -> str:
        return f"{self.fingerprint[:8]} {self.at:%H:%M}"
