from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.exchanges.guards import is_open
from mado.exchanges.messages import EXCHANGE_IN_TURNS
from mado.exchanges.models import Exchange
from mado.exchanges.services.letters import name_of, write_about_exchange
from mado.exchanges.services.locking import locked_exchange
from mado.exchanges.services.sessions import side_of_actor
from mado.kernel.errors import NotPossible
from mado.profiles.enums import MeetingMode


@transaction.atomic
def work_in_turns(*, exchange: Exchange, actor: Any) -> Exchange:
    """No common time: letters, videos, shared work. Sessions stay possible, but the exchange needs none to complete."""
    exchange = locked_exchange(exchange.pk)
    side = side_of_actor(actor, exchange, "exchanges.propose_session")
    if not (decision := is_open(exchange)):
        raise NotPossible(decision)
    if exchange.mode == MeetingMode.ASYNC:
        return exchange
    exchange.mode = MeetingMode.ASYNC
    exchange.save(update_fields=["mode"])
    record(actor=actor, verb="exchanges.work_in_turns", thing=exchange)
    school = side.organization
    write_about_exchange(exchange, EXCHANGE_IN_TURNS, variables={"chooser": lambda: name_of(school)}, leave_out=actor)
    return exchange
