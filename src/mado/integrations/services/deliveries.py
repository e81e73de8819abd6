"""From the audit chain to other people's programs: noted once, sent until taken, never lost."""

import json
import time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mado.accounts.models import User
from mado.accounts.queries import seat_holders
from mado.audit.models import AuditEntry
from mado.audit.services import record
from mado.integrations.engine.posting import Unreachable, post
from mado.integrations.engine.signing import key_of, signature
from mado.integrations.enums import PING
from mado.integrations.messages import WEBHOOK_PAUSED
from mado.integrations.models import EventCursor, Webhook, WebhookDelivery
from mado.integrations.queries import Event, events_after, still_answered_for
from mado.kernel.errors import NotPermitted
from mado.kernel.jobs import queue_job
from mado.notify.services import queue_message

MOST_ATTEMPTS = 9
"""With waits of 4, 16, 64 s … 18 hours between them: about a day."""


class NotTaken(Exception):  # noqa: N818  # what the job's retry waits for
    """The program did not take the delivery this time."""


@transaction.atomic
def publish_events() -> int:
    """Note the next events of the chain for every webhook that wants them; returns how many deliveries were noted."""
    EventCursor.objects.get_or_create(pk=1)
    cursor = EventCursor.objects.select_for_update().get(pk=1)
    webhooks = list(Webhook.objects.filter(removed_at__isnull=True))
    if not webhooks:
        newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
        EventCursor.objects.filter(pk=1).update(last_entry=newest or 0)
        return 0
    events, last = events_after(cursor.last_entry)
    noted = sum(_note(webhook, event) for event in events for webhook in webhooks)
    EventCursor.objects.filter(pk=1).update(last_entry=last)
    return noted


def _note(webhook: Webhook, event: Event) -> bool:
    if event.type not in webhook.events or webhook.organization_id not in event.organizations:
        return False
    if event.at < webhook.created_at.isoformat():
        return False
    delivery, is_new = WebhookDelivery.objects.get_or_create(
        webhook=webhook, entry_id=event.entry_id, defaults={"event": event.type, "payload": event.payload}
    )
    if is_new and webhook.paused_at is None:
        queue_job("integrations.deliver", queue="mail", delivery_id=delivery.pk)
    return is_new


def deliver(*, delivery_id: int) -> None:
    """Send one delivery. NotTaken: try again later. The same id is sent with each try, so a receiver can tell.

    Nothing goes to an address whose maker no longer acts for the school: `stop_programs_of_leavers` pauses it."""
    rows = WebhookDelivery.objects.select_related("webhook__organization", "webhook__created_by")
    delivery = rows.get(pk=delivery_id)
    webhook = delivery.webhook
    if delivery.delivered_at or webhook.paused_at or webhook.removed_at or not still_answered_for(webhook):
        return
    try:
        status, error = post(webhook.url, *_signed(delivery), inside=settings.MADO_WEBHOOKS_INSIDE).status, ""
    except Unreachable as problem:
        status, error = None, str(problem)[:200]
    delivery.attempts += 1
    delivery.last_status, delivery.last_error = status, error
    if status is not None and 200 <= status < 300:
        delivery.delivered_at = timezone.now()
    delivery.save(update_fields=["attempts", "last_status", "last_error", "delivered_at"])
    if delivery.delivered_at:
        return
    if delivery.attempts >= MOST_ATTEMPTS:
        _give_up(delivery)
        return
    raise NotTaken(error or str(status))


def _signed(delivery: WebhookDelivery) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
    message_id, now = f"msg_{delivery.pk}", int(time.time())
    key = key_of(settings.SECRET_KEY.encode(), delivery.webhook.salt)
    return body, {
        "Content-Type": "application/json",
        "User-Agent": "Mado",
        "webhook-id": message_id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(key, message_id, now, body),
    }


@transaction.atomic
def _give_up(delivery: WebhookDelivery) -> None:
    """Pause the webhook and tell the school: silence would look like peace."""
    now = timezone.now()
    WebhookDelivery.objects.filter(pk=delivery.pk).update(given_up_at=now)
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    if webhook.paused_at is not None:
        return
    webhook.paused_at = now
    webhook.save(update_fields=["paused_at"])
    record(actor=None, verb="integrations.pause_webhook", thing=webhook, details={"delivery": delivery.pk})
    words: dict[str, Any] = {"url": webhook.url, "reason": delivery.last_error or f"HTTP {delivery.last_status}"}
    link = ("integrations:programs", {"code": webhook.organization.code})
    for person in seat_holders(webhook.organization):
        queue_message(mail=WEBHOOK_PAUSED, to=person, thing=webhook, link=link, variables=words)


@transaction.atomic
def send_trial(*, webhook: Webhook, actor: User) -> WebhookDelivery:
    """A delivery without an event, so that the school can see whether its program takes it."""
    if not actor.has_perm("integrations.change_program", webhook):
        raise NotPermitted("integrations.change_program")
    payload = {"id": "evt_trial", "type": PING, "at": timezone.now().isoformat(), "object": None}
    delivery = WebhookDelivery.objects.create(webhook=webhook, event=PING, payload=payload)
    queue_job("integrations.deliver", queue="mail", delivery_id=delivery.pk)
    return delivery


@transaction.atomic
def resend(*, delivery: WebhookDelivery, actor: User) -> None:
    """Send the same delivery once more, taken or not."""
    if not actor.has_perm("integrations.change_program", delivery.webhook):
        raise NotPermitted("integrations.change_program")
    WebhookDelivery.objects.filter(pk=delivery.pk).update(delivered_at=None, given_up_at=None, attempts=0)
    record(actor=actor, verb="integrations.resend", thing=delivery)
    queue_job("integrations.deliver", queue="mail", delivery_id=delivery.pk)
