import datetime as dt

from django.db import models

from mado.notify.engine.timing import NEEDS, Habits
from mado.notify.enums import MailMode


class OutboxMessage(models.Model):
    """One mail, written in the transaction of the deed that causes it; a job sends it afterwards.

    Sent, waiting and failed are read off the dates and the attempts; there is no state column. A row with an `entry`
    goes out as that entry of a daily mail, `digest`; a `withheld` row is not mailed: its reader asked for that.
    """

    key = models.CharField(max_length=80)
    weight = models.CharField(max_length=8, default=NEEDS)
    message_id = models.CharField(max_length=120, unique=True)
    recipient_id = models.BigIntegerField(null=True, blank=True)
    recipient_email = models.EmailField()
    recipient_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=16)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    reply_to = models.CharField(max_length=200, blank=True)
    references = models.CharField(max_length=300, blank=True)
    thing_type = models.CharField(max_length=80, blank=True)
    thing_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    send_after = models.DateTimeField(null=True, blank=True)
    entry = models.TextField(blank=True)
    digest = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    withheld = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient_email", "-id"], name="outbox_by_recipient"),
            models.Index(fields=["thing_type", "thing_id"], name="outbox_by_thing"),
            models.Index(
                fields=["send_after"],
                condition=models.Q(digest__isnull=True, sent_at__isnull=True) & ~models.Q(entry=""),
                name="outbox_digest_entries",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.recipient_email}"


class MailSettings(models.Model):
    """How one person wants mails. Without a row the defaults hold: each as it comes, quiet from nine to seven."""

    recipient_id = models.BigIntegerField(unique=True)
    mode = models.CharField(max_length=12, choices=MailMode, default=MailMode.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(default=7)
    quiet_from = models.TimeField(default=dt.time(21))
    quiet_to = models.TimeField(default=dt.time(7))
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(digest_hour__lte=23), name="digest_hour_is_an_hour")]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.mode}"

    @property
    def habits(self) -> Habits:
        return Habits(self.mode, self.digest_hour, self.quiet_from, self.quiet_to)


class BouncingAddress(models.Model):
    """Mails to this address came back `bounces` times in a row; the row goes when a mail comes from it."""

    email = models.EmailField(unique=True)
    bounces = models.PositiveSmallIntegerField(default=0)
    diagnosis = models.CharField(max_length=300, blank=True)
    first_at = models.DateTimeField(auto_now_add=True)
    last_at = models.DateTimeField(auto_now=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last_at"]

    def __str__(self) -> str:
        return self.email
