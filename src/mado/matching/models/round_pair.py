import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from mado.matching.enums import PairState, RoundSide
from mado.matching.models.round import PairingRound, RoundSchool
from mado.partnerships.enums import TEXT_MOST, DeclineReason
from mado.partnerships.models import Invitation, school_zone


class RoundPair(models.Model):
    """Two schools a round proposes to each other. Both are asked; when both have said yes, `invitation` is what it led to:
    sent by the school that said yes first and accepted by the other, with everything that follows from that.

    `score_a` is what the school of side a had of it in the engine, 0…1; `score_b` the other's.
    """

    code = models.CharField(max_length=16, unique=True)
    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="pairs")
    a = models.ForeignKey(RoundSchool, on_delete=models.PROTECT, related_name="pairs_a")
    b = models.ForeignKey(RoundSchool, on_delete=models.PROTECT, related_name="pairs_b")
    score_a = models.FloatField()
    score_b = models.FloatField()
    state = models.CharField(max_length=12, choices=PairState, default=PairState.ASKED)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    confirmed_a_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_a_at = models.DateTimeField(null=True, blank=True)
    confirmed_b_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_b_at = models.DateTimeField(null=True, blank=True)
    declined_side = models.CharField(max_length=1, choices=RoundSide, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decline_reason = models.CharField(max_length=12, choices=DeclineReason, blank=True)
    decline_note = models.TextField(max_length=TEXT_MOST["answer_note"], blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "a", "b"], name="a_pair_stands_once_in_a_round")]
        indexes = [models.Index(fields=["state", "round"], name="round_pair_by_state")]

    def __str__(self) -> str:
        return self.code

    @property
    def state_choice(self) -> PairState:
        return PairState(self.state)

    def school(self, side: str) -> RoundSchool:
        return self.a if side == RoundSide.A else self.b

    def other(self, side: str) -> RoundSchool:
        return self.b if side == RoundSide.A else self.a

    def confirmed_at(self, side: str) -> dt.datetime | None:
        return self.confirmed_a_at if side == RoundSide.A else self.confirmed_b_at

    @property
    def reply_deadline(self) -> dt.datetime:
        """The first instant at which no answer counts any more: midnight after the reply-by day at the later school."""
        day = (self.round.reply_by or dt.date.max - dt.timedelta(days=2)) + dt.timedelta(days=1)
        zones = (school_zone(one.organization) for one in (self.a, self.b))
        return max(dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(zone)) for zone in zones)

    @property
    def last_moment(self) -> dt.datetime:
        """The last minute in which an answer counts, for people."""
        return self.reply_deadline - dt.timedelta(minutes=1)
