import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.audit.services import record
from mado.directory.models import Organization
from mado.integrations.engine.posting import refusal
from mado.integrations.enums import EventType
from mado.integrations.models import Webhook, WebhookDelivery
from mado.kernel.errors import BadInput, NotPermitted
from mado.kernel.jobs import queue_job

MOST_WEBHOOKS = 5


@transaction.atomic
def add_webhook(*, organization: Organization, actor: User, url: str, events: Sequence[str]) -> Webhook:
    """Tell this address of the school's events from now on. Raises NotPermitted, BadInput."""
    if not actor.has_perm("integrations.connect_program", organization):
        raise NotPermitted("integrations.connect_program")
    wrong = {}
    if refusal(url, inside=settings.MADO_WEBHOOKS_INSIDE):
        wrong["url"] = _("Give a public address that begins with https://, such as https://school.example/mado.")
    chosen = [event for event in EventType.values if event in set(events)]
    if not chosen:
        wrong["events"] = _("Choose at least one event.")
    Organization.objects.select_for_update().get(pk=organization.pk)
    if Webhook.objects.filter(organization=organization, removed_at__isnull=True).count() >= MOST_WEBHOOKS:
        wrong[""] = _("Your school tells %(most)s addresses already. Remove one that is no longer used.") % {
            "most": MOST_WEBHOOKS
        }
    if wrong:
        raise BadInput(wrong)
    webhook = Webhook.objects.create(
        organization=organization, url=url, events=chosen, salt=secrets.token_hex(16), created_by=actor
    )
    record(actor=actor, verb="integrations.add_webhook", thing=webhook, details={"events": chosen})
    return webhook


def pause_webhook(*, webhook: Webhook, actor: User) -> Webhook:
    """Events go on being noted; nothing is sent until it is resumed."""
    return _change(webhook, actor, "integrations.pause_webhook", paused_at=timezone.now())


@transaction.atomic
def resume_webhook(*, webhook: Webhook, actor: User) -> Webhook:
    """Send on, beginning with what waited. Who resumes answers for the address from now on."""
    webhook = _change(webhook, actor, "integrations.resume_webhook", paused_at=None, created_by=actor)
    waiting = WebhookDelivery.objects.filter(webhook=webhook, delivered_at__isnull=True)
    for delivery in waiting.order_by("id"):
        WebhookDelivery.objects.filter(pk=delivery.pk).update(given_up_at=None, attempts=0)
        queue_job("integrations.deliver", queue="mail", delivery_id=delivery.pk)
    return webhook


def remove_webhook(*, webhook: Webhook, actor: User) -> Webhook:
    """Nothing more is sent there, nothing more is noted for it."""
    return _change(webhook, actor, "integrations.remove_webhook", removed_at=timezone.now())


@transaction.atomic
def _change(webhook: Webhook, actor: User, verb: str, **changes: object) -> Webhook:
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if not actor.has_perm("integrations.change_program", webhook):
        raise NotPermitted("integrations.change_program")
    for field, value in changes.items():
        setattr(webhook, field, value)
    webhook.save(update_fields=list(changes))
    record(actor=actor, verb=verb, thing=webhook)
    return webhook
