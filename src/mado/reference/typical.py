"""Typical school calendars and bell times: what we assume until a school says otherwise. Never a fact about a school.

Breaks: data/terms.csv (own compilation of typical terms, each row with its source), for Germany and Australia the
school holidays of each Land or state that the `holidays` library publishes. Public holidays: `holidays`, in the
country's own language. Bell times: data/bells.csv. What an office has edited or imported stands instead of all this: see
mado.reference.calendars.
"""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import holidays
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mado.reference.places import is_southern
from mado.reference.sources import SCHOOL_HOLIDAYS_LIBRARY, source_text

BREAK_NAMES: Mapping[str, str | Promise] = {
    "summer": _("Summer holidays"),
    "autumn": _("Autumn holidays"),
    "winter": _("Winter holidays"),
    "midwinter": _("Midwinter holidays"),
    "spring": _("Spring holidays"),
    "thanksgiving": _("Thanksgiving break"),
    "lunar_new_year": _("Lunar New Year holidays"),
    "autumn_half_term": _("Autumn half-term"),
    "winter_half_term": _("Winter half-term"),
    "summer_half_term": _("Summer half-term"),
    "school_holidays": _("School holidays"),
}
_SCHOOL_HOLIDAYS_BY_STATE = ("DE", "AU")
_USUAL_SUBDIVISION = {"GB": "ENG"}
"""Which part of the country a region without a calendar of its own follows."""


_YEAR_STARTS = {"TW": 8, "DE": 8, "US": 7, "JP": 4, "IN": 4, "KR": 3}
"""Month in which the school year begins, by law or use; elsewhere September, in the south January."""


def school_year(country: str, day: dt.date) -> int:
    """The calendar year in which the school year of that day begins."""
    return day.year if day.month >= _year_start(country) else day.year - 1


def school_year_dates(country: str, year: int) -> tuple[dt.date, dt.date]:
    """First and last day of the school year that begins in that calendar year."""
    month = _year_start(country)
    return dt.date(year, month, 1), dt.date(year + 1, month, 1) - dt.timedelta(days=1)


def _year_start(country: str) -> int:
    return _YEAR_STARTS.get(country, 1 if is_southern(country) else 9)


@dataclass(frozen=True, slots=True)
class TypicalBreak:
    """Days without teaching, both included. `source` is an English sentence; `name` is in the reader's language."""

    kind: str
    first: dt.date
    last: dt.date
    source: str

    @property
    def name(self) -> str:
        return str(BREAK_NAMES[self.kind])

    @property
    def source_text(self) -> str:
        return source_text(self.source)


@dataclass(frozen=True, slots=True)
class _Term:
    kind: str
    first: tuple[int, int]
    last: tuple[int, int]
    source: str

    def beginning_in(self, year: int) -> TypicalBreak:
        """The span that begins in that year; it may end in the next."""
        ends_in = year if self.first <= self.last else year + 1
        return TypicalBreak(self.kind, dt.date(year, *self.first), dt.date(ends_in, *self.last), self.source)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("mado.reference").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


@cache
def _terms() -> Mapping[str, tuple[_Term, ...]]:
    """Country or region code → its breaks; a region's rows stand instead of its country's."""
    found: dict[str, list[_Term]] = {}
    for row in _rows("terms.csv"):
        term = _Term(row["kind"], _month_day(row["first"]), _month_day(row["last"]), row["source"])
        found.setdefault(row["region"] or row["country"], []).append(term)
    return {place: tuple(terms) for place, terms in found.items()}


@cache
def _subdivision(country: str, region: str) -> str | None:
    """The library's name of a region (US-CA → CA), where it keeps a calendar of its own."""
    known = getattr(holidays, country).subdivisions if _has_holidays(country) else ()
    part = region.partition("-")[2]
    return part if part in known else _USUAL_SUBDIVISION.get(country)


@cache
def _has_holidays(country: str) -> bool:
    return country in holidays.list_supported_countries(include_aliases=False) and hasattr(holidays, country)


