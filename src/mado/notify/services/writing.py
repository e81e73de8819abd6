import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mado.kernel.jobs import queue_job
from mado.notify.clocks import zone_of
from mado.notify.engine.timing import URGENT, Plan, plan
from mado.notify.messages import MailSpec
from mado.notify.models import OutboxMessage
from mado.notify.queries import habits_of, outlived


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


@dataclass(frozen=True, slots=True)
class Answerable:
    """What makes a mail answerable by mail: the address that takes the answer, and the root of its conversation."""

    reply_to: str
    root: str


@transaction.atomic
def queue_message(
    *,
    mail: MailSpec,
    to: Recipient,
    thing: models.Model,
    link: tuple[str, Mapping[str, Any]],
    variables: Mapping[str, Any],
    urgent: bool = False,
    answerable: Answerable | None = None,
) -> OutboxMessage:
    """Write one mail into the outbox in the recipient's language, in the caller's transaction; a job sends it, at the
    time the recipient's settings and night allow unless it is `urgent`.

    `link` is (view name, kwargs): reversed in the recipient's language. A variable may be a function without
    arguments; it is called in that language (for dates, names of states, …). Never put personal data of pupils here.
    """
    weight = URGENT if urgent else mail.weight
    return _write_message(
        mail=mail,
        to=to,
        thing=(thing._meta.label, str(thing.pk)),  # noqa: SLF001  # Django's public model API
        path=lambda: reverse(link[0], kwargs=dict(link[1])),
        variables=variables,
        weight=weight,
        planned=plan(timezone.now(), weight, habits_of(to.pk), zone_of(to)),
        answerable=answerable,
    )


@transaction.atomic
def queue_account_message(
    *, mail: MailSpec, to: Recipient, path: Callable[[], str], variables: Mapping[str, Any]
) -> OutboxMessage:
    """Write one mail about signing in (codes, new passwords): always urgent. `to` may be an address without account.

    `path` is called in the recipient's language and answers the path of the page to open, without a host.
    """
    return _write_message(
        mail=mail, to=to, thing=("", ""), path=path, variables=variables, weight=URGENT, planned=Plan()
    )


def _write_message(
    *,
    mail: MailSpec,
    to: Recipient,
    thing: tuple[str, str],
    path: Callable[[], str],
    variables: Mapping[str, Any],
    weight: str,
    planned: Plan,
    answerable: Answerable | None = None,
) -> OutboxMessage:
    with translation.override(to.language or settings.LANGUAGE_CODE):
        values = {name: str(value() if callable(value) else value) for name, value in variables.items()}
        if missing := set(mail.variables) - set(values):
            raise ValueError(f"{mail.key}: missing {sorted(missing)}")
        url = settings.MADO_SITE_URL.rstrip("/") + path()
        subject = one_line(str(mail.subject) % values)
        core = str(mail.body) % values
        message = OutboxMessage.objects.create(
            key=mail.key,
            weight=weight,
            message_id=f"<{uuid.uuid4()}@mado>",
            recipient_id=to.pk,
            recipient_email=to.email,
            recipient_name=to.name,
            language=to.language or settings.LANGUAGE_CODE,
            subject=subject,
            body=_letter(to, core, url, can_answer=answerable is not None),
            reply_to=answerable.reply_to if answerable else "",
            references=answerable.root if answerable else "",
            thing_type=thing[0],
            thing_id=thing[1],
            send_after=planned.send_after,
            entry=_entry(subject, core, url, answerable) if planned.digest else "",
            withheld=planned.withheld,
        )
    if not planned.digest and not planned.withheld:
        queue_job("notify.deliver", queue="mail", at=planned.send_after, outbox_id=message.pk)
    return message


def one_line(text: str, most: int = 300) -> str:
    """Fit for a header: whatever breaks a line becomes a blank."""
    return " ".join(text.split())[:most]


def _letter(to: Recipient, core: str, url: str, *, can_answer: bool) -> str:
    greeting = _("Dear %(name)s,") % {"name": one_line(to.name) or to.email}
    text = f"{greeting}\n\n{core}\n\n{way_in(url)}\n\n{_('Mado, the International Exchange Window')}\n"
    if not can_answer:
        return text
    above = _("You can answer this mail. Write above this line")
    return f"## {above} ##\n\n{text}"


def _entry(subject: str, core: str, url: str, answerable: Answerable | None) -> str:
    """One part of a daily mail. That mail has no answer address of its own: it may hold several conversations."""
    parts = [subject, core, url]
    if answerable is not None:
        parts.insert(2, _("To answer this by mail, write to %(address)s") % {"address": f"\n{answerable.reply_to}"})
    return "\n\n".join("\n".join(line.rstrip() for line in part.splitlines()) for part in parts)


def way_in(url: str) -> str:
    """Where to open it. The address stands on a line of its own: right after a full-width colon, as Chinese and
    Japanese write it, mail programs take it for plain words."""
    sentence = _("Open it here: %(url)s") % {"url": f"\n{url}"}
    return "\n".join(line.rstrip() for line in sentence.splitlines())


def delete_old_messages() -> int:
    """Delete sent and withheld mails past their retention; returns how many."""
    deleted, _by_model = outlived().delete()
    return deleted
