from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.exchanges.enums import ExchangeState, SideLabel
from mado.exchanges.messages import SESSION_MISSED
from mado.exchanges.models import Session
from mado.exchanges.queries import side_labelled
from mado.exchanges.services.letters import write_about_session
from mado.exchanges.services.locking import locked_session
from mado.exchanges.workflow import EXCHANGE, SESSION
from mado.kernel.errors import BadInput


@transaction.atomic
def record_session(*, session: Session, actor: Any, absent_side: str = "") -> Session:
    """It took place, or the side `absent_side` ("a" or "b") did not come. The first held session makes it active."""
    if absent_side and absent_side not in SideLabel.values:
        raise BadInput({"absent_side": _("Say which of the two schools did not come.")})
    session = locked_session(session)
    SESSION.perform(session, "miss" if absent_side else "hold", actor)
    session.absent_side = absent_side
    session.save(update_fields=["absent_side"])
    exchange = session.exchange
    details = {"exchange": exchange.code, "absent_side": absent_side}
    record(actor=actor, verb="exchanges.record_session", thing=session, details=details)
    if absent_side:
        absent = side_labelled(exchange, absent_side).organization
        write_about_session(session, SESSION_MISSED, school=absent, leave_out=actor)
    elif exchange.state == ExchangeState.PAIRED:
        EXCHANGE.perform(exchange, "start", None)
        record(actor=None, verb="exchanges.start_exchange", thing=exchange)
    return session
