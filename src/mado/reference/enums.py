from django.db import models
from django.utils.translation import pgettext_lazy


class CalendarPart(models.TextChoices):
    """What a calendar speaks of. The two come from different hands: schools' breaks and the government's days off."""

    TERMS = "terms", pgettext_lazy("calendar", "School year")
    DAYS_OFF = "days_off", pgettext_lazy("calendar", "Public holidays and make-up days")


class CalendarStatus(models.TextChoices):
    DEFAULT = "default", pgettext_lazy("calendar", "Assumed, nobody has confirmed it")
    CONFIRMED = "confirmed", pgettext_lazy("calendar", "Confirmed")


class SpanKind(models.TextChoices):
    """What days of a calendar are. The values are those mado.reference.engine.inheritance resolves."""

    TERM = "term", pgettext_lazy("calendar", "Term: days with lessons")
    BREAK = "break", pgettext_lazy("calendar", "Holiday break")
    HOLIDAY = "holiday", pgettext_lazy("calendar", "Public holiday")
    MAKE_UP = "make_up", pgettext_lazy("calendar", "Make-up day: lessons on a day otherwise free")
    EXAM = "exam", pgettext_lazy("calendar", "Examinations")
    EVENT = "event", pgettext_lazy("calendar", "School event")
    BLOCKED = "blocked", pgettext_lazy("calendar", "Not free for exchange")
