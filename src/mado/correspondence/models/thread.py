from django.conf import settings
from django.db import models
from django.db.models import Q

from mado.correspondence.enums import LANGUAGE_MOST, Side, Via
from mado.desks.models import DeskCase
from mado.exchanges.models import Exchange
from mado.partnerships.models import Invitation


class Thread(models.Model):
    """The conversation about one invitation, exchange or case. An exchange that grew from an invitation goes on in the
    invitation's thread, so a row names exactly one of them. `last_message` is a shortcut for the inbox."""

    invitation = models.OneToOneField(
        Invitation, on_delete=models.PROTECT, related_name="thread", null=True, blank=True
    )
    exchange = models.OneToOneField(Exchange, on_delete=models.PROTECT, related_name="thread", null=True, blank=True)
    case = models.OneToOneField(DeskCase, on_delete=models.CASCADE, related_name="thread", null=True, blank=True)
    last_message = models.ForeignKey(
        "correspondence.Message", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation__isnull=False, exchange__isnull=True, case__isnull=True)
                | Q(invitation__isnull=True, exchange__isnull=False, case__isnull=True)
                | Q(invitation__isnull=True, exchange__isnull=True, case__isnull=False),
                name="thread_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"Thread {self.pk}"


class Message(models.Model):
    """One message, plain text. `side` is that of its author then. `answer_by`: the last day, on the clock of the other
    side, on which an answer is asked for; `nudged_at` and `escalated_at` say when somebody was reminded of it."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, choices=Side)
    body = models.TextField()
    language = models.CharField(max_length=LANGUAGE_MOST)
    at = models.DateTimeField(auto_now_add=True)
    via = models.CharField(max_length=4, choices=Via, default=Via.WEB)
    answer_by = models.DateField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["thread", "side", "id"], name="message_by_thread_and_side"),
            models.Index(fields=["answer_by"], condition=Q(answer_by__isnull=False), name="message_asking_for_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.pk}"


class ThreadReader(models.Model):
    """How far a person has read in a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_read = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="one_reader_per_person_and_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.person_id}"
