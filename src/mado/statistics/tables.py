"""The figures of one year as rows for export: every number with its unit, period, scope and definition beside it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mado.kernel.dates import AcademicYear
from mado.kernel.export import Cell
from mado.profiles.enums import ExchangeKind
from mado.reference.places import country_name, region_name
from mado.statistics.codebook import CODEBOOK_VERSION, DIMENSIONS
from mado.statistics.queries import CountedIndicator


def value_label(dimension: str, value: str) -> str:
    """The word for one value of a dimension, in the reader's language."""
    if not value:
        return pgettext("value of a dimension", "Not stated")
    if dimension == "kind":
        return str(ExchangeKind(value).label)
    return country_name(value) if dimension == "country" else region_name(value)


def year_label(year: AcademicYear) -> str:
    """113th academic year (2024-08-01 to 2025-07-31)."""
    return _("%(roc)sth academic year, %(first)s to %(last)s") % {
        "roc": year.roc,
        "first": year.first.isoformat(),
        "last": year.last.isoformat(),
    }


def scope_label() -> str:
    return _("All exchanges recorded in Mado, one school at home and one abroad")


def export_header() -> list[str]:
    return [
        _("Indicator"), _("Broken down by"), _("Value"), _("Figure"), _("Unit"), _("Period"), _("Scope"),
        _("Status"), _("Definition"), _("Codebook version"),
    ]  # fmt: skip


def export_rows(figures: list[CountedIndicator], year: AcademicYear) -> Iterator[list[Cell]]:
    """One row for the total of each indicator and one for each cell of its breakdowns."""
    for figure in figures:
        indicator = figure.indicator
        tail: list[Cell] = [
            str(indicator.unit),
            year_label(year),
            scope_label(),
            status_label(provisional=indicator.provisional),
            f"{indicator.definition} {indicator.period_rule}",
            CODEBOOK_VERSION,
        ]
        yield [str(indicator.label), _("Total"), "", figure.counted.total.value, *tail]
        for dimension, cells in figure.counted.by.items():
            for value, cell in cells.items():
                yield [
                    str(indicator.label),
                    str(DIMENSIONS[dimension]),
                    value_label(dimension, value),
                    cell.value,
                    *tail,
                ]


def status_label(*, provisional: bool) -> str:
    return _("Provisional: includes cases not yet verified") if provisional else _("Verified cases only")
