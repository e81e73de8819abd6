"""School holidays as OpenHolidays publishes them: CSV with semicolons, one row per holiday and set of regions.

An empty end is a holiday of one day. A row without regions that says National holds for the country. Rows that hold only
for districts or vocational schools cannot be told to a region and are refused or passed over. "EndOfLessons" closes the
rest of that school year. A region's calendar is whole from its first holiday to its last: after that nothing is known.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mado.reference.importing.parsed import Parsed, ParsedCalendar, ParsedSpan, wrong
from mado.reference.places import countries
from mado.reference.typical import school_year, school_year_dates

_COLUMNS = ("Id", "Country", "StartDate", "EndDate", "Type", "RegionalScope", "Name")
_NAME = re.compile(r",(?=[A-Z]{2} )")
_LONGEST = 130
_ISO_REGIONS: Mapping[str, Mapping[str, str]] = {  # OpenHolidays writes the regions of France in short forms of its own
    "FR": {
        "AR": "FR-ARA", "BF": "FR-BFC", "BT": "FR-BRE", "CV": "FR-CVL", "CO": "FR-20R", "GE": "FR-GES", "HF": "FR-HDF",
        "IF": "FR-IDF", "NO": "FR-NOR", "NA": "FR-NAQ", "OC": "FR-OCC", "PL": "FR-PDL", "PC": "FR-PAC", "GP": "FR-971",
        "MQ": "FR-972", "GY": "FR-973", "RU": "FR-974", "YT": "FR-976", "BL": "FR-BL", "MF": "FR-MF", "SP": "FR-PM",
    },
    "CZ": {"PR": "CZ-10"},
}  # fmt: skip
_ZONES = frozenset({"ZA", "ZB", "ZC"})
"""School zones of France; their rows name the regions, too."""
_REGION = re.compile(r"[A-Z0-9]{1,3}")


@dataclass(slots=True)
class _Reading:
    """What the rows come to: place → its holidays."""

    parsed: Parsed
    spans: dict[tuple[str, str], list[ParsedSpan]]
    seen: set[str]
    countries: frozenset[str]

    def take(self, line: int, row: Mapping[str, str]) -> None:
        country = (row["Country"] or "").strip()
        if country not in self.countries:
            self.parsed.reject(line, country, _("This is no country code."))
            return
        span, reason = _span(row, country)
        regions, left_out = _regions(row, country)
        if reason:
            self.parsed.reject(line, f"{row['StartDate']} {row['EndDate']}".strip(), reason)
        elif span is None or regions is None:
            self.parsed.passed_over += 1
        elif span.row_key in self.seen:
            self.parsed.reject(line, span.row_key, _("This row stands in the list twice; the first one counts."))
        else:
            self.seen.add(span.row_key)
            if left_out or not regions:
                self.parsed.reject(line, ", ".join(left_out), _partly(regions))
            for region in regions:
                self.spans.setdefault((country, region), []).append(span)


def parse_openholidays(text: str) -> Parsed:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    if not set(_COLUMNS) <= set(reader.fieldnames or ()):
        raise wrong(_("The first line does not name the columns of OpenHolidays. Check file and source."))
    reading = _Reading(Parsed(), {}, set(), frozenset(code for code, _name in countries()))
    for row in reader:
        reading.parsed.rows += 1
        reading.take(reader.line_num, row)
    parsed, spans = reading.parsed, reading.spans
    if not spans and not parsed.rejected:
        raise wrong(_("No school holiday is in this file. Check file and source."))
    for (country, region), found in sorted(spans.items()):
        # Where a country has holidays of its own, those of a region come on top.
        parsed.calendars += _calendars(country, region, found, complete=not region or (country, "") not in spans)
    return parsed


def _partly(regions: list[str]) -> str:
    if regions:
        return _("Taken for %(regions)s; the rest are parts of regions, of which we keep no calendar.") % {
            "regions": ", ".join(regions)
        }
    return _("This holds only for parts of regions, of which we keep no calendar.")


def _span(row: Mapping[str, str], country: str) -> tuple[ParsedSpan | None, str]:
    """The holiday; None with a reason when it cannot be right, None without one when it says nothing of closed days."""
    if row["Type"] not in ("School", "EndOfLessons"):
        return None, ""
    key = (row["Id"] or "").strip()
    if not key or len(key) > 60:
        return None, _("The row has no Id.")
    try:
        first = dt.date.fromisoformat((row["StartDate"] or "").strip())
        last = dt.date.fromisoformat((row["EndDate"] or "").strip() or first.isoformat())
    except ValueError:
        return None, _("This is no day written as 2026-01-31.")
    if row["Type"] == "EndOfLessons":
        first, last = first + dt.timedelta(days=1), school_year_dates(country, school_year(country, first))[1]
    if last < first:
        return None, _("It ends before it starts.")
    if (last - first).days >= _LONGEST:
        return None, _("No holiday is longer than %(days)d days. Is the year right?") % {"days": _LONGEST}
    names = dict(part.strip().partition(" ")[::2] for part in _NAME.split(row["Name"] or "") if part.strip())
    language = next(iter(names), "")
    english = names.get("EN", "")
    name = names.get(language, "")
    return ParsedSpan(key, "break", first, last, name[:120], english[:120], language.lower()), ""


def _regions(row: Mapping[str, str], country: str) -> tuple[list[str] | None, list[str]]:
    """(region codes for which the row holds, parts it names that are none). None: it is not for general schools."""
    groups = [group for group in (row.get("Groups") or "").split(",") if group]
    if groups:
        general = [group for group in groups if group.endswith("-ABS")]
        return ([f"{country}-{group.partition('-')[0]}" for group in general] or None), []
    names = [name.strip() for name in (row.get("Subdivisions") or "").split(",") if name.strip()]
    if not names:
        return ([""], []) if row["RegionalScope"] == "National" else ([], [row["RegionalScope"] or "-"])
    own = _ISO_REGIONS.get(country)
    found = {
        name: own.get(name, "") if own else f"{country}-{name}" if _REGION.fullmatch(name) else "" for name in names
    }
    left_out = [name for name, code in found.items() if not code and not (country == "FR" and name in _ZONES)]
    codes = [code for code in found.values() if code]
    return codes, left_out if left_out or codes else names


def _calendars(country: str, region: str, spans: list[ParsedSpan], *, complete: bool) -> list[ParsedCalendar]:
    known = (min(span.first for span in spans), max(span.last for span in spans))
    found: dict[int, ParsedCalendar] = {}
    for year in range(school_year(country, known[0]), school_year(country, known[1]) + 1):
        first, last = school_year_dates(country, year)
        begins, ends = max(first, known[0]), min(last, known[1])
        found[year] = ParsedCalendar(country, region, "terms", year, begins, ends, whole=False, complete=complete)
    for span in sorted(spans, key=lambda span: (span.first, span.row_key)):
        found[school_year(country, span.first)].spans.append(span)
    return list(found.values())
