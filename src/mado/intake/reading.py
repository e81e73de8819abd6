"""From a row's cells to what they say of a school, its contacts and its wish; and what is wrong with them.

A problem is a plain dictionary: "kind" (see intake.wording), "column" (index in the file, -1 for the whole row), "found"
(what stood there), and facts its sentence needs. A row with a problem is not taken.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mado.accounts.enums import Role
from mado.directory.enums import Level, LocationPrecision, OrganizationKind
from mado.directory.importing import cells as listed_cells
from mado.directory.importing.cells import cleaned
from mado.directory.importing.listed import Row
from mado.intake.engine.headings import BY_KEY, IGNORED
from mado.kernel.text import folded_heading
from mado.profiles.input_rules import wish_problems
from mado.profiles.models import Wish
from mado.profiles.words import choice_words, country_code, has_regions, language_tag, parts, region_code
from mado.reference.places import local_region_name, time_zone

Problem = dict[str, Any]
FOUND_MOST = 200
_SHEET_ERROR = re.compile(r"#(REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC)[!?]?", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}([,. ’']\d{3})+")
_MARKS_MOST = 4
LANGUAGE_OF = {"TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant", "CN": "zh-Hans", "JP": "ja", "KR": "ko", "DE": "de",
               "AT": "de", "FR": "fr", "CZ": "cs", "VN": "vi", "TH": "th", "ES": "es", "MX": "es", "IT": "it",
               "PL": "pl", "PT": "pt", "BR": "pt", "NL": "nl", "SE": "sv"}  # fmt: skip
"""The language of a school's official name where a list does not say; English elsewhere."""


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
        row = ReadRow(line, list(cells))
        texts = _Texts(self._columns, cells, row.problems)
        self._read_school(row, texts)
        _read_contacts(row, texts)
        _read_wish(row, texts)
        return row

    def _read_school(self, row: ReadRow, texts: "_Texts") -> None:
        row.code = texts.text("code").upper()
        row.identifier = texts.text("identifier")
        school = row.school
        for key in ("name", "name_en", "city", "address", "postcode", "phone"):
            if value := texts.text(key):
                school[key] = value
        for key in ("kind", "sector"):
            if value := texts.choice(key):
                school[key] = value
        if levels := texts.choices("levels"):
            school["levels"] = [level.value for level in Level if level.value in levels]
        if language := texts.known("name_language", language_tag, "unknown_language"):
            school["name_language"] = language
        if website := texts.website():
            school["website"] = website
        enrolment = texts.whole("enrolment", 0, 1_000_000)
        if enrolment is not None:
            school["enrolment"] = enrolment
        self._read_place(row, texts)
        texts.point(school)
        if not (row.code or row.identifier or "name" in school):
            texts.problem("missing", "name")

    def _read_place(self, row: ReadRow, texts: "_Texts") -> None:
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


class _Texts:
    """The cells of one row by field; what is wrong with one is noted in `problems`."""

    def __init__(self, columns: Mapping[str, int], cells: Sequence[str], problems: list[Problem]) -> None:
        self._columns = columns
        self._cells = cells
        self._problems = problems
        self._known: dict[str, str] = {}

    def problem(self, kind: str, key: str, found: str | None = None, **facts: object) -> None:
        index = self._columns.get(key, -1)
        text = self.raw(key) if found is None else found
        self._problems.append({"kind": kind, "column": index, "field": key, "found": text[:FOUND_MOST], **facts})

    def raw(self, key: str) -> str:
        index = self._columns.get(key, -1)
        return self._cells[index] if 0 <= index < len(self._cells) else ""

    def text(self, key: str) -> str:
        """One clean line of at most the field's length; "" where nothing stands or what stands there is of no use."""
        if key in self._known:
            return self._known[key]
        raw = self.raw(key)
        value = self._judged(key, raw) if raw else ""
        self._known[key] = value
        return value

    def _judged(self, key: str, raw: str) -> str:
        if "\ufffd" in raw:
            self.problem("unreadable", key, raw)
            return ""
        value = cleaned(raw)
        most = BY_KEY[key].most
        if _SHEET_ERROR.fullmatch(value):
            self.problem("sheet_error", key, value)
        elif len(value) > most:
            self.problem("too_long", key, value, most=most, length=len(value))
        elif not value.isascii() and is_disguised(value):
            self.problem("mixed_scripts", key, value)
        else:
            return value
        return ""

    def choice(self, key: str) -> str:
        text = self.text(key)
        if not text:
            return ""
        value = _choice_value(key, text)
        if not value:
            self.problem("unknown_choice", key)
        return value

    def choices(self, key: str) -> list[str]:
        text = self.text(key)
        if not text:
            return []
        whole = _choice_value(key, text)
        found = [whole] if whole else [_choice_value(key, part) for part in parts(text)]
        if not all(found):
            self.problem("unknown_choice", key)
            return []
        return list(dict.fromkeys(found))

    def known(self, key: str, find: Callable[[str], str], problem: str) -> str:
        text = self.text(key)
        found = find(text) if text else ""
        if text and not found:
            self.problem(problem, key)
        return found

    def many_known(self, key: str, find: Callable[[str], str], problem: str) -> list[str]:
        found = [find(part) for part in parts(self.text(key))]
        if not all(found):
            self.problem(problem, key)
            return []
        return list(dict.fromkeys(found))

    def whole(self, key: str, least: int, most: int) -> int | None:
        text = self.text(key)
        if not text:
            return None
        digits = re.sub(r"[,. ’']", "", text) if _THOUSANDS.fullmatch(text) else text.removesuffix(".0")
        digits = unicodedata.normalize("NFKC", digits)
        if not (digits.isascii() and digits.isdigit()):
            self.problem("not_whole", key, least=least, most=most)
            return None
        number = int(digits[:12])
        if not least <= number <= most:
            self.problem("out_of_range", key, least=least, most=most)
            return None
        return number

    def decimal(self, key: str, most: float) -> float | None:
        text = self.text(key)
        if not text:
            return None
        plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        try:
            number = float(plain)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.problem("not_number", key)
            return None
        if abs(number) > most:
            self.problem("out_of_range", key, least=-most, most=most)
            return None
        return number

    def point(self, school: dict[str, Any]) -> None:
        latitude, longitude = self.decimal("latitude", 90), self.decimal("longitude", 180)
        if latitude is not None and longitude is not None:
            exact = LocationPrecision.EXACT.value
            school |= {"latitude": latitude, "longitude": longitude, "location_precision": exact}
        elif (latitude is None) != (longitude is None) and bool(self.raw("latitude")) != bool(self.raw("longitude")):
            self.problem("half_a_point", "longitude" if longitude is None else "latitude")

    def website(self) -> str:
        text = self.text("website")
        if not text:
            return ""
        found = listed_cells.website(Row(0, {"website": text}), "website")
        if not found:
            self.problem("bad_website", "website")
        return found

    def email(self, key: str) -> str:
        text = self.text(key).lower()
        if not text:
            return ""
        try:
            validate_email(text)
        except ValidationError:
            self.problem("bad_email", key)
            return ""
        return text


