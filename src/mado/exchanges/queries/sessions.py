"""Sessions by what they still are: open, held, in each other's way."""

import datetime as dt
from collections.abc import Iterable

from mado.directory.models import Organization
from mado.exchanges.enums import SessionState
from mado.exchanges.models import Exchange, ExchangeSide, Session

OPEN_SESSION_STATES = (SessionState.PROPOSED, SessionState.CONFIRMED)


def held_sessions(exchange: Exchange) -> list[Session]:
    """In order of time; prefetched rows are used when they are there."""
    return sorted(
        (s for s in exchange.sessions.all() if s.state == SessionState.HELD), key=lambda s: (s.starts_at, s.number)
    )


def open_sessions(exchange: Exchange) -> list[Session]:
    """Proposed and confirmed ones, in order of time."""
    return sorted(
        (s for s in exchange.sessions.all() if s.state in OPEN_SESSION_STATES), key=lambda s: (s.starts_at, s.number)
    )


def next_session(exchange: Exchange, now: dt.datetime) -> Session | None:
    return next((s for s in open_sessions(exchange) if s.ends_at > now), None)


def clashing_organizations(
    organizations: Iterable[int], starts_at: dt.datetime, ends_at: dt.datetime, *, leave_out: int | None = None
) -> list[Organization]:
    """Those of the schools that have another open session at this time, whichever exchange it belongs to."""
    sessions = Session.objects.filter(
        state__in=OPEN_SESSION_STATES, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exclude(pk=leave_out or 0)
    busy = ExchangeSide.objects.filter(organization__in=list(organizations), exchange__sessions__in=sessions)
    return list(Organization.objects.filter(pk__in=busy.values("organization_id")).order_by("id"))
