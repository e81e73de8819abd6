from django.conf import settings
from django.db import models

from mado.correspondence.enums import MailOutcome, MailProblem, MailSource
from mado.correspondence.models.thread import Message, Thread


class InboundMail(models.Model):
    """A mail as it came in, byte by byte, stored before anybody looks at it. `fingerprint` is SHA-256 of the bytes; `mail_id` its Message-ID;
    `content_hash` of sender and words, by which the same mail is known when only its way differed."""

    raw = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    is_cut = models.BooleanField(default=False)
    source = models.CharField(max_length=4, choices=MailSource)
    received_at = models.DateTimeField(auto_now_add=True)
    mail_id = models.CharField(max_length=300, blank=True, db_index=True)
    content_hash = models.CharField(max_length=64, blank=True)
    from_email = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    attachments = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=12, choices=MailOutcome, blank=True)
    problem = models.CharField(max_length=12, choices=MailProblem, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    thread = models.ForeignKey(Thread, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["outcome", "-id"], name="inbound_by_outcome")]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d %H:%M} {self.outcome}"

    @property
    def outcome_choice(self) -> MailOutcome | None:
        return MailOutcome(self.outcome) if self.outcome else None
