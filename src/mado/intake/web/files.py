"""Tables that leave this app: the template to fill in, and the rows that were not taken with what is wrong with each."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.directory.importing.layout import column_letter
from mado.directory.models import Organization
from mado.intake.engine.headings import FIELDS, REASON_HEADINGS
from mado.intake.enums import Outcome, Verdict
from mado.intake.models import ListRow, ListUpload
from mado.intake.queries import problem_rows
from mado.intake.wording import Worded, worded
from mado.kernel.export import Cell

READ_AT_ONCE = 2_000


def template_header(language: str) -> list[str]:
    return [field.heading(language) for field in FIELDS]


def template_rows() -> list[list[Cell]]:
    """One example row: headings without an example are read wrongly."""
    return [[field.example for field in FIELDS]]


def problem_header(upload: ListUpload) -> list[str]:
    """The columns of the file as they were, then what is wrong."""
    width = _width(upload)
    headings = [upload.headings.get(str(index)) or column_letter(index) for index in range(width)]
    return [*headings, *REASON_HEADINGS.get(get_language() or "en", REASON_HEADINGS["en"])]


def problem_table(upload: ListUpload) -> Iterator[Sequence[Cell]]:
    width = _width(upload)
    rows = problem_rows(upload).select_related("organization")
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        found = [worded(problem, upload) for problem in problems_of(row)]
        cells = [*row.cells, *[""] * width][:width]
        yield [*cells, row.line, *(_joined(found, name) for name in ("column", "found", "expected", "cure"))]


def problems_of(row: ListRow) -> list[dict[str, object]]:
    """The problems of a row that was not taken, not decided or overtaken."""
    if row.verdict == Verdict.CHOOSE and not row.choice:
        return [_about_school("undecided", row.organization)]
    if row.outcome == Outcome.OVERTAKEN:
        return [{"kind": "overtaken"}]
    return list(row.problems)


def _about_school(kind: str, school: Organization | None) -> dict[str, object]:
    name, code = (school.name, school.code) if school else (_("a school that is gone"), "")
    return {"kind": kind, "field": "name", "school": name, "code": code}


def _joined(found: Sequence[Worded], name: str) -> str:
    return "\n".join(str(getattr(one, name)) for one in found)


def _width(upload: ListUpload) -> int:
    return max((int(index) for index in upload.headings), default=-1) + 1
