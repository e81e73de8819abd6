"""One mail a day for those who want it so. Entries and the mail that holds them change hands in one transaction."""

import uuid
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.kernel.jobs import queue_job
from mado.notify.messages import DIGEST
from mado.notify.models import OutboxMessage
from mado.notify.queries import due_entries, recipients_with_due_entries
from mado.notify.services.writing import way_in

_RULE = "\n\n" + "–" * 24 + "\n\n"


def write_digests() -> int:
    """Write the daily mails that are due; how many. One transaction per person; running twice writes nothing twice."""
    return sum(_write_for(recipient_id) for recipient_id in recipients_with_due_entries())


@transaction.atomic
def _write_for(recipient_id: int) -> int:
    entries = list(due_entries(recipient_id).select_for_update(skip_locked=True).order_by("language", "id"))
    written = 0
    for _language, group in groupby(entries, key=lambda row: (row.language, row.recipient_email)):
        rows = list(group)
        digest = _digest_of(rows)
        OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(digest=digest)
        queue_job("notify.deliver", queue="mail", outbox_id=digest.pk)
        written += 1
    return written


def _digest_of(rows: list[OutboxMessage]) -> OutboxMessage:
    first = rows[0]
    with translation.override(first.language):
        number = ngettext("%(count)d message", "%(count)d messages", len(rows)) % {"count": len(rows)}
        values = {"number": number, "entries": _RULE.join(row.entry for row in rows)}
        url = settings.MADO_SITE_URL.rstrip("/") + reverse("notify:settings")
        greeting = _("Dear %(name)s,") % {"name": first.recipient_name or first.recipient_email}
        ending = _("Mado, the International Exchange Window")
        return OutboxMessage.objects.create(
            key=DIGEST.key,
            message_id=f"<{uuid.uuid4()}@mado>",
            recipient_id=first.recipient_id,
            recipient_email=first.recipient_email,
            recipient_name=first.recipient_name,
            language=first.language,
            subject=str(DIGEST.subject) % values,
            body=f"{greeting}\n\n{str(DIGEST.body) % values}\n\n{way_in(url)}\n\n{ending}\n",
        )
