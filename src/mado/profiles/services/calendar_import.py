"""Official calendars into the calendars of places. The rows stand in reference; the deed stands here, above the audit."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from mado.audit.services import record
from mado.profiles.services.place_calendars import tell_schools_of
from mado.reference.importing import parse_calendar
from mado.reference.importing.parsed import ParsedCalendar, ParsedSpan, Rejected
from mado.reference.models import AcademicCalendar, CalendarSpan
from mado.reference.sources import OFFICIAL

_FIELDS = ("kind", "first", "last", "name", "name_en", "language")


@dataclass(slots=True)
class ImportedCalendars:
    """What one file came to. `kept`: rows that an office has changed or removed, and whole calendars it has confirmed."""

    file_name: str
    rows: int = 0
    calendars: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    passed_over: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def import_calendar(*, source: str, path: Path, actor: Any = None) -> ImportedCalendars:
    """Read one official file; all of it or nothing is written. Reading it again changes nothing.

    `actor` None is the system: whoever may run commands on the server. Raises BadInput when it is no file of that source.
    """
    parsed = parse_calendar(source, path)
    done = ImportedCalendars(path.name, parsed.rows, passed_over=parsed.passed_over, rejected=parsed.rejected)
    with transaction.atomic():
        for calendar in parsed.calendars:
            _take(calendar, source, done, actor)
    return done


def _take(parsed: ParsedCalendar, source: str, done: ImportedCalendars, actor: Any) -> None:
    place = {"country": parsed.country, "region": parsed.region, "part": parsed.part, "year": parsed.year}
    values = {"first": parsed.first, "last": parsed.last, "complete": parsed.complete, "source": OFFICIAL[source]}
    calendar, created = AcademicCalendar.objects.select_for_update().get_or_create(**place, defaults=values)
    done.calendars += 1
    if calendar.is_confirmed:
        done.kept += len(parsed.spans)
        return
    before = (done.created, done.changed, done.removed)
    changed = [name for name, value in values.items() if getattr(calendar, name) != value]
    for name in changed:
        setattr(calendar, name, values[name])
    _take_spans(calendar, parsed, done)
    if created or changed or before != (done.created, done.changed, done.removed):
        calendar.save()
        counts = {"created": done.created - before[0], "changed": done.changed - before[1]}
        record(
            actor=actor,
            verb="profiles.import_calendar",
            thing=calendar,
            details={"file": done.file_name, **counts, "removed": done.removed - before[2]},
        )
        tell_schools_of((calendar.country, calendar.region))


def _take_spans(calendar: AcademicCalendar, parsed: ParsedCalendar, done: ImportedCalendars) -> None:
    """Rows by their own name. What an office has altered or removed by hand stays as it left it; breaks that were copied
    from the typical ones make room for the official ones."""
    known = {span.row_key: span for span in calendar.spans.exclude(row_key="")}
    new = []
    for row in parsed.spans:
        span = known.pop(row.row_key, None)
        if span is None:
            new.append(CalendarSpan(calendar=calendar, row_key=row.row_key, **_values(row)))
        elif span.removed_at is not None or span.previous is not None:
            done.kept += 1
        elif all(getattr(span, name) == value for name, value in _values(row).items()):
            done.unchanged += 1
        else:
            for name, value in _values(row).items():
                setattr(span, name, value)
            span.save()
            done.changed += 1
    CalendarSpan.objects.bulk_create(new)
    done.created += len(new)
    gone = calendar.spans.filter(row_key="").exclude(key="").filter(previous__isnull=True)
    done.removed += gone.delete()[0] if parsed.complete else 0
    if parsed.whole and known:
        left = calendar.spans.filter(
            pk__in=[span.pk for span in known.values()], previous__isnull=True, removed_at=None
        )
        done.removed += left.delete()[0]


def _values(row: ParsedSpan) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS}
