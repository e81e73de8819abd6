"""Days and periods as offices write them: 2027-02-15, 116/2/15, 令和9年2月15日, R9.2.15, and months in a period. No Django."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from mado.matching.lists.cells import CellRefused, plain

_WESTERN_YEAR_LEAST = 1900
_MINGUO = 1911
"""The first year of the Republic's calendar, by which Taiwanese lists write 115/09/01, is 1912."""
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
"""The year before the first of a Japanese era."""
_DATE = re.compile(
    r"(?:(?P<era>令和|平成|(?<![a-z])[rh])\s*(?P<of_era>元|\d{1,2})|(?<!\d)(?P<year>\d{3,4}))"
    r"\s*[-/.年년]\s*(?P<month>\d{1,2})(?!\d)(?:\s*[-/.月월]\s*(?P<day>\d{1,2})(?!\d)\s*[日일]?)?[月월]?"
    r"|(?<!\d)(?P<month_only>\d{1,2})\s*(?:[月월](?:\s*(?P<day_of>\d{1,2})\s*[日일])?|/\s*(?P<day_after>\d{1,2})(?!\d))"
)
_CLOCK = re.compile(r"[t ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_VAGUE = re.compile(r"旬|頃|ごろ|末|初|底|前半|後半|경|초|말|early|mid|late|end of")
_TO_END = 2


@dataclass(frozen=True, slots=True)
class _Said:
    """`day` 0: the whole month. `year_said`: not that of the date before."""

    year: int
    month: int
    day: int
    year_said: bool = True

    def date(self, *, last: bool) -> dt.date:
        if not 1 <= self.month <= 12:
            raise CellRefused("bad_date")
        days = calendar.monthrange(self.year, self.month)[1]
        day = self.day or (days if last else 1)
        if day > days:
            raise CellRefused("bad_date")
        return dt.date(self.year, self.month, day)


def day(text: str) -> dt.date:
    found = _said(text, "bad_date")
    if len(found) != 1 or not found[0].day:
        raise CellRefused("bad_date")
    return found[0].date(last=False)


def end_of_period(text: str, *, last: bool) -> dt.date:
    """A month means its first or its last day."""
    found = _said(text, "bad_date")
    if len(found) != 1:
        raise CellRefused("bad_date")
    return found[0].date(last=last)


def period(text: str) -> tuple[dt.date, dt.date]:
    """Two days or months, or one whole month."""
    found = _said(text, "bad_period")
    if not (len(found) == _TO_END or (len(found) == 1 and not found[0].day)):
        raise CellRefused("bad_period")
    first, last = found[0].date(last=False), found[-1].date(last=True)
    if first > last:  # 11月〜3月 may be of the next year
        raise CellRefused("backwards" if found[-1].year_said else "bad_period")
    return first, last


def _said(text: str, kind: str) -> list[_Said]:
    """A date without a year is of the year before it. Digits that belong to no date make the whole unreadable."""
    said = _CLOCK.sub("", plain(text).casefold())
    if _VAGUE.search(said) or re.search(r"\d", _DATE.sub("", said)):
        raise CellRefused(kind)
    found: list[_Said] = []
    for match in _DATE.finditer(said):
        if match["month_only"]:
            if not found:
                raise CellRefused(kind)
            of = match["day_of"] or match["day_after"] or 0
            found.append(_Said(found[-1].year, int(match["month_only"]), int(of), year_said=False))
        else:
            found.append(_Said(_year(match), int(match["month"]), int(match["day"] or 0)))
        if match["day"] == "0" or not 1 <= found[-1].year <= dt.MAXYEAR:
            raise CellRefused("bad_date")
    return found


def _year(match: re.Match[str]) -> int:
    """Years of three digits are those of Taiwan's own calendar."""
    if match["era"]:
        return _ERAS[match["era"]] + (1 if match["of_era"] == "元" else int(match["of_era"]))
    year = int(match["year"])
    return year if year >= _WESTERN_YEAR_LEAST else year + _MINGUO
