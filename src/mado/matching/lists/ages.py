"""Ages of pupils, in years or as grades of a school: 10-12, 中2, 七-九年級, 고1, Grade 5, Year 7. No Django.

A grade is an age only by the way a country counts: what a country outside the table writes, and a grade that could be of
two levels, is refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mado.matching.lists.cells import TO, CellRefused, plain

FIRST_AGE = {"TW": 6, "JP": 6, "KR": 6, "US": 6, "CA": 6, "AU": 6, "GB": 5, "NZ": 5}
"""Age at the beginning of the first grade by country; at its end the pupils are a year older."""
_COUNTED_ANEW = frozenset(["TW", "JP", "KR"])
"""Where the first grade of a middle school may be called the first, not the seventh."""
_COUNTED_AS_YEARS = frozenset(["GB", "AU", "NZ"])
"""Where “Years 7-9” are grades; elsewhere the words may mean ages."""
_BEFORE = {
    0: "elementary school|elementary|primary school|primary|國民小學|國小|国小|小学校|小学|小學|小|초등학교|초등|초",
    6: "junior high school|junior high|middle school|國民中學|國中|国中|國|中学校|中学|中學|初中|中|중학교|중",
    9: "senior high school|senior high|high school|高級中學|高等学校|高校|高中|高職|高|고등학교|고",
}
"""Grades below a level → its names."""
_LEVEL_BEFORE = {"primary": 0, "lower_secondary": 6, "upper_secondary": 9}
_GRADES = {0: 6, 6: 3, 9: 3}
_GRADE_MOST = 13
_HAN = {numeral: number for number, numeral in enumerate((*"一二三四五六七八九十", "十一", "十二"), start=1)}
_BEFORE_BY_WORD = {word: before for before, words in _BEFORE.items() for word in words.split("|")}
_LEVEL = "|".join(sorted(_BEFORE_BY_WORD, key=len, reverse=True))
_END = re.compile(
    rf"(?P<level>{_LEVEL})?\s*(?P<word>grades?|gr\.?|g|years?|yr\.?|y)?\s*第?(?P<number>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})"
    r"(?:st|nd|rd|th)?\s*(?P<unit>年級|年级|年生|学年|學年|年|학년|년|graders?|grades?)?"
)
_WHOLE_LEVEL = re.compile(
    rf"(?P<level>{_LEVEL})\s*(?:学生|學生|生|students?|pupils?)?\s*(?:全年級|全学年|全學年|전학년|all grades)?"
)
_ALL = re.compile("全学年|全學年|全年級|전학년|전 학년|all grades")
_BETWEEN = re.compile(rf"{TO}|\s*[・·,、;&和與与と]\s*|\s+and\s+")
_TILL = re.compile(r"\s*(?:まで|까지)$")
_AGE_WORDS = re.compile(r"^(?:aged?|ages)\s+|(?<=\d)[\s-]*(?:years?(?:[\s-]*olds?)?|yrs?\.?|歳|歲|岁|才|세|살)")
_REMARK = re.compile(r"(.+?)\s*\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Ages:
    """`graded`: the list says grades, which were taken as ages."""

    first: int
    last: int
    graded: bool = False


@lru_cache(maxsize=4096)
def ages(text: str, country: str, levels: tuple[str, ...] = (), *, grades: bool = False) -> Ages:
    """`country` and `levels` of the row; `grades`: the heading says so, and a bare number is a grade."""
    said = _TILL.sub("", plain(text).casefold()).replace("-grade", " grade")
    if found := _read(said, country, levels, bare=grades):
        return found
    if remark := _REMARK.fullmatch(said):  # 中学2年生(13〜14歳)
        both = [_read(part, country, levels, bare=grades) for part in remark.groups()]
        if both[0] and both[1]:
            return both[1] if both[0].graded else both[0]
    raise CellRefused("bad_ages")


def _read(said: str, country: str, levels: Sequence[str], *, bare: bool) -> Ages | None:
    bare_ends = _BETWEEN.split(_AGE_WORDS.sub("", said))
    numbers = [int(end) for end in bare_ends if end.isascii() and end.isdigit()]
    only_numbers = len(numbers) == len(bare_ends) <= 2
    if only_numbers and not (bare and max(numbers) <= _GRADE_MOST and not _AGE_WORDS.search(said)):
        if not all(4 <= age <= 30 for age in numbers):
            return None
        if numbers[0] > numbers[-1]:
            raise CellRefused("backwards")
        return Ages(numbers[0], numbers[-1])
    spans = (
        _all_grades(levels)
        if _ALL.fullmatch(said) and country in FIRST_AGE
        else _grade_spans(_BETWEEN.split(said), country, levels, bare=bare)
    )
    if not spans:
        return None
    if spans[0][0] > spans[-1][1]:
        raise CellRefused("backwards")
    begin = FIRST_AGE[country]
    return Ages(min(low for low, _high in spans) + begin - 1, max(high for _low, high in spans) + begin, graded=True)


def _grade_spans(ends: list[str], country: str, levels: Sequence[str], *, bare: bool) -> list[tuple[int, int]]:
    """First and last grade of each end, counted from the first of the primary school; empty when one cannot be read."""
    found = [_END.fullmatch(end) or _WHOLE_LEVEL.fullmatch(end) for end in ends]
    said = [match.groupdict() for match in found if match]
    marked = bare or any(end["level"] or end.get("word") or end.get("unit") for end in said)
    years = any((end.get("word") or "").startswith("y") for end in said)
    if len(said) < len(ends) or not marked or country not in FIRST_AGE:
        return []
    if years and country not in _COUNTED_AS_YEARS:
        return []
    numbers = [_number(end.get("number")) for end in said]
    before = _unsaid_before(country, levels, max((number for number in numbers if number), default=0))
    named = False
    spans = []
    for end, number in zip(said, numbers, strict=True):
        if end["level"]:
            before, named = _BEFORE_BY_WORD[end["level"]], True
        span = _span(before, number, named=named)
        if span is None:
            return []
        spans.append(span)
    return spans


def _all_grades(levels: Sequence[str]) -> list[tuple[int, int]]:
    before = sorted(_LEVEL_BEFORE[level] for level in levels if level in _LEVEL_BEFORE)
    return [(grades + 1, grades + _GRADES[grades]) for grades in before]


def _number(text: str | None) -> int | None:
    """None for a level without a grade; 0 for what is no number."""
    if text is None:
        return None
    return int(text) if text.isdecimal() else _HAN.get(text, 0)


def _unsaid_before(country: str, levels: Sequence[str], greatest: int) -> int | None:
    """Grades below those of a cell without a level: by the row's levels where grades are counted anew, None when open."""
    if country not in _COUNTED_ANEW or greatest > _GRADES[6]:
        return 0
    offsets = {_LEVEL_BEFORE[level] for level in levels if level in _LEVEL_BEFORE}
    return 0 if 0 in offsets else offsets.pop() if len(offsets) == 1 else None


def _span(before: int | None, number: int | None, *, named: bool) -> tuple[int, int] | None:
    """國中2 and 國中八年級 are the same grade."""
    if before is None:
        return None
    count = _GRADES[before] if named or before else _GRADE_MOST
    if number is None:
        return before + 1, before + count
    grade = number - before if before and number > count else number
    return (before + grade, before + grade) if 1 <= grade <= count else None
