from collections.abc import Mapping
from typing import Any, TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.exchanges.enums import GoOn, ReportState
from mado.exchanges.messages import EXCHANGE_REPORTED
from mado.exchanges.models import Report, SessionCount
from mado.exchanges.queries import HANDED_IN, held_sessions
from mado.exchanges.services.letters import write_to_office
from mado.exchanges.services.locking import locked_report
from mado.exchanges.workflow import EXCHANGE, REPORT
from mado.kernel.errors import BadInput, NotPermitted, NotPossible

COUNT_MOST = 9999
TEXT_CHARACTERS_MOST = 2000
NUMBERS = ("pupils", "adults", "group_size")
TEXTS = ("made", "learned")


class ReportChanges(TypedDict, total=False):
    """What was typed; a missing key is left as it is, None empties a number. `counts`: session id → (pupils, adults)."""

    pupils: int | None
    adults: int | None
    group_size: int | None
    made: str
    learned: str
    go_on: str
    counts: Mapping[int, tuple[int | None, int | None]]


def _check_changes(changes: ReportChanges, held: set[int]) -> None:
    """What can never be taken, even in a draft."""
    wrong: dict[str, str] = {}
    too_many = _("Write a whole number from 0 to %(most)s.") % {"most": COUNT_MOST}
    numbers: dict[str, int | None] = {
        "pupils": changes.get("pupils"),
        "adults": changes.get("adults"),
        "group_size": changes.get("group_size"),
    }
    for session_id, (pupils, adults) in changes.get("counts", {}).items():
        if session_id not in held:
            wrong[""] = _("Only sessions that were held are counted. Reload the page to see which they are.")
        numbers |= {f"count_{session_id}_pupils": pupils, f"count_{session_id}_adults": adults}
    wrong |= {name: too_many for name, n in numbers.items() if n is not None and not 0 <= n <= COUNT_MOST}
    for name in TEXTS:
        if len(str(changes.get(name, ""))) > TEXT_CHARACTERS_MOST:
            wrong[name] = _("Keep this to %(most)s characters.") % {"most": TEXT_CHARACTERS_MOST}
    if changes.get("go_on", "") not in ("", *GoOn.values):
        wrong["go_on"] = _("Choose one of the answers.")
    if wrong:
        raise BadInput(wrong)


@transaction.atomic
def save_report(*, report: Report, actor: Any, changes: ReportChanges) -> Report:
    """Keep what was typed so far; nothing is checked against the rest before the report is handed in."""
    report = locked_report(report)
    if not actor.has_perm("exchanges.save_report", report):
        raise NotPermitted("exchanges.save_report")
    if report.state not in (ReportState.DRAFT, ReportState.RETURNED):
        raise NotPossible.because("state", _("This report is handed in and can no longer be changed."))
    _check_changes(changes, {session.pk for session in held_sessions(report.side.exchange)})
    changed = [
        name
        for name in (*NUMBERS, *TEXTS, "go_on")
        if name in changes and changes[name] != getattr(report, name)  # type: ignore[literal-required]
    ]
    for name in changed:
        setattr(report, name, changes[name])  # type: ignore[literal-required]
    if changed:
        report.save(update_fields=[*changed, "updated_at"])
    known = {count.session_id: count for count in report.counts.all()}
    for session_id, (pupils, adults) in changes.get("counts", {}).items():
        count = known.get(session_id) or SessionCount(report=report, session_id=session_id)
        if count.pk is None or (count.pupils, count.adults) != (pupils, adults):
            count.pupils, count.adults = pupils, adults
            count.save()
            changed.append(f"count_{session_id}")
    if changed:
        record(actor=actor, verb="exchanges.save_report", thing=report, details={"fields": changed})
    return report


@transaction.atomic
def submit_report(*, report: Report, actor: Any) -> Report:
    """Hand in. With the second report in, the exchange is reported and the office is asked to verify."""
    report = locked_report(report)
    REPORT.perform(report, "submit", actor)
    report.submitted_by = actor
    report.submitted_at = timezone.now()
    report.save(update_fields=["submitted_by", "submitted_at"])
    side = report.side
    details: dict[str, Any] = {"exchange": side.exchange.code}
    if report.group_size and side.group_size and report.group_size > side.group_size:
        details["group_size"] = [side.group_size, report.group_size]
        side.group_size = report.group_size
        side.save(update_fields=["group_size"])
    record(actor=actor, verb="exchanges.submit_report", thing=report, details=details)
    exchange = side.exchange
    if Report.objects.filter(side__exchange=exchange, state__in=HANDED_IN).count() == 2:
        EXCHANGE.perform(exchange, "report", None)
        record(actor=None, verb="exchanges.report_exchange", thing=exchange)
        write_to_office(exchange, EXCHANGE_REPORTED)
    return report
