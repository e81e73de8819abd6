"""Who may even see it. Each set agrees with the permission `exchanges.view_…` (tests/exchanges/test_visible.py)."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mado.accounts.queries import in_care_of, may_read_all, seat_organization_ids
from mado.exchanges.enums import ReportState
from mado.exchanges.models import Exchange, ExchangeSide, Report, Session

HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED)


def with_sides(exchanges: QuerySet[Exchange]) -> QuerySet[Exchange]:
    """Both sides with their schools, zones and reports, read in one further query."""
    sides = ExchangeSide.objects.select_related("organization__profile", "report")
    return exchanges.prefetch_related(Prefetch("sides", queryset=sides))


def visible_to(user: Any) -> QuerySet[Exchange]:
    """Exchanges of the user's schools, of schools in the care of the user's offices, all for those who read all."""
    if may_read_all(user):
        return Exchange.objects.all()
    mine = Q(organization__in=seat_organization_ids(user)) | in_care_of(user, "organization__")
    return Exchange.objects.filter(Exists(ExchangeSide.objects.filter(mine, exchange=OuterRef("pk"))))


def cared_for_by(user: Any) -> QuerySet[Exchange]:
    """Exchanges with a school in the care of the user's offices: what the office list shows. Readers see all."""
    if may_read_all(user):
        return Exchange.objects.all()
    cared = ExchangeSide.objects.filter(in_care_of(user, "organization__"), exchange=OuterRef("pk"))
    return Exchange.objects.filter(Exists(cared))


def of_seats(user: Any) -> QuerySet[Exchange]:
    """Exchanges of the schools the user acts for."""
    mine = ExchangeSide.objects.filter(organization__in=seat_organization_ids(user), exchange=OuterRef("pk"))
    return Exchange.objects.filter(Exists(mine))


def sessions_visible_to(user: Any) -> QuerySet[Session]:
    return Session.objects.filter(exchange__in=visible_to(user))


def reports_visible_to(user: Any) -> QuerySet[Report]:
    """One's own report always; the partner's once it is handed in; offices and readers see every one."""
    if may_read_all(user):
        return Report.objects.all()
    own = Q(side__organization__in=seat_organization_ids(user))
    partners = Q(state__in=HANDED_IN, side__exchange__in=of_seats(user))
    return Report.objects.filter(own | partners | Q(side__exchange__in=cared_for_by(user)))
