"""A session as the screens show it: both local times, mine first, and the moves this person has."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from mado.exchanges.clocks import clock_notes, span_text
from mado.exchanges.models import ExchangeSide, Session
from mado.exchanges.queries import side_labelled, zone_of
from mado.exchanges.workflow import SESSION
from mado.kernel.workflow import AvailableMove
from mado.reference.places import city_of


@dataclass(frozen=True, slots=True)
class ShownSession:
    """`moves`: name of the move → AvailableMove. `absent` is the school that did not come."""

    session: Session
    my_time: str
    my_city: str
    their_time: str
    their_city: str
    notes: list[str]
    moves: dict[str, AvailableMove]
    is_past: bool
    absent: ExchangeSide | None
    proposer: ExchangeSide


def shown_session(
    session: Session, mine: ExchangeSide, theirs: ExchangeSide, user: Any, now: dt.datetime
) -> ShownSession:
    """`session.exchange` carries the prefetched sides."""
    zones = [zone_of(mine.organization), zone_of(theirs.organization)]
    return ShownSession(
        session=session,
        my_time=span_text(session.starts_at, session.ends_at, zones[0]),
        my_city=city_of(zones[0]),
        their_time=span_text(session.starts_at, session.ends_at, zones[1]),
        their_city=city_of(zones[1]),
        notes=clock_notes(session.starts_at, zones),
        moves={available.move.name: available for available in SESSION.available(session, user)},
        is_past=session.starts_at <= now,
        absent=side_labelled(session.exchange, session.absent_side) if session.absent_side else None,
        proposer=side_labelled(session.exchange, session.proposed_by),
    )
