import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.exchanges.enums import ExchangeState
from mado.exchanges.messages import EXCHANGE_VERIFIED, REPORT_RETURNED
from mado.exchanges.models import Exchange, Report
from mado.exchanges.queries import home_today
from mado.exchanges.services.letters import write_about_exchange
from mado.exchanges.services.locking import locked_exchange, locked_report
from mado.exchanges.workflow import EXCHANGE, REPORT
from mado.kernel.errors import BadInput

DAYS_TO_MEND = 14
"""A report that was sent back is due again no sooner than this."""
QUESTION_CHARACTERS_MOST = 1000


@transaction.atomic
def verify_exchange(*, exchange: Exchange, actor: Any) -> Exchange:
    """One office in care of either school says that it counts; both reports are accepted with it."""
    exchange = locked_exchange(exchange.pk)
    reports = list(
        Report.objects.select_for_update(of=("self",))
        .filter(side__exchange=exchange)
        .select_related("side__exchange")
        .order_by("id")
    )
    EXCHANGE.perform(exchange, "verify", actor)
    exchange.verified_by = actor
    exchange.verified_at = timezone.now()
    exchange.save(update_fields=["verified_by", "verified_at"])
    for report in reports:
        REPORT.perform(report, "accept", actor)
    record(actor=actor, verb="exchanges.verify_exchange", thing=exchange)
    write_about_exchange(exchange, EXCHANGE_VERIFIED)
    return exchange


@transaction.atomic
def return_report(*, report: Report, actor: Any, question: str) -> Report:
    """The office asks; that side mends its report, the other side's stays as it is."""
    question = question.strip()
    if not question:
        raise BadInput({"question": _("Write what you want to know; the school reads it beside its report.")})
    if len(question) > QUESTION_CHARACTERS_MOST:
        raise BadInput(
            {"question": _("Keep the question to %(most)s characters.") % {"most": QUESTION_CHARACTERS_MOST}}
        )
    report = locked_report(report)
    exchange = report.side.exchange
    REPORT.perform(report, "send_back", actor)
    report.office_question = question
    report.save(update_fields=["office_question"])
    if exchange.state == ExchangeState.REPORTED:
        EXCHANGE.perform(exchange, "send_back", actor)
    soonest = home_today() + dt.timedelta(days=DAYS_TO_MEND)
    exchange.report_due = max(exchange.report_due or soonest, soonest)
    exchange.report_reminded_at = exchange.verify_nudged_at = exchange.verify_escalated_at = None
    exchange.save(update_fields=["report_due", "report_reminded_at", "verify_nudged_at", "verify_escalated_at"])
    record(actor=actor, verb="exchanges.return_report", thing=report, details={"exchange": exchange.code})
    write_about_exchange(
        exchange,
        REPORT_RETURNED,
        variables={"question": question},
        only=report.side.label,
        view="exchanges:report",
    )
    return report
