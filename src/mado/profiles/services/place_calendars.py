"""Calendars and bell times of places: an office adds, alters, takes out and confirms. Nothing is lost: a removed entry can
be put back, an altered one undone, and every deed stands in the audit chain."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.directory.contributions import tell_changed
from mado.directory.enums import Level
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.profiles.input_rules import bell_problems
from mado.profiles.models import SchoolProfile
from mado.profiles.wording import day_text
from mado.reference.calendars import Place, load_calendars
from mado.reference.engine.inheritance import stretches
from mado.reference.enums import CalendarPart, CalendarStatus, SpanKind
from mado.reference.models import AcademicCalendar, BellSchedule, CalendarSpan
from mado.reference.sources import TYPED
from mado.reference.typical import school_year_dates

PERMISSION = "profiles.change_place_calendar"
DAYS_MOST: Mapping[str, int] = {SpanKind.TERM: 320, SpanKind.BREAK: 150, SpanKind.BLOCKED: 150}
FEW_DAYS_MOST = 31
"""Holidays, examinations, events and make-up days are never longer than a month."""
AFTER_YEAR_MOST = dt.timedelta(days=70)
"""A break may run on into the next school year so far."""
SPANS_MOST = 200
_FIELDS = ("kind", "name", "first", "last")


def _check(actor: Any, place: Place) -> None:
    if not actor.has_perm(PERMISSION, place):
        raise NotPermitted(PERMISSION)


Dates = tuple[dt.date, dt.date]


def span_problems(year: Dates, *, kind: str, first: dt.date, last: dt.date) -> dict[str, str]:
    """Why an entry cannot stand in the calendar whose year has these first and last days; empty when it can."""
    begins, ends = year
    if kind not in SpanKind.values:
        return {"kind": _("Choose what kind of days these are.")}
    if not begins <= first <= ends:
        sentence = _("This calendar runs from %(first)s to %(last)s. Choose a first day in it, or go to another year.")
        return {"first": sentence % {"first": day_text(begins), "last": day_text(ends)}}
    if last < first:
        return {"last": _("It ends before it starts. Choose a last day on or after the first.")}
    most = DAYS_MOST.get(kind, FEW_DAYS_MOST)
    if (last - first).days >= most:
        sentence = _("An entry of this kind can be at most %(most)d days long. Look at the year of both dates.")
        return {"last": sentence % {"most": most}}
    if last > ends + AFTER_YEAR_MOST:
        return {"last": _("This is too far into the next school year. End it earlier and go on there.")}
    return {}


def _calendar(place: Place, year: int) -> AcademicCalendar:
    """The place's own calendar of the year, made when there is none, locked."""
    first, last = school_year_dates(place[0], year)
    calendar, _created = AcademicCalendar.objects.select_for_update().get_or_create(
        country=place[0],
        region=place[1],
        part=CalendarPart.TERMS,
        year=year,
        defaults={"first": first, "last": last, "source": TYPED},
    )
    return calendar


def _year_of(calendar: AcademicCalendar) -> Dates:
    if calendar.part == CalendarPart.DAYS_OFF:
        return dt.date(calendar.year, 1, 1), dt.date(calendar.year, 12, 31)
    return school_year_dates(calendar.country, calendar.year)


def _own(span: CalendarSpan, actor: Any) -> CalendarSpan:
    """The span, its calendar locked, for somebody who may change it."""
    _check(actor, (span.calendar.country, span.calendar.region))
    AcademicCalendar.objects.select_for_update().get(pk=span.calendar_id)
    return CalendarSpan.objects.select_related("calendar").get(pk=span.pk)


def _note(actor: Any, verb: str, calendar: AcademicCalendar, **details: Any) -> None:
    record(actor=actor, verb=f"profiles.{verb}", thing=calendar, details=details)
    calendar.save(update_fields=["updated_at"])
    tell_schools_of((calendar.country, calendar.region))


def tell_schools_of(place: Place) -> None:
    """The days of the place have changed, and with them those of the schools there that have a profile."""
    country, region = place
    schools = SchoolProfile.objects.filter(organization__country=country)
    if region:
        schools = schools.filter(organization__region=region)
    tell_changed(schools.values_list("organization_id", flat=True))


def _values(span: CalendarSpan) -> dict[str, str]:
    return {name: str(getattr(span, name)) for name in _FIELDS}


@transaction.atomic
def add_calendar_span(
    *, place: Place, year: int, actor: Any, kind: str, name: str, first: dt.date, last: dt.date
) -> CalendarSpan:
    """An entry of the place's own calendar; where it has none yet, the entry stands on top of the wider one."""
    _check(actor, place)
    if problems := span_problems(school_year_dates(place[0], year), kind=kind, first=first, last=last):
        raise BadInput(problems)
    calendar = _calendar(place, year)
    standing = calendar.spans.filter(removed_at=None)
    if standing.filter(kind=kind, first=first, last=last).exists():
        raise BadInput({"first": _("These days stand in the calendar already.")})
    if standing.count() >= SPANS_MOST:
        raise BadInput({"": _("The calendar is full. Take out what is no longer right.")})
    span = CalendarSpan.objects.create(calendar=calendar, kind=kind, name=name, first=first, last=last)
    _note(actor, "add_calendar_span", calendar, **_values(span))
    return span


