"""What an office looks at: awaiting verification first, then overdue reports, sides that did not come, what stalls."""

import datetime as dt
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from mado.exchanges.enums import ExchangeState, SessionState
from mado.exchanges.models import Exchange, ExchangeSide, Session
from mado.exchanges.queries.sessions import OPEN_SESSION_STATES
from mado.exchanges.queries.sides import home_today
from mado.exchanges.queries.visible import cared_for_by, with_sides

STALLED_DAYS = 45
NEEDS = ("verify", "overdue", "no_show", "stalled")
_OPEN = (ExchangeState.PAIRED, ExchangeState.ACTIVE)


def _looked_at(exchanges: QuerySet[Any]) -> QuerySet[Any]:
    """Each exchange with `held`, `last_held_at`, `no_shows`, `next_at` and its `rank` (0 first)."""
    now = timezone.now()
    sessions = Session.objects.filter(exchange=OuterRef("pk")).order_by()
    held = sessions.filter(state=SessionState.HELD).values("exchange")
    missed = sessions.filter(state=SessionState.NO_SHOW).values("exchange")
    ahead = Session.objects.filter(exchange=OuterRef("pk"), state__in=OPEN_SESSION_STATES, starts_at__gt=now)
    quiet = Q(state__in=_OPEN, has_ahead=False, quiet_since__lt=now - dt.timedelta(days=STALLED_DAYS))
    return exchanges.annotate(
        held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0),
        no_shows=Coalesce(Subquery(missed.annotate(n=Count("pk")).values("n")), 0),
        last_held_at=Subquery(held.annotate(last=Max("starts_at")).values("last")),
        next_at=Subquery(ahead.order_by("starts_at").values("starts_at")[:1]),
        has_ahead=Exists(ahead),
    ).annotate(
        quiet_since=Coalesce(F("last_held_at"), F("created_at")),
        rank=Case(
            When(state=ExchangeState.REPORTED, then=Value(0)),
            When(state=ExchangeState.COMPLETED, report_due__lt=home_today(), then=Value(1)),
            When(state__in=_OPEN, no_shows__gt=0, then=Value(2)),
            When(quiet, then=Value(3)),
            default=Value(4),
            output_field=IntegerField(),
        ),
    )


def office_exchanges(
    user: Any, *, need: str = "", state: str = "", country: str = "", code: str = ""
) -> QuerySet[Exchange]:
    """The office's exchanges, most urgent first. `need` is one of NEEDS; `country` that of either school."""
    rows = _looked_at(cared_for_by(user))
    if need in NEEDS:
        rows = rows.filter(rank=NEEDS.index(need))
    if state in ExchangeState.values:
        rows = rows.filter(state=state)
    if country:
        there = ExchangeSide.objects.filter(exchange=OuterRef("pk"), organization__country=country)
        rows = rows.filter(Exists(there))
    if code:
        rows = rows.filter(code__icontains=code.strip())
    return with_sides(rows.order_by("rank", "state_changed_at", "id"))


def office_counts(user: Any) -> dict[str, int]:
    """How many of the office's exchanges need what; key of NEEDS → number."""
    ranks = _looked_at(cared_for_by(user)).order_by().values_list("rank", flat=True)
    found = list(ranks)
    return {need: found.count(place) for place, need in enumerate(NEEDS)}


def need_of(exchange: Exchange) -> str:
    """The word of NEEDS for a row of office_exchanges; "" when nothing presses."""
    rank: int = exchange.rank  # type: ignore[attr-defined]  # annotated by _looked_at
    return NEEDS[rank] if rank < len(NEEDS) else ""
