"""Lists of a profile that grow row by row: languages taught, sister schools, awards. What can stand in them.

Each function takes the rows and returns the sentences by row number (from 0) and name of the value: {(2, "year"): "…"}.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from mado.profiles.enums import LanguageBand, SchoolTie
from mado.reference.languages import languages
from mado.reference.places import countries

ROWS_MOST = 30
FIRST_YEAR = 1900
YEARS_TAUGHT_MOST = 15
NAME_LENGTH_MOST = 160

RowProblems = dict[tuple[int, str], str]


class TaughtRow(NamedTuple):
    language: str
    years: int | None = None
    band: str = ""


class SisterRow(NamedTuple):
    country: str
    name: str
    year: int | None = None
    tie: str = SchoolTie.SISTER


class AwardRow(NamedTuple):
    title: str
    year: int | None = None


def _too_many(rows: Sequence[object]) -> RowProblems:
    if len(rows) <= ROWS_MOST:
        return {}
    return {(ROWS_MOST, ""): _("At most %(most)d rows can be kept. Leave out the oldest.") % {"most": ROWS_MOST}}


def _year_problem(year: int | None) -> str:
    if year is None:
        return ""
    last = timezone.localdate().year
    if year > last:
        return _("The year %(year)d is still to come. Write it down when it has happened.") % {"year": year}
    return _("Say a year from %(first)d on.") % {"first": FIRST_YEAR} if year < FIRST_YEAR else ""


def _text_problem(text: str, empty: str) -> str:
    if not text.strip():
        return empty
    if len(text) > NAME_LENGTH_MOST:
        return _("Shorten this to at most %(most)d characters; it has %(has)d now.") % {
            "most": NAME_LENGTH_MOST,
            "has": len(text),
        }
    return ""


def _repeated(keys: Sequence[object], name: str) -> RowProblems:
    return {
        (place, name): _("This stands in the list already.") for place, key in enumerate(keys) if key in keys[:place]
    }


def _kept(found: RowProblems) -> RowProblems:
    return {place: sentence for place, sentence in found.items() if sentence}


def taught_problems(rows: Sequence[TaughtRow]) -> RowProblems:
    known = dict(languages())
    found = _too_many(rows) | _repeated([row.language for row in rows], "language")
    for place, row in enumerate(rows):
        if row.language not in known:
            found[place, "language"] = _("Choose a language from the list.")
        if row.years is not None and not 1 <= row.years <= YEARS_TAUGHT_MOST:
            found[place, "years"] = _("Say a number from %(least)d to %(most)d, or leave it empty.") % {
                "least": 1,
                "most": YEARS_TAUGHT_MOST,
            }
        if row.band and row.band not in LanguageBand.values:
            found[place, "band"] = _("Choose a level from the list.")
    return found


def sister_problems(rows: Sequence[SisterRow]) -> RowProblems:
    known = dict(countries())
    found = _too_many(rows) | _repeated([(row.country, row.name.casefold()) for row in rows], "name")
    for place, row in enumerate(rows):
        found[place, "year"] = _year_problem(row.year)
        if row.country not in known:
            found[place, "country"] = _("Choose the country of the school.")
        if row.tie and row.tie not in SchoolTie.values:
            found[place, "tie"] = _("Choose what ties you from the list.")
        if sentence := _text_problem(row.name, _("Say the name of the school.")):
            found[place, "name"] = sentence
    return _kept(found)


def award_problems(rows: Sequence[AwardRow]) -> RowProblems:
    found = _too_many(rows) | _repeated([(row.title.casefold(), row.year) for row in rows], "title")
    for place, row in enumerate(rows):
        found[place, "year"] = _year_problem(row.year)
        if sentence := _text_problem(row.title, _("Say what the award or label is called.")):
            found[place, "title"] = sentence
    return _kept(found)
