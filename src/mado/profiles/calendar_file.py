"""What a school's own .ics file holds, as it waits for the school to tick what it wants to take."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from mado.kernel.errors import BadInput
from mado.profiles.engine.ics_reading import NAME_MOST, LeftOut, NotACalendar, ReadSpan, read_closed_days
from mado.profiles.input_rules import SPAN_DAYS_MOST

AHEAD = dt.timedelta(days=730)
ROWS_MOST = 60
"""Shown at once: no more than a school can keep."""
NAMES_MOST = 3

REFUSALS: dict[str, str | Promise] = {
    "empty": gettext_lazy("This file is empty. Choose the .ics file your calendar program has exported."),
    "too_big": gettext_lazy("This file is larger than 1 MB. Export a single calendar, for one school year."),
    "unreadable": gettext_lazy(
        "This file cannot be read as a calendar. Export it as .ics (iCalendar). If your program gave you a .zip file, "
        "open it and choose the .ics file in it."
    ),
    "no_events": gettext_lazy("There are no entries in this calendar. Look whether you have exported the right one."),
    "too_many": gettext_lazy(
        "There are more than 2,000 entries in this calendar. Export only the calendar with the closed days."
    ),
}

REASONS: dict[str, str | Promise] = {
    "timed": pgettext_lazy("why left out", "Not for the whole day"),
    "cancelled": pgettext_lazy("why left out", "Cancelled"),
    "outside": pgettext_lazy("why left out", "Over already, or more than two years ahead"),
    "rule": pgettext_lazy("why left out", "Repeated by a rule that is not read: enter the days below by hand"),
    "too_fine": pgettext_lazy("why left out", "Repeated more often than once a day"),
    "too_long": pgettext_lazy("why left out", "Goes on for too many years"),
    "no_date": pgettext_lazy("why left out", "Without a day that can be read"),
    "no_room": pgettext_lazy("why left out", "After the first sixty: read the file again when these are in"),
}


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """`names`: the first few of `count`."""

    reason: str | Promise
    count: int
    names: list[str]


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """`spans` in order of days; `left_out` by code of REASONS: how many, and the names of the first few."""

    spans: list[ReadSpan]
    left_out: dict[str, tuple[int, list[str]]]

    @property
    def left_out_rows(self) -> list[LeftOutRow]:
        return [LeftOutRow(REASONS[code], *self.left_out[code]) for code in REASONS if code in self.left_out]

    def as_text(self) -> str:
        spans = [(str(span.first), str(span.last), span.name) for span in self.spans]
        return json.dumps([spans, self.left_out], ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "CalendarFile":
        """The reverse of as_text. Raises ValueError for any other text."""
        try:
            spans, left_out = json.loads(text)
            read = [ReadSpan(dt.date.fromisoformat(a), dt.date.fromisoformat(b), str(name)) for a, b, name in spans]
            return cls(read, {code: (int(count), list(names)) for code, (count, names) in left_out.items()})
        except (TypeError, AttributeError) as problem:
            raise ValueError(str(problem)) from problem


def read_calendar_file(raw: bytes, today: dt.date) -> CalendarFile:
    """Spans that are not over, two years ahead. Raises BadInput with a sentence at "file"."""
    try:
        # From as far back as an entry may last: a break that is running keeps its first day.
        read = read_closed_days(raw, today - dt.timedelta(days=SPAN_DAYS_MOST), today + AHEAD)
    except NotACalendar as problem:
        raise BadInput({"file": REFUSALS[problem.code]}) from problem
    joined = joined_spans(read.spans)
    coming = [span for span in joined if span.last >= today]
    still = {span.name for span in coming}
    over = {span.name for span in joined if span.last < today and span.name not in still}
    left_out = [
        *read.left_out,
        *(LeftOut(name, "outside") for name in sorted(over)),
        *(LeftOut(span.name, "no_room") for span in coming[ROWS_MOST:]),
    ]
    return CalendarFile(coming[:ROWS_MOST], _counted(left_out))


def joined_spans(spans: Iterable[ReadSpan]) -> list[ReadSpan]:
    """Days of one name that follow each other are one span, as many calendars hold a break day by day; what falls on the
    very same days is one span with both names."""
    joined: list[ReadSpan] = []
    open_ends: dict[str, int] = {}
    for span in sorted(spans):
        place = open_ends.get(span.name)
        before = joined[place] if place is not None else None
        if place is not None and before and span.name and span.first <= before.last + dt.timedelta(days=1):
            joined[place] = ReadSpan(before.first, max(before.last, span.last), span.name)
        else:
            open_ends[span.name] = len(joined)
            joined.append(span)
    names: dict[tuple[dt.date, dt.date], list[str]] = {}
    for span in joined:
        names.setdefault((span.first, span.last), []).append(span.name)
    return [ReadSpan(*days, " · ".join(filter(None, found))[:NAME_MOST]) for days, found in sorted(names.items())]


def _counted(left_out: Iterable[LeftOut]) -> dict[str, tuple[int, list[str]]]:
    rows = list(left_out)
    counts = Counter(row.reason for row in rows)
    return {
        reason: (count, list(dict.fromkeys(row.name for row in rows if row.reason == reason and row.name))[:NAMES_MOST])
        for reason, count in counts.items()
    }
