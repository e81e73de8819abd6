import uuid
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mado.kernel.jobs import queue_job
from mado.notify.messages import MailSpec
from mado.notify.models import OutboxMessage
from mado.notify.queries import outlived


class Recipient(Protocol):
    """A person to write to; accounts.User fits. `pk` None: an address without an account."""

    @property
    def pk(self) -> Any: ...
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...


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
    return _write_message(
        mail=mail,
        to=to,
        thing=(thing._meta.label, str(thing.pk)),  # noqa: SLF001  # Django's public model API
        path=lambda: reverse(link[0], kwargs=dict(link[1])),
        variables=variables,
    )


@transaction.atomic
def queue_account_message(
    *, mail: MailSpec, to: Recipient, path: Callable[[], str], variables: Mapping[str, Any]
) -> OutboxMessage:
    """Write one mail about signing in (codes, new passwords). `to` may be an address that no account has.

    `path` is called in the recipient's language and answers the path of the page to open, without a host.
    """
    return _write_message(mail=mail, to=to, thing=("", ""), path=path, variables=variables)


def _write_message(
    *,
    mail: MailSpec,
    to: Recipient,
    thing: tuple[str, str],
    path: Callable[[], str],
    variables: Mapping[str, Any],
) -> OutboxMessage:
    with translation.override(to.language or settings.LANGUAGE_CODE):
        values = {name: str(value() if callable(value) else value) for name, value in variables.items()}
        if missing := set(mail.variables) - set(values):
            raise ValueError(f"{mail.key}: missing {sorted(missing)}")
        url = settings.MADO_SITE_URL.rstrip("/") + path()
        greeting = _("Dear %(name)s,") % {"name": to.name or to.email}
        closing = _("Open it here: %(url)s") % {"url": url}
        body = (
            f"{greeting}\n\n{str(mail.body) % values}\n\n{closing}\n\n{_('Mado, the International Exchange Window')}\n"
        )
        message = OutboxMessage.objects.create(
            key=mail.key,
            message_id=f"<{uuid.uuid4()}@mado>",
            recipient_id=to.pk,
            recipient_email=to.email,
            recipient_name=to.name,
            language=to.language or settings.LANGUAGE_CODE,
            subject=str(mail.subject) % values,
            body=body,
            thing_type=thing[0],
            thing_id=thing[1],
        )
    queue_job("notify.deliver", queue="mail", outbox_id=message.pk)
    return message


def delete_old_messages() -> int:
    """Delete sent mails past their retention; returns how many."""
    deleted, _by_model = outlived().delete()
    return deleted
