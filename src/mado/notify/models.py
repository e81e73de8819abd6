from django.db import models


class OutboxMessage(models.Model):
    """One mail, written in the transaction of the deed that causes it; a job sends it afterwards.

    Sent, waiting and failed are read off the dates and the attempts; there is no state column.
    """

    key = models.CharField(max_length=80)
    message_id = models.CharField(max_length=120, unique=True)
    recipient_id = models.BigIntegerField(null=True, blank=True)
    recipient_email = models.EmailField()
    recipient_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=16)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    thing_type = models.CharField(max_length=80, blank=True)
    thing_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient_email", "-id"], name="outbox_by_recipient")]

    def __str__(self) -> str:
        return f"{self.key} → {self.recipient_email}"
