"""Retention: what is deleted when its time is over."""

from django.db import transaction

from mado.correspondence.models import Message
from mado.correspondence.queries import handled_long_ago, outlived_threads


@transaction.atomic
def delete_old_threads() -> int:
    """Conversations about what ended five years ago and more; how many messages went."""
    threads = list(outlived_threads().values_list("pk", flat=True))
    messages = Message.objects.filter(thread__in=threads).count()
    outlived_threads().filter(pk__in=threads).delete()
    return messages


def delete_old_mail() -> int:
    """Incoming mail dealt with a month ago and more; the messages made of it stay."""
    return handled_long_ago().delete()[0]
