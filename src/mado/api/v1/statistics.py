from django.http import HttpRequest
from ninja import Query, Router, Schema

from mado.api.v1.errors import Problems
from mado.kernel.dates import ROC_EPOCH, AcademicYear
from mado.reference.settings import alliance
from mado.statistics.codebook import CODEBOOK_VERSION
from mado.statistics.queries import count_all

router = Router(tags=["statistics"])


class Cell(Schema):
    value: str
    figure: int


class IndicatorOut(Schema):
    key: str
    label: str
    unit: str
    definition: str
    provisional: bool
    figure: int
    by: dict[str, list[Cell]]


class StatisticsOut(Schema):
    academic_year: int
    first: str
    last: str
    codebook_version: str
    indicators: list[IndicatorOut]


@router.get(
    "/statistics",
    response={200: StatisticsOut, 422: Problems},
    operation_id="list_statistics",
    summary="Figures of an academic year",
)
def list_statistics(
    request: HttpRequest,  # noqa: ARG001  # ninja hands it in
    year: int = Query(
        ..., ge=90, le=200, description="Academic year as counted in Taiwan: 113 is 2024-08-01 to 2025-07-31"
    ),
) -> dict[str, object]:
    """Every figure with its unit and definition; breakdowns by kind, partner country and home region."""
    academic_year = AcademicYear(year + ROC_EPOCH, alliance().academic_year_start_month)
    return {
        "academic_year": year,
        "first": academic_year.first.isoformat(),
        "last": academic_year.last.isoformat(),
        "codebook_version": CODEBOOK_VERSION,
        "indicators": [
            {
                "key": row.indicator.key,
                "label": str(row.indicator.label),
                "unit": str(row.indicator.unit),
                "definition": str(row.indicator.definition),
                "provisional": row.indicator.provisional,
                "figure": row.counted.total.value,
                "by": {
                    dimension: [{"value": value, "figure": cell.value} for value, cell in cells.items()]
                    for dimension, cells in row.counted.by.items()
                },
            }
            for row in count_all(academic_year)
        ],
    }
