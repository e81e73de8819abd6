from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mado.directory.models import Organization
from mado.partnerships.enums import WaitState


class InvitationWait(models.Model):
    """One school waits for a place among the open invitations of another. Who has waited longest comes first.

    While `state` is held, the place is the waiting school's until `held_until`; nobody else may take it.
    """

    school = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="waits")
    recipient = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="waited_for")
    state = models.CharField(max_length=12, choices=WaitState, default=WaitState.WAITING)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(school=F("recipient")), name="wait_is_between_two"),
            models.UniqueConstraint(
                fields=["school", "recipient"],
                condition=Q(state__in=["waiting", "held"]),
                name="a_school_waits_once_in_a_line",
            ),
        ]
        indexes = [models.Index(fields=["recipient", "state", "since"], name="wait_by_line")]

    def __str__(self) -> str:
        return f"{self.school} → {self.recipient}"

    @property
    def state_choice(self) -> WaitState:
        return WaitState(self.state)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_WAITS


LIVE_WAITS = (WaitState.WAITING, WaitState.HELD)
