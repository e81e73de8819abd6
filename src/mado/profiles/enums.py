from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class ExchangeKind(models.TextChoices):
    """The ladder, lowest rung first."""

    CULTURAL = "cultural", _("Cultural exchange online")
    CO_TEACHING = "co_teaching", _("Teaching together")
    ONLINE_COURSE = "online_course", _("Online course")
    VISIT_IN = "visit_in", _("Welcome a visit")
    VISIT_OUT = "visit_out", _("Go on a visit")
    SISTER_SCHOOL = "sister_school", _("Sister school")


ONLINE_KINDS = (ExchangeKind.CULTURAL, ExchangeKind.CO_TEACHING, ExchangeKind.ONLINE_COURSE)


class MeetingMode(models.TextChoices):
    LIVE = "live", pgettext_lazy("meeting mode", "Live, at the same time")
    ASYNC = "async", pgettext_lazy("meeting mode", "In turns: letters, videos, shared work")
    BOTH = "both", pgettext_lazy("meeting mode", "Live where it can be, otherwise in turns")


class WishState(StateChoices):
    DRAFT = "draft", pgettext_lazy("wish", "Draft")
    OPEN = "open", pgettext_lazy("wish", "Open")
    PAUSED = "paused", pgettext_lazy("wish", "Paused")
    WITHDRAWN = "withdrawn", pgettext_lazy("wish", "Withdrawn")


tones(WishState, draft="draft", open="agreed", paused="waiting", withdrawn="ended")


class Topic(models.TextChoices):
    LANGUAGE = "language", pgettext_lazy("topic", "Language practice")
    CULTURE = "culture", pgettext_lazy("topic", "Culture and festivals")
    FOOD = "food", pgettext_lazy("topic", "Food and farming")
    ENVIRONMENT = "environment", pgettext_lazy("topic", "Nature and climate")
    SCIENCE = "science", pgettext_lazy("topic", "Science and technology")
    ROBOTICS = "robotics", pgettext_lazy("topic", "Robots and code")
    ART = "art", pgettext_lazy("topic", "Art and design")
    MUSIC = "music", pgettext_lazy("topic", "Music and dance")
    SPORT = "sport", pgettext_lazy("topic", "Sport and health")
    READING = "reading", pgettext_lazy("topic", "Reading and stories")
    HISTORY = "history", pgettext_lazy("topic", "History and place")
    CITIZENSHIP = "citizenship", pgettext_lazy("topic", "Citizenship and peace")
    CAREERS = "careers", pgettext_lazy("topic", "Work and careers")
    VOCATIONAL = "vocational", pgettext_lazy("topic", "Vocational skills")


class LanguageBand(models.TextChoices):
    """CEFR bands. Source: Council of Europe, Common European Framework of Reference."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"


class ClosedKind(models.TextChoices):
    BREAK = "break", pgettext_lazy("calendar", "Holiday break")
    HOLIDAY = "holiday", pgettext_lazy("calendar", "Public holiday")
    EXAM = "exam", pgettext_lazy("calendar", "Examinations")
    BLOCKED = "blocked", pgettext_lazy("calendar", "Not free for exchange")


class DormantReason(models.TextChoices):
    """Why a school counts as dormant."""

    SILENCE = "silence", pgettext_lazy("why a school is dormant", "It did not answer invitations")
    NO_LIFE = "no_life", pgettext_lazy("why a school is dormant", "Nothing was heard of it for a year")
