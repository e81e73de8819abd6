from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mado.accounts.queries import may_read_all, office_appointments_of
from mado.kernel.dates import AcademicYear
from mado.kernel.export import csv_bytes, xlsx_bytes
from mado.statistics.codebook import BY_KEY, CODEBOOK_VERSION, DIMENSIONS, INDICATORS
from mado.statistics.formulas import Figure
from mado.statistics.queries import CountedIndicator, count_all, known_years, record_rows
from mado.statistics.tables import (
    export_header,
    export_rows,
    scope_label,
    status_label,
    value_label,
    year_label,
)

_BAR_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a breakdown: its word, its number, the length of its bar in per cent of the longest."""

    value: str
    label: str
    figure: Figure
    length: int


def _chosen_year(request: HttpRequest, years: list[AcademicYear]) -> AcademicYear:
    """?year=113 (民國) or ?year=2024 (the year it starts in); the present year when nothing or nonsense is asked."""
    asked = request.GET.get("year", "")
    for year in years:
        if asked in (str(year.roc), str(year.start_year)):
            return year
    return years[0]


def _bars(dimension: str, figure: CountedIndicator) -> list[Bar]:
    cells = figure.counted.by[dimension]
    longest = max((cell.value for cell in cells.values()), default=0) or 1
    return [
        Bar(value, value_label(dimension, value), cell, round(cell.value * _BAR_WIDTH / longest))
        for value, cell in cells.items()
    ]


def figures(request: HttpRequest) -> HttpResponse:
    """All indicators of one academic year; one of them opened with its breakdowns."""
    years = known_years()
    year = _chosen_year(request, years)
    counted = count_all(year)
    key = request.GET.get("show", "")
    shown = next((figure for figure in counted if figure.indicator.key == key), counted[0])
    context = {
        "years": [(known, year_label(known)) for known in years],
        "year": year,
        "year_text": year_label(year),
        "scope": scope_label(),
        "figures": [(figure, status_label(provisional=figure.indicator.provisional)) for figure in counted],
        "shown": shown,
        "breakdowns": [(name, str(label), _bars(name, shown)) for name, label in DIMENSIONS.items()],
        "may_open_records": bool(office_appointments_of(request.user)) or may_read_all(request.user),
        "version": CODEBOOK_VERSION,
    }
    return render(request, "statistics/figures.html", context)


def records(request: HttpRequest, key: str) -> HttpResponse:
    """The cases behind one number: the total, or one cell of a breakdown (?by=country&value=US)."""
    if key not in BY_KEY:
        raise Http404
    year = _chosen_year(request, known_years())
    figure = next(f for f in count_all(year) if f.indicator.key == key)
    dimension, value = request.GET.get("by", ""), request.GET.get("value", "")
    cell, cell_label = figure.counted.total, ""
    if dimension in DIMENSIONS:
        cell = figure.counted.by[dimension].get(value, Figure())
        cell_label = _("%(dimension)s: %(value)s") % {
            "dimension": DIMENSIONS[dimension],
            "value": value_label(dimension, value) if value in figure.counted.by[dimension] or not value else value,
        }
    exchanges, invitations, hidden = record_rows(cell.records, request.user)
    context = {
        "indicator": figure.indicator,
        "cell": cell,
        "cell_label": cell_label,
        "year": year,
        "year_text": year_label(year),
        "scope": scope_label(),
        "status": status_label(provisional=figure.indicator.provisional),
        "exchanges": exchanges,
        "invitations": invitations,
        "hidden": hidden,
    }
    return render(request, "statistics/records.html", context)


def export(request: HttpRequest, form: str) -> HttpResponse:
    """The year's figures as CSV or XLSX."""
    year = _chosen_year(request, known_years())
    rows = export_rows(count_all(year), year)
    name = f"mado-figures-{year.roc}"
    if form == "csv":
        response = HttpResponse(csv_bytes(export_header(), rows), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        content = xlsx_bytes(_("Figures"), export_header(), rows)
        response = HttpResponse(
            content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def codebook(request: HttpRequest) -> HttpResponse:
    """What each figure means, for who checks or quotes one."""
    rows = [(indicator, status_label(provisional=indicator.provisional)) for indicator in INDICATORS]
    return render(request, "statistics/codebook.html", {"rows": rows, "version": CODEBOOK_VERSION})
