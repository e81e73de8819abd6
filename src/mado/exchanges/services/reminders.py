"""What only the date asks for. Each job may run as often as it likes: what was sent is remembered on the row."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mado.audit.services import record
from mado.exchanges.enums import ExchangeState, ReportState, SessionState
from mado.exchanges.messages import REPORT_DUE, SESSION_REMINDER, SESSION_UNANSWERED, SESSION_UNRECORDED
from mado.exchanges.models import Exchange, Report, Session
from mado.exchanges.queries import OPEN_SESSION_STATES, home_today, other_label, side_labelled, sides_of, with_sides
from mado.exchanges.services.letters import write_about_exchange, write_about_session

REMIND_BEFORE = dt.timedelta(days=1)
NUDGE_AFTER = dt.timedelta(days=3)
ASK_AFTER = dt.timedelta(hours=2)
REPORT_REMIND_DAYS = 7


def _each_session(due: Q, field: str, write: Callable[[Session], None]) -> int:
    """Write about each session that is due and not yet written about; one transaction each, so one failure stays one."""
    done = 0
    for pk in list(Session.objects.filter(due, **{f"{field}__isnull": True}).values_list("pk", flat=True)):
        with transaction.atomic():
            session = (
                Session.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(due, pk=pk, **{f"{field}__isnull": True})
                .first()
            )
            if session is None:
                continue
            session.exchange = with_sides(Exchange.objects.all()).get(pk=session.exchange_id)
            setattr(session, field, timezone.now())
            session.save(update_fields=[field])
            write(session)
            record(actor=None, verb=f"exchanges.session_{field.removesuffix('_at')}", thing=session)
            done += 1
    return done


def remind_sessions() -> int:
    """The day before: both sides, each in its own time. Number of sessions written about."""
    now = timezone.now()
    due = Q(state=SessionState.CONFIRMED, starts_at__gt=now, starts_at__lte=now + REMIND_BEFORE)
    return _each_session(due, "reminded_at", lambda session: write_about_session(session, SESSION_REMINDER))


def nudge_proposals() -> int:
    """Three days without an answer: the side that was asked."""
    now = timezone.now()
    due = Q(state=SessionState.PROPOSED, starts_at__gt=now, state_changed_at__lte=now - NUDGE_AFTER)

    def write(session: Session) -> None:
        proposer = side_labelled(session.exchange, session.proposed_by).organization
        only = other_label(session.proposed_by)
        write_about_session(session, SESSION_UNANSWERED, school=proposer, only=only)

    return _each_session(due, "nudged_at", write)


def ask_what_happened() -> int:
    """Past and not recorded: both sides."""
    due = Q(
        state__in=OPEN_SESSION_STATES,
        ends_at__lte=timezone.now() - ASK_AFTER,
        exchange__state__in=(ExchangeState.PAIRED, ExchangeState.ACTIVE),
    )
    return _each_session(due, "asked_at", lambda session: write_about_session(session, SESSION_UNRECORDED))


def remind_reports() -> int:
    """A week before the date, and every week while it is overdue: the side whose report is not in."""
    now = timezone.now()
    stale = Q(report_reminded_at__isnull=True) | Q(report_reminded_at__lte=now - dt.timedelta(days=REPORT_REMIND_DAYS))
    due = Q(state=ExchangeState.COMPLETED, report_due__lte=home_today() + dt.timedelta(days=REPORT_REMIND_DAYS))
    done = 0
    for pk in list(Exchange.objects.filter(due & stale).values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Exchange.objects.select_for_update(skip_locked=True, of=("self",)).filter(due & stale, pk=pk)
            exchange = with_sides(rows).first()
            if exchange is None:
                continue
            exchange.report_reminded_at = now
            exchange.save(update_fields=["report_reminded_at"])
            missing = Report.objects.filter(
                side__exchange=exchange, state__in=(ReportState.DRAFT, ReportState.RETURNED)
            ).values_list("side_id", flat=True)
            for side in sides_of(exchange):
                if side.pk in missing:
                    write_about_exchange(exchange, REPORT_DUE, only=side.label, view="exchanges:report")
            record(actor=None, verb="exchanges.remind_report", thing=exchange)
            done += 1
    return done
