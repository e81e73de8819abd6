import datetime as dt
from dataclasses import dataclass, field

from mado.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class ParsedSpan:
    """`row_key`: the row's own name in its list, so that the same list again changes nothing."""

    row_key: str
    kind: str
    first: dt.date
    last: dt.date
    name: str = ""
    name_en: str = ""
    language: str = ""


@dataclass(slots=True)
class ParsedCalendar:
    """One year of one place. `complete`: it stands instead of wider calendars. `whole`: rows of this year that are no
    longer in the list are taken out."""

    country: str
    region: str
    part: str
    year: int
    first: dt.date
    last: dt.date
    whole: bool
    complete: bool = True
    spans: list[ParsedSpan] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rejected:
    line: int
    found: str
    reason: str


@dataclass(slots=True)
class Parsed:
    """`passed_over`: rows that are right and say nothing of lessons, such as those of vocational schools only."""

    calendars: list[ParsedCalendar] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    rows: int = 0
    passed_over: int = 0

    def reject(self, line: int, found: object, reason: str) -> None:
        self.rejected.append(Rejected(line, str(found)[:120], reason))


def wrong(sentence: str) -> BadInput:
    return BadInput({"file": sentence})
