from django.db import models


class AuditEntry(models.Model):
    """One deed, chained to the one before it by hash. Written only by audit.services.record."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, blank=True)
    verb = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_code = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_code or self.object_id}"
