"""POST /api/v1/overlap: when two school days meet. Anyone may ask; nothing is stored."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mado.api.v1.errors import Problems, refuse
from mado.profiles.engine.request import OverlapInputError, answer_rows, compute, read_request

router = Router(tags=["overlap"])

_TIME = "Wall time, HH:MM"


class Side(Schema):
    zone: str = Field(description="IANA time zone", examples=["Asia/Taipei"])
    days: list[int] = Field(description="ISO weekdays with school: 1 Monday … 7 Sunday", examples=[[1, 2, 3, 4, 5]])
    start: str = Field(description=_TIME, examples=["08:00"])
    end: str = Field(description=_TIME + "; later than start", examples=["16:00"])
    closed: list[str] = Field(default_factory=list, description="Dates without school, YYYY-MM-DD; at most 2000")


class OverlapQuestion(Schema):
    a: Side
    b: Side
    first: str = Field(alias="from", description="First date of side a, YYYY-MM-DD", examples=["2025-09-01"])
    last: str = Field(
        alias="to", description="Last date of side a, included; at most 800 days", examples=["2025-09-05"]
    )


class CommonWindow(Schema):
    utc_start: str = Field(description="ISO 8601 with Z")
    utc_end: str = Field(description="ISO 8601 with Z, exclusive")
    a_local: list[str] = Field(description="Start and end on side a's clock, ISO 8601 with offset")
    b_local: list[str] = Field(description="Start and end on side b's clock, ISO 8601 with offset")


class CommonDay(Schema):
    date: str = Field(description="Date of side a")
    minutes: int
    windows: list[CommonWindow]


@router.post(
    "/overlap",
    operation_id="compute_overlap",
    response={200: list[CommonDay], 400: Problems, 413: Problems, 422: Problems},
    summary="Common time of two school days, per date of side a",
)
def compute_overlap(request: HttpRequest, question: OverlapQuestion) -> list[dict[str, Any]]:  # noqa: ARG001  # ninja's signature
    try:
        asked = read_request(question.model_dump(by_alias=True))
    except OverlapInputError as problem:
        refuse(("body", "question", *problem.where), problem.sentence)
    return answer_rows(compute(asked))
