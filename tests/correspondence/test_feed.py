"""A person's calendar address: what it holds, whom it answers, and that nobody else learns it."""

import datetime as dt
import logging

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from mado.correspondence.feed_keys import feed_of, feed_token
from mado.correspondence.models import CalendarFeed
from mado.correspondence.queries.inbound import feeds_visible_to
from mado.correspondence.services import renew_feed, stop_feed
from mado.exchanges.models import Session
from mado.exchanges.services import cancel_session, propose_session


@pytest.fixture
def feed(world):
    return renew_feed(actor=world.teacher_kaohsiung)


@pytest.fixture
def session(world, exchange):
    return propose_session(
        exchange=exchange, actor=world.teacher_california, minutes=40, topic="Our harbour",
        starts_at=(timezone.now() + dt.timedelta(days=10)).replace(hour=0, minute=30, second=0, microsecond=0),
        accept_outside=True,
    )  # fmt: skip


def get(feed, **headers):
    return Client().get(f"/en/calendar/{feed_token(feed)}.ics", headers=headers)


def entries(feed):
    calendar = Calendar.from_ical(get(feed).content)
    return {str(e["uid"]): e for e in calendar.walk("VEVENT")}


def test_it_holds_sessions_and_the_days_of_answers_in_its_owners_language(world, invitation, say, feed):
    say(world.teacher_california, invitation, "Monday?", answer_by=timezone.localdate() + dt.timedelta(days=5))
    found = entries(feed)
    assert sorted(uid.split("-")[0] for uid in found) == ["IN", "message"]
    answer = found[f"{invitation.code}-answer@mado"]
    assert (answer["dtstart"].dt, answer["dtend"].dt) == (
        invitation.reply_by,
        invitation.reply_by + dt.timedelta(days=1),
    )
    assert "/zh-hant/" in str(answer["url"])


def test_a_session_stands_in_it_and_a_cancelled_one_says_so(world, session, feed):
    (entry,) = entries(feed).values()
    assert (str(entry["uid"]), str(entry["status"]), entry["dtstart"].dt) == (
        session.uid,
        "TENTATIVE",
        session.starts_at,
    )
    cancel_session(session=session, actor=world.teacher_kaohsiung)
    (entry,) = entries(feed).values()
    assert (str(entry["status"]), int(entry["sequence"])) == ("CANCELLED", session.sequence + 1)


def test_a_program_that_asks_again_is_told_that_nothing_is_new(session, feed):
    first = get(feed)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    again = get(feed, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert get(feed, if_modified_since=first["Last-Modified"]).status_code == 304
    Session.objects.update(topic="Another")
    changed = get(feed, if_none_match=first["ETag"])
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_what_goes_away_is_news_too(world, invitation, feed):
    """Last-Modified does not fall back when the newest entry vanishes."""
    first = get(feed)
    CalendarFeed.objects.update(changed_at=timezone.now() - dt.timedelta(hours=1))
    invitation.__class__.objects.update(state="lapsed")
    second = get(feed, if_modified_since=first["Last-Modified"])
    assert second.status_code in (200, 304)
    assert get(feed, if_none_match=first["ETag"]).status_code == 200


def test_renewing_voids_the_address_and_stopping_leaves_none(world, feed):
    old = feed_token(feed)
    new = feed_token(renew_feed(actor=world.teacher_kaohsiung))
    assert (feed_of(old), feed_of(new)) == (None, feed)
    stop_feed(actor=world.teacher_kaohsiung)
    stop_feed(actor=world.teacher_kaohsiung)
    assert feed_of(new) is None
    again = feed_token(renew_feed(actor=world.teacher_kaohsiung))
    assert len({old, new, again}) == 3
    assert feed_of(again) == feed


@pytest.mark.parametrize("token", ["", "1", "1-", "0-" + "a" * 40, "x-y", "１-" + "a" * 40, "9" * 30 + "-a", "1-密"])
def test_a_made_up_address_opens_nothing(feed, token):
    assert feed_of(token) is None


def test_it_answers_nobody_after_the_seat_has_ended(world, session, feed):
    assert get(feed).status_code == 200
    world.teacher_kaohsiung.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    gone = get(feed)
    assert (gone.status_code, gone.content) == (404, b"")


def test_it_answers_nobody_for_a_closed_account(world, feed):
    world.teacher_kaohsiung.is_active = False
    world.teacher_kaohsiung.save()
    assert get(feed).status_code == 404


def test_the_address_stands_in_no_log_no_chain_and_no_row(world, feed, session, caplog):
    """S30, also where the address no longer works."""
    from mado.audit.models import AuditEntry

    token = feed_token(feed)
    with caplog.at_level(logging.DEBUG):
        get(feed)
        stop_feed(actor=world.teacher_kaohsiung)
        Client().get(f"/en/calendar/{token}.ics")
    secret = token.partition("-")[2]
    assert secret not in caplog.text
    assert not any(secret in str(entry.details) for entry in AuditEntry.objects.all())
    assert not any(secret in str(row) for row in CalendarFeed.objects.values_list())


def test_the_page_makes_shows_renews_and_stops_it(world, client):
    client.force_login(world.teacher_kaohsiung)
    path = "/en/me/calendar/"
    assert "calendar/" not in client.get(path).content.decode().split("<main")[1].split("</main")[0].replace(path, "")
    client.post(path, {"move": "renew"})
    feed = feeds_visible_to(world.teacher_kaohsiung).get()
    page = client.get(path)
    assert feed_token(feed) in page.content.decode()
    assert f'href="webcal://127.0.0.1:8000/en/calendar/{feed_token(feed)}.ics"' in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    client.post(path, {"move": "stop"})
    assert not feeds_visible_to(world.teacher_kaohsiung).filter(is_on=True).exists()
    assert list(feeds_visible_to(world.officer)) == []


def test_ten_sessions_are_read_with_as_many_queries_as_one(world, session, feed):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get(feed)
    with CaptureQueriesContext(connection) as one:
        get(feed)
    for number in range(2, 11):
        Session.objects.create(
            exchange=session.exchange, number=number, starts_at=session.starts_at + dt.timedelta(days=number),
            ends_at=session.ends_at + dt.timedelta(days=number), proposed_by="a", uid=f"{number}@mado",
        )  # fmt: skip
    get(feed)
    with CaptureQueriesContext(connection) as ten:
        get(feed)
    assert len(ten) == len(one)
