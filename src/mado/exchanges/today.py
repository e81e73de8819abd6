"""What exchanges ask of people today."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.accounts.queries import has_alliance_role, office_appointments_of
from mado.exchanges.clocks import moment_text
from mado.exchanges.enums import ExchangeState, SessionState
from mado.exchanges.models import Exchange, ExchangeSide, Session
from mado.exchanges.queries import (
    cared_for_by,
    for_own_office,
    mine_and_theirs,
    next_step,
    of_seats,
    open_sessions,
    sides_of,
    with_sides,
    zone_of,
)
from mado.exchanges.workflow import EXCHANGE
from mado.kernel.today import TodayItem, register_today
from mado.reference.settings import alliance

COMING = dt.timedelta(days=14)
ACTIONS = ("propose", "turns", "report", "wait_report", "wait_confirm", "verify")
LISTED_MOST = 20


def exchanges_today(user: Any) -> Iterator[TodayItem]:
    """Items of the schools the user acts for, and of the offices the user works at."""
    now = timezone.now()
    rows = with_sides(of_seats(user)).exclude(state__in=EXCHANGE.ends).prefetch_related("sessions")
    for exchange in rows:
        mine, theirs = mine_and_theirs(user, exchange)
        for session in exchange.sessions.all():
            session.exchange = exchange
        yield from _of_sessions(exchange, mine, theirs, now)
        yield from _of_exchange(exchange, mine, theirs, now)
    if office_appointments_of(user):
        yield from _of_office(user)


def _session_url(session: Session) -> str:
    return reverse("exchanges:session", kwargs={"code": session.exchange.code, "number": session.number})


def _of_sessions(exchange: Exchange, mine: ExchangeSide, theirs: ExchangeSide, now: dt.datetime) -> Iterator[TodayItem]:
    if exchange.state not in (ExchangeState.PAIRED, ExchangeState.ACTIVE):
        return
    zone = zone_of(mine.organization)
    for session in open_sessions(exchange):
        names = {
            "number": session.number,
            "school": theirs.organization.name,
            "time": moment_text(session.starts_at, zone),
        }
        if session.starts_at <= now and session.state == SessionState.PROPOSED and session.proposed_by == mine.label:
            yield TodayItem(
                "needs",
                _("Session %(number)s with %(school)s was not confirmed") % names,
                _("It was proposed for %(time)s. Propose another time or cancel it.") % names,
                _("Move or cancel"),
                _session_url(session),
                session.ends_at,
                "mend",
            )
        elif session.starts_at <= now:
            yield TodayItem(
                "needs",
                _("What happened at session %(number)s with %(school)s?") % names,
                _("It was planned for %(time)s. Only recorded sessions count.") % names,
                _("Say what happened"),
                _session_url(session),
                session.ends_at,
                "mend",
            )
        elif session.state == SessionState.PROPOSED and session.proposed_by != mine.label:
            yield TodayItem(
                "needs",
                _("%(school)s proposes session %(number)s") % names,
                _("%(time)s. Confirm it or propose another time.") % names,
                _("Answer"),
                _session_url(session),
                session.starts_at,
            )
        elif session.state == SessionState.CONFIRMED and session.starts_at <= now + COMING:
            yield TodayItem(
                "coming",
                _("Session %(number)s with %(school)s") % names,
                f"{names['time']} {session.topic}".strip(),
                _("Open"),
                _session_url(session),
                session.starts_at,
                "agreed",
            )


def _of_exchange(exchange: Exchange, mine: ExchangeSide, theirs: ExchangeSide, now: dt.datetime) -> Iterator[TodayItem]:
    """The exchange's own next step, where no session of it is the step."""
    step = next_step(exchange, mine, now)
    if step.kind not in ACTIONS:
        return
    url = reverse("exchanges:exchange", kwargs={"code": exchange.code})
    title = _("Exchange with %(school)s: %(title)s") % {"school": theirs.organization.name, "title": exchange.title}
    if step.kind == "report":
        report_url = reverse("exchanges:report", kwargs={"code": exchange.code})
        question = getattr(mine, "report", None) and mine.report.office_question
        detail = _("The office asks: %(question)s") % {"question": question} if question else step.sentence
        title = _("Report on the exchange with %(school)s") % {"school": theirs.organization.name}
        yield TodayItem(
            "needs", title, detail, _("Write the report"), report_url, step.due, "mend" if question else "waiting"
        )
    elif step.kind == "propose":
        find_url = reverse("exchanges:session_find", kwargs={"code": exchange.code})
        first = exchange.state == ExchangeState.PAIRED
        yield TodayItem("needs" if first else "step", title, step.sentence, _("Find a time"), find_url)
    elif step.kind == "turns":
        yield TodayItem("step", title, step.sentence, _("Open the exchange"), url, tone="draft")
    else:
        yield TodayItem("moves", title, step.sentence, _("Open the exchange"), url, step.due)


def _of_office(user: Any) -> Iterator[TodayItem]:
    """Exchanges that wait for this office; those of schools the officer acts for are for another officer. Other offices in
    care find them in their lists."""
    waiting = cared_for_by(user).filter(state=ExchangeState.REPORTED).order_by("state_changed_at")
    if has_alliance_role(user):
        number = waiting.count()
        if number:
            title = ngettext(
                "%(number)s exchange waits for verification", "%(number)s exchanges wait for verification", number
            )
            url = f"{reverse('exchanges:office_exchanges')}?need=verify"
            yield TodayItem(
                "needs", title % {"number": number}, _("In the care of all offices."), _("Open the list"), url
            )
        return
    days = dt.timedelta(days=alliance().verify_days)
    for exchange in with_sides(for_own_office(user, waiting))[:LISTED_MOST]:
        schools = " – ".join(side.organization.name for side in sides_of(exchange))
        yield TodayItem(
            "needs",
            _("Verify exchange %(code)s") % {"code": exchange.code},
            _("Both schools have reported: %(schools)s.") % {"schools": schools},
            _("Look at the reports"),
            reverse("exchanges:office_exchange", kwargs={"code": exchange.code}),
            exchange.state_changed_at + days,
        )


register_today(exchanges_today)
