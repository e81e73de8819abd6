"""Countries and their first-level regions: names in the four languages, spellings people search by, time zones.

Countries: ISO 3166-1, names from CLDR through Babel. Regions: ISO 3166-2 of the countries whose directories we read
(data/subdivisions.csv). ISO gives Hong Kong's districts no codes; those of the list (HK-CW …) follow HASC.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import get_language

_LOCALES = {"zh_hant": "zh_Hant", "en": "en", "ja": "ja", "ko": "ko"}
_VISITORS = ("cs", "de", "vi")
"""Languages of visitors that no screen speaks: countries are found by these names, too."""
_LOCAL_COLUMN = {"TW": "zh_hant", "HK": "zh_hant", "JP": "ja", "KR": "ko"}
_PLAIN_NAMES: Mapping[str, Mapping[str, str]] = {
    # CLDR's names of these three carry a political suffix or the variant character 台; the alliance writes them plainly.
    "TW": {"zh_hant": "臺灣", "en": "Taiwan", "ja": "台湾", "ko": "대만"},
    "HK": {"zh_hant": "香港", "en": "Hong Kong", "ja": "香港", "ko": "홍콩"},
    "MO": {"zh_hant": "澳門", "en": "Macao", "ja": "マカオ", "ko": "마카오"},
}
_NO_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
_COUNTRY_ALIASES: Mapping[str, tuple[str, ...]] = {
    "TW": ("台灣", "Formosa", "Chinese Taipei", "Tchaj-wan", "Đài Loan"),
    "JP": ("Nippon", "Nihon"),
    "KR": ("Korea", "韓國", "Republic of Korea", "한국"),
    "US": ("USA", "America", "アメリカ", "United States of America"),
    "GB": ("UK", "Britain", "Great Britain", "英國", "英国"),
    "HK": ("Hongkong",),
    "CZ": ("Czech Republic",),
}
_SUFFIXES = {  # what stands behind the bare name: 高雄(市), 青森(県), 부산(광역시), 加利福尼亞(州)
    "TW": r"[縣市県]$|[현시]$| (County|City)$",
    "JP": r"(?<!北海)[縣県都府]$|(?<=[^北])[현부]$|(?<=도쿄)도$",
    "KR": r"(特別市|[廣広]域市|特別自治[道市])$|(특별시|광역시|특별자치[도시])$",
    "US": r"州$|주$",
    "HK": r"[區区]$|구$",
}
_CAPITAL_ZONES = {  # countries of several zones: that of the capital or of most people
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CD": "Africa/Kinshasa", "CL": "America/Santiago", "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei", "GL": "America/Godthab", "ID": "Asia/Jakarta", "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty", "MH": "Pacific/Majuro", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland", "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Gaza", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kiev",
    "US": "America/New_York", "UZ": "Asia/Tashkent", "XK": "Europe/Belgrade",
}  # fmt: skip
_SOUTHERN = frozenset({
    "AO", "AR", "AU", "BO", "BR", "BW", "CL", "FJ", "ID", "LS", "MG", "MW", "MZ", "NA",
    "NC", "NZ", "PE", "PG", "PY", "SZ", "TL", "UY", "VU", "WS", "ZA", "ZM", "ZW",
})  # fmt: skip
_US_ZONES = {
    "America/New_York": "CT DE DC FL GA IN KY ME MD MA MI NH NJ NY NC OH PA RI SC VT VA WV",
    "America/Chicago": "AL AR IL IA KS LA MN MS MO NE ND OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
}
_REGION_ZONES = {f"US-{state}": zone for zone, states in _US_ZONES.items() for state in states.split()}
_COUNTY_ZONES = {  # whole counties on another clock than most of their state
    **dict.fromkeys(
        [
            ("US-FL", name)
            for name in ["Bay", "Calhoun", "Escambia", "Holmes", "Jackson", "Okaloosa", "Walton", "Washington"]
        ],
        "America/Chicago",
    ),
    ("US-FL", "Santa Rosa"): "America/Chicago",
    **dict.fromkeys([("US-MI", name) for name in ["Dickinson", "Gogebic", "Iron", "Menominee"]], "America/Chicago"),
    **dict.fromkeys([("US-TX", name) for name in ("El Paso", "Hudspeth")], "America/Denver"),
}


@dataclass(frozen=True, slots=True)
class Subdivision:
    """One row of data/subdivisions.csv. `code` is ISO 3166-2, its first two letters the country."""

    code: str
    names: Mapping[str, str]
    aliases: tuple[str, ...]

    @property
    def country(self) -> str:
        return self.code[:2]

    @property
    def local_name(self) -> str:
        return self.names[_LOCAL_COLUMN.get(self.country, "en")]


@cache
def _subdivisions() -> Mapping[str, Subdivision]:
    text = files("mado.reference").joinpath("data/subdivisions.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Subdivision(
            row["code"],
            {column: row[column] for column in _LOCALES},
            tuple(alias for alias in row["aliases"].split("|") if alias),
        )
        for row in csv.DictReader(text.splitlines())
    }


def _column(language: str | None) -> str:
    """Our four columns from any language tag: ja-JP → ja, zh-hant → zh_hant, fr → en."""
    return _column_of(language or get_language() or "en")


@lru_cache(maxsize=256)
def _column_of(tag: str) -> str:
    first = tag.lower().replace("_", "-").split("-")[0]
    return "zh_hant" if first == "zh" else first if first in _LOCALES else "en"


@cache
def _country_names(column: str) -> Mapping[str, str]:
    names = Locale.parse(_LOCALES[column]).territories
    plain = {
        code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    return plain | {code: own[column] for code, own in _PLAIN_NAMES.items()}


def country_name(code: str, language: str | None = None) -> str:
    """The country's name in a language (default: the active one); an unknown code comes back as it is."""
    return _country_names(_column(language)).get(code, code)


