from django.db import models
from django.utils import timezone

from mado.directory.enums import Cadence
from mado.directory.models.organization import Organization


class SavedSearch(models.Model):
    """A search a person comes back to. `query` is its query string as directory.asking.to_query writes it."""

    owner_id = models.BigIntegerField()
    """Of a person: persons live in an app above this one, so the database knows no foreign key here."""
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=1500)
    cadence = models.CharField(max_length=8, choices=Cadence, default=Cadence.DAILY)
    created_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(default=timezone.now)
    """When its owner last opened it: schools found since then count as new."""
    told_on = models.DateField(null=True, blank=True)
    """The last day, on its owner's calendar, on which the daily mail went out."""
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["owner_id"], name="saved_search_by_owner")]

    def __str__(self) -> str:
        return self.name


class SearchAlert(models.Model):
    """A school that came into a saved search, by being new or by changing. It is told once, whatever happens later."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="alerts")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["search", "organization"], name="search_alert_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.search}: {self.organization}"