@transaction.atomic
def change_calendar_span(
    *, span: CalendarSpan, actor: Any, kind: str, name: str, first: dt.date, last: dt.date
) -> CalendarSpan:
    """Other days or another name; what stood before is kept for one undo."""
    own = _own(span, actor)
    calendar = own.calendar
    if problems := span_problems(_year_of(calendar), kind=kind, first=first, last=last):
        raise BadInput(problems)
    same = calendar.spans.filter(removed_at=None, kind=kind, first=first, last=last).exclude(pk=own.pk)
    if same.exists():
        raise BadInput({"first": _("These days stand in the calendar already.")})
    before = _values(own) | {"key": own.key, "name_en": own.name_en}
    after = {"kind": kind, "name": name, "first": str(first), "last": str(last)}
    if all(before[key] == value for key, value in after.items()):
        return own
    own.kind, own.first, own.last = kind, first, last
    if name != own.name:
        own.name, own.key, own.name_en = name, "" if name else own.key, ""
    own.previous = before
    own.save()
    _note(actor, "change_calendar_span", calendar, before=before, **_values(own))
    return own


@transaction.atomic
def undo_calendar_span(*, span: CalendarSpan, actor: Any) -> CalendarSpan:
    """Back to what stood before the last change; undoing again brings the change back."""
    own = _own(span, actor)
    if not own.previous:
        raise NotPossible.because("nothing_to_undo", _("This entry has not been changed."))
    before = _values(own) | {"key": own.key, "name_en": own.name_en}
    for name, value in own.previous.items():
        setattr(own, name, dt.date.fromisoformat(value) if name in ("first", "last") else value)
    own.previous = before
    own.save()
    _note(actor, "undo_calendar_span", own.calendar, before=before, **_values(own))
    return own


@transaction.atomic
def remove_calendar_span(*, span: CalendarSpan, actor: Any) -> None:
    """Take an entry out; it can be put back."""
    own = _own(span, actor)
    if own.removed_at is None:
        own.removed_at = timezone.now()
        own.save(update_fields=["removed_at"])
        _note(actor, "remove_calendar_span", own.calendar, **_values(own))


@transaction.atomic
def restore_calendar_span(*, span: CalendarSpan, actor: Any) -> None:
    own = _own(span, actor)
    if own.removed_at is not None:
        own.removed_at = None
        own.save(update_fields=["removed_at"])
        _note(actor, "restore_calendar_span", own.calendar, **_values(own))


@transaction.atomic
def take_up_calendar(*, place: Place, year: int, actor: Any) -> int:
    """Copy the breaks the place follows into a calendar of its own, which then stands instead of the wider one; how many."""
    _check(actor, place)
    calendar = _calendar(place, year)
    if calendar.complete:
        return 0
    first, last = calendar.first, calendar.last
    added = 0
    for row in stretches(load_calendars([place], first, last).days(*place)):
        span = row.told.span
        if row.told.scope == ("region" if place[1] else "country") or span.kind not in (
            SpanKind.BREAK,
            SpanKind.BLOCKED,
        ):
            continue
        values = {"kind": span.kind, "key": span.key, "name": span.name}
        # The whole break, also where it reaches over the end of the year; its beginning belongs to the year before.
        CalendarSpan.objects.create(calendar=calendar, first=row.first, last=max(row.last, span.last), **values)
        added += 1
    calendar.complete = True
    calendar.save(update_fields=["complete"])
    _note(actor, "take_up_calendar", calendar, added=added)
    return added


@transaction.atomic
def follow_wider_calendar(*, calendar: AcademicCalendar, actor: Any) -> None:
    """The wider calendar counts again; copied breaks nobody has altered are taken out, own entries stay on top of it."""
    _check(actor, (calendar.country, calendar.region))
    locked = AcademicCalendar.objects.select_for_update().get(pk=calendar.pk)
    copied = locked.spans.filter(row_key="", previous__isnull=True, removed_at=None).exclude(key="")
    copied.update(removed_at=timezone.now())
    locked.complete, locked.status, locked.confirmed_at = False, CalendarStatus.DEFAULT, None
    locked.save(update_fields=["complete", "status", "confirmed_at"])
    _note(actor, "follow_wider_calendar", locked)


@transaction.atomic
def confirm_calendar(*, place: Place, year: int, actor: Any) -> AcademicCalendar:
    """The office says that this is the calendar of the place: official lists no longer overwrite it. What the place only
    followed becomes its own."""
    _check(actor, place)
    take_up_calendar(place=place, year=year, actor=actor)
    calendar = _calendar(place, year)
    if not calendar.is_confirmed:
        calendar.status, calendar.confirmed_at = CalendarStatus.CONFIRMED, timezone.now()
        calendar.save(update_fields=["status", "confirmed_at"])
        _note(actor, "confirm_calendar", calendar)
    return calendar


@transaction.atomic
def set_place_bells(*, place: Place, level: str, actor: Any, days: Mapping[int, tuple[dt.time, dt.time]]) -> None:
    """The usual school day of the place for a level ("" all levels); no days at all: the wider times count again."""
    _check(actor, place)
    if level and level not in Level.values:
        raise BadInput({"": _("Choose a level from the list.")})
    if days and (problems := bell_problems(days)):
        raise BadInput(problems)
    rows = BellSchedule.objects.filter(country=place[0], region=place[1], level=level)
    before = list(rows)
    if {row.weekday: (row.start, row.end) for row in before} == dict(days):
        return
    rows.delete()
    made = BellSchedule.objects.bulk_create(
        BellSchedule(
            country=place[0], region=place[1], level=level, weekday=weekday, start=start, end=end, source=TYPED
        )
        for weekday, (start, end) in sorted(days.items())
    )
    details = {"place": place[1] or place[0], "level": level, "weekdays": sorted(days)}
    record(actor=actor, verb="profiles.set_place_bells", thing=(made or before)[0], details=details)
    tell_schools_of(place)
