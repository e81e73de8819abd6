"""Official calendars: own small files in the shapes in which they are published, and the real ones where they are at hand."""

import datetime as dt
import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from mado.audit.models import AuditEntry
from mado.kernel.errors import BadInput
from mado.profiles.engine.overlap import SchoolDays, common_windows
from mado.profiles.queries import school_days
from mado.profiles.services.calendar_import import import_calendar
from mado.reference.calendars import closed_days, load_calendars
from mado.reference.models import AcademicCalendar, CalendarSpan

pytestmark = pytest.mark.django_db
CALENDARS = settings.MADO_DATA_DIR / "calendars"
WEEKDAYS = "一二三四五六日"
SATURDAY = dt.date(2027, 2, 20)
HEADER = "Id;Country;StartDate;EndDate;Type;RegionalScope;Name;Subdivisions"


def taiwan_days(shape="date"):
    """February 2027 as it might be published: a holiday on Monday the 1st, made up for on Saturday the 20th."""
    rows = []
    for number in range(1, 29):
        day = dt.date(2027, 2, number)
        free = (day.isoweekday() > 5 and day != SATURDAY) or number == 1
        name = "補假" if number == 1 else "補行上班" if day == SATURDAY else ""
        keys = (
            ("date", "week", "isHoliday", "description")
            if shape == "date"
            else ("西元日期", "星期", "是否放假", "備註")
        )
        free = free if shape == "date" else "2" if free else "0"
        rows.append(dict(zip(keys, (f"{day:%Y%m%d}", WEEKDAYS[day.weekday()], free, name), strict=True)))
    return rows


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def counts(done):
    return (done.created, done.changed, done.unchanged, done.removed, done.kept, len(done.rejected))


@pytest.mark.parametrize("shape", ["date", "西元日期"])
def test_both_shapes_of_taiwans_office_calendar(tmp_path, shape):
    done = import_calendar(source="tw-dgpa", path=write(tmp_path, "2027.json", taiwan_days(shape)))
    assert (counts(done), done.rows, done.calendars) == ((2, 0, 0, 0, 0, 0), 28, 1)
    assert [(row.kind, row.first, row.name) for row in CalendarSpan.objects.all()] == [
        ("holiday", dt.date(2027, 2, 1), "補假"),
        ("make_up", SATURDAY, "補行上班"),
    ]
    calendar = AcademicCalendar.objects.get()
    assert (calendar.part, calendar.first, calendar.last) == ("days_off", dt.date(2027, 2, 1), dt.date(2027, 2, 28))


def test_a_make_up_saturday_is_a_school_day_with_fridays_times(world, tmp_path):
    import_calendar(source="tw-dgpa", path=write(tmp_path, "2027.json", taiwan_days()))
    days = school_days(world.kaohsiung, dt.date(2027, 2, 1), dt.date(2027, 2, 28))
    assert [days.teaches_on(day) for day in (SATURDAY, SATURDAY + dt.timedelta(days=1), dt.date(2027, 2, 1))] == [
        True,
        False,
        False,
    ]
    assert days.bell_on(SATURDAY) == days.bells[5]
    tokyo = SchoolDays("Asia/Tokyo", {6: (dt.time(9), dt.time(12))})
    (entry,) = common_windows(days, tokyo, SATURDAY, SATURDAY)
    assert entry.minutes == 180


def test_the_same_file_again_changes_nothing(tmp_path):
    path = write(tmp_path, "2027.json", taiwan_days())
    import_calendar(source="tw-dgpa", path=path)
    entries = AuditEntry.objects.count()
    assert counts(import_calendar(source="tw-dgpa", path=path)) == (0, 0, 2, 0, 0, 0)
    assert AuditEntry.objects.count() == entries == 1


def test_a_corrected_file_changes_and_takes_out_rows(tmp_path):
    import_calendar(source="tw-dgpa", path=write(tmp_path, "2027.json", taiwan_days()))
    rows = taiwan_days()
    rows[0]["description"] = "春節"
    rows[19] |= {"isHoliday": True, "description": ""}
    done = import_calendar(source="tw-dgpa", path=write(tmp_path, "2027.json", rows))
    assert counts(done) == (0, 1, 0, 1, 0, 0)
    assert [(row.kind, row.name) for row in CalendarSpan.objects.all()] == [("holiday", "春節")]


