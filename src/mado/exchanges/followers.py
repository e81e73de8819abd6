"""An accepted invitation opens an exchange, in the transaction of the acceptance."""

from typing import Any

from mado.exchanges.services import open_exchange
from mado.partnerships.acceptance import register_follower
from mado.partnerships.models import Invitation, Partnership


def open_exchange_on_acceptance(invitation: Invitation, partnership: Partnership, actor: Any) -> None:
    open_exchange(invitation=invitation, partnership=partnership, actor=actor)


register_follower(open_exchange_on_acceptance)
