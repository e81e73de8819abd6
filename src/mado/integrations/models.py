from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from mado.directory.models import Organization
from mado.integrations.enums import EventType


class AccessToken(models.Model):
    """A school's program may read the school's own data with it until a day. Only the digest of the secret is kept."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=16)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    valid_until = models.DateField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.beginning}… of {self.organization}"


class Webhook(models.Model):
    """An address that is told of a school's events. `paused_at`: by people, or after a delivery failed for good."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=300)
    events = ArrayField(models.CharField(max_length=24, choices=EventType), default=list)
    salt = models.CharField(max_length=32, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One event on its way to one address. `entry_id` is the deed in the audit chain, None for a trial.

    Waiting, delivered and given up are read off the dates; there is no state column.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    entry_id = models.BigIntegerField(null=True, blank=True)
    event = models.CharField(max_length=24)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["webhook", "entry_id"], name="an_event_is_delivered_once")]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"


class EventCursor(models.Model):
    """How far the audit chain has been read for webhooks. One row."""

    last_entry = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"read to {self.last_entry}"
