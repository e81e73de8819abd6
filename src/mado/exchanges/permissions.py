"""WHO may: seat holders act for their side, the asked side confirms, an office in care that holds no seat verifies."""

from typing import Any

import rules

from mado.accounts.permissions import reads_all
from mado.accounts.queries import cares_for, seat_organization_ids
from mado.exchanges.enums import SessionState
from mado.exchanges.models import Exchange, Report, Session
from mado.exchanges.queries import HANDED_IN, exchange_of, sides_of, sides_of_person


@rules.predicate
def stands_on_a_side(user: Any, thing: Exchange | Session | Report | None) -> bool:
    """The user acts for one of the two schools today."""
    exchange = exchange_of(thing)
    return exchange is not None and bool(sides_of_person(user, exchange))


@rules.predicate
def stands_on_the_asked_side(user: Any, session: Session | None) -> bool:
    """The user acts for the school that did not propose the session's date."""
    if session is None:
        return False
    asked = {side.organization_id for side in sides_of(session.exchange) if side.label != session.proposed_by}
    return bool(asked.intersection(seat_organization_ids(user)))


@rules.predicate
def knows_the_session_was_agreed(user: Any, session: Session | None) -> bool:
    """A proposal nobody confirmed can be recorded as held only by the side it was put to: that confirms it."""
    if session is None:
        return False
    return session.state != SessionState.PROPOSED or stands_on_the_asked_side.test(user, session)


@rules.predicate
def writes_the_report(user: Any, report: Report | None) -> bool:
    """The user acts for the school whose report it is."""
    return report is not None and report.side.organization_id in seat_organization_ids(user)


@rules.predicate
def is_handed_in(_user: Any, report: Report | None) -> bool:
    return report is not None and report.state in HANDED_IN


@rules.predicate
def is_in_care(user: Any, thing: Exchange | Session | Report | None) -> bool:
    """One of the user's offices cares for one of the two schools today."""
    exchange = exchange_of(thing)
    return exchange is not None and any(cares_for(user, side.organization) for side in sides_of(exchange))


_SEES = stands_on_a_side | is_in_care | reads_all
_VERIFIES = is_in_care & ~stands_on_a_side

rules.add_perm("exchanges.view_exchange", _SEES)
rules.add_perm("exchanges.view_session", _SEES)
rules.add_perm("exchanges.view_report", writes_the_report | is_in_care | reads_all | (stands_on_a_side & is_handed_in))
rules.add_perm("exchanges.agree_to_show", stands_on_a_side)
rules.add_perm("exchanges.propose_session", stands_on_a_side)
rules.add_perm("exchanges.confirm_session", stands_on_the_asked_side)
rules.add_perm("exchanges.move_session", stands_on_a_side)
rules.add_perm("exchanges.cancel_session", stands_on_a_side)
rules.add_perm("exchanges.record_session", stands_on_a_side & knows_the_session_was_agreed)
rules.add_perm("exchanges.complete_exchange", stands_on_a_side)
rules.add_perm("exchanges.resume_exchange", stands_on_a_side)
rules.add_perm("exchanges.end_exchange", stands_on_a_side | is_in_care)
rules.add_perm("exchanges.save_report", writes_the_report)
rules.add_perm("exchanges.submit_report", writes_the_report)
rules.add_perm("exchanges.verify_exchange", _VERIFIES)
