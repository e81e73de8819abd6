"""What was delivered to programs goes after ninety days; the programs of a school nobody acts for, after two years."""

import datetime as dt

from django.utils import timezone

from mado.accounts.queries import schools_left
from mado.integrations.models import AccessToken, Webhook, WebhookDelivery
from mado.kernel.retention import register_retention

DELIVERY_DAYS = 90
LEFT_DAYS = 730

register_retention(
    "integrations.WebhookDelivery",
    "mail",
    due=lambda: WebhookDelivery.objects.filter(created_at__lt=timezone.now() - dt.timedelta(days=DELIVERY_DAYS)),
    deletes=True,
)
register_retention(
    "integrations.AccessToken",
    "seat",
    due=lambda: AccessToken.objects.filter(organization__in=schools_left(LEFT_DAYS)),
    deletes=True,
)
register_retention(
    "integrations.Webhook",
    "seat",
    due=lambda: Webhook.objects.filter(organization__in=schools_left(LEFT_DAYS)),
    deletes=True,
)
