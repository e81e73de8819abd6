"""What a cell of a list says: numbers, dates, hours of the week, languages with their band, words of the four languages.

Every reader raises CellRefused with the kind of problem (see lists.wording) and the facts its sentence needs.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mado.kernel.text import folded_heading
from mado.matching.engine.rows import BANDS, OWN
from mado.matching.engine.slots import Window
from mado.profiles.words import choice_words, countries_with_regions, country_code, language_tag, parts, region_code

TO = r"\s*(?:-|–|—|~|〜|to|至|到|から|부터|/)\s*"
_DATE = re.compile(r"(?<!\d)(\d{3,4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日일]?(?!\d)")
_HOURS = re.compile(r"(\d{1,2}):(\d{2})(?::00)?" + TO + r"(\d{1,2}):(\d{2})(?::00)?")
_BAND = re.compile(r"[\s(:]*\b(A1|A2|B1|B2|C1|C2)\b[+)]*", re.IGNORECASE)
_OWN = re.compile(r"[\s(:]*(\bown\b|\bnative\b|mother tongue|母語|母语|本国語|母国語|모국어)[)]*", re.IGNORECASE)
_DAY_WORDS = (
    "monday|mon|週一|周一|星期一|禮拜一|月曜日|月曜|月|월요일|월",
    "tuesday|tue|tues|週二|周二|星期二|禮拜二|火曜日|火曜|火|화요일|화",
    "wednesday|wed|週三|周三|星期三|禮拜三|水曜日|水曜|水|수요일|수",
    "thursday|thu|thur|thurs|週四|周四|星期四|禮拜四|木曜日|木曜|木|목요일|목",
    "friday|fri|週五|周五|星期五|禮拜五|金曜日|金曜|金|금요일|금",
    "saturday|sat|週六|周六|星期六|禮拜六|土曜日|土曜|土|토요일|토",
    "sunday|sun|週日|周日|星期日|星期天|禮拜日|日曜日|日曜|日|일요일|일",
)
_WEEKDAYS_WORDS = ("weekdays", "school days", "平日", "평일")
_YES = frozenset(["yes", "y", "true", "1", "是", "有", "v", "はい", "有り", "○", "예", "네", "✓"])
_NO = frozenset(["no", "n", "false", "0", "否", "無", "无", "いいえ", "無し", "×", "아니요", "아니오"])
_WESTERN_YEAR_LEAST = 1900
_MINGUO = 1911
"""The first year of the Republic's calendar, by which Taiwanese lists write 115/09/01, is 1912."""


class CellRefused(Exception):  # noqa: N818  # reads as the sentence it is
    """`kind`: a key of lists.wording.PROBLEMS; `facts`: what its sentences name."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def whole(text: str, least: int, most: int) -> int:
    digits = re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", plain(text)).removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()):
        raise CellRefused("not_whole", least=least, most=most)
    number = int(digits[:12])
    if not least <= number <= most:
        raise CellRefused("out_of_range", least=least, most=most)
    return number


def dates(text: str, count: int) -> list[dt.date]:
    """Exactly `count` days, in order. Years of three digits are those of Taiwan's own calendar."""
    found = _DATE.findall(plain(text))
    if len(found) != count:
        raise CellRefused("bad_period" if count == 2 else "bad_date")
    days = []
    for year, month, day in found:
        western = int(year) if int(year) >= _WESTERN_YEAR_LEAST else int(year) + _MINGUO
        try:
            days.append(dt.date(western, int(month), int(day)))
        except ValueError as error:
            raise CellRefused("bad_date") from error
    if days != sorted(days):
        raise CellRefused("backwards")
    return days


def ages(text: str) -> tuple[int, int]:
    found = [int(number) for number in re.findall(r"\d{1,3}", plain(text))]
    if not 1 <= len(found) <= 2 or not all(4 <= age <= 30 for age in found):
        raise CellRefused("bad_ages")
    if found[0] > found[-1]:
        raise CellRefused("backwards")
    return found[0], found[-1]


@cache
def _day_numbers() -> Mapping[str, int]:
    return {word: number for number, words in enumerate(_DAY_WORDS, start=1) for word in words.split("|")}


@cache
def _token() -> re.Pattern[str]:
    """Hours, or a weekday, or weekdays from … to, or "weekdays"."""
    day = "|".join(sorted(map(re.escape, _day_numbers()), key=len, reverse=True))
    every = "|".join(map(re.escape, _WEEKDAYS_WORDS))
    return re.compile(rf"(?P<hours>{_HOURS.pattern})|(?P<every>{every})|(?P<first>{day})\.?(?:{TO}(?P<last>{day})\.?)?")


