import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mado.exchanges.models import Exchange, Report, Session
from mado.exchanges.queries import held_sessions
from mado.exchanges.services import (
    cancel_session,
    complete_exchange,
    confirm_session,
    end_exchange,
    move_session,
    propose_session,
    record_session,
    resume_exchange,
    return_report,
    save_report,
    submit_report,
    verify_exchange,
)
from mado.exchanges.workflow import EXCHANGE, REPORT, SESSION
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.kernel.workflow import SYSTEM

from .conftest import COMMON


def test_the_tables_as_they_are_meant():
    assert {m.name: (sorted(m.sources), str(m.target)) for m in EXCHANGE.moves} == {
        "start": (["paired"], "active"),
        "complete": (["active", "paired"], "completed"),
        "resume": (["completed"], "active"),
        "report": (["completed"], "reported"),
        "send_back": (["reported"], "completed"),
        "verify": (["reported"], "verified"),
        "end": (["active", "paired"], "ended"),
    }
    assert {m.name: (sorted(m.sources), str(m.target)) for m in SESSION.moves} == {
        "confirm": (["proposed"], "confirmed"),
        "move": (["confirmed", "proposed"], "proposed"),
        "cancel": (["confirmed", "proposed"], "cancelled"),
        "hold": (["confirmed", "no_show", "proposed"], "held"),
        "miss": (["confirmed"], "no_show"),
        "drop": (["confirmed", "proposed"], "cancelled"),
    }
    assert {m.name: (sorted(m.sources), str(m.target)) for m in REPORT.moves} == {
        "submit": (["draft", "returned"], "submitted"),
        "send_back": (["submitted"], "returned"),
        "accept": (["submitted"], "accepted"),
    }


@pytest.mark.parametrize("table", [EXCHANGE, SESSION, REPORT], ids=lambda table: table.name)
def test_no_person_makes_the_system_s_moves_whatever_their_role(world, people, exchange, propose, table):
    thing = {"Exchange": exchange, "Session": propose(), "Report": None}[table.name]
    for move in table.moves:
        if move.permission == SYSTEM:
            for person in people.values():
                with pytest.raises(NotPermitted):
                    table.perform(thing, move.name, person)


PEOPLE = ("teacher_kaohsiung", "teacher_tokyo", "officer", "stranger", "ministry_officer")
DEEDS = (
    "propose",
    "confirm",
    "move",
    "cancel",
    "hold",
    "miss",
    "wait",
    "complete",
    "resume",
    "fill",
    "submit",
    "back",
    "verify",
    "end",
)
ALLOWED = {move.name: (set(move.sources), move.target) for move in EXCHANGE.moves}


def do(deed, actor, exchange, clock):  # noqa: PLR0911  # one line per deed
    session = exchange.sessions.order_by("-number").first()
    report = Report.objects.filter(side__exchange=exchange, state__in=("draft", "returned")).first()
    handed_in = Report.objects.filter(side__exchange=exchange, state="submitted").first()
    later = COMMON + dt.timedelta(days=exchange.sessions.count() + 1)
    if deed == "wait":
        return clock.move_to(max(dt.datetime.now(dt.UTC), later))
    if deed == "propose":
        return propose_session(
            exchange=exchange, actor=actor, starts_at=later, minutes=45, topic="", accept_outside=True
        )
    if session and deed == "confirm":
        return confirm_session(session=session, actor=actor)
    if session and deed == "move":
        return move_session(session=session, actor=actor, starts_at=later, minutes=30, accept_outside=True)
    if session and deed == "cancel":
        return cancel_session(session=session, actor=actor)
    if session and deed in ("hold", "miss"):
        return record_session(session=session, actor=actor, absent_side="a" if deed == "miss" else "")
    if deed == "complete":
        return complete_exchange(exchange=exchange, actor=actor)
    if deed == "resume":
        return resume_exchange(exchange=exchange, actor=actor)
    if report and deed == "fill":
        counts = {session.pk: (5, 1) for session in held_sessions(exchange)}
        changes = {"counts": counts, "pupils": 5, "adults": 1, "made": "A", "learned": "B", "go_on": "yes"}
        return save_report(report=report, actor=actor, changes=changes)
    if report and deed == "submit":
        return submit_report(report=report, actor=actor)
    if handed_in and deed == "back":
        return return_report(report=handed_in, actor=actor, question="Why?")
    if deed == "verify":
        return verify_exchange(exchange=exchange, actor=actor)
    if deed == "end":
        return end_exchange(exchange=exchange, actor=actor, reason="Enough.")
    return None


