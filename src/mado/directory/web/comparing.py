"""Schools side by side: which, and what is said of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mado.directory.contributions import (
    CompareRow,
    Contribution,
    compare_rows_for,
    contributions_for,
    own_school_of,
)
from mado.directory.models import Organization
from mado.directory.web.choices import FLAG_LABELS, value_label
from mado.directory.web.rows import place_of
from mado.directory.web.starting import distance_text, start_at
from mado.kernel.counts import count_text
from mado.kernel.once import Keys

MOST_COMPARED = 4
LEAST_COMPARED = 2
LONGEST_CODE = 12


def chosen_codes(*texts: str) -> tuple[str, ...]:
    """At most four codes out of "a,b" and "c": what else stands there is left out."""
    codes = (code.strip().upper() for text in texts for code in text[:200].split(","))
    fit = (code for code in codes if code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE)
    return tuple(dict.fromkeys(fit))[:MOST_COMPARED]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a cell per school, each a list of texts; an empty one is not stated."""

    label: str | Promise
    cells: list[list[str | Promise]]


def lines_for(request: HttpRequest, organizations: Sequence[Organization]) -> list[Line]:
    """Every line with something in it. A fixed number of queries for any number of schools."""
    keys = Keys(one.pk for one in organizations)
    own = _own_rows(request, organizations, contributions_for(keys))
    rows = sorted([*own, *compare_rows_for(request, organizations, keys)], key=lambda r: r.order)
    return [
        Line(row.label, [_texts(row.values, one) for one in organizations]) for row in rows if any(row.values.values())
    ]


def _texts(values: Mapping[int, str | Promise | Sequence[str | Promise]], one: Organization) -> list[str | Promise]:
    value = values.get(one.pk, "")
    return [value] if value and isinstance(value, str | Promise) else list(value)


def _own_rows(
    request: HttpRequest, organizations: Sequence[Organization], said: Mapping[int, Contribution]
) -> list[CompareRow]:
    own = own_school_of(request)
    start = start_at(own)

    def of(one: Organization) -> Contribution:
        return said.get(one.pk, Contribution())

    def labels(facet: str, values: Sequence[str]) -> list[str | Promise]:
        return [value_label(facet, value) for value in values]

    def row(order: int, label: str, values: list[str | Promise | Sequence[str | Promise]]) -> CompareRow:
        return CompareRow(label, order, dict(zip((one.pk for one in organizations), values, strict=True)))

    return [
        row(10, _("Place"), [place_of(one) for one in organizations]),
        row(20, _("Kind of school"), [labels("level", one.levels) for one in organizations]),
        row(30, _("Pupils"), [_number(of(one).pupils, one.enrolment) for one in organizations]),
        row(
            40,
            _("Distance from your school"),
            [_("your school") if one == own else distance_text(start, one) for one in organizations],
        ),
        row(50, _("Wants"), [labels("kind", sorted(of(one).wish_kinds)) for one in organizations]),
        row(60, _("Languages"), [labels("language", sorted(of(one).languages)) for one in organizations]),
        row(70, _("Topics"), [labels("topic", sorted(of(one).topics)) for one in organizations]),
        row(80, _("In Mado"), [_standing(of(one)) for one in organizations]),
        row(90, _("Last active"), [_month(of(one)) for one in organizations]),
    ]


def _number(pupils: int | None, listed: int | None) -> str:
    number = pupils if pupils is not None else listed
    return "" if number is None else count_text(number)


def _standing(said: Contribution) -> str | Promise:
    if not said.takes_part:
        return _("Does not take part yet")
    if said.dormant:
        return pgettext("school", "Dormant")
    return FLAG_LABELS["open_now"] if said.open_now else _("Takes part")


def _month(said: Contribution) -> str:
    return date_format(said.last_active, "YEAR_MONTH_FORMAT") if said.last_active else ""
