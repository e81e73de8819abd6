"""Addresses whose mails come back."""

from django.db import transaction
from django.utils import timezone

from mado.notify.models import BouncingAddress, OutboxMessage

TELL_AFTER = 3
"""Mails in a row that came back before a person is told: one full mailbox is no lost address."""


@transaction.atomic
def note_bounce(*, email: str, diagnosis: str) -> BouncingAddress | None:
    """One more mail to this address came back. None where we never wrote to it: such a notice is somebody's noise."""
    email = email.lower()
    if not OutboxMessage.objects.filter(recipient_email__iexact=email).exists():
        return None
    BouncingAddress.objects.get_or_create(email=email)
    row = BouncingAddress.objects.select_for_update().get(email=email)
    row.bounces = min(row.bounces + 1, 1000)
    row.diagnosis = " ".join(diagnosis.split())[:300]
    row.save(update_fields=["bounces", "diagnosis", "last_at"])
    return row


def note_sign_of_mail(*, email: str) -> None:
    """A mail came from the address: it works again."""
    BouncingAddress.objects.filter(email=email.lower()).delete()


def note_told(*, address: BouncingAddress) -> None:
    """Somebody was told about the address; they are told once."""
    BouncingAddress.objects.filter(pk=address.pk).update(told_at=timezone.now())