@lru_cache(maxsize=4096)
def weekly_times(text: str) -> tuple[Window, ...]:
    """Mon-Fri 08:00-16:00; 週三 13:00～15:00 → (ISO weekday, start, end) each, in order."""
    folded = plain(text).casefold()
    rest = re.sub(r"[\s;,、；，和と와・·()]+", "", _token().sub("", folded))
    if rest:
        raise CellRefused("bad_times")
    found: list[Window] = []
    days: list[int] = []
    after_hours = False
    for token in _token().finditer(folded):
        if token["hours"]:
            found += [(day, *_hours(token["hours"])) for day in days]
            after_hours = True
            continue
        if after_hours:
            days, after_hours = [], False
        days += _days(token)
    if not found or not after_hours:
        raise CellRefused("bad_times")
    return tuple(sorted(set(found)))


def _days(token: re.Match[str]) -> list[int]:
    if token["every"]:
        return [1, 2, 3, 4, 5]
    first = _day_numbers()[token["first"]]
    last = _day_numbers()[token["last"]] if token["last"] else first
    if last < first:
        raise CellRefused("backwards")
    return list(range(first, last + 1))


def _hours(text: str) -> tuple[dt.time, dt.time]:
    found = _HOURS.fullmatch(text)
    if found is None:
        raise CellRefused("bad_times")
    hour, minute, end_hour, end_minute = (int(part) for part in found.groups())
    try:
        start, end = dt.time(hour, minute), dt.time(end_hour, end_minute)
    except ValueError as error:
        raise CellRefused("bad_times") from error
    if start >= end:
        raise CellRefused("backwards")
    return start, end


def many(text: str, find: Callable[[str], str], kind: str) -> tuple[str, ...]:
    found = {part: find(part) for part in parts(plain(text))}
    unknown = [part for part, value in found.items() if not value]
    if unknown:
        raise CellRefused(kind, found=", ".join(unknown))
    return tuple(dict.fromkeys(found.values()))


def country(text: str) -> str:
    found = country_code(plain(text))
    if not found:
        raise CellRefused("unknown_country")
    return found


def countries(text: str) -> tuple[str, ...]:
    return many(text, country_code, "unknown_country")


def regions(text: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of regions of the wanted countries; of any country where none of those has one of that name."""

    def find(part: str) -> str:
        for where in (wanted, countries_with_regions()):
            found = {code for country in where if (code := region_code(country, part))}
            if found:
                return found.pop() if len(found) == 1 else ""
        return ""

    return many(text, find, "unknown_wanted_region")


def tags(text: str) -> tuple[str, ...]:
    return many(text, language_tag, "unknown_language")


@lru_cache(maxsize=4096)
def banded_languages(text: str) -> tuple[tuple[str, str], ...]:
    """English A2; 中文 母語 → (("en", "A2"), ("zh-Hant", "own")). C2 counts as C1, the highest band asked for."""
    found: dict[str, str] = {}
    for part in parts(plain(text)):
        band = _BAND.search(part)
        own = _OWN.search(part)
        tag = language_tag(_OWN.sub("", _BAND.sub("", part)).strip())
        if not tag:
            raise CellRefused("unknown_language", found=part)
        found[tag] = OWN if own else band[1].upper().replace("C2", "C1") if band else ""
    return tuple(found.items())


def band(text: str) -> str:
    found = plain(text).upper().replace("C2", "C1")
    if found not in BANDS:
        raise CellRefused("bad_band")
    return found


def choice(text: str, field: str) -> str:
    found = choice_words(field).get(folded_heading(text), "")
    if not found:
        raise CellRefused("unknown_choice", field=field)
    return found


def choices(text: str, field: str) -> tuple[str, ...]:
    words = choice_words(field)
    if one := words.get(folded_heading(text)):
        return (one,)
    found = {part: words.get(folded_heading(part), "") for part in parts(text)}
    unknown = [part for part, value in found.items() if not value]
    if unknown or not found:
        raise CellRefused("unknown_choice", field=field, found=", ".join(unknown))
    return tuple(dict.fromkeys(found.values()))


def goals(text: str) -> tuple[int, ...]:
    found = sorted({int(number) for number in re.findall(r"\d+", plain(text))})
    if not found or not all(1 <= number <= 17 for number in found):
        raise CellRefused("bad_goals")
    return tuple(found)


def yes(text: str) -> bool:
    said = plain(text).casefold()
    if said in _YES or said in _NO:
        return said in _YES
    raise CellRefused("not_yes_or_no")


@lru_cache(maxsize=512)
def zone(text: str) -> str:
    name = plain(text).replace(" ", "_")
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CellRefused("unknown_zone") from error
