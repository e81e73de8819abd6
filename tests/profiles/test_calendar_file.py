"""A school's own .ics: read, shown, ticked, added; nothing is added unseen and every entry can be taken out again."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mado.accounts.services import keep_draft
from mado.audit.models import AuditEntry
from mado.kernel.errors import BadInput, NotPermitted
from mado.profiles.calendar_file import CalendarFile, joined_spans, read_calendar_file
from mado.profiles.engine.ics_reading import BYTES_MOST, ReadSpan
from mado.profiles.models import ClosedSpan
from mado.profiles.queries import school_days
from mado.profiles.services import NewSpan, add_closed_span, add_closed_spans
from tests.profiles.test_ics_reading import ics

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
YEAR = ics(
    "DTSTART;VALUE=DATE:20270118|DTEND;VALUE=DATE:20270213|SUMMARY:寒假",
    "DTSTART;VALUE=DATE:20261109|DTEND;VALUE=DATE:20261128|SUMMARY:校慶週",
    "DTSTART;VALUE=DATE:20270510|SUMMARY:段考",
    "DTSTART;VALUE=DATE:20270511|SUMMARY:段考",
    "DTSTART;VALUE=DATE:20260901|SUMMARY:開學日",
    "DTSTART:20261201T010000Z|SUMMARY:導師會議",
)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def teacher(client, world):
    client.force_login(world.teacher_kaohsiung)
    return client


def address(world, name="calendar_file"):
    return reverse(f"profiles:{name}", args=[world.kaohsiung.code])


def upload(teacher, world, raw, kind="break"):
    return teacher.post(address(world), {"file": SimpleUploadedFile("school.ics", raw), "kind": kind}, follow=True)


def take(teacher, world, *places, **kinds):
    ticks = {f"take-{place}": "on" for place in places}
    said = {f"kind-{place}": "break" for place in range(10)} | {name.replace("_", "-"): k for name, k in kinds.items()}
    return teacher.post(address(world, "calendar_file_take"), ticks | said, follow=True)


def standing(world):
    spans = ClosedSpan.objects.filter(profile__organization=world.kaohsiung)
    return [(str(span.first), str(span.last), span.kind, span.name) for span in spans]


def test_what_is_ticked_is_added_and_can_be_removed_again(teacher, world):
    assert "Take the closed days from its file" in teacher.get(address(world, "calendar")).content.decode()
    page = upload(teacher, world, YEAR).content.decode()
    assert [page.count(name) for name in ("校慶週", "寒假", "段考")] == [1, 1, 1]
    assert page.count(" checked") == 3
    assert "Over already, or more than two years ahead" in page
    assert "Not for the whole day" in page
    assert standing(world) == []
    assert "寒假" in teacher.get(address(world)).content.decode()
    answer = take(teacher, world, 0, 1, kind_0="event")
    assert answer.redirect_chain[-1][0] == address(world, "calendar") + "#own"
    assert "2 entries were added" in answer.content.decode()
    assert standing(world) == [
        ("2026-11-09", "2026-11-27", "event", "校慶週"),
        ("2027-01-18", "2027-02-12", "break", "寒假"),
    ]
    assert dt.date(2027, 1, 20) in school_days(world.kaohsiung).closed
    assert AuditEntry.objects.filter(verb="profiles.add_closed_span").count() == 2
    for span in ClosedSpan.objects.all():
        teacher.post(reverse("profiles:calendar_remove", args=[world.kaohsiung.code, span.pk]))
    assert standing(world) == []
    assert "寒假" not in teacher.get(address(world)).content.decode()


def test_the_same_file_again_adds_nothing_twice(teacher, world):
    upload(teacher, world, YEAR, kind="exam")
    take(teacher, world, 2, kind_2="exam")
    page = upload(teacher, world, YEAR).content.decode()
    assert page.count("These days stand in the list already.") == 1
    take(teacher, world, 0, 1, 2)
    assert [name for *_days, name in standing(world)] == ["校慶週", "寒假", "段考"]


def test_nothing_ticked_and_dropped(teacher, world):
    upload(teacher, world, YEAR)
    answer = take(teacher, world)
    assert answer.status_code == 422
    assert "Tick at least one entry" in answer.content.decode()
    assert "checked" not in answer.content.decode()
    assert take(teacher, world, 0, kind_0="party").status_code == 422
    answer = teacher.post(address(world, "calendar_file_take"), {"clear": "yes", "take-0": "on"}, follow=True)
    assert "Found in your file" not in answer.content.decode()
    assert take(teacher, world, 0).status_code == 200
    assert standing(world) == []


def test_no_room_adds_none_and_keeps_the_ticks(teacher, world):
    profile = world.kaohsiung.profile
    for number in range(59):
        day = TODAY + dt.timedelta(days=number)
        add_closed_span(profile=profile, actor=world.teacher_kaohsiung, kind="blocked", name="", first=day, last=day)
    upload(teacher, world, YEAR)
    answer = take(teacher, world, 0, 2)
    assert answer.status_code == 422
    assert "At most 60 closed times" in answer.content.decode()
    assert answer.content.decode().count(" checked") == 2
    assert len(standing(world)) == 59


def test_a_span_longer_than_an_entry_may_be_is_shown_with_its_sentence(teacher, world):
    page = upload(teacher, world, ics("DTSTART;VALUE=DATE:20270101|DTEND;VALUE=DATE:20271001|SUMMARY:工程")).content
    assert "at most 150 days" in page.decode()
    assert "Add what is ticked" not in page.decode()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This file is empty."),
        (b"x" * (BYTES_MOST + 1), "larger than 1 MB"),
        (b"PK\x03\x04 zipped", "cannot be read as a calendar"),
        (ics(), "There are no entries"),
        (ics(*["DTSTART;VALUE=DATE:20270101"] * 2001), "more than 2,000 entries"),
    ],
)
def test_bad_files_get_a_sentence(teacher, world, raw, sentence):
    answer = upload(teacher, world, raw)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Found in your file" not in answer.content.decode()


def test_no_file_and_no_kind_get_a_sentence(teacher, world):
    assert "Choose the .ics file" in teacher.post(address(world), {"kind": "break"}).content.decode()
    assert upload(teacher, world, YEAR, kind="party").status_code == 422


def test_a_file_without_whole_days_says_what_stood_there(teacher, world):
    page = upload(teacher, world, ics("DTSTART:20261201T010000Z|SUMMARY:會議")).content.decode()
    assert "No whole days in the coming two years." in page
    assert "會議" in page


def test_names_of_the_file_are_text(teacher, world):
    page = upload(teacher, world, ics("DTSTART;VALUE=DATE:20270101|SUMMARY:<script>alert(1)</script>")).content
    assert b"<script>alert" not in page
    assert b"&lt;script&gt;alert(1)" in page


def test_only_the_schools_own_people(client, world):
    client.force_login(world.teacher_california)
    assert client.get(address(world)).status_code == 404
    assert client.post(address(world), {}).status_code == 404
    assert client.post(address(world, "calendar_file_take"), {}).status_code == 404
    span = NewSpan("break", "", TODAY, TODAY)
    with pytest.raises(NotPermitted):
        add_closed_spans(profile=world.kaohsiung.profile, actor=world.teacher_california, spans=[span])


def test_the_sentence_of_the_service_names_the_days(world):
    spans = [NewSpan("break", "", TODAY, TODAY)] * 2
    with pytest.raises(BadInput) as caught:
        add_closed_spans(profile=world.kaohsiung.profile, actor=world.teacher_kaohsiung, spans=spans)
    assert caught.value.sentences == {"": "November 23, 2026: These days stand in the list already."}
    assert standing(world) == []


@pytest.mark.parametrize("kept", [{"read": "nonsense"}, {"read": "[]"}, {"other": "x"}, {"read": '[[1], {"a": 2}]'}])
def test_a_draft_of_another_shape_is_as_none(teacher, world, kept):
    keep_draft(user=world.teacher_kaohsiung, key=f"profile:{world.kaohsiung.code.lower()}:calendar-file", data=kept)
    assert teacher.get(address(world)).status_code == 200
    assert take(teacher, world, 0).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_file(teacher, world):
    counts = []
    for number in (1, 3):
        upload(teacher, world, ics(*[f"DTSTART;VALUE=DATE:202701{day:02}" for day in range(1, 2 * number, 2)]))
        with CaptureQueriesContext(connection) as seen:
            teacher.get(address(world))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_sixty_at_most_are_shown_and_the_longest_names_fit_the_draft(teacher, world):
    events = [
        f"DTSTART;VALUE=DATE:2027{m:02}{d:02}|SUMMARY:{chr(0x1F600 + m + d) * 120}"
        for m in range(1, 8)
        for d in range(1, 28, 2)
    ]
    read = read_calendar_file(ics(*events), TODAY)
    assert (len(read.spans), read.left_out["no_room"][0]) == (60, len(events) - 60)
    assert upload(teacher, world, ics(*events)).status_code == 200
    assert CalendarFile.from_text(read.as_text()) == read


def test_days_that_follow_each_other_are_one_span_and_twins_one_entry():
    def day(number, name, last=None):
        return ReadSpan(dt.date(2027, 1, number), dt.date(2027, 1, last or number), name)

    assert joined_spans([day(3, "a"), day(1, "a"), day(2, "a"), day(2, "b"), day(5, "a")]) == [
        day(1, "a", 3),
        day(2, "b"),
        day(5, "a"),
    ]
    assert joined_spans([day(1, "a"), day(1, "b"), day(1, "")]) == [day(1, "a · b")]
    assert joined_spans([day(1, ""), day(2, "")]) == [day(1, ""), day(2, "")]
