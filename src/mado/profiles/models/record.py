from django.db import models

from mado.profiles.enums import LanguageBand, SchoolTie
from mado.profiles.models.profile import SchoolProfile


class TaughtLanguage(models.Model):
    """A foreign language the pupils learn: for how many years, and the CEFR band most of them reach."""

    profile = models.ForeignKey(SchoolProfile, on_delete=models.CASCADE, related_name="taught_languages")
    language = models.CharField(max_length=16)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    band = models.CharField(max_length=2, choices=LanguageBand, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["profile", "language"], name="one_row_per_language_taught")]

    def __str__(self) -> str:
        return self.language


class SisterSchool(models.Model):
    """A tie the school says it has, made outside Mado or before it; what both signed here stands in exchanges."""

    profile = models.ForeignKey(SchoolProfile, on_delete=models.CASCADE, related_name="sister_schools")
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    tie = models.CharField(max_length=12, choices=SchoolTie, blank=True, default=SchoolTie.SISTER)

    class Meta:
        ordering = ["-year", "id"]
        constraints = [models.UniqueConstraint(fields=["profile", "country", "name"], name="sister_school_stands_once")]

    def __str__(self) -> str:
        return self.name


class Award(models.Model):
    """A label, prize or grant the school has won for what it does with the world."""

    profile = models.ForeignKey(SchoolProfile, on_delete=models.CASCADE, related_name="awards")
    title = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "id"]
        constraints = [models.UniqueConstraint(fields=["profile", "title", "year"], name="award_stands_once")]

    def __str__(self) -> str:
        return self.title
