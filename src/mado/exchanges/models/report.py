from django.conf import settings
from django.db import models

from mado.exchanges.enums import GoOn, ReportState
from mado.exchanges.models.exchange import ExchangeSide
from mado.exchanges.models.session import Session


class Report(models.Model):
    """What one side says took place. Distinct persons of the series; person-times come from its SessionCounts.

    `pupils` and `adults` are persons (人): everyone of this side who took part at least once. `group_size` is filled only
    when the group became larger than this side said at the start; handing in raises the side's own number to it.
    """

    side = models.OneToOneField(ExchangeSide, on_delete=models.CASCADE, related_name="report")
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.DRAFT)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    pupils = models.PositiveSmallIntegerField(null=True, blank=True)
    adults = models.PositiveSmallIntegerField(null=True, blank=True)
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    made = models.TextField(max_length=2000, blank=True)
    learned = models.TextField(max_length=2000, blank=True)
    go_on = models.CharField(max_length=8, choices=GoOn, blank=True)
    office_question = models.TextField(max_length=1000, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Report of {self.side}"

    @property
    def state_choice(self) -> ReportState:
        return ReportState(self.state)


class SessionCount(models.Model):
    """Heads of one side present at one held session: person-times (人次). Null while the report is being written."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="counts")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="counts")
    pupils = models.PositiveSmallIntegerField(null=True, blank=True)
    adults = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["session__starts_at"]
        constraints = [models.UniqueConstraint(fields=["report", "session"], name="one_count_per_side_and_session")]

    def __str__(self) -> str:
        return f"{self.pupils}+{self.adults}"
