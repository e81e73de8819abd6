import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from icalendar import Calendar

from mado.exchanges.calendars import calendar_file
from mado.exchanges.queries import sides_of
from mado.exchanges.services import cancel_session, confirm_session, move_session, propose_session

from .conftest import COMMON

PACIFIC = ZoneInfo("America/Los_Angeles")


def events(data):
    return list(Calendar.from_ical(data).walk("VEVENT"))


@pytest.fixture
def far(world, pair):
    return pair(world.california, world.kaohsiung)


@pytest.fixture
def weekly(world, far, clock):
    """Three weekly sessions, Thursdays 16:00 in California, over the Sunday when its clock goes back (1 Nov 2026)."""
    clock.move_to(dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    return [
        propose_session(
            exchange=far,
            actor=world.teacher_california,
            starts_at=dt.datetime(2026, 10, day, 16, 0, tzinfo=PACIFIC).astimezone(dt.UTC) if day < 32
            else dt.datetime(2026, 11, day - 31, 16, 0, tzinfo=PACIFIC).astimezone(dt.UTC),
            minutes=45,
            topic="Our towns",
            accept_outside=True,
        )
        for day in (22, 29, 36)
    ]  # fmt: skip


def test_each_side_gets_its_own_local_time_across_the_change_of_clocks(far, weekly):
    rows = [(session, "https://mado.example.org/x") for session in weekly]
    california, kaohsiung = (events(calendar_file(rows, side)) for side in sides_of(far))
    assert [str(event["dtstart"].dt.replace(tzinfo=None)) for event in california] == [
        "2026-10-22 16:00:00",
        "2026-10-29 16:00:00",
        "2026-11-05 16:00:00",
    ]
    assert [str(event["dtstart"].dt.replace(tzinfo=None)) for event in kaohsiung] == [
        "2026-10-23 07:00:00",
        "2026-10-30 07:00:00",
        "2026-11-06 08:00:00",
    ]
    for side in (california, kaohsiung):
        assert [event["dtstart"].dt.astimezone(dt.UTC) for event in side] == [s.starts_at for s in weekly]
        assert [event["dtend"].dt.astimezone(dt.UTC) for event in side] == [s.ends_at for s in weekly]
    assert california[0]["dtstart"].params["TZID"] == "America/Los_Angeles"
    assert kaohsiung[0]["dtstart"].params["TZID"] == "Asia/Taipei"


def test_the_file_carries_method_and_the_side_s_zone(far, weekly):
    calendar = Calendar.from_ical(calendar_file([(weekly[0], "https://mado.example.org/x")], sides_of(far)[0]))
    assert (str(calendar["method"]), str(calendar["version"])) == ("PUBLISH", "2.0")
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Los_Angeles"]


def test_the_zone_in_the_file_alone_gives_the_same_instants(far, weekly):
    """A reader that trusts VTIMEZONE and not its own zone list must land on the same hour."""
    data = calendar_file([(session, "https://mado.example.org/x") for session in weekly], sides_of(far)[0])
    calendar = Calendar.from_ical(data)
    zone = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    instants = [event["dtstart"].dt.replace(tzinfo=zone).astimezone(dt.UTC) for event in calendar.walk("VEVENT")]
    assert instants == [session.starts_at for session in weekly]


def test_both_sides_have_the_same_uid_and_the_notes_on_clocks(far, weekly):
    rows = [(weekly[1], "https://mado.example.org/x")]
    first, second = (events(calendar_file(rows, side))[0] for side in sides_of(far))
    assert str(first["uid"]) == str(second["uid"]) == weekly[1].uid
    assert "The clocks change in Los Angeles on Sun, Nov 1, 2026" in str(first["description"])
    assert "https://mado.example.org/x" in str(first["description"])


def test_the_title_is_in_the_reader_s_language_and_names_the_partner(far, weekly):
    with translation.override("en"):
        event = events(calendar_file([(weekly[0], "https://mado.example.org/x")], sides_of(far)[0]))[0]
    assert str(event["summary"]) == "Exchange with 高雄市立港都國民小學: Our towns"


def test_status_and_sequence_follow_the_session(world, exchange, propose):
    link = "https://mado.example.org/x"
    side = sides_of(exchange)[0]

    def standing(session):
        event = events(calendar_file([(session, link)], side))[0]
        return str(event["status"]), int(event["sequence"]), str(event["uid"])

    session = propose()
    uid = session.uid
    assert standing(session) == ("TENTATIVE", 0, uid)
    session = confirm_session(session=session, actor=world.teacher_tokyo)
    assert standing(session) == ("CONFIRMED", 0, uid)
    session = move_session(
        session=session, actor=world.teacher_tokyo, starts_at=COMMON + dt.timedelta(days=1), minutes=60
    )
    assert standing(session) == ("TENTATIVE", 1, uid)
    session = cancel_session(session=session, actor=world.teacher_tokyo)
    assert standing(session) == ("CANCELLED", 2, uid)


def test_text_with_commas_and_lines_survives_the_round_trip(exchange, propose):
    session = propose(topic="Food; music, and \\ lunch", meeting_link="https://meet.example.org/a?b=1,2")
    event = events(calendar_file([(session, "https://mado.example.org/x")], sides_of(exchange)[1]))[0]
    assert str(event["summary"]).endswith("Food; music, and \\ lunch")
    assert str(event["location"]) == "https://meet.example.org/a?b=1,2"
