"""A school's own .ics: closed days are read, everything else is named, and nothing can keep the reader busy."""

import datetime as dt
import random

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from mado.profiles.engine.ics_reading import BYTES_MOST, LeftOut, NotACalendar, ReadSpan, read_closed_days
from tests.correspondence.mutating import mutants

FIRST, LAST = dt.date(2026, 8, 1), dt.date(2027, 7, 31)


def ics(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:1", *event.split("|"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def spans(*events):
    return [
        (s.first.isoformat(), s.last.isoformat(), s.name) for s in read_closed_days(ics(*events), FIRST, LAST).spans
    ]


def reasons(*events):
    return [row.reason for row in read_closed_days(ics(*events), FIRST, LAST).left_out]


def test_days_and_spans():
    assert spans(
        "DTSTART;VALUE=DATE:20261010|SUMMARY:國慶日",
        "DTSTART;VALUE=DATE:20270121|DTEND;VALUE=DATE:20270211|SUMMARY:寒假",
        "DTSTART;VALUE=DATE:20270405|DURATION:P2D|SUMMARY:清明",
    ) == [
        ("2026-10-10", "2026-10-10", "國慶日"),
        ("2027-01-21", "2027-02-10", "寒假"),
        ("2027-04-05", "2027-04-06", "清明"),
    ]


def test_spans_are_cut_to_what_was_asked_for():
    assert spans("DTSTART;VALUE=DATE:20260701|DTEND;VALUE=DATE:20260831|SUMMARY:夏休み") == [
        ("2026-08-01", "2026-08-30", "夏休み")
    ]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("DTSTART:20261010T090000Z|SUMMARY:x", "timed"),
        ("DTSTART;VALUE=DATE:20261010|STATUS:CANCELLED", "cancelled"),
        ("SUMMARY:x", "no_date"),
        ("DTSTART;VALUE=DATE:20200101", "outside"),
        ("DTSTART;VALUE=DATE:20260901|RRULE:FREQ=SECONDLY", "too_fine"),
        ("DTSTART;VALUE=DATE:20260901|RRULE:FREQ=MINUTELY;COUNT=9999999", "too_fine"),
        ("DTSTART;VALUE=DATE:20260901|RRULE:FREQ=YEARLY;BYSETPOS=1;BYDAY=MO", "rule"),
        ("DTSTART;VALUE=DATE:20260901|RRULE:FREQ=DAILY;INTERVAL=0", None),
        ("DTSTART;VALUE=DATE:19000101|RRULE:FREQ=DAILY", "too_long"),
        ("DTSTART;VALUE=DATE:20260901|DTEND;VALUE=DATE:99990101", "too_long"),
        ("DTSTART;VALUE=DATE:20260901|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "outside"),
    ],
)
def test_what_is_left_out_is_named(event, reason):
    found = reasons(event)
    assert len(found) == 1
    assert reason is None or found == [reason]


RULES = [
    "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=10;BYDAY=2MO", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=1FR", "FREQ=DAILY;COUNT=5", "FREQ=DAILY;INTERVAL=3;UNTIL=20261001", "FREQ=MONTHLY;INTERVAL=2",
    "FREQ=YEARLY;BYMONTH=4,9;BYMONTHDAY=15", "FREQ=YEARLY;BYDAY=20MO", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9",
]  # fmt: skip


@given(rule=st.sampled_from(RULES), begin=st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)))
def test_rules_name_the_days_dateutil_names(rule, begin):
    event = f"DTSTART;VALUE=DATE:{begin:%Y%m%d}|RRULE:{rule}|SUMMARY:x"
    ours = {s.first for s in read_closed_days(ics(event), FIRST, LAST).spans}
    start = dt.datetime.combine(begin, dt.time())
    theirs = rrulestr(rule, dtstart=start).between(
        dt.datetime.combine(FIRST, dt.time()), dt.datetime.combine(LAST, dt.time()), inc=True
    )
    assert ours == {moment.date() for moment in theirs}


def test_single_days_of_a_rule_can_be_taken_out():
    assert spans("DTSTART;VALUE=DATE:20260904|RRULE:FREQ=WEEKLY;COUNT=3|EXDATE;VALUE=DATE:20260911|SUMMARY:x") == [
        ("2026-09-04", "2026-09-04", "x"),
        ("2026-09-18", "2026-09-18", "x"),
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"), (b" \r\n", "empty"), (b"x" * (BYTES_MOST + 1), "too_big"), (b"\x00\xff", "unreadable"),
        (ics(), "no_events"), (ics(*["SUMMARY:x"] * 2001), "too_many"), (b"BEGIN:VCALENDAR\r\n" * 3000, None),
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(raw, code):
    with pytest.raises(NotACalendar) as caught:
        read_closed_days(raw, FIRST, LAST)
    assert code is None or caught.value.code == code


def test_a_file_full_of_rules_is_bounded():
    """1,900 daily rules over fifty years would be thirty million days."""
    read = read_closed_days(ics(*["DTSTART;VALUE=DATE:19800101|RRULE:FREQ=DAILY"] * 1900), FIRST, LAST)
    assert LeftOut("", "too_long") in read.left_out
    assert len(read.spans) == 365


def test_names_are_one_line_of_printable_letters():
    (span,) = read_closed_days(ics("DTSTART;VALUE=DATE:20261010|SUMMARY:a\\nb\u202e" + "c" * 500), FIRST, LAST).spans
    assert span.name.isprintable()
    assert len(span.name) == 120
    assert isinstance(span, ReadSpan)


def test_mutated_calendars_are_read_or_refused_and_nothing_else():
    """S21 on 500; bench/mails.py takes 10,000."""
    seeds = [
        ics(
            "DTSTART;VALUE=DATE:20261010|SUMMARY:國慶日", "DTSTART;TZID=Asia/Taipei:20261010T090000|DTEND:20261010T100000Z|SUMMARY:x",
            *[f"DTSTART;VALUE=DATE:20260904|RRULE:{rule}|EXDATE;VALUE=DATE:20260911|SUMMARY:y" for rule in RULES],
        )
    ]  # fmt: skip
    for raw in mutants(seeds, 500, random.Random(21)):
        try:
            read = read_closed_days(raw, FIRST, LAST)
        except NotACalendar:
            continue
        assert all(FIRST <= span.first <= span.last <= LAST for span in read.spans)
