from django.db import models


class AllianceSetting(models.Model):
    """One value the alliance has set for itself; absent rows mean the default in reference.settings."""

    key = models.CharField(max_length=60, unique=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"
