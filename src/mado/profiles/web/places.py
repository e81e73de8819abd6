"""Places and school years in addresses: TW, TW-KHH, ?year=2026."""

import datetime as dt
import re

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from mado.directory.models import Organization
from mado.reference.calendars import Place
from mado.reference.models import AcademicCalendar
from mado.reference.places import countries, regions
from mado.reference.typical import school_year, school_year_dates

YEARS_AROUND = 3
_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,5})?")


def known_place(code: str) -> Place:
    """The place of a code that a school, our lists or a calendar know; any other is not found."""
    if not _CODE.fullmatch(code) or code[:2] not in dict(countries()):
        raise Http404
    place = (code[:2], code if "-" in code else "")
    known = not place[1] or code in dict(regions(place[0]))
    if not known and not Organization.objects.filter(country=place[0], region=code).exists():
        get_object_or_404(AcademicCalendar.objects.filter(country=place[0], region=code)[:1])
    return place


def place_code(place: Place) -> str:
    return place[1] or place[0]


def asked_year(request: HttpRequest, place: Place) -> int:
    """?year=2026, not far from now; else the school year of today."""
    now = school_year(place[0], timezone.localdate())
    asked = request.GET.get("year", "")
    return int(asked) if re.fullmatch(r"[0-9]{4}", asked) and abs(int(asked) - now) <= YEARS_AROUND else now


def year_text(country: str, year: int) -> str:
    """2026/27, or 2026 where the school year is the calendar year."""
    first, last = school_year_dates(country, year)
    return f"{year}" if last == dt.date(first.year, 12, 31) else f"{year}/{last.year % 100:02d}"
