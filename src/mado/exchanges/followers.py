"""An accepted invitation opens an exchange; a seat that passes on is told to the partners. In the deed's transaction."""

from typing import Any

from mado.accounts.handover import register_handover_follower, register_kept
from mado.exchanges.services import open_exchange
from mado.exchanges.services.handing_over import kept_exchanges, tell_exchange_partners
from mado.partnerships.acceptance import register_follower
from mado.partnerships.models import Invitation, Partnership


def open_exchange_on_acceptance(invitation: Invitation, partnership: Partnership, actor: Any) -> None:
    open_exchange(invitation=invitation, partnership=partnership, actor=actor)


register_follower(open_exchange_on_acceptance)
register_handover_follower(tell_exchange_partners, order=10)
register_kept(kept_exchanges, order=10)
