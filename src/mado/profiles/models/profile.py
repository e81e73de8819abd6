from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mado.directory.models import Organization
from mado.profiles.enums import ClosedKind, DormantReason, Topic


class SchoolProfile(models.Model):
    """What a school says of itself. One per organisation; made with its first seat.

    Whether it is alive (last_sign_of_life … heartbeat_on) is written by services.liveness alone.
    """

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="profile")
    about = models.TextField(blank=True)
    about_language = models.CharField(max_length=16, blank=True)
    about_en = models.TextField(blank=True)
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    languages_taught = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    class_size = models.PositiveSmallIntegerField(null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=20, choices=Topic), default=list, blank=True)
    tools = models.CharField(max_length=200, blank=True)
    open_invitations_most = models.PositiveSmallIntegerField(default=3)
    time_zone = models.CharField(max_length=40, blank=True)
    calendar_confirmed = models.BooleanField(default=False)
    last_sign_of_life = models.DateTimeField(null=True, blank=True)
    dormant_since = models.DateField(null=True, blank=True)
    dormant_reason = models.CharField(max_length=12, choices=DormantReason, blank=True)
    revived_at = models.DateTimeField(null=True, blank=True)
    heartbeat_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Profile of {self.organization}"


class BellDay(models.Model):
    """The school day on one ISO weekday (1 Monday … 7 Sunday), in the school's own wall time."""

    profile = models.ForeignKey(SchoolProfile, on_delete=models.CASCADE, related_name="bell_days")
    weekday = models.PositiveSmallIntegerField()
    start = models.TimeField()
    end = models.TimeField()

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "weekday"], name="one_bell_day_per_weekday"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="bell_day_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="bell_day_is_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.start:%H:%M}–{self.end:%H:%M}"


class ClosedSpan(models.Model):
    """Days without teaching, first and last included, on top of or instead of the country's defaults."""

    profile = models.ForeignKey(SchoolProfile, on_delete=models.CASCADE, related_name="closed_spans")
    kind = models.CharField(max_length=12, choices=ClosedKind)
    name = models.CharField(max_length=120, blank=True)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="closed_span_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
