"""What a cell of a list says: numbers, hours of the week, languages with their band, words of the four languages.

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

TO = r"\s*(?:-|–|—|―|~|〜|to|至|到|から|부터|/)\s*"
_HOURS = re.compile(r"(\d{1,2}):(\d{2})(?::00)?" + TO + r"(\d{1,2}):(\d{2})(?::00)?")
_BAND = re.compile(r"[\s(:]*(?<![a-z0-9])(A1|A2|B1|B2|C1|C2)(?![a-z0-9])[+)]*", re.IGNORECASE)
_OWN = re.compile(r"[\s(:]*(\bown\b|\bnative\b|mother tongue|母語|母语|本国語|母国語|모국어)[)]*", re.IGNORECASE)
_BAND_WORDS = {
    "A1": "少し|簡單|簡単|入門|조금|a little|beginner",
    "A2": "初級|基礎|초급|기초|basic|elementary",
    "B1": "中級|중급|intermediate",
    "B2": "中高級|流利|流暢|유창|upper intermediate|fluent",
    "C1": "上級|高級|고급|상급|advanced",
}
"""Words for how well pupils speak, as the General English Proficiency Test sets its levels beside those of the CEFR."""
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
_JOINED = re.compile(r"\s*[・·‧･]\s*|\s*(?:和|與|与|及び|および|及|と|및|&)\s*|\s+and\s+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_SEVERAL: Mapping[str, Mapping[tuple[str, ...], str]] = {
    "levels": {
        ("lower_secondary", "upper_secondary"): "中高一貫|中高一貫校|中等教育学校|完全中學|중고등학교",
        ("primary", "lower_secondary"): "小中一貫|小中一貫校|義務教育学校|國中小|國民中小學",
    }
}
"""Words that stand for several values at once."""
_EITHER_VISIT = ("visit", "visits", "參訪", "訪問", "交流訪問", "學校訪問", "学校訪問", "방문", "학교 방문")
"""Who says so may mean to welcome or to go."""
_RUN_BY = {
    "national": r"^国$|国立大学法人",
    "private": r"学校法人|學校財團法人|财团法人|財團法人|학교법인",
    "public": r"(?:市|町|村|区|都|道|府|県|縣|鄉|鎮)立?$|教育委員会$|組合立?$|교육청$",
}
_COUNTED = re.compile(
    r"^(?:約|约|약|about)\s*(?=\d)|(?<=\d)\s*(?:人|名|位|校|所|명|개교|pupils|students|schools|partners)$",
    re.IGNORECASE,
)
"""What stands beside a number of pupils or schools: 約30名, 2校."""
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([, ’'])\d{3}(?:\1\d{3})*|(?:\.\d{3}){2,})")
_EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}")
"""25.000 is twenty-five with three decimals to one program and twenty-five thousand to another: nobody guesses."""
_ANYTHING = (
    "未定",
    "不限",
    "皆可",
    "均可",
    "指定なし",
    "特になし",
    "問わない",
    "どこでも可",
    "どこでも",
    "미정",
    "무관",
    "상관없음",
    "제한 없음",
    "any",
    "tbd",
    "undecided",
)
_YES = frozenset(["yes", "y", "true", "1", "是", "有", "v", "はい", "有り", "○", "예", "네", "✓"])
_NO = frozenset(["no", "n", "false", "0", "否", "無", "无", "いいえ", "無し", "×", "아니요", "아니오"])


class CellRefused(Exception):  # noqa: N818  # reads as the sentence it is
    """`kind`: a key of lists.wording.PROBLEMS; `facts`: what its sentences name."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def whole(text: str, least: int, most: int) -> int:
    said = _COUNTED.sub("", plain(text))
    digits = re.sub(r"\D", "", said) if _THOUSANDS.fullmatch(said) else re.sub(r"\.0+$", "", said)
    if _EITHER.fullmatch(said) or not (digits.isascii() and digits.isdigit()):
        raise CellRefused("not_whole", least=least, most=most)
    number = int(digits[:12])
    if not least <= number <= most:
        raise CellRefused("out_of_range", least=least, most=most)
    return number


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


