"""Who is written to, and what the letters' variables say. Times stand in both schools' clocks, the reader's first."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils import timezone

from mado.accounts.queries import officers_of, seat_holders
from mado.directory.models import Organization
from mado.exchanges.clocks import clock_notes, day_text, placed_span_text
from mado.exchanges.models import Exchange, ExchangeSide, Session
from mado.exchanges.queries import other_label, side_labelled, sides_of, verifying_office, zone_of
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message

Variable = str | int | Callable[[], str]

URGENT_WITHIN = dt.timedelta(hours=24)


def name_of(organization: Organization) -> str:
    """A school's name in the language in force: its own, and the English one beside it where that helps."""
    second = organization.second_name
    return f"{organization.name} ({second})" if second else organization.name


def times_for(session: Session, side: ExchangeSide) -> Callable[[], str]:
    """Both local times, that side's first, and the notes on clocks that change; in the language in force."""
    other = side_labelled(session.exchange, other_label(side.label))
    zones = [zone_of(side.organization), zone_of(other.organization)]

    def text() -> str:
        lines = [placed_span_text(session.starts_at, session.ends_at, zone) for zone in dict.fromkeys(zones)]
        return "\n".join([*lines, *clock_notes(session.starts_at, zones)])

    return text


def write_to_side(
    side: ExchangeSide,
    mail: MailSpec,
    *,
    thing: Exchange | Session,
    link: tuple[str, Mapping[str, Any]],
    variables: Mapping[str, Variable],
    leave_out: Any = None,
    urgent: bool = False,
) -> None:
    """One mail to every seat holder of the side except `leave_out` (who did the deed and knows). `urgent`: no night and
    no daily mail holds it back."""
    for person in seat_holders(side.organization):
        if leave_out is None or person.pk != leave_out.pk:
            queue_message(mail=mail, to=person, thing=thing, link=link, variables=variables, urgent=urgent)


def partner_of(side: ExchangeSide) -> Organization:
    return side_labelled(side.exchange, other_label(side.label)).organization


def write_about_session(
    session: Session,
    mail: MailSpec,
    *,
    school: Organization | None = None,
    only: str = "",
    leave_out: Any = None,
) -> None:
    """To both sides, or only to the side labelled so. `school` is who the sentence speaks of; default: the partner.
    What concerns a session of the next twenty-four hours cannot wait for the morning."""
    now = timezone.now()
    urgent = now < session.starts_at <= now + URGENT_WITHIN
    for side in sides_of(session.exchange):
        if only and side.label != only:
            continue
        named = school or partner_of(side)
        write_to_side(
            side,
            mail,
            thing=session,
            link=("exchanges:session", {"code": session.exchange.code, "number": session.number}),
            variables={
                "code": session.exchange.code,
                "school": partial(name_of, named),
                "number": session.number,
                "times": times_for(session, side),
                "topic": session.topic or "–",
            },
            leave_out=leave_out,
            urgent=urgent,
        )


def write_about_exchange(
    exchange: Exchange,
    mail: MailSpec,
    *,
    variables: Mapping[str, Variable] | None = None,
    only: str = "",
    view: str = "exchanges:exchange",
    leave_out: Any = None,
) -> None:
    """To both sides, or only to the side labelled so; %(school)s is the partner and %(due)s the report's date."""
    for side in sides_of(exchange):
        if only and side.label != only:
            continue
        partner = partner_of(side)
        filled: dict[str, Variable] = {"code": exchange.code, "school": partial(name_of, partner)}
        if exchange.report_due:
            due = exchange.report_due
            filled["due"] = partial(day_text, due)
        write_to_side(
            side,
            mail,
            thing=exchange,
            link=(view, {"code": exchange.code}),
            variables={**filled, **(variables or {})},
            leave_out=leave_out,
        )


def write_to_office(exchange: Exchange, mail: MailSpec) -> None:
    """To the officers of the office that is asked to verify."""
    schools = [side.organization for side in sides_of(exchange)]
    for officer in officers_of(verifying_office(exchange)):
        queue_message(
            mail=mail,
            to=officer,
            thing=exchange,
            link=("exchanges:office_exchange", {"code": exchange.code}),
            variables={"code": exchange.code, "schools": lambda: " – ".join(name_of(school) for school in schools)},
        )
