"""Sending what stands in the outbox, with the row's own Message-ID, retried on failure.

A mail is sent at least once. Between the mail server's "250" and our commit a killed worker cannot know whether the
mail went out, so it goes again with the same Message-ID, by which mail servers and programs recognise it as the same.
"""

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mado.notify.engine.timing import NEWS
from mado.notify.messages import DIGEST
from mado.notify.models import OutboxMessage
from mado.notify.unsubscribing import unsubscribe_headers


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
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=_headers(message),
    )
    mail.send()
    message.sent_at = timezone.now()
    message.entries.filter(sent_at__isnull=True).update(sent_at=message.sent_at)
    message.attempts += 1
    message.last_error = ""
    message.save(update_fields=["sent_at", "attempts", "last_error"])
    return True


def _headers(message: OutboxMessage) -> dict[str, str]:
    """The same for every attempt. `references` holds the conversation's root, which no mail bears as its own number:
    mail programs gather what names it."""
    headers = {
        "Message-ID": message.message_id,
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    if message.references:
        headers |= {"In-Reply-To": message.references, "References": message.references}
    if message.recipient_id and (message.weight == NEWS or message.key == DIGEST.key):
        headers |= unsubscribe_headers(message.recipient_id, message.language)
    return headers
