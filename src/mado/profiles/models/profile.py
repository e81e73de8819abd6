from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mado.directory.models import Organization
from mado.profiles.enums import (
    Affiliation,
    Boarding,
    ChatApp,
    ClosedKind,
    DormantReason,
    PhotoRule,
    PupilDevices,
    PupilMix,
    SchoolType,
    Setting,
    Topic,
    VideoTool,
)


class SchoolProfile(models.Model):
    """What a school says of itself. One per organisation; made with its first seat.

    Who reads which field stands in profiles.privacy: class "case" is for partners and the offices in care of the school.
    Whether it is alive (last_sign_of_life … heartbeat_on) is written by services.liveness alone.
    """

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="profile")
    about = models.TextField(blank=True)
    about_language = models.CharField(max_length=16, blank=True)
    languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    class_size = models.PositiveSmallIntegerField(null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=20, choices=Topic), default=list, blank=True)
    tools = models.CharField(max_length=200, blank=True)
    open_invitations_most = models.PositiveSmallIntegerField(default=3)
    time_zone = models.CharField(max_length=40, blank=True)
    calendar_confirmed = models.BooleanField(default=False)
    # about us
    short_name = models.CharField(max_length=80, blank=True)
    school_types = ArrayField(models.CharField(max_length=16, choices=SchoolType), default=list, blank=True)
    affiliation = models.CharField(max_length=12, choices=Affiliation, blank=True)
    pupil_mix = models.CharField(max_length=8, choices=PupilMix, blank=True)
    boarding = models.CharField(max_length=8, choices=Boarding, blank=True)
    setting = models.CharField(max_length=12, choices=Setting, blank=True)
    nearest_station = models.CharField(max_length=120, blank=True)
    nearest_airport = models.CharField(max_length=120, blank=True)
    local_features = models.TextField(blank=True, max_length=600)
    special_programmes = models.TextField(blank=True, max_length=600)
    clubs = models.TextField(blank=True, max_length=400)
    website = models.URLField(max_length=300, blank=True)
    intro_video = models.URLField(max_length=300, blank=True)
    brochure = models.URLField(max_length=300, blank=True)
    photo = models.FileField(upload_to="school-pictures/", max_length=120, blank=True)
    photo_alt = models.CharField(max_length=160, blank=True)
    photo_size = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    logo = models.FileField(upload_to="school-logos/", max_length=120, blank=True)
    logo_size = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    # people and languages
    teachers = models.PositiveIntegerField(null=True, blank=True)
    age_youngest = models.PositiveSmallIntegerField(null=True, blank=True)
    age_oldest = models.PositiveSmallIntegerField(null=True, blank=True)
    grades_taught = models.CharField(max_length=80, blank=True)
    answering_languages = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    principal_name = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    chat_app = models.CharField(max_length=12, choices=ChatApp, blank=True)
    chat_id = models.CharField(max_length=80, blank=True)
    # technique
    video_tools = ArrayField(models.CharField(max_length=12, choices=VideoTool), default=list, blank=True)
    video_tools_blocked = ArrayField(models.CharField(max_length=12, choices=VideoTool), default=list, blank=True)
    pupil_devices = models.CharField(max_length=12, choices=PupilDevices, blank=True)
    connection_note = models.CharField(max_length=200, blank=True)
    # safety
    safeguarding_policy = models.URLField(max_length=300, blank=True)
    safeguarding_lead = models.CharField(max_length=120, blank=True)
    photo_rule = models.CharField(max_length=12, choices=PhotoRule, blank=True)
    consent_practice = models.TextField(blank=True, max_length=400)
    # life
    last_sign_of_life = models.DateTimeField(null=True, blank=True)
    dormant_since = models.DateField(null=True, blank=True)
    dormant_reason = models.CharField(max_length=12, choices=DormantReason, blank=True)
    revived_at = models.DateTimeField(null=True, blank=True)
    heartbeat_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_oldest__isnull=True)
                | Q(age_youngest__isnull=True)
                | Q(age_oldest__gte=F("age_youngest")),
                name="profile_ages_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Profile of {self.organization}"

    @property
    def about_en(self) -> str:
        """What the school says of itself in English, where it has said it."""
        if (self.about_language or "").split("-")[0] == "en":
            return self.about
        return next((row.text for row in self.texts.all() if (row.field, row.language) == ("about", "en")), "")


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
    """Days that are not as usual, first and last included: without lessons, with examinations or an event, or made up.
    On top of the calendar of the place, or instead of it once the school has confirmed its own."""

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