@lru_cache(maxsize=4096)
def _choice_value(key: str, text: str) -> str:
    return choice_words(key).get(folded_heading(text), "")


def is_disguised(text: str) -> bool:
    """A word that mixes Latin with Cyrillic or Greek letters, or letters under heaps of marks: looks like another name.

    Scripts that stand side by side in ordinary names (Han, Kana, Hangul, Latin) are never a reason.
    """
    if (
        max((len(run) for run in re.findall(r"[\u0300-\u036f]+", unicodedata.normalize("NFD", text))), default=0)
        > _MARKS_MOST
    ):
        return True
    for word in text.split():
        latin = any("a" <= letter <= "z" for letter in unicodedata.normalize("NFD", word).casefold())
        if latin and any("\u0370" <= letter <= "\u052f" for letter in word):
            return True
    return False


def _read_contacts(row: ReadRow, texts: _Texts) -> None:
    role = texts.choice("contact_role") or Role.COORDINATOR.value
    for prefix, its_role in (("contact", role), ("contact2", Role.DEPUTY.value)):
        name, email = texts.text(f"{prefix}_name"), texts.email(f"{prefix}_email")
        if email and email not in {contact.email for contact in row.contacts}:
            row.contacts.append(Contact(name, email, its_role))


def _read_wish(row: ReadRow, texts: _Texts) -> None:
    wish: dict[str, Any] = {
        "title": texts.text("wish_title"),
        "kind": texts.choice("wish_kind"),
        "mode": texts.choice("wish_mode"),
        "partner_countries": texts.many_known("wish_countries", country_code, "unknown_country"),
        "languages": texts.many_known("wish_languages", language_tag, "unknown_language"),
        "topics": texts.choices("wish_topics"),
        "group_size": texts.whole("wish_group_size", 1, 500),
        "age_from": texts.whole("wish_age_from", 4, 30),
        "age_to": texts.whole("wish_age_to", 4, 30),
        "note": texts.text("wish_note"),
    }
    wish = {name: value for name, value in wish.items() if value not in ("", None, [])}
    if not ("title" in wish or "kind" in wish):
        return  # a list of schools that teach in English is no list of wishes
    for name, sentence in wish_problems(Wish(), wish).items():
        texts.problem("wish_rule", f"wish_{name}" if f"wish_{name}" in BY_KEY else "wish_title", sentence=str(sentence))
    row.wish = wish


def for_new_school(school: Mapping[str, Any], defaults: Mapping[str, str]) -> dict[str, Any]:
    """What the directory needs of a new school and a list seldom says: language of the name, zone, kind."""
    country = school["country"]
    tertiary = school.get("levels") == [Level.TERTIARY.value]
    return {
        "kind": (OrganizationKind.UNIVERSITY if tertiary else OrganizationKind.SCHOOL).value,
        "name_language": defaults.get("name_language") or LANGUAGE_OF.get(country, "en"),
        "time_zone": time_zone(country, school.get("region", ""), school.get("city", "")),
    } | dict(school)
