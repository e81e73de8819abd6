"""How a person wants mails: a taste of theirs, no deed of the alliance, so the audit chain does not hold it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.kernel.errors import BadInput
from mado.notify.enums import MailMode
from mado.notify.models import MailSettings


@transaction.atomic
def change_mail_settings(
    *, actor: Any, mode: str, digest_hour: int, quiet_from: dt.time, quiet_to: dt.time
) -> MailSettings:
    """The person's own; they hold for mails written from now on."""
    sentences: dict[str, str] = {}
    if mode not in MailMode.values:
        sentences["mode"] = _("Choose one of the ways in the list.")
    if not 0 <= digest_hour <= 23:
        sentences["digest_hour"] = _("Choose a full hour between 0 and 23.")
    if sentences:
        raise BadInput(sentences)
    values = {"mode": mode, "digest_hour": digest_hour, "quiet_from": quiet_from, "quiet_to": quiet_to}
    row, _created = MailSettings.objects.update_or_create(recipient_id=actor.pk, defaults=values)
    return row


@transaction.atomic
def stop_news(*, recipient_id: int) -> MailSettings:
    """One click in a mail program (RFC 8058), nobody signed in: from now on only what needs an answer. Doing it twice
    changes nothing."""
    row, _created = MailSettings.objects.select_for_update().get_or_create(recipient_id=recipient_id)
    if row.mode != MailMode.ONLY_NEEDS:
        row.mode = MailMode.ONLY_NEEDS
        row.save(update_fields=["mode", "changed_at"])
    return row
