import datetime as dt

import pytest
import time_machine

from mado.accounts.models import User
from mado.demo.primitives import open_wish
from mado.exchanges.models import Exchange, Report
from mado.exchanges.services import (
    complete_exchange,
    confirm_session,
    propose_session,
    record_session,
    save_report,
    submit_report,
)
from mado.partnerships.queries import reply_dates
from mado.partnerships.services import accept_invitation, send_invitation
from mado.profiles.models import Wish

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
"""A Monday: 18:00 in Kaohsiung, 19:00 in Tokyo, 02:00 in California."""
COMMON = dt.datetime(2026, 12, 2, 1, 0, tzinfo=dt.UTC)
"""A Wednesday, 09:00 in Kaohsiung and 10:00 in Tokyo: in the school day of both."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def pair(world):
    """Opens an exchange by an invitation and its acceptance; Kaohsiung invites Tokyo unless told otherwise."""
    wishes = {
        world.kaohsiung.pk: world.wish_kaohsiung,
        world.california.pk: world.wish_california,
        world.tokyo.pk: open_wish(world.tokyo, countries=["TW"], title="みどりの町"),
    }
    Wish.objects.update(partners_wanted=9)

    def _pair(sender=None, recipient=None, *, mode="both", group_size=25):
        sender, recipient = sender or world.kaohsiung, recipient or world.tokyo
        people = {
            world.kaohsiung.pk: world.teacher_kaohsiung,
            world.tokyo.pk: world.teacher_tokyo,
            world.california.pk: world.teacher_california,
        }
        invitation = send_invitation(
            sender=sender,
            recipient=recipient,
            actor=people[sender.pk],
            wish=Wish.objects.get(pk=wishes[sender.pk].pk),
            kind="cultural",
            mode=mode,
            about_us="We are a school.",
            proposal="Let us meet.",
            first_step="",
            language="en",
            group_size=group_size,
            reply_by=reply_dates(recipient).usual,
        )
        accept_invitation(invitation=invitation, actor=people[recipient.pk])
        return Exchange.objects.get(invitation=invitation)

    return _pair


@pytest.fixture
def exchange(pair):
    return pair()


@pytest.fixture
def propose(world, exchange):
    """A proposal of Kaohsiung, in common time, unless told otherwise."""

    def _propose(**changes):
        values = {
            "exchange": exchange,
            "actor": world.teacher_kaohsiung,
            "starts_at": COMMON,
            "minutes": 45,
            "topic": "Our towns",
        }
        return propose_session(**{**values, **changes})

    return _propose


@pytest.fixture
def hold(world, propose, clock):
    """Proposes, confirms and, the clock moved past it, records a session as held."""

    def _hold(starts_at=COMMON, **changes):
        session = propose(starts_at=starts_at, **changes)
        confirm_session(session=session, actor=world.teacher_tokyo)
        clock.move_to(starts_at + dt.timedelta(hours=1))
        return record_session(session=session, actor=world.teacher_tokyo)

    return _hold


@pytest.fixture
def completed(world, exchange, hold):
    """Two held sessions, then completed."""
    hold()
    hold(starts_at=COMMON + dt.timedelta(days=7))
    complete_exchange(exchange=exchange, actor=world.teacher_kaohsiung)
    exchange.refresh_from_db()
    return exchange


@pytest.fixture
def report_of(exchange):
    def _report_of(organization):
        return Report.objects.get(side__exchange=exchange, side__organization=organization)

    return _report_of


@pytest.fixture
def fill(report_of):
    """Writes a whole report: 20 and 18 pupils present, 21 different ones, 2 adults each time."""

    def _fill(organization, actor, **changes):
        report = report_of(organization)
        first, second = report.side.exchange.sessions.order_by("number")
        values = {
            "counts": {first.pk: (20, 2), second.pk: (18, 2)},
            "pupils": 21,
            "adults": 2,
            "made": "A map of two towns.",
            "learned": "How the other school eats lunch.",
            "go_on": "yes",
        }
        return save_report(report=report, actor=actor, changes={**values, **changes})

    return _fill


@pytest.fixture
def reported(world, completed, fill):
    """Both reports handed in."""
    for organization, actor in (
        (world.kaohsiung, world.teacher_kaohsiung),
        (world.tokyo, world.teacher_tokyo),
    ):
        submit_report(report=fill(organization, actor), actor=actor)
    completed.refresh_from_db()
    return completed


@pytest.fixture
def people(world):
    """Every person of the world, by name."""
    return {name: value for name in world.__slots__ if isinstance(value := getattr(world, name), User)}
