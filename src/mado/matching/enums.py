from django.db import models
from django.utils.translation import pgettext_lazy


class RefusalReason(models.TextChoices):
    """Why a recommended school is not for us. What follows from each stands in `refusing.LESSONS`."""

    SCHOOL = "school", pgettext_lazy("not for us", "Not this school")
    COUNTRY = "country", pgettext_lazy("not for us", "Not this country")
    KIND = "kind", pgettext_lazy("not for us", "Not this kind of exchange")
    LEVEL = "level", pgettext_lazy("not for us", "Not this level of school")
    TIMES = "times", pgettext_lazy("not for us", "Our weeks meet too little")
    TOPICS = "topics", pgettext_lazy("not for us", "We share too few topics")
    LANGUAGE = "language", pgettext_lazy("not for us", "The language does not suit us")
    SIZE = "size", pgettext_lazy("not for us", "The groups differ too much in size")
    REPLIES = "replies", pgettext_lazy("not for us", "It answers too seldom or too late")
