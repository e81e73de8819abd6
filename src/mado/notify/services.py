import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mado.kernel.jobs import queue_job
from mado.notify.messages import MailSpec
from mado.notify.models import OutboxMessage


class Recipient(Protocol):
    """A person to write to; accounts.User fits."""

    pk: int
    email: str
    name: str
    language: str


@transaction.atomic
def queue_message(
    *,
    mail: MailSpec,
    to: Recipient,
    thing: models.Model,
    link: tuple[str, Mapping[str, Any]],
    variables: Mapping[str, Any],
) -> OutboxMessage:
    """Write one mail into the outbox in the recipient's language, in the caller's transaction; a job sends it.

    `link` is (view name, kwargs): reversed in the recipient's language. A variable may be a function without
    arguments; it is called in that language (for dates, names of states, …). Never put personal data of pupils here.
    """
    with translation.override(to.language or settings.LANGUAGE_CODE):
        values = {name: str(value() if callable(value) else value) for name, value in variables.items()}
        if missing := set(mail.variables) - set(values):
            raise ValueError(f"{mail.key}: missing {sorted(missing)}")
        url = settings.MADO_SITE_URL.rstrip("/") + reverse(link[0], kwargs=dict(link[1]))
        greeting = _("Dear %(name)s,") % {"name": to.name or to.email}
        closing = _("Open it here: %(url)s") % {"url": url}
        body = f"{greeting}\n\n{str(mail.body) % values}\n\n{closing}\n\n{_('Mado, the International Exchange Window')}\n"
        message = OutboxMessage.objects.create(
            key=mail.key,
            message_id=f"<{uuid.uuid4()}@mado>",
            recipient_id=to.pk,
            recipient_email=to.email,
            recipient_name=to.name,
            language=to.language or settings.LANGUAGE_CODE,
            subject=str(mail.subject) % values,
            body=body,
            thing_type=thing._meta.label,  # noqa: SLF001  # Django's public model API
            thing_id=str(thing.pk),
        )
    queue_job("notify.deliver", queue="mail", outbox_id=message.pk)
    return message
