import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.exchanges.guards import is_open
from mado.exchanges.messages import SESSION_CANCELLED, SESSION_CONFIRMED, SESSION_MOVED, SESSION_PROPOSED
from mado.exchanges.models import Exchange, ExchangeSide, Session
from mado.exchanges.queries import clashing_organizations, sides_of, sides_of_person
from mado.exchanges.queries.common_time import time_standing
from mado.exchanges.services.letters import name_of, write_about_session
from mado.exchanges.services.locking import lock_schools, locked_exchange, locked_session
from mado.exchanges.workflow import SESSION
from mado.kernel.errors import BadInput, NotPermitted, NotPossible

MINUTES_LEAST, MINUTES_MOST = 20, 240
DAYS_AHEAD_MOST = 550


def side_of_actor(actor: Any, exchange: Exchange, permission: str) -> ExchangeSide:
    """The side the actor speaks for; NotPermitted for those on neither."""
    mine = sides_of_person(actor, exchange)
    if not mine or not actor.has_perm(permission, exchange):
        raise NotPermitted(permission)
    return mine[0]


def check_session_time(
    exchange: Exchange,
    starts_at: dt.datetime,
    minutes: int,
    *,
    accept_outside: bool,
    leave_out: int | None = None,
) -> bool:
    """Whether the time lies outside the common windows. Raises BadInput: field → what is wrong and how to mend it."""
    if not MINUTES_LEAST <= minutes <= MINUTES_MOST:
        raise BadInput(
            {
                "minutes": _("A session lasts from %(least)s to %(most)s minutes. Choose a length between them.")
                % {"least": MINUTES_LEAST, "most": MINUTES_MOST}
            }
        )
    now = timezone.now()
    if starts_at <= now:
        raise BadInput({"starts_at": _("This time is past. Choose a day and an hour that are still ahead.")})
    if starts_at > now + dt.timedelta(days=DAYS_AHEAD_MOST):
        raise BadInput({"starts_at": _("This day is too far ahead. Choose one within the next year and a half.")})
    ends_at = starts_at + dt.timedelta(minutes=minutes)
    ids = [side.organization_id for side in sides_of(exchange)]
    if busy := clashing_organizations(ids, starts_at, ends_at, leave_out=leave_out):
        raise BadInput(
            {
                "starts_at": _("%(schools)s already has a session at this time. Choose another hour.")
                % {"schools": ", ".join(name_of(school) for school in busy)}
            }
        )
    standing = time_standing(exchange, starts_at, ends_at)
    if not standing.inside and not accept_outside:
        raise BadInput(
            {
                "accept_outside": _(
                    "This is not in the school day of both schools. %(reason)s Choose a common time, or tick that you "
                    "want it nevertheless."
                )
                % {"reason": standing.sentence}
            }
        )
    return not standing.inside


def _check_link(meeting_link: str) -> None:
    if not meeting_link:
        return
    try:
        URLValidator(schemes=["https", "http"])(meeting_link)
    except ValidationError as error:
        sentence = _("This is not a web address. Copy the whole link of the meeting; it begins with https://.")
        raise BadInput({"meeting_link": sentence}) from error


@transaction.atomic
def propose_session(
    *,
    exchange: Exchange,
    actor: Any,
    starts_at: dt.datetime,
    minutes: int,
    topic: str,
    meeting_link: str = "",
    accept_outside: bool = False,
) -> Session:
    """Put a date to the other side. `starts_at` is aware; `accept_outside` takes a time that is not common."""
    exchange = locked_exchange(exchange.pk)
    side = side_of_actor(actor, exchange, "exchanges.propose_session")
    if not (decision := is_open(exchange)):
        raise NotPossible(decision)
    _check_link(meeting_link)
    lock_schools(exchange)
    outside = check_session_time(exchange, starts_at, minutes, accept_outside=accept_outside)
    last = exchange.sessions.aggregate(last=Max("number"))["last"] or 0
    session = Session.objects.create(
        exchange=exchange,
        number=last + 1,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        topic=topic.strip()[:200],
        meeting_link=meeting_link,
        proposed_by=side.label,
        outside_common_time=outside,
        uid=f"{uuid.uuid4()}@mado",
    )
    record(
        actor=actor,
        verb="exchanges.propose_session",
        thing=session,
        details={"exchange": exchange.code, "outside": outside},
    )
    write_about_session(session, SESSION_PROPOSED, school=side.organization, leave_out=actor)
    return session


@transaction.atomic
def confirm_session(*, session: Session, actor: Any) -> Session:
    """The side that was asked agrees to the date."""
    session = locked_session(session)
    SESSION.perform(session, "confirm", actor)
    record(actor=actor, verb="exchanges.confirm_session", thing=session, details={"exchange": session.exchange.code})
    asked = next(side for side in sides_of(session.exchange) if side.label != session.proposed_by)
    write_about_session(session, SESSION_CONFIRMED, school=asked.organization, leave_out=actor)
    return session


@transaction.atomic
def move_session(
    *, session: Session, actor: Any, starts_at: dt.datetime, minutes: int, accept_outside: bool = False
) -> Session:
    """Another date for the same session: the calendar entry keeps its UID, its SEQUENCE rises, the other side answers."""
    session = locked_session(session)
    exchange = session.exchange
    side = side_of_actor(actor, exchange, "exchanges.propose_session")
    lock_schools(exchange)
    if SESSION.decide(session, "move"):
        session.outside_common_time = check_session_time(
            exchange, starts_at, minutes, accept_outside=accept_outside, leave_out=session.pk
        )
    SESSION.perform(session, "move", actor)
    session.starts_at = starts_at
    session.ends_at = starts_at + dt.timedelta(minutes=minutes)
    session.proposed_by = side.label
    session.sequence += 1
    session.reminded_at = session.nudged_at = session.asked_at = None
    session.save()
    record(
        actor=actor,
        verb="exchanges.move_session",
        thing=session,
        details={"exchange": exchange.code, "sequence": session.sequence, "outside": session.outside_common_time},
    )
    write_about_session(session, SESSION_MOVED, school=side.organization, leave_out=actor)
    return session


@transaction.atomic
def cancel_session(*, session: Session, actor: Any) -> Session:
    session = locked_session(session)
    SESSION.perform(session, "cancel", actor)
    session.sequence += 1
    session.save(update_fields=["sequence"])
    record(actor=actor, verb="exchanges.cancel_session", thing=session, details={"exchange": session.exchange.code})
    side = side_of_actor(actor, session.exchange, "exchanges.cancel_session")
    write_about_session(session, SESSION_CANCELLED, school=side.organization, leave_out=actor)
    return session
