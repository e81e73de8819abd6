from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.exchanges.enums import SideLabel
from mado.exchanges.models import Exchange, ExchangeSide
from mado.exchanges.queries import home_today
from mado.partnerships.models import Invitation, Partnership
from mado.reference.services import next_code


@transaction.atomic
def open_exchange(*, invitation: Invitation, partnership: Partnership, actor: Any) -> Exchange:
    """The accepted invitation becomes a case; side A is the school that invited. Called from the acceptance's own
    transaction, which has checked who and when; an invitation opens one exchange (the database sees to it)."""
    wish = invitation.wish
    exchange = Exchange.objects.create(
        code=next_code("EX"),
        partnership=partnership,
        invitation=invitation,
        kind=invitation.kind,
        mode=invitation.mode,
        title=(wish.title if wish and wish.title else f"{invitation.sender} – {invitation.recipient}")[:160],
        paired_on=home_today(),
    )
    sizes = {invitation.sender_id: invitation.group_size, invitation.recipient_id: None}
    if wish and sizes.get(wish.organization_id) is None:
        sizes[wish.organization_id] = wish.group_size
    for label, organization in ((SideLabel.A, invitation.sender), (SideLabel.B, invitation.recipient)):
        ExchangeSide.objects.create(
            exchange=exchange, label=label, organization=organization, group_size=sizes[organization.pk]
        )
    record(actor=actor, verb="exchanges.open_exchange", thing=exchange, details={"invitation": invitation.code})
    return exchange
