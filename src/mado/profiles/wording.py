"""Times, weekdays and lengths in the reader's language. No models here."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_month_names
from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from mado.profiles.engine.overlap import TimeKind, Window
from mado.reference.places import city_of

KIND_WORDS: dict[str, str | Promise] = {
    TimeKind.IN_LESSON: pgettext_lazy("kind of time", "in lessons"),
    TimeKind.ON_CAMPUS: pgettext_lazy("kind of time", "at school before the first bell"),
    TimeKind.AFTER_SCHOOL: pgettext_lazy("kind of time", "after school"),
    TimeKind.EVENING: pgettext_lazy("kind of time", "in the evening at home"),
    TimeKind.OTHER: pgettext_lazy("kind of time", "outside school"),
}
BUSY_WORDS: dict[str, str | Promise] = {
    "exam": pgettext_lazy("kind of time", "examinations"),
    "event": pgettext_lazy("kind of time", "a school event"),
}


def reader_locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


def listed(parts: Iterable[Any]) -> str:
    """Parts side by side: "A, B, C" · 「甲、乙、丙」. CLDR's list of units puts mere spaces between Chinese and Japanese words."""
    return ("、" if reader_locale().language in ("zh", "ja") else ", ").join(str(part) for part in parts)


def weekday_name(weekday: int, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """ISO weekday 1…7 by name; width "wide" or "abbreviated"."""
    return get_day_names(width, "stand-alone", reader_locale())[weekday - 1]


def weekdays_text(weekdays: Sequence[int]) -> str:
    """Monday to Friday · Monday and Wednesday · Tuesday."""
    days = sorted(set(weekdays))
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return _("%(first)s to %(last)s") % {"first": weekday_name(days[0]), "last": weekday_name(days[-1])}
    return format_list([weekday_name(day) for day in days], locale=reader_locale())


def months_text(days: Iterable[dt.date]) -> str:
    """The months of these dates, neighbours put together across the turn of the year: "November to March"."""
    months = {day.month for day in days}
    if len(months) == 12:
        return _("All year")
    parts = []
    for first in sorted(month for month in months if (month - 2) % 12 + 1 not in months):
        last = first
        while last % 12 + 1 in months:
            last = last % 12 + 1
        names = {"first": month_name(first, "wide"), "last": month_name(last, "wide")}
        parts.append(names["first"] if first == last else _("%(first)s to %(last)s") % names)
    return listed(parts)


def month_name(month: int, width: Literal["wide", "abbreviated", "narrow"] = "abbreviated") -> str:
    return get_month_names(width, "stand-alone", reader_locale())[month]


def day_text(day: dt.date) -> str:
    """With its weekday, in the calendar order of the language: Mon, Nov 23, 2026 · 2026年11月23日 週一."""
    return format_skeleton("yMMMEd", dt.datetime.combine(day, dt.time(12)), locale=reader_locale())


def month_text(day: dt.date) -> str:
    return format_skeleton("yMMMM", dt.datetime.combine(day, dt.time(12)), locale=reader_locale())


def span_text(first: dt.date, last: dt.date) -> str:
    """Two dates, both included."""
    if first == last:
        return format_date(first, "long", reader_locale())
    return _("%(first)s to %(last)s") % {
        "first": format_date(first, "long", reader_locale()),
        "last": format_date(last, "long", reader_locale()),
    }


def clock_text(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """08:00–09:30. Where the clock is put back or forward between two moments, or shows the same hour twice, the offsets
    stand beside the hours: 01:30 (UTC−4)–01:15 (UTC−5)."""
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime) and start.tzinfo and end.tzinfo:
        return _moments_text(start, end)
    return f"{start:%H:%M}–{end:%H:%M}"


def _moments_text(start: dt.datetime, end: dt.datetime) -> str:
    before = start.utcoffset()
    last = (end.astimezone(dt.UTC) - dt.timedelta(seconds=1)).astimezone(end.tzinfo)
    if before is not None and last.utcoffset() == before != end.utcoffset():
        end = end.astimezone(dt.timezone(before))  # it ends when the clock changes: still on the old clock
    after = end.utcoffset()
    if before == after and not (_is_doubled(start) or _is_doubled(end)):
        return f"{start:%H:%M}–{end:%H:%M}"
    if before == after:
        return f"{start:%H:%M}–{end:%H:%M} ({offset_text(before)})"
    return f"{start:%H:%M} ({offset_text(before)})–{end:%H:%M} ({offset_text(after)})"


def _is_doubled(moment: dt.datetime) -> bool:
    """Whether the wall clock shows this hour twice."""
    return moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()


def offset_text(offset: dt.timedelta | None) -> str:
    """UTC−5, UTC+5:30."""
    minutes = int((offset or dt.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"  # the minus sign, as wide as the plus
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def duration_text(minutes: int) -> str:
    """Minutes as people say them: 45 min · 2 h · 6 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return pgettext("duration", "%(minutes)d min") % {"minutes": rest}
    if not rest:
        return pgettext("duration", "%(hours)d h") % {"hours": hours}
    return pgettext("duration", "%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def side_text(local: tuple[dt.datetime, dt.datetime], zone: str, kind: str, busy: str = "") -> str:
    """One side of a weekly window: "Monday 16:00–17:30 in Los Angeles, after school"."""
    return _("%(weekday)s %(time)s in %(city)s, %(kind)s") % {
        "weekday": weekday_name(local[0].isoweekday()),
        "time": clock_text(*local),
        "city": city_of(zone),
        "kind": kind_text(kind, busy),
    }


def kind_text(kind: str, busy: str = "") -> str | Promise:
    """What kind of time it is for a side, and what speaks against it there: "in lessons, examinations"."""
    if busy not in BUSY_WORDS:
        return KIND_WORDS[kind]
    return listed([KIND_WORDS[kind], BUSY_WORDS[busy]])


def window_sentence(window: Window, a_zone: str, b_zone: str) -> str:
    """Both sides of a window as one sentence."""
    return _("%(mine)s, is %(theirs)s.") % {
        "mine": side_text(window.a_local, a_zone, window.a_kind, window.a_busy),
        "theirs": side_text(window.b_local, b_zone, window.b_kind, window.b_busy),
    }
