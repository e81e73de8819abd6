"""Quiet hours, the daily mail, fewer mails."""

import datetime as dt

import pytest
import time_machine
from django.core import mail as sent_mails
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.notify.delivery import deliver_message
from mado.notify.messages import MailSpec
from mado.notify.models import BouncingAddress, MailSettings, OutboxMessage
from mado.notify.queries import bounces_visible_to, settings_visible_to
from mado.notify.services import (
    Answerable,
    change_mail_settings,
    delete_old_messages,
    note_bounce,
    note_sign_of_mail,
    queue_account_message,
    queue_message,
    write_digests,
)
from mado.notify.unsubscribing import recipient_of, unsubscribe_token

NIGHT = dt.datetime(2026, 11, 23, 14, 30, tzinfo=dt.UTC)
"""22:30 in Kaohsiung."""
MORNING = dt.datetime(2026, 11, 23, 23, 0, tzinfo=dt.UTC)
"""07:00 in Kaohsiung, the next day."""

ASKS = MailSpec("test.asks", "whoever asks", "A question of %(school)s", "Please answer %(school)s.", ("school",))
TELLS = MailSpec("test.tells", "whoever asks", "News of %(school)s", "So it went.", ("school",), "news")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


def write(world, spec=ASKS, to=None, school="港都", **more):
    return queue_message(
        mail=spec,
        to=to or world.teacher_kaohsiung,
        thing=world.kaohsiung,
        link=("portal:home", {}),
        variables={"school": school},
        **more,
    )


def choose(person, mode, hour=7):
    return change_mail_settings(actor=person, mode=mode, digest_hour=hour, quiet_from=dt.time(21), quiet_to=dt.time(7))


def planned_jobs():
    return list(ProcrastinateJob.objects.filter(task_name="notify.deliver").values_list("args", "scheduled_at"))


def test_at_night_a_mail_waits_until_seven_on_its_readers_clock(world):
    mail = write(world)
    assert mail.send_after == MORNING
    assert planned_jobs() == [({"outbox_id": mail.pk}, MORNING)]


def test_an_urgent_mail_and_a_code_do_not_wait(world):
    urgent = write(world, urgent=True)
    code = queue_account_message(mail=ASKS, to=world.teacher_kaohsiung, path=lambda: "/", variables={"school": "x"})
    assert [urgent.send_after, code.send_after] == [None, None]
    assert {scheduled for _args, scheduled in planned_jobs()} == {None}


def test_whose_clock_nobody_knows_is_written_to_at_once(world):
    assert write(world, to=world.stranger).send_after is None


def test_a_daily_mail_holds_a_days_messages_once(world, clock):
    choose(world.teacher_kaohsiung, "daily", 8)
    first, second = write(world), write(world, TELLS)
    assert planned_jobs() == []
    assert write_digests() == 0
    clock.move_to(MORNING + dt.timedelta(hours=1))
    assert write_digests() == 1
    assert write_digests() == 0
    digest = OutboxMessage.objects.get(key="notify.digest")
    assert [job for job, _at in planned_jobs()] == [{"outbox_id": digest.pk}]
    assert digest.body.count("A question of 港都") == 1
    assert digest.body.count("News of 港都") == 1
    assert "http" in digest.body
    assert deliver_message(outbox_id=digest.pk) is True
    assert deliver_message(outbox_id=digest.pk) is False
    for row in (first, second):
        row.refresh_from_db()
        assert (row.digest_id, row.sent_at) == (digest.pk, timezone.now())
    assert len(sent_mails.outbox) == 1


def test_each_part_of_a_daily_mail_says_where_its_answer_goes(world, clock):
    choose(world.teacher_kaohsiung, "daily", 8)
    for number in (1, 2):
        write(world, answerable=Answerable(f"reply+{number}@reply.example.org", "<root@mado>"))
    write(world)
    clock.move_to(MORNING + dt.timedelta(hours=1))
    assert write_digests() == 1
    lines = OutboxMessage.objects.get(key="notify.digest").body.splitlines()
    assert [line for line in lines if "@" in line] == ["reply+1@reply.example.org", "reply+2@reply.example.org"]


