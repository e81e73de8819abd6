"""Calendars of places. The nearest scope wins: school (in profiles) over region over country over what is typical."""

from django.db import models
from django.db.models import F, Q

from mado.reference.enums import CalendarPart, CalendarStatus, SpanKind


class AcademicCalendar(models.Model):
    """One school year of a country or of one of its regions.

    `year` is that in which the school year begins (reference.typical.school_year). A `complete` calendar stands instead of
    wider ones from `first` to `last`; another only adds to them. `source` is an English sentence.
    """

    country = models.CharField(max_length=2)
    region = models.CharField(max_length=8, blank=True)
    part = models.CharField(max_length=8, choices=CalendarPart, default=CalendarPart.TERMS)
    year = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    complete = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=CalendarStatus, default=CalendarStatus.DEFAULT)
    source = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["country", "region", "year", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "region", "part", "year"], name="one_calendar_per_place_and_year"
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="calendar_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.region or self.country} {self.year}: {self.part}"

    @property
    def place(self) -> str:
        """TW or TW-KHH."""
        return self.region or self.country

    @property
    def is_confirmed(self) -> bool:
        return self.status == CalendarStatus.CONFIRMED


class CalendarSpan(models.Model):
    """Days of one kind, first and last included.

    `key` names a break of reference.typical.BREAK_NAMES; else `name` is what the place calls it, in `language`.
    `row_key` is the row's own name in an imported list, "" when typed. A removed span stays until its year is over, so
    that it can be put back; `previous` holds the values before the last change.
    """

    calendar = models.ForeignKey(AcademicCalendar, on_delete=models.CASCADE, related_name="spans")
    kind = models.CharField(max_length=10, choices=SpanKind)
    key = models.CharField(max_length=24, blank=True)
    name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=16, blank=True)
    first = models.DateField()
    last = models.DateField()
    row_key = models.CharField(max_length=60, blank=True)
    previous = models.JSONField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["first", "last", "id"]
        indexes = [models.Index(fields=["calendar", "first"], name="calendar_span_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="calendar_span_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["calendar", "row_key"], condition=~Q(row_key=""), name="one_span_per_imported_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.first}–{self.last}"


class BellSchedule(models.Model):
    """The school day of a place on one ISO weekday (1 Monday … 7 Sunday), wall time; `level` "" stands for all levels.

    All rows of the same country, region and level belong together: they stand instead of what is typical there.
    """

    country = models.CharField(max_length=2)
    region = models.CharField(max_length=8, blank=True)
    level = models.CharField(max_length=20, blank=True)
    weekday = models.PositiveSmallIntegerField()
    start = models.TimeField()
    end = models.TimeField()
    status = models.CharField(max_length=10, choices=CalendarStatus, default=CalendarStatus.CONFIRMED)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["country", "region", "level", "weekday"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "region", "level", "weekday"], name="one_bell_schedule_per_place_level_and_weekday"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="bell_schedule_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="bell_schedule_is_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.region or self.country} {self.level} {self.weekday}: {self.start:%H:%M}–{self.end:%H:%M}"
