import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mado.reference.models import AcademicCalendar, CalendarSpan

URL = "/api/v1/calendars"


def ask(client, path):
    answer = client.get(f"{URL}/{path}")
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def kaohsiung(db):
    """A whole calendar of Kaohsiung: one term, an examination and a school event."""
    calendar = AcademicCalendar.objects.create(
        country="TW",
        region="TW-KHH",
        year=2026,
        first=dt.date(2026, 8, 1),
        last=dt.date(2027, 7, 31),
        complete=True,
        status="confirmed",
        source="Education Bureau, Kaohsiung",
    )
    for kind, name, first, last in (
        ("term", "", dt.date(2026, 9, 1), dt.date(2027, 6, 30)),
        ("exam", "段考", dt.date(2026, 11, 4), dt.date(2026, 11, 5)),
        ("event", "校慶", dt.date(2026, 12, 4), dt.date(2026, 12, 4)),
    ):
        CalendarSpan.objects.create(calendar=calendar, kind=kind, name=name, first=first, last=last)
    return calendar


def test_what_is_typical_where_nobody_has_said_anything(db, client):
    answer = ask(client, "TW?year=2026")
    assert (answer["first"], answer["last"], answer["calendars"]) == ("2026-08-01", "2027-07-31", [])
    assert {span["scope"] for span in answer["spans"]} == {"typical"}
    assert all(span["source"] for span in answer["spans"])
    summer = answer["spans"][0]
    assert (summer["kind"], summer["name"], summer["first"]) == ("break", "Summer holidays", "2026-08-01")
    days = [span["first"] for span in answer["spans"]]
    assert days == sorted(days)


def test_the_nearest_scope_wins_and_names_its_source(kaohsiung, client):
    answer = ask(client, "TW?region=TW-KHH&year=2026")
    assert answer["calendars"] == [
        {
            "scope": "region",
            "part": "terms",
            "first": "2026-08-01",
            "last": "2027-07-31",
            "complete": True,
            "status": "confirmed",
            "source": "Education Bureau, Kaohsiung",
        }
    ]
    own = [span for span in answer["spans"] if span["scope"] == "region"]
    assert {span["source"] for span in own} == {"Education Bureau, Kaohsiung"}
    named = [(span["kind"], span["name"], span["first"], span["last"]) for span in own]
    assert ("break", "Between terms", "2026-08-01", "2026-08-31") in named
    assert ("exam", "段考", "2026-11-04", "2026-11-05") in named
    assert ("event", "校慶", "2026-12-04", "2026-12-04") in named
    # The country does not follow its region.
    assert ask(client, "TW?year=2026")["calendars"] == []


def test_what_was_removed_is_not_said(kaohsiung, client):
    CalendarSpan.objects.filter(kind="event").update(removed_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC))
    assert "校慶" not in [span["name"] for span in ask(client, "TW?region=TW-KHH&year=2026")["spans"]]


@pytest.mark.parametrize(("now", "year"), [("2026-07-31", 2025), ("2026-08-02", 2026)])
def test_without_a_year_the_present_one(db, client, now, year):
    with time_machine.travel(f"{now}T12:00:00+00:00"):
        assert ask(client, "TW")["year"] == year


def test_the_name_is_in_the_readers_language(db, client):
    answer = client.get(f"{URL}/TW?year=2026", headers={"accept-language": "zh-Hant"}).json()
    assert answer["spans"][0]["name"] == "暑假"


@pytest.mark.parametrize("country", ["zz", "tw", "TWN", "%00", "高"])
def test_a_country_nobody_knows_is_not_found(db, client, country):
    answer = client.get(f"{URL}/{country}")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("No country has this code.")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("region=TW-QQQ", "region"),
        ("region=JP-13", "region"),
        ("region=KHH", "region"),
        ("year=1999", "year"),
        ("year=2099", "year"),
        ("year=x", "year"),
    ],
)
def test_what_cannot_be_taken_is_said(db, client, query, field):
    answer = client.get(f"{URL}/TW?{query}")
    assert answer.status_code == 422
    problem = answer.json()["detail"][0]
    assert problem["loc"] == ["query", field]
    assert problem["msg"].endswith(".")


@pytest.mark.parametrize("path", ["DE?region=DE-BY&year=2026", "AU?region=AU-NSW&year=2026", "CZ?region=CZ-10", "VA"])
def test_any_country_has_a_calendar(db, client, path):
    assert ask(client, path)["country"] == path[:2]


def test_the_number_of_queries_does_not_grow_with_the_spans(kaohsiung, client):
    def queries():
        with CaptureQueriesContext(connection) as found:
            ask(client, "TW?region=TW-KHH&year=2026")
        return len(found)

    three = queries()
    CalendarSpan.objects.exclude(kind="term").delete()
    assert queries() == three == 4
