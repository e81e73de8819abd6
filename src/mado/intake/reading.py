"""From a row's cells to what they say of a school, its contacts and its wish; and what is wrong with them.

A row with a problem (see intake.row_texts) is not taken.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from mado.accounts.enums import Role
from mado.directory.enums import Level, OrganizationKind
from mado.intake.engine.headings import IGNORED
from mado.intake.row_texts import Problem, RowTexts
from mado.intake.wish_reading import read_wish
from mado.kernel.export import read_back
from mado.matching.lists import cells as listed
from mado.profiles.words import country_code, has_regions, language_tag, region_code
from mado.reference.places import local_region_name, time_zone

LANGUAGE_OF = {"TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant", "CN": "zh-Hans", "JP": "ja", "KR": "ko", "DE": "de",
               "AT": "de", "FR": "fr", "CZ": "cs", "VN": "vi", "TH": "th", "ES": "es", "MX": "es", "IT": "it",
               "PL": "pl", "PT": "pt", "BR": "pt", "NL": "nl", "SE": "sv"}  # fmt: skip
"""The language of a school's official name where a list does not say; English elsewhere."""
_AS_NUMBER = re.compile(r"(?<=\d)\.0+$")
"""What programs put behind a code they took for a number."""
_NO_SCHOOL = re.compile(
    r"(?:合計|總計|小計|共計|总计|小计|계|합계|총계|소계|(?:grand |sub)?totals?|sum)\s*[:：]?$|(?:註|附註|備註|注|資料來源|출처|비고|source|notes?)\s*[\d０-９]*\s*[:：]|※",
    re.IGNORECASE,
)
"""The last lines of printed lists: totals and remarks. A row with a code is a school, whatever its name."""
_SAID: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("name", "name_en", "city", "address"), str),
    **dict.fromkeys(("postcode", "phone"), listed.plain),
    "kind": partial(listed.choice, field="kind"),
    "sector": listed.sector,
    "enrolment": lambda text: listed.whole(text, 0, 1_000_000),
}


@dataclass(slots=True)
class Contact:
    name: str
    email: str
    role: str


@dataclass(slots=True)
class ReadRow:
    """`school`: field of directory → value, only what the row says; `identifier` and `code` name the school."""

    line: int
    cells: list[str]
    code: str = ""
    identifier: str = ""
    school: dict[str, Any] = field(default_factory=dict)
    wish: dict[str, Any] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    place_assumed: bool = False
    """Country and region are those chosen for the whole list, not of this row."""


class RowReader:
    """Reads rows of one list. `mapping`: column index → field key. `defaults`: country, region, name_language."""

    def __init__(self, mapping: Mapping[int, str], defaults: Mapping[str, str]) -> None:
        self._columns = {key: index for index, key in mapping.items() if key != IGNORED}
        self._defaults = defaults

    def read(self, line: int, cells: Sequence[str]) -> ReadRow | None:
        """None for a row in which nothing stands."""
        if not any(cell.strip() for cell in cells):
            return None
        row = ReadRow(line, [read_back(cell) for cell in cells])
        texts = RowTexts(self._columns, row.cells, row.problems)
        self._read_school(row, texts)
        _read_contacts(row, texts)
        row.wish = read_wish(texts)
        row.problems[:] = _worth_mending(row.problems)
        return row

    def _read_school(self, row: ReadRow, texts: RowTexts) -> None:
        row.code = listed.plain(texts.text("code")).upper()
        row.identifier = _AS_NUMBER.sub("", listed.plain(texts.text("identifier")))
        school = row.school
        for key, read in _SAID.items():
            if (value := texts.said(key, read)) is not None:
                school[key] = value
        if levels := texts.said("levels", partial(listed.choices, field="levels")):
            school["levels"] = [level.value for level in Level if level.value in levels]
        if language := texts.known("name_language", language_tag, "unknown_language"):
            school["name_language"] = language
        if website := texts.website():
            school["website"] = website
        self._read_place(row, texts)
        texts.point(school)
        if not (row.code or row.identifier) and ("name" not in school or _NO_SCHOOL.match(school["name"])):
            texts.problem("missing", "name")

    def _read_place(self, row: ReadRow, texts: RowTexts) -> None:
        school = row.school
        said = texts.known("country", country_code, "unknown_country")
        country = said or ("" if texts.text("country") else self._defaults.get("country", ""))
        if country:
            school["country"] = country
        written = texts.text("region")
        row.place_assumed = not said and not written
        if written and country and has_regions(country):
            region = region_code(country, written)
            if region:
                school |= {"region": region, "region_name": written if written != region else local_region_name(region)}
            else:
                texts.problem("unknown_region", "region", country=country)
        elif written:
            school["region_name"] = written
        elif country and country == self._defaults.get("country") and self._defaults.get("region"):
            region = self._defaults["region"]
            school |= {"region": region, "region_name": local_region_name(region)}


def _worth_mending(problems: list[Problem]) -> list[Problem]:
    """Of a row that names no school nothing else is told; where its name cannot be read, that is why."""
    missing = [one for one in problems if one["kind"] == "missing"]
    unread = any(one["kind"] != "missing" and one["field"] in ("name", "code", "identifier") for one in problems)
    return [one for one in problems if one not in missing] if unread else missing or problems


def _read_contacts(row: ReadRow, texts: RowTexts) -> None:
    role = texts.said("contact_role", partial(listed.choice, field="contact_role")) or Role.COORDINATOR.value
    for prefix, its_role in (("contact", role), ("contact2", Role.DEPUTY.value)):
        name, email = texts.text(f"{prefix}_name"), texts.email(f"{prefix}_email")
        if email and email not in {contact.email for contact in row.contacts}:
            row.contacts.append(Contact(name, email, its_role))


def for_new_school(school: Mapping[str, Any], defaults: Mapping[str, str]) -> dict[str, Any]:
    """What the directory needs of a new school and a list seldom says: language of the name, zone, kind."""
    country = school["country"]
    tertiary = school.get("levels") == [Level.TERTIARY.value]
    return {
        "kind": (OrganizationKind.UNIVERSITY if tertiary else OrganizationKind.SCHOOL).value,
        "name_language": defaults.get("name_language") or LANGUAGE_OF.get(country, "en"),
        "time_zone": time_zone(country, school.get("region", ""), school.get("city", "")),
    } | dict(school)
