"""What a person has connected ends with the person's seat; the page before a hand-over says so."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from mado.accounts.handover import EndsToo, register_ending
from mado.accounts.models import User
from mado.directory.models import Organization
from mado.integrations.models import AccessToken, Webhook


def programs_of(person: User, organization: Organization) -> Iterator[EndsToo]:
    tokens = AccessToken.objects.filter(organization=organization, created_by=person, revoked_at__isnull=True)
    yield EndsToo(
        _("Access tokens you made. Whoever follows makes new ones:"), tuple(tokens.values_list("name", flat=True))
    )
    webhooks = Webhook.objects.filter(
        organization=organization, created_by=person, removed_at__isnull=True, paused_at__isnull=True
    )
    yield EndsToo(
        _("Addresses you had told of events. They wait until a colleague resumes them:"),
        tuple(webhooks.values_list("url", flat=True)),
    )


register_ending(programs_of)