def test_what_an_office_has_done_is_kept(tmp_path):
    path = write(tmp_path, "2027.json", taiwan_days())
    import_calendar(source="tw-dgpa", path=path)
    CalendarSpan.objects.filter(kind="make_up").update(previous={"kind": "make_up"}, kind="event")
    assert counts(import_calendar(source="tw-dgpa", path=path)) == (0, 0, 1, 0, 1, 0)
    AcademicCalendar.objects.update(status="confirmed")
    assert counts(import_calendar(source="tw-dgpa", path=path)) == (0, 0, 0, 0, 2, 0)
    assert CalendarSpan.objects.filter(kind="event").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date": "20270230"}, "no day"),
        ({"week": "日"}, "weekday"),
        ({"isHoliday": "perhaps"}, "neither"),
        ({"isHoliday": 1.5}, "neither"),
        ({"date": "20270203", "week": "三"}, "twice"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line_and_the_rest_is_taken(tmp_path, change, reason):
    rows = taiwan_days()
    rows[4] |= change  # Friday the 5th
    content = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"
    done = import_calendar(source="tw-dgpa", path=write(tmp_path, "2027.json", content))
    (rejected,) = done.rejected
    assert rejected.line == 6
    assert reason in rejected.reason
    assert done.created == 2


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("tw-dgpa", "hello"), ("tw-dgpa", "[]"), ("tw-dgpa", '[{"date":'), ("tw-dgpa", "[" * 3000), ("tw-dgpa", "[1]"),
        ("kr", "[]"), ("kr", "{"), ("kr", "{}"), ("openholidays", ""), ("openholidays", "a;b\n1;2\n"),
        ("openholidays", HEADER + "\n"), ("nowhere", "{}"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_gets_a_sentence_and_writes_nothing(tmp_path, source, content):
    with pytest.raises(BadInput) as error:
        import_calendar(source=source, path=write(tmp_path, "file", content))
    assert all(str(sentence).endswith(".") for sentence in error.value.sentences.values())
    assert not AcademicCalendar.objects.exists()


def test_korean_holidays(tmp_path):
    content = '{\n  "2027-01-01": ["1월1일"],\n  "2027-02-30": ["설날"],\n  "2027-03-01": [],\n  "2027-05-05": ["어린이날", "부처님오신날"]\n}'
    done = import_calendar(source="kr", path=write(tmp_path, "2027.json", content))
    assert [(row.line, row.found[:10]) for row in done.rejected] == [(3, "2027-02-30"), (4, "2027-03-01")]
    closed = closed_days("KR", "", dt.date(2027, 5, 1), dt.date(2027, 5, 31))
    assert closed == {dt.date(2027, 5, 5): "어린이날 · 부처님오신날"}


def openholidays(tmp_path, *rows):
    return write(tmp_path, "file.csv", "\ufeff" + "\n".join([HEADER, *rows]) + "\n")


def test_school_holidays_of_a_land_stand_instead_of_the_typical_ones(tmp_path):
    path = openholidays(
        tmp_path,
        "a1;DE;2026-10-05;2026-10-16;School;Regional;DE Herbstferien,EN Autumn Holidays;BY",
        "a2;DE;2026-12-21;2027-01-05;School;Regional;DE Weihnachtsferien,EN Christmas Holidays;BY",
        "a3;DE;2027-05-07;;School;Regional;DE Tag nach Himmelfahrt,EN Day after Ascension;BY",
    )
    done = import_calendar(source="openholidays", path=path)
    assert counts(done) == (3, 0, 0, 0, 0, 0)
    span = CalendarSpan.objects.get(row_key="a3")
    assert (span.first, span.last, span.name, span.name_en, span.language) == (
        dt.date(2027, 5, 7), dt.date(2027, 5, 7), "Tag nach Himmelfahrt", "Day after Ascension", "de",
    )  # fmt: skip
    bavaria = load_calendars([("DE", "DE-BY")], dt.date(2026, 10, 5), dt.date(2027, 6, 30)).days("DE", "DE-BY")
    breaks = {day for day, told in bavaria.closed.items() if told.span.kind == "break" and told.scope == "region"}
    assert len(breaks) == 12 + 16 + 1 - len({dt.date(2026, 12, 25)} & breaks - breaks)
    assert dt.date(2027, 3, 30) not in bavaria.closed or bavaria.closed[dt.date(2027, 3, 30)].scope == "typical"
    assert not any(
        told.span.kind == "break" and told.scope == "typical" and day <= dt.date(2027, 5, 7)
        for day, told in bavaria.closed.items()
    )


def test_regional_rows_come_on_top_of_national_ones(tmp_path):
    path = openholidays(
        tmp_path,
        "c1;CZ;2026-12-23;2027-01-02;School;National;CS Vánoční prázdniny,EN Christmas holidays;",
        "c2;CZ;2027-02-01;2027-02-07;School;Regional;CS Jarní prázdniny,EN Spring holidays;PR,ST-MB",
        "c3;CZ;2027-02-08;2027-02-14;School;Regional;CS Jarní prázdniny,EN Spring holidays;US-UL,US-CV",
        "c4;CZ;2027-03-08;2027-03-01;School;Regional;CS Omyl;PR",
        "c5;CZ;2027-06-31;2027-07-01;School;National;CS Omyl;",
    )
    done = import_calendar(source="openholidays", path=path)
    assert [(row.line, row.found) for row in done.rejected] == [
        (3, "ST-MB"),
        (4, "US-UL, US-CV"),
        (5, "2027-03-08 2027-03-01"),
        (6, "2027-06-31 2027-07-01"),
    ]
    prague = closed_days("CZ", "CZ-10", dt.date(2026, 12, 1), dt.date(2027, 2, 28))
    assert {dt.date(2026, 12, 28), dt.date(2027, 2, 3)} <= prague.keys()
    assert dt.date(2027, 2, 3) not in closed_days("CZ", "CZ-20", dt.date(2027, 2, 1), dt.date(2027, 2, 7))


def test_holidays_of_vocational_schools_only_are_passed_over(tmp_path):
    header = HEADER.replace("Subdivisions", "Groups")
    rows = [
        "m1;DE;2026-10-05;2026-10-10;School;Regional;DE Herbstferien;MV-ABS",
        "m2;DE;2026-10-05;2026-10-17;School;Regional;DE Herbstferien;MV-BBS",
    ]
    done = import_calendar(source="openholidays", path=write(tmp_path, "mv.csv", "\n".join([header, *rows])))
    assert (done.created, done.passed_over) == (1, 1)
    assert AcademicCalendar.objects.get().region == "DE-MV"


def test_the_command_says_what_it_did_and_writes_what_it_refused(tmp_path, capsys):
    path = openholidays(
        tmp_path, "c1;CZ;2026-12-23;2027-01-02;School;National;CS Vánoční prázdniny;", "c2;XX;2027-01-01;;School;;;"
    )
    call_command("import_calendar", "openholidays", str(path), "--rejected", str(tmp_path / "out.csv"))
    out = capsys.readouterr().out
    assert "Entries created 1" in out
    assert "line 3" in out
    assert "XX" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(CommandError, match="Known"):
        call_command("import_calendar", "nowhere", str(path))


@pytest.mark.skipif(not CALENDARS.is_dir(), reason="The official calendars are not on this machine.")
def test_the_published_files_are_read_whole():
    """Taiwan's official lists and the holidays library agree on make-up days (2017–2026)."""
    for path in sorted(CALENDARS.glob("taiwan*/*.json")):
        assert import_calendar(source="tw-dgpa", path=path).rejected == []
    made_up = set(CalendarSpan.objects.filter(kind="make_up").values_list("first", flat=True))
    assert {dt.date(2023, 6, 17), dt.date(2024, 2, 17), dt.date(2025, 2, 8)} <= made_up
    assert AcademicCalendar.objects.count() == 10
    for path in sorted(CALENDARS.glob("korea/*.json")):
        assert import_calendar(source="kr", path=path).rejected == []
    refused = {}
    for path in sorted(CALENDARS.glob("openholidays_school/*.csv")):
        done = import_calendar(source="openholidays", path=path)
        refused[path.name] = len(done.rejected)
        again = import_calendar(source="openholidays", path=path)
        assert (again.created, again.changed, again.removed) == (0, 0, 0)
    assert {name: number for name, number in refused.items() if number} == {
        "cz_holidays.school.csv": 54,
        "fr_holidays.school.gy.csv": 1,
    }