@lru_cache(maxsize=1024)
def _public_holidays_in(country: str, region: str, year: int) -> Mapping[dt.date, str]:
    if not _has_holidays(country):
        return {}
    language = getattr(holidays, country).default_language
    found = holidays.country_holidays(country, subdiv=_subdivision(country, region), years=year, language=language)
    return {day: name for day, name in sorted(found.items()) if day.year == year}


@lru_cache(maxsize=256)
def make_up_days_in(country: str, year: int) -> frozenset[dt.date]:
    """Saturdays and Sundays made working days for a long weekend (補班日); schools teach on them."""
    if not _has_holidays(country):
        return frozenset()
    found = getattr(holidays.country_holidays(country, years=year), "weekend_workdays", ())
    return frozenset(day for day in found if day.year == year)


@lru_cache(maxsize=1024)
def _breaks_beginning_in(country: str, region: str, year: int) -> tuple[TypicalBreak, ...]:
    subdivision = _subdivision(country, region)
    if country in _SCHOOL_HOLIDAYS_BY_STATE and subdivision:
        found = _spans_of(country, subdivision, year)
        if found:
            return found
    terms = _terms().get(region) or _terms().get(country, ())
    return tuple(sorted((term.beginning_in(year) for term in terms), key=lambda span: span.first))


def _spans_of(country: str, subdivision: str, year: int) -> tuple[TypicalBreak, ...]:
    """The library's single school-holiday dates that begin in the year, gathered into spans."""
    found = holidays.country_holidays(
        country, subdiv=subdivision, years=(year - 1, year, year + 1), categories=("school",)
    )
    days = sorted(found)
    spans: list[tuple[dt.date, dt.date]] = []
    for day in days:
        if spans and (day - spans[-1][1]).days <= 3:  # the library leaves out weekends inside a break
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return tuple(
        TypicalBreak("school_holidays", first, last, SCHOOL_HOLIDAYS_LIBRARY)
        for first, last in spans
        if first.year == year
    )


def typical_breaks(country: str, region: str, first: dt.date, last: dt.date) -> list[TypicalBreak]:
    """The breaks that touch the range, in order; empty for a country we know nothing of."""
    spans = [
        span for year in range(first.year - 1, last.year + 1) for span in _breaks_beginning_in(country, region, year)
    ]
    return sorted((s for s in spans if s.last >= first and s.first <= last), key=lambda span: span.first)


_TAGS = {"zh_TW": "zh-Hant", "zh_HK": "zh-Hant"}


@cache
def default_language(country: str) -> str:
    """The language in which the holidays of a country are named; "" where we know none."""
    name = getattr(holidays, country).default_language if _has_holidays(country) else ""
    return _TAGS.get(name or "", (name or "").replace("_", "-"))


def public_holidays(country: str, region: str, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Public holidays in the range with their local names."""
    found: dict[dt.date, str] = {}
    for year in range(first.year, last.year + 1):
        rows = _public_holidays_in(country, region, year)
        found |= {day: name for day, name in rows.items() if first <= day <= last}
    return found


@cache
def bell_rows() -> Mapping[tuple[str, str, str], Mapping[int, tuple[dt.time, dt.time]]]:
    """(country, region, level) → ISO weekday → (start, end); "" stands for any."""
    found: dict[tuple[str, str, str], dict[int, tuple[dt.time, dt.time]]] = {}
    for row in _rows("bells.csv"):
        day = (dt.time.fromisoformat(row["start"]), dt.time.fromisoformat(row["end"]))
        days = found.setdefault((row["country"], row["region"], row["level"]), {})
        days |= {int(weekday): day for weekday in row["weekdays"]}
    return found


@cache
def bell_sources() -> Mapping[tuple[str, str, str], str]:
    """(country, region, level) → where the bell times come from, an English sentence."""
    return {(row["country"], row["region"], row["level"]): row["source"] for row in _rows("bells.csv")}
