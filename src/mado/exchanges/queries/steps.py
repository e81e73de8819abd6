"""What is next in an exchange, by whom and until when: one answer for the list, the page's sill and the home page."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from mado.exchanges.clocks import day_text, moment_text
from mado.exchanges.enums import ExchangeState, SessionState
from mado.exchanges.models import Exchange, ExchangeSide, Session
from mado.exchanges.queries.sessions import open_sessions
from mado.exchanges.queries.sides import other_label, side_labelled, sides_of, zone_of
from mado.exchanges.queries.visible import HANDED_IN
from mado.profiles.enums import MeetingMode

StepKind = Literal[
    "record",
    "unanswered",
    "confirm",
    "wait_confirm",
    "session",
    "propose",
    "turns",
    "report",
    "wait_report",
    "verify",
    "done",
]


@dataclass(frozen=True, slots=True)
class NextStep:
    """`sentence` says who does what; `due` until when; `needs_me` whether the side that asks is meant."""

    kind: StepKind
    sentence: str
    needs_me: bool
    due: dt.datetime | None = None
    session: Session | None = None


def _end_of_day(day: dt.date | None, side: ExchangeSide) -> dt.datetime | None:
    """The last minute of the day on that side's clock."""
    return dt.datetime.combine(day, dt.time(23, 59), zone_of(side.organization)) if day else None


def next_step(exchange: Exchange, mine: ExchangeSide | None, now: dt.datetime) -> NextStep:
    """`mine`: the side that asks, None for an office. Reads only what `with_sides` and `sessions` have fetched."""
    if exchange.state in (ExchangeState.VERIFIED, ExchangeState.ENDED):
        sentence = _("It is verified and counts.") if exchange.state == ExchangeState.VERIFIED else _("It has ended.")
        return NextStep("done", sentence, needs_me=False)
    if exchange.state == ExchangeState.REPORTED:
        return NextStep("verify", _("Both reports are in. The office verifies them."), needs_me=False)
    if exchange.state == ExchangeState.COMPLETED:
        return _report_step(exchange, mine)
    return _session_step(exchange, mine, now)


def has_reported(side: ExchangeSide) -> bool:
    report = getattr(side, "report", None)
    return report is not None and report.state in HANDED_IN


def _report_step(exchange: Exchange, mine: ExchangeSide | None) -> NextStep:
    due_day = exchange.report_due
    until = day_text(due_day) if due_day else ""
    missing = [side for side in sides_of(exchange) if not has_reported(side)]
    if mine in missing:
        sentence = _("Your school reports by %(day)s.") % {"day": until}
        return NextStep("report", sentence, needs_me=True, due=_end_of_day(due_day, mine))
    who = " – ".join(side.organization.name for side in missing)
    sentence = _("%(school)s reports by %(day)s.") % {"school": who, "day": until}
    due = _end_of_day(due_day, missing[0]) if missing else None
    return NextStep("wait_report", sentence, needs_me=False, due=due)


def _session_step(exchange: Exchange, mine: ExchangeSide | None, now: dt.datetime) -> NextStep:
    sessions = open_sessions(exchange)
    zone = zone_of((mine or sides_of(exchange)[0]).organization)
    tests: list[tuple[Callable[[Session], bool], Callable[[Session, str], NextStep]]] = [
        (lambda s: s.starts_at <= now, lambda s, at: _record_step(s, at, mine)),
        (lambda s: s.state == SessionState.PROPOSED and _asks(s, mine), _confirm_step),
        (lambda s: s.state == SessionState.PROPOSED, _wait_step),
        (lambda _s: True, _planned_step),
    ]
    for fits, step in tests:
        found = next((s for s in sessions if fits(s)), None)
        if found is not None:
            return step(found, moment_text(found.starts_at, zone))
    if exchange.mode == MeetingMode.ASYNC:
        sentence = _("You work in turns. Complete the exchange when the work has gone both ways.")
        return NextStep("turns", sentence, needs_me=mine is not None)
    if exchange.state == ExchangeState.PAIRED:
        return NextStep("propose", _("One of the two schools proposes the first session."), needs_me=mine is not None)
    sentence = _("One of the two schools proposes the next session, or completes the exchange.")
    return NextStep("propose", sentence, needs_me=mine is not None)


def _asks(session: Session, mine: ExchangeSide | None) -> bool:
    return mine is not None and mine.label != session.proposed_by


def _record_step(session: Session, at: str, mine: ExchangeSide | None) -> NextStep:
    """Whoever may say that it took place is asked to; who proposed a time nobody confirmed can only move or cancel."""
    names = {"number": session.number, "time": at}
    if mine is None:
        sentence = _("Session %(number)s was planned for %(time)s. One of the two schools says what happened.") % names
        return NextStep("record", sentence, needs_me=False, session=session)
    if session.state == SessionState.PROPOSED and not _asks(session, mine):
        school = side_labelled(session.exchange, other_label(mine.label)).organization.name
        sentence = _(
            "Session %(number)s on %(time)s was not confirmed. Propose another time or cancel it; if it took place, "
            "%(school)s says so."
        ) % {**names, "school": school}
        return NextStep("unanswered", sentence, needs_me=True, session=session)
    sentence = _("Session %(number)s was planned for %(time)s. Say what happened.") % names
    return NextStep("record", sentence, needs_me=True, session=session)


def _confirm_step(session: Session, at: str) -> NextStep:
    proposer = side_labelled(session.exchange, session.proposed_by).organization.name
    sentence = _("%(school)s proposes session %(number)s on %(time)s. Your school confirms it.") % {
        "school": proposer,
        "number": session.number,
        "time": at,
    }
    return NextStep("confirm", sentence, needs_me=True, due=session.starts_at, session=session)


def _wait_step(session: Session, at: str) -> NextStep:
    asked = side_labelled(session.exchange, other_label(session.proposed_by)).organization.name
    sentence = _("%(school)s confirms session %(number)s on %(time)s.") % {
        "school": asked,
        "number": session.number,
        "time": at,
    }
    return NextStep("wait_confirm", sentence, needs_me=False, due=session.starts_at, session=session)


def _planned_step(session: Session, at: str) -> NextStep:
    sentence = _("Session %(number)s takes place on %(time)s.") % {"number": session.number, "time": at}
    return NextStep("session", sentence, needs_me=False, due=session.starts_at, session=session)
