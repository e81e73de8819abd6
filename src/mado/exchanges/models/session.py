from django.db import models
from django.db.models import F, Q

from mado.exchanges.enums import SessionState, SideLabel
from mado.exchanges.models.exchange import Exchange


class Session(models.Model):
    """One meeting of the two sides. `uid` and `sequence` follow iCalendar (RFC 5545 §3.8.4.7, §3.8.7.4).

    `reminded_at`, `nudged_at` and `asked_at` say when the day-before reminder, the nudge to answer the proposal and the
    question what happened were sent for the present date: each is sent once, moving the session clears them.
    """

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    topic = models.CharField(max_length=200, blank=True)
    meeting_link = models.URLField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=SessionState, default=SessionState.PROPOSED)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.CharField(max_length=1, choices=SideLabel)
    absent_side = models.CharField(max_length=1, choices=SideLabel, blank=True)
    outside_common_time = models.BooleanField(default=False)
    uid = models.CharField(max_length=80, unique=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.UniqueConstraint(fields=["exchange", "number"], name="session_number_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id}/{self.number}"

    @property
    def state_choice(self) -> SessionState:
        return SessionState(self.state)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
