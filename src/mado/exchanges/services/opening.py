from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.directory.models import Organization
from mado.exchanges.enums import SideLabel
from mado.exchanges.models import Exchange, ExchangeSide
from mado.exchanges.queries import home_today
from mado.partnerships.models import Invitation, Partnership
from mado.profiles.queries import open_wishes
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
    for label, organization in ((SideLabel.A, invitation.sender), (SideLabel.B, invitation.recipient)):
        ExchangeSide.objects.create(
            exchange=exchange,
            label=label,
            organization=organization,
            group_size=_group_size_said(organization, invitation),
        )
    record(actor=actor, verb="exchanges.open_exchange", thing=exchange, details={"invitation": invitation.code})
    return exchange


def _group_size_said(organization: Organization, invitation: Invitation) -> int | None:
    """Pupils of this school's own group: from the letter, from the wish it is about, or from what it wishes itself."""
    if organization.pk == invitation.sender_id and invitation.group_size:
        return invitation.group_size
    if invitation.wish and invitation.wish.organization_id == organization.pk:
        return invitation.wish.group_size
    wishes = sorted(open_wishes(organization), key=lambda wish: wish.kind != invitation.kind)
    return wishes[0].group_size if wishes else None
