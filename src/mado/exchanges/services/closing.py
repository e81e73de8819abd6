import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.exchanges.messages import EXCHANGE_COMPLETED, EXCHANGE_ENDED, EXCHANGE_RESUMED
from mado.exchanges.models import Exchange, Report
from mado.exchanges.queries import home_today, open_sessions, sides_of
from mado.exchanges.services.letters import write_about_exchange
from mado.exchanges.services.locking import locked_exchange
from mado.exchanges.workflow import EXCHANGE, SESSION
from mado.kernel.errors import BadInput
from mado.reference.settings import alliance

REASON_CHARACTERS_MOST = 300


@transaction.atomic
def complete_exchange(*, exchange: Exchange, actor: Any) -> Exchange:
    """No further sessions: both sides get their report to write, due after the alliance's days."""
    exchange = locked_exchange(exchange.pk)
    EXCHANGE.perform(exchange, "complete", actor)
    exchange.report_due = home_today() + dt.timedelta(days=alliance().report_due_days)
    exchange.report_reminded_at = None
    exchange.save(update_fields=["report_due", "report_reminded_at"])
    for side in sides_of(exchange):
        Report.objects.get_or_create(side=side)
    record(
        actor=actor,
        verb="exchanges.complete_exchange",
        thing=exchange,
        details={"report_due": exchange.report_due.isoformat()},
    )
    write_about_exchange(exchange, EXCHANGE_COMPLETED, view="exchanges:report", leave_out=actor)
    return exchange


@transaction.atomic
def resume_exchange(*, exchange: Exchange, actor: Any) -> Exchange:
    """Completed too early: sessions again, as long as no report is in. What was typed into the reports is kept."""
    exchange = locked_exchange(exchange.pk)
    EXCHANGE.perform(exchange, "resume", actor)
    exchange.report_due = None
    exchange.save(update_fields=["report_due"])
    record(actor=actor, verb="exchanges.resume_exchange", thing=exchange)
    write_about_exchange(exchange, EXCHANGE_RESUMED, leave_out=actor)
    return exchange


@transaction.atomic
def end_exchange(*, exchange: Exchange, actor: Any, reason: str) -> Exchange:
    """Over before its time, with a reason the other side reads; what was still ahead is cancelled."""
    reason = reason.strip()
    if not reason:
        raise BadInput({"reason": _("Say in a sentence why the exchange ends; the other school reads it.")})
    if len(reason) > REASON_CHARACTERS_MOST:
        raise BadInput({"reason": _("Keep the reason to %(most)s characters.") % {"most": REASON_CHARACTERS_MOST}})
    exchange = locked_exchange(exchange.pk)
    EXCHANGE.perform(exchange, "end", actor)
    exchange.end_reason = reason
    exchange.save(update_fields=["end_reason"])
    record(actor=actor, verb="exchanges.end_exchange", thing=exchange)
    for session in open_sessions(exchange):
        SESSION.perform(session, "drop", None)
        session.sequence += 1
        session.save(update_fields=["sequence"])
        record(actor=None, verb="exchanges.drop_session", thing=session, details={"exchange": exchange.code})
    write_about_exchange(exchange, EXCHANGE_ENDED, variables={"reason": reason}, leave_out=actor)
    return exchange
