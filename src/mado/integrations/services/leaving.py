"""What somebody connected stops in the minute in which they leave the school: a token may have been copied, an address
may be their own. The school is told what stopped and what to do."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.accounts.models import User
from mado.accounts.queries import seat_holders
from mado.audit.services import record
from mado.directory.models import Organization
from mado.integrations.messages import PROGRAMS_STOPPED
from mado.integrations.models import AccessToken, Webhook
from mado.integrations.queries import without_maker
from mado.notify.services import queue_message


@transaction.atomic
def stop_programs_of_leavers() -> int:
    """End tokens and pause webhooks whose maker no longer acts for the school; returns how many. They opened and got
    nothing from the minute of the leaving: this writes it down and tells the school."""
    now = timezone.now()
    tokens = AccessToken.objects.filter(revoked_at__isnull=True, valid_until__gte=timezone.localdate())
    webhooks = Webhook.objects.filter(paused_at__isnull=True, removed_at__isnull=True)
    stopped: dict[tuple[int, int], list[AccessToken | Webhook]] = defaultdict(list)
    for token in without_maker(tokens).select_for_update(of=("self",)):
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(actor=None, verb="integrations.revoke_token", thing=token, details={"because": "its maker has left"})
        stopped[token.organization_id, token.created_by_id].append(token)
    for webhook in without_maker(webhooks).select_for_update(of=("self",)):
        webhook.paused_at = now
        webhook.save(update_fields=["paused_at"])
        record(actor=None, verb="integrations.pause_webhook", thing=webhook, details={"because": "its maker has left"})
        stopped[webhook.organization_id, webhook.created_by_id].append(webhook)
    for programs in stopped.values():
        _tell(programs[0].organization, programs[0].created_by, programs)
    return sum(map(len, stopped.values()))


def _tell(school: Organization, maker: User, programs: list[AccessToken | Webhook]) -> None:
    words: dict[str, Any] = {
        "name": maker,
        "school": school.name,
        "programs": lambda: "\n".join(_named(program) for program in programs),
    }
    for person in seat_holders(school):
        queue_message(
            mail=PROGRAMS_STOPPED,
            to=person,
            thing=programs[0],
            link=("integrations:programs", {"code": school.code}),
            variables=words,
        )


def _named(program: AccessToken | Webhook) -> str:
    if isinstance(program, AccessToken):
        return _("Access token: %(name)s") % {"name": program.name}
    return _("Address that is told of events: %(url)s") % {"url": program.url}
