"""Sending what stands in the outbox, with the row's own Message-ID, retried on failure.

A mail is sent at least once. Between the mail server's "250" and our commit a killed worker cannot know whether the
mail went out, so it goes again with the same Message-ID, by which mail servers and programs recognise it as the same.
"""

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mado.notify.models import OutboxMessage


def deliver_message(*, outbox_id: int) -> bool:
    """Send one message unless it was sent; False when there was nothing to do. Raises what the mail server raises,
    after the attempt and the server's words are on the row."""
    try:
        return _send(outbox_id)
    except Exception as problem:
        OutboxMessage.objects.filter(pk=outbox_id, sent_at__isnull=True).update(
            attempts=F("attempts") + 1, last_error=f"{type(problem).__name__}: {problem}"[:2000]
        )
        raise


@transaction.atomic
def _send(outbox_id: int) -> bool:
    message = OutboxMessage.objects.select_for_update().filter(pk=outbox_id, sent_at__isnull=True).first()
    if message is None:
        return False
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient_email],
        headers={
            "Message-ID": message.message_id,
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.send()
    message.sent_at = timezone.now()
    message.attempts += 1
    message.last_error = ""
    message.save(update_fields=["sent_at", "attempts", "last_error"])
    return True
