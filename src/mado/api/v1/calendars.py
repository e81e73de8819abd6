"""GET /api/v1/calendars/{country}: the school year of a place, as schools that say nothing of their own follow it. Public."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from mado.api.v1.errors import Problems, Refused
from mado.api.v1.places import check_region, country_codes
from mado.reference.calendars import load_calendars, told_text
from mado.reference.engine.inheritance import Stretch, stretches
from mado.reference.enums import CalendarPart
from mado.reference.models import AcademicCalendar
from mado.reference.sources import source_text
from mado.reference.typical import school_year, school_year_dates

router = Router(tags=["calendars"])


class CalendarSpanOut(Schema):
    first: dt.date
    last: dt.date = Field(description="Included")
    kind: str = Field(description="break, holiday, blocked: no lessons; make_up: lessons; exam, event: busy")
    name: str = Field(description="Our word in the language of Accept-Language, or what the place calls it")
    scope: str = Field(description="Who says so: region, country, or typical of such places")
    source: str


class KnownCalendar(Schema):
    scope: str = Field(description="region or country")
    part: str = Field(description="terms, or days_off: public holidays and make-up days")
    first: dt.date
    last: dt.date
    complete: bool = Field(description="Stands instead of wider calendars; another only adds to them")
    status: str = Field(description="confirmed by an office, or default")
    source: str


class PlaceCalendar(Schema):
    country: str
    region: str
    year: int = Field(description="Year in which the school year begins")
    first: dt.date
    last: dt.date
    calendars: list[KnownCalendar] = Field(description="Kept for this place and its country; none: all is typical")
    spans: list[CalendarSpanOut] = Field(
        description="Every day that is not ordinary, in order; weekends are not listed"
    )


@router.get(
    "/calendars/{country}",
    operation_id="get_calendar",
    response={200: PlaceCalendar, 404: Refused, 422: Problems},
    summary="School year of a country or region",
)
def get_calendar(
    request: HttpRequest,  # noqa: ARG001  # the framework hands it in
    country: str,
    region: str = Query("", max_length=8, description="ISO 3166-2, e.g. TW-KHH; without it the whole country"),
    year: int | None = Query(None, ge=2000, le=2098, description="Year in which it begins; without it the present one"),
) -> Status[Any]:
    """What an office has entered or confirmed for the region stands over what its country says, and that over what is
    typical of such places. A school's own days stand over all: see `offers.closed_spans` of the school."""
    if country not in country_codes():
        sentence = "No country has this code. Write its ISO 3166-1 code in two capital letters, such as TW."
        return Status(404, {"detail": sentence})
    if region:
        check_region(region, ("query", "region"), country=country)
    year = school_year(country, timezone.localdate()) if year is None else year
    first, last = school_year_dates(country, year)
    known = _calendars(country, region, first, last)
    rows = stretches(load_calendars([(country, region)], first, last).days(country, region))
    answer = {
        "country": country,
        "region": region,
        "year": year,
        "first": first,
        "last": last,
        "calendars": [_known(one) for one in known],
        "spans": [_span(row, known) for row in rows],
    }
    return Status(200, answer)


def _calendars(country: str, region: str, first: dt.date, last: dt.date) -> list[AcademicCalendar]:
    """Of the country, then of the region, as far as they reach into the year."""
    here = Q(country=country, region__in=["", region], first__lte=last, last__gte=first)
    return list(AcademicCalendar.objects.filter(here).order_by("region", "part", "year"))


def _scope(calendar: AcademicCalendar) -> str:
    return "region" if calendar.region else "country"


def _known(calendar: AcademicCalendar) -> dict[str, Any]:
    same = ("part", "first", "last", "complete", "status")
    named = {name: getattr(calendar, name) for name in same}
    return {**named, "scope": _scope(calendar), "source": source_text(calendar.source)}


def _span(row: Stretch, known: Sequence[AcademicCalendar]) -> dict[str, Any]:
    span, scope = row.told.span, row.told.scope
    return {
        "first": row.first,
        "last": row.last,
        "kind": span.kind,
        "name": told_text(row.told),
        "scope": scope,
        "source": source_text(span.source or _source_of_terms(row, known)),
    }


def _source_of_terms(row: Stretch, known: Sequence[AcademicCalendar]) -> str:
    """Days between terms are said by the calendar that names the terms."""
    said = (
        one.source
        for one in known
        if one.part == CalendarPart.TERMS and _scope(one) == row.told.scope and one.first <= row.first <= one.last
    )
    return next(said, "")