def countries(language: str | None = None) -> list[tuple[str, str]]:
    """(ISO 3166-1 code, name) in the order of the names."""
    return sorted(_country_names(_column(language)).items(), key=lambda pair: (pair[1], pair[0]))


def region_name(code: str, language: str | None = None) -> str:
    """The region's name in a language (default: the active one); an unknown code comes back as it is."""
    found = _subdivisions().get(code)
    return found.names[_column(language)] if found else code


def local_region_name(code: str) -> str:
    """The region's name in its own country's language."""
    found = _subdivisions().get(code)
    return found.local_name if found else code


def regions(country: str, language: str | None = None) -> list[tuple[str, str]]:
    """(ISO 3166-2 code, name) of a country's regions, in the order of the codes; empty where we hold none."""
    column = _column(language)
    return [(row.code, row.names[column]) for row in _subdivisions().values() if row.country == country]


def _spellings(row: Subdivision) -> tuple[str, ...]:
    suffix = _SUFFIXES.get(row.country)
    bare = [re.sub(suffix, "", name) for name in row.names.values()] if suffix else []
    return tuple(dict.fromkeys(name for name in [*row.names.values(), *row.aliases, *bare] if len(name) > 1))


@cache
def region_spellings(code: str) -> tuple[str, ...]:
    """Every way a region is written that we know: four languages, romanisations, former names, with and without the
    suffix (Kaohsiung, Gaoxiong, Takao, 高雄市, 高雄). Empty for an unknown code. For search."""
    found = _subdivisions().get(code)
    return _spellings(found) if found else ()


@cache
def country_spellings(code: str) -> tuple[str, ...]:
    """The country's names in the languages of the screens and of visitors, and its usual other names. For search."""
    names = [_country_names(column).get(code, "") for column in _LOCALES]
    if code not in _PLAIN_NAMES:
        names += [Locale.parse(language).territories.get(code, "") for language in _VISITORS]
    return tuple(dict.fromkeys(name for name in [*names, *_COUNTRY_ALIASES.get(code, ())] if name))


@cache
def _regions_by_spelling(country: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    rows = [row for row in _subdivisions().values() if row.country == country]
    for row in rows:  # official names first: 新竹縣 must not be taken by another row's alias
        found |= {name.casefold().replace("台", "臺"): row.code for name in row.names.values()}
        found[row.code[3:].casefold()] = row.code
    spelled: dict[str, set[str]] = {}
    for row in rows:
        for name in _spellings(row):
            spelled.setdefault(name.casefold().replace("台", "臺"), set()).add(row.code)
    return {name: next(iter(codes)) for name, codes in spelled.items() if len(codes) == 1} | found


def region_from_local(country: str, text: str) -> str:
    """The region code for a name as official lists write it (台北市, 東京, 경기도, CA); "" when unknown or ambiguous
    (新竹 is a city and a county)."""
    return _regions_by_spelling(country).get(text.strip().casefold().replace("台", "臺"), "")


def time_zone(country: str, region: str = "", county: str = "") -> str:
    """The IANA zone most of the place keeps: by county where we know it to differ, else region, else country. A school
    on another clock says so in its profile. "UTC" for an unknown country."""
    by_county = _COUNTY_ZONES.get((region, county.removesuffix(" County").strip().title()))
    by_country = _CAPITAL_ZONES.get(country) or next(iter(get_global("territory_zones").get(country, ())), "UTC")
    return by_county or _REGION_ZONES.get(region) or by_country


def country_of_zone(zone: str) -> str:
    """The country whose clock this is; "" for one of no country, such as UTC."""
    return get_global("zone_territories").get(zone, "")


def is_southern(country: str) -> bool:
    """Whether the country lies wholly or mostly south of the equator."""
    return country in _SOUTHERN


def city_of(zone: ZoneInfo | str, language: str | None = None) -> str:
    """The city a time zone is named after, in a language (default: the active one): "Los Angeles", 洛杉磯, 臺北."""
    return _city(str(zone), language or get_language() or "en")


@lru_cache(maxsize=4096)
def _city(zone: str, language: str) -> str:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    city = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True).rpartition("/")[2]
    # CLDR writes 台北; Taiwan's own offices write 臺北.
    return city.replace("台", "臺") if language.lower().startswith("zh-hant") else city
