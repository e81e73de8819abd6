"""Exchanges that wait for somebody: for a first time, for an office to verify. Run by a periodic job; each is written
about once per stage, remembered on its row."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mado.accounts.models import User
from mado.accounts.queries import alliance_officers, people_to_write_to
from mado.audit.services import record
from mado.exchanges.clocks import day_text
from mado.exchanges.enums import ExchangeState
from mado.exchanges.messages import NO_TIME_PROPOSED, VERIFICATION_ESCALATED, VERIFICATION_WAITS
from mado.exchanges.models import Exchange, Session
from mado.exchanges.queries import OPEN_SESSION_STATES, sides_of, verifying_office, with_sides
from mado.exchanges.services.letters import name_of, write_about_exchange
from mado.notify.messages import MailSpec
from mado.notify.services import queue_message
from mado.profiles.enums import MeetingMode
from mado.reference.settings import AllianceSettings, alliance


def _each(due: Q, field: str, deed: str, write: Callable[[Exchange], None]) -> int:
    """Take each exchange that is due under its lock, remember, write; one transaction each."""
    done = 0
    due &= Q(**{f"{field}__isnull": True})
    for pk in list(Exchange.objects.filter(due).values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Exchange.objects.select_for_update(skip_locked=True, of=("self",)).filter(due, pk=pk)
            exchange = with_sides(rows).first()
            if exchange is None:
                continue
            setattr(exchange, field, timezone.now())
            exchange.save(update_fields=[field])
            write(exchange)
            record(actor=None, verb=f"exchanges.{deed}", thing=exchange)
            done += 1
    return done


def nudge_starts() -> int:
    """Paired for the alliance's days and no time proposed: both sides. Who works in turns needs none."""
    rules = alliance()
    open_ones = Session.objects.filter(exchange=OuterRef("pk"), state__in=OPEN_SESSION_STATES)
    due = Q(
        ~Exists(open_ones),
        ~Q(mode=MeetingMode.ASYNC),
        state=ExchangeState.PAIRED,
        state_changed_at__lte=timezone.now() - dt.timedelta(days=rules.propose_days),
    )

    def write(exchange: Exchange) -> None:
        days = (timezone.now() - exchange.state_changed_at).days
        write_about_exchange(exchange, NO_TIME_PROPOSED, variables={"days": days})

    return _each(due, "start_nudged_at", "nudge_start", write)


def remind_of_verifying() -> tuple[int, int]:
    """Both reports in for the alliance's days: the office; as many days later: the CEO office. (reminded, escalated)."""
    rules = alliance()
    grace = dt.timedelta(days=rules.verify_days)
    waits = Q(state=ExchangeState.REPORTED, state_changed_at__lte=timezone.now() - grace)
    long = Q(state=ExchangeState.REPORTED, verify_nudged_at__lte=timezone.now() - grace)
    reminded = _each(waits, "verify_nudged_at", "remind_of_verifying", partial(_remind_office, rules=rules))
    return reminded, _each(long, "verify_escalated_at", "escalate_verifying", _escalate)


def _remind_office(exchange: Exchange, rules: AllianceSettings) -> None:
    told_on = timezone.localdate() + dt.timedelta(days=rules.verify_days)
    for officer in people_to_write_to(verifying_office(exchange)):
        _write(exchange, VERIFICATION_WAITS, officer, {"date": partial(day_text, told_on)})


def _escalate(exchange: Exchange) -> None:
    office = verifying_office(exchange)
    name = office.name if office else alliance().name
    for person in alliance_officers():
        _write(exchange, VERIFICATION_ESCALATED, person, {"office": name})


def _write(exchange: Exchange, mail: MailSpec, to: User, variables: dict[str, object]) -> None:
    schools = [side.organization for side in sides_of(exchange)]
    queue_message(
        mail=mail,
        to=to,
        thing=exchange,
        link=("exchanges:office_exchange", {"code": exchange.code}),
        variables={
            "code": exchange.code,
            "schools": lambda: " – ".join(name_of(school) for school in schools),
            **variables,
        },
    )