def check_invariants(exchange, before):
    """What must hold after any deed, whoever tried it."""
    reports = list(Report.objects.filter(side__exchange=exchange).values_list("state", flat=True))
    held = Session.objects.filter(exchange=exchange, state="held").count()
    open_left = Session.objects.filter(exchange=exchange, state__in=("proposed", "confirmed")).count()
    if exchange.state != before:
        assert any(before in sources and exchange.state == target for sources, target in ALLOWED.values())
    if exchange.state == "paired":
        assert held == 0
    if exchange.state == "active":
        assert held > 0
    if exchange.state in ("completed", "reported", "verified", "ended"):
        assert open_left == 0
    if exchange.state in ("completed", "reported", "verified"):
        assert (held > 0, exchange.report_due is not None, len(reports)) == (True, True, 2)
    if exchange.state == "reported":
        assert reports == ["submitted", "submitted"]
    assert (exchange.state == "verified") == (reports == ["accepted", "accepted"])
    assert (exchange.state == "verified") == (exchange.verified_at is not None)
    assert (exchange.state == "ended") == (exchange.end_reason != "")


HAPPY = ["propose", "confirm", "wait", "hold", "complete", "fill", "submit", "fill", "submit", "verify"]


class RollBackError(Exception):
    """Undo one walk so that the next begins with the same exchange."""


@given(
    walk=st.one_of(
        st.lists(st.sampled_from(DEEDS), max_size=12),
        st.tuples(st.integers(0, len(HAPPY)), st.lists(st.sampled_from(DEEDS), max_size=6)).map(
            lambda pair: HAPPY[: pair[0]] + pair[1]
        ),
    ),
    stubborn=st.booleans(),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_walk_leads_where_the_table_does_not(world, exchange, clock, walk, stubborn):
    """Each deed is tried by everyone in turn (or, not stubborn, until one succeeds); refused deeds change nothing."""
    clock.move_to(COMMON - dt.timedelta(days=5))
    with pytest.raises(RollBackError), transaction.atomic():
        for deed in walk:
            for name in PEOPLE:
                before = Exchange.objects.get(pk=exchange.pk).state
                try:
                    with transaction.atomic():
                        do(deed, getattr(world, name), Exchange.objects.get(pk=exchange.pk), clock)
                    refused = False
                except (NotPermitted, NotPossible, BadInput):
                    refused = True
                after = Exchange.objects.get(pk=exchange.pk)
                assert not refused or after.state == before
                check_invariants(after, before)
                if not refused and not stubborn:
                    break
        raise RollBackError


def test_the_happy_walk_reaches_verified(world, exchange, clock):
    people = {
        "propose": world.teacher_kaohsiung,
        "confirm": world.teacher_tokyo,
        "wait": None,
        "hold": world.teacher_tokyo,
        "complete": world.teacher_tokyo,
        "verify": world.officer,
    }
    writers = iter([world.teacher_kaohsiung, world.teacher_kaohsiung, world.teacher_tokyo, world.teacher_tokyo])
    states = []
    for deed in HAPPY:
        do(deed, people[deed] if deed in people else next(writers), Exchange.objects.get(pk=exchange.pk), clock)
        states.append(Exchange.objects.get(pk=exchange.pk).state)
    assert states == ["paired"] * 3 + ["active"] + ["completed"] * 4 + ["reported", "verified"]
