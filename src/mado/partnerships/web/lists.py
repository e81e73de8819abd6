"""What the two lists of invitations share: filters from the address, rows, export."""

import datetime as dt
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mado.kernel.export import csv_bytes
from mado.partnerships.models import Invitation
from mado.partnerships.wording import spoken_name
from mado.profiles.enums import ExchangeKind

PAGE_SIZE = 25


def chosen(value: str | None, allowed: Iterable[str], default: str) -> str:
    """A filter's value from the address; anything unknown is the default."""
    return value if value in set(allowed) else default


def chips(
    parameters: Mapping[str, str], name: str, options: Iterable[tuple[str, str | Promise]], current: str
) -> list[dict[str, object]]:
    """One link per value of a filter; the other filters stay, the page number goes."""
    kept = {key: value for key, value in parameters.items() if key not in {name, "page", "format"} and value}
    return [
        {
            "label": label,
            "url": f"?{urlencode({**kept, name: value})}" if value or kept else "?",
            "current": value == current,
        }
        for value, label in options
    ]


def kind_options() -> list[tuple[str, str | Promise]]:
    return [("", _("All kinds")), *ExchangeKind.choices]


def page_of(rows: QuerySet[Invitation], number: str | None) -> object:
    return Paginator(rows, PAGE_SIZE).get_page(number)


def age_days(row: Invitation) -> int:
    """Whole days since it was sent."""
    return (timezone.now() - row.sent_at) // dt.timedelta(days=1)


def csv_answer(rows: Iterable[Invitation]) -> HttpResponse:
    """The rows of the list as CSV, with both schools, dates and state in words."""
    header = [
        _("Code"), _("From"), _("To"), _("Kind"), _("State"), _("Sent on"), _("Answer by"), _("Reminders"), _("Answered on"),
    ]  # fmt: skip
    table = [
        [
            row.code,
            spoken_name(row.sender),
            spoken_name(row.recipient),
            str(ExchangeKind(row.kind).label),
            str(row.state_choice.label),
            row.sent_at.date().isoformat(),
            row.reply_by.isoformat(),
            row.nudges,
            row.answered_at.date().isoformat() if row.answered_at else "",
        ]
        for row in rows
    ]
    return HttpResponse(
        csv_bytes(header, table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="invitations.csv"'},
    )