def test_a_daily_mail_is_in_one_language(world, clock):
    person = world.teacher_kaohsiung
    choose(person, "daily")
    write(world)
    person.language = "en"
    person.save()
    write(world)
    clock.move_to(MORNING)
    assert write_digests() == 2
    digests = OutboxMessage.objects.filter(key="notify.digest")
    assert sorted(digests.values_list("language", flat=True)) == ["en", "zh-hant"]


def test_who_wants_only_what_needs_them_gets_no_news_and_the_row_goes_in_time(world, clock):
    choose(world.teacher_kaohsiung, "only_needs")
    news, question = write(world, TELLS), write(world)
    assert (news.withheld, question.withheld) == (True, False)
    assert [args for args, _at in planned_jobs()] == [{"outbox_id": question.pk}]
    clock.move_to(NIGHT + dt.timedelta(days=91))
    assert delete_old_messages() == 1
    assert not OutboxMessage.objects.filter(pk=news.pk).exists()


def test_news_can_be_left_with_one_click_and_questions_cannot(world):
    deliver_message(outbox_id=write(world, TELLS).pk)
    deliver_message(outbox_id=write(world).pk)
    news, question = sent_mails.outbox
    url = news.extra_headers["List-Unsubscribe"].strip("<>")
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in question.extra_headers
    strict = Client(enforce_csrf_checks=True)
    path = url.removeprefix("http://127.0.0.1:8000")
    assert strict.get(path).status_code == 200
    assert not MailSettings.objects.exists()
    for _again in range(2):
        assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailSettings.objects.get().mode == "only_needs"
    assert strict.post(path[:-2] + "x/").status_code == 404


@pytest.mark.parametrize("token", ["", "1", "1.x", "a.b", "1:2:3", "１.x", "9" * 40])
def test_a_made_up_token_opens_nothing(token):
    assert recipient_of(token) is None
    assert recipient_of(unsubscribe_token(7)) == 7


def test_no_line_break_of_a_name_reaches_a_header(world):
    """S12: a school whose name carries a header of its own."""
    evil = "港都\r\nBcc: everybody@example.org\r\n\r\nBuy"
    mail = write(world, school=evil)
    assert mail.subject == "A question of 港都 Bcc: everybody@example.org Buy"
    deliver_message(outbox_id=mail.pk)
    (sent,) = sent_mails.outbox
    assert sent.message()["Bcc"] is None
    assert sent.recipients() == ["lin@example.org"]


def test_the_page_keeps_what_is_chosen_and_names_the_clock(world, client):
    client.force_login(world.teacher_kaohsiung)
    page = client.get("/en/me/mails/")
    assert "Taipei" in page.content.decode()
    chosen = {"mode": "daily", "digest_hour": "18:00", "quiet_from": "22:00", "quiet_to": "06:00"}
    assert client.post("/en/me/mails/", chosen).status_code == 302
    row = settings_visible_to(world.teacher_kaohsiung).get()
    assert (row.mode, row.digest_hour, row.quiet_from, row.quiet_to) == ("daily", 18, dt.time(22), dt.time(6))
    assert client.post("/en/me/mails/", chosen | {"mode": "never"}).status_code == 422
    assert list(settings_visible_to(world.officer)) == []


def test_an_address_that_bounces_is_counted_and_forgotten_when_it_writes(world):
    assert note_bounce(email="nobody@example.org", diagnosis="550") is None
    write(world)
    for _again in range(3):
        row = note_bounce(email="Lin@example.org", diagnosis="550 5.1.1\r\nno such user")
    assert (row.bounces, row.diagnosis) == (3, "550 5.1.1 no such user")
    assert list(bounces_visible_to(world.teacher_kaohsiung)) == [row]
    assert list(bounces_visible_to(world.officer)) == []
    note_sign_of_mail(email="LIN@example.org")
    assert not BouncingAddress.objects.exists()
