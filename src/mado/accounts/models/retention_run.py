from django.db import models


class RetentionRun(models.Model):
    """One nightly sweep of what has outlived its time: how many records each rule took. Never what stood in them."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}: {sum(self.counts.values())}"
