from django.conf import settings
from django.db import models

from mado.directory.models import Organization
from mado.exchanges.enums import ExchangeState, FacilitatedBy, SideLabel
from mado.partnerships.models import Invitation, Partnership
from mado.profiles.enums import ExchangeKind, MeetingMode


class Exchange(models.Model):
    """One case: an online series of two schools, from the accepted invitation to the verified report.

    `start_nudged_at`, `verify_nudged_at` and `verify_escalated_at` say when both sides were asked for a first time, the
    office to verify, and the CEO office in its place. `paired_on` is the day of acceptance (home time zone); it attributes the pairing to an academic year.
    """

    code = models.CharField(max_length=16, unique=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="exchanges")
    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, related_name="exchange", null=True, blank=True
    )
    kind = models.CharField(max_length=16, choices=ExchangeKind)
    mode = models.CharField(max_length=8, choices=MeetingMode)
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=ExchangeState, default=ExchangeState.PAIRED)
    state_changed_at = models.DateTimeField(auto_now_add=True)
    facilitated_by = models.CharField(max_length=12, choices=FacilitatedBy, default=FacilitatedBy.ALLIANCE)
    paired_on = models.DateField()
    report_due = models.DateField(null=True, blank=True)
    report_reminded_at = models.DateTimeField(null=True, blank=True)
    start_nudged_at = models.DateTimeField(null=True, blank=True)
    verify_nudged_at = models.DateTimeField(null=True, blank=True)
    verify_escalated_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.code

    @property
    def state_choice(self) -> ExchangeState:
        return ExchangeState(self.state)


class ExchangeSide(models.Model):
    """One of the two schools of an exchange. `group_size`: pupils this side said would take part. `shown_since`: it agreed
    that both schools' public pages name the exchange; they do once both have."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="sides")
    label = models.CharField(max_length=1, choices=SideLabel)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="exchange_sides")
    group_size = models.PositiveSmallIntegerField(null=True, blank=True)
    shown_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "label"], name="one_side_per_label"),
            models.UniqueConstraint(fields=["exchange", "organization"], name="a_school_is_on_one_side"),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id}{self.label}"
