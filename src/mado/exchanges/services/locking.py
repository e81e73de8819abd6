"""Rows are locked in one order: the exchange, then the schools by id, then what belongs to the exchange."""

from django.db.models import QuerySet

from mado.directory.models import Organization
from mado.exchanges.models import Exchange, Report, Session
from mado.exchanges.queries import sides_of, with_sides


def _exchanges() -> QuerySet[Exchange]:
    return with_sides(Exchange.objects.select_for_update(of=("self",)))


def locked_exchange(exchange_id: int) -> Exchange:
    """The exchange as it stands now; nobody else moves it, its sessions or its reports until the commit."""
    return _exchanges().get(pk=exchange_id)


def locked_session(session: Session) -> Session:
    exchange = locked_exchange(session.exchange_id)
    fresh = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    fresh.exchange = exchange
    return fresh


def locked_report(report: Report) -> Report:
    exchange = locked_exchange(report.side.exchange_id)
    fresh = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    fresh.side = next(side for side in sides_of(exchange) if side.pk == report.side_id)
    fresh.side.exchange = exchange
    return fresh


def lock_schools(exchange: Exchange) -> None:
    """Two proposals that want the same hour of the same school wait for each other."""
    ids = [side.organization_id for side in sides_of(exchange)]
    list(Organization.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("id").values_list("id"))