def pieces(text: str, known: Callable[[str], object]) -> list[str]:
    """The values of a cell. A middle dot, an “and” or a space belongs to many names: it parts values only where all of them
    are known and the whole is not."""
    if known(text):
        return [text]
    found: list[str] = []
    for part in parts(text):
        ways = ([part], *([one for one in split.split(part) if one] for split in (_JOINED, _SPACE)))
        found += next((way for way in ways if way and all(map(known, way))), [part])
    return found


def many(text: str, find: Callable[[str], str], kind: str) -> tuple[str, ...]:
    found = {part: find(part) for part in pieces(plain(text), find)}
    unknown = [part for part, value in found.items() if not value]
    if unknown:
        raise CellRefused(kind, found=", ".join(unknown))
    return tuple(dict.fromkeys(found.values()))


def country(text: str) -> str:
    found = country_code(plain(text))
    if not found:
        raise CellRefused("unknown_country")
    return found


@lru_cache(maxsize=4096)
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
    for part in pieces(plain(text), _banded):
        said = _banded(part)
        if said is None:
            raise CellRefused("unknown_language", found=part)
        found[said[0]] = said[1]
    return tuple(found.items())


def _banded(part: str) -> tuple[str, str] | None:
    """(tag, band): 英語(少し) has a band, 英語(週2時間) none."""
    letters, own, worded = _BAND.search(part), _OWN.search(part), _worded_band().search(part)
    bare = _OWN.sub("", _BAND.sub("", part)).strip()
    for name in (bare, _worded_band().sub("", bare).strip(), re.sub(r"\s*\([^()]*\)\s*$", "", bare)):
        if tag := language_tag(name):
            band = (
                OWN if own else letters[1].upper() if letters else _band_words()[worded[1].casefold()] if worded else ""
            )
            return tag, band.replace("C2", "C1")
    return None


@cache
def _band_words() -> Mapping[str, str]:
    return {word: band for band, words in _BAND_WORDS.items() for word in words.split("|")}


@cache
def _worded_band() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, _band_words()), key=len, reverse=True))
    return re.compile(rf"[\s(:]*({words})(?:\s*(?:程度|レベル|수준|level))?[)]*$", re.IGNORECASE)


def band(text: str) -> str:
    found = plain(text).upper().replace("C2", "C1")
    if found not in BANDS:
        raise CellRefused("bad_band")
    return found


@lru_cache(maxsize=4096)
def choice(text: str, field: str) -> str:
    said = folded_heading(text)
    found = choice_words(field).get(said, "")
    if not found:
        raise CellRefused(
            "which_visit" if field == "wish_kind" and said in _either_visit() else "unknown_choice", field=field
        )
    return found


@lru_cache(maxsize=4096)
def choices(text: str, field: str) -> tuple[str, ...]:
    def find(part: str) -> tuple[str, ...]:
        said = folded_heading(part)
        one = choice_words(field).get(said, "")
        return (one,) if one else _several(field).get(said, ())

    found = {part: find(part) for part in pieces(text, find)}
    unknown = [part for part, values in found.items() if not values]
    if unknown or not found:
        either = field == "wish_kind" and any(folded_heading(part) in _either_visit() for part in unknown)
        raise CellRefused("which_visit" if either else "unknown_choice", field=field, found=", ".join(unknown))
    return tuple(dict.fromkeys(value for values in found.values() for value in values))


@cache
def _several(field: str) -> Mapping[str, tuple[str, ...]]:
    return {
        folded_heading(word): values for values, words in _SEVERAL.get(field, {}).items() for word in words.split("|")
    }


@cache
def _either_visit() -> frozenset[str]:
    return frozenset(map(folded_heading, _EITHER_VISIT))


def sector(text: str) -> str:
    """Also of the one who runs the school: 静岡市, 学校法人…."""
    said = folded_heading(text)
    for value, pattern in _RUN_BY.items():
        if said not in choice_words("sector") and re.search(pattern, plain(text)):
            return value
    return choice(text, "sector")


def goals(text: str) -> tuple[int, ...]:
    found = sorted({int(number) for number in re.findall(r"\d+", plain(text))})
    if not found or not all(1 <= number <= 17 for number in found):
        raise CellRefused("bad_goals")
    return tuple(found)


def says_anything(text: str) -> bool:
    """Undecided, or everything is welcome: the same as an empty cell."""
    return folded_heading(text) in _anything()


@cache
def _anything() -> frozenset[str]:
    return frozenset(map(folded_heading, _ANYTHING))


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
