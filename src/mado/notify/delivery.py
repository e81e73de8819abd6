"""Sending what stands in the outbox: once, with the row's own Message-ID, retried on failure."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from mado.notify.models import OutboxMessage


@transaction.atomic
def deliver_message(*, outbox_id: int) -> bool:
    """Send one message unless it was sent; False when there was nothing to do. Raises what the mail server raises."""
    message = OutboxMessage.objects.select_for_update().filter(pk=outbox_id, sent_at__isnull=True).first()
    if message is None:
        return False
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient_email],
        headers={"Message-ID": message.message_id, "Content-Language": message.language, "Auto-Submitted": "auto-generated"},
    )
    mail.send()
    message.sent_at = timezone.now()
    message.attempts += 1
    message.save(update_fields=["sent_at", "attempts"])
    return True
