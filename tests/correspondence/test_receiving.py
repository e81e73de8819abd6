"""A mail that comes in is posted, put to its like, or waits with a reason: never lost, never answered twice."""

import datetime as dt
import io
import random
import subprocess
import sys

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.correspondence.engine.reading import Unreadable, read_mail
from mado.correspondence.models import InboundMail, Message
from mado.correspondence.queries import inbound_visible_to
from mado.correspondence.services import (
    discard_mail,
    handle_left_lying,
    handle_mail,
    release_mail,
    store_mail,
)
from mado.correspondence.services.receiving import RAW_MOST
from mado.kernel.errors import BadInput, NotPermitted, NotPossible
from mado.notify.models import BouncingAddress, OutboxMessage
from mado.notify.services import change_mail_settings
from tests.correspondence import mails
from tests.correspondence.mutating import mutants
from tests.correspondence.sweeping import swept

LIN = "林雅婷 <lin@example.org>"


class Here:
    """Reads without a child: for many mails."""

    read = staticmethod(read_mail)


@pytest.fixture
def to(world, invitation, say):
    """The answer address of Lin's mail about Maria's message."""
    say(world.teacher_california, invitation)
    return OutboxMessage.objects.get(
        key="correspondence.message_posted", recipient_id=world.teacher_kaohsiung.pk
    ).reply_to


def take(raw):
    mail = store_mail(raw=raw, source="http")
    handle_mail(inbound_id=mail.pk)
    mail.refresh_from_db()
    return mail


def answers():
    return list(Message.objects.filter(via="mail").values_list("body", "author__email", "side"))


@pytest.mark.parametrize("make", [mails.iphone_japan, mails.gmail_phone_taiwan])
def test_a_teacher_answers_from_a_phone(world, to, make):
    """The journey: Maria's message, Lin's mail program, Maria's mail."""
    mail = take(make(LIN, to, "好"))
    assert (mail.outcome, mail.problem) == ("posted", "")
    assert answers() == [("好", "lin@example.org", "answering")]
    assert mail.message.language == "zh-Hant"
    answered = OutboxMessage.objects.get(key="correspondence.message_posted", recipient_id=world.teacher_california.pk)
    assert "好" in answered.body
    assert answered.reply_to not in ("", to)
    assert answered.references == OutboxMessage.objects.get(reply_to=to).references


def test_it_is_stored_before_anybody_looks_and_its_job_is_queued(to):
    mail = store_mail(raw=mails.plain(LIN, to, "Yes"), source="pipe")
    assert (mail.outcome, mail.handled_at, Message.objects.filter(via="mail").count()) == ("", None, 0)
    jobs = ProcrastinateJob.objects.filter(task_name="correspondence.handle_mail")
    assert [job.args for job in jobs] == [{"inbound_id": mail.pk}]
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1)):
        assert handle_left_lying() == 1
    assert jobs.all().count() == 2


def test_the_same_mail_twice_is_posted_once(to):
    raw = mails.plain(LIN, to, "Yes")
    first = take(raw)
    assert take(raw).pk == first.pk
    assert handle_mail(inbound_id=first.pk) == ""
    again = take(b"Received: from elsewhere\r\n" + raw)
    assert (again.outcome, again.message) == ("repeated", first.message)
    other = take(mails.plain(LIN, to, "No"))
    assert (other.outcome, other.problem) == ("quarantined", "other_words")
    assert len(answers()) == 1


def test_a_colleague_may_answer_what_was_passed_on_to_them(to):
    assert take(mails.plain("chen@example.org", to, "Yes", number="2")).outcome == "posted"
    assert answers() == [("Yes", "chen@example.org", "answering")]


@pytest.mark.parametrize(
    "sender",
    ["stranger@example.org", "maria@example.org", "nobody@elsewhere.example", "", "lin@example.org.evil.example"],
)
def test_nobody_else_speaks_for_the_school_and_nobody_is_answered(to, sender):
    before = OutboxMessage.objects.count()
    mail = take(mails.plain(sender, to, "Yes"))
    assert (mail.outcome, mail.problem) == ("quarantined", "wrong_sender")
    assert (answers(), OutboxMessage.objects.count()) == ([], before)


def test_a_forged_address_and_none_at_all(world, to):
    forged = to.replace(to[8:10], "aa" if to[8:10] != "aa" else "bb", 1)
    assert take(mails.plain(LIN, forged, "Yes")).problem == "forged"
    assert take(mails.plain(LIN, "mado@example.org", "Yes", number="2")).problem == "no_address"


def test_an_address_lasts_half_a_year_and_its_person_hears_of_it(to):
    with time_machine.travel(timezone.now() + dt.timedelta(days=181)):
        assert take(mails.plain(LIN, to, "Yes")).problem == "expired"
    told = OutboxMessage.objects.get(key="correspondence.reply_not_taken")
    assert told.recipient_email == "lin@example.org"


@pytest.mark.parametrize(("text", "problem"), [(mails.QUOTED, "empty"), ("x" * 20_001, "too_long")])
def test_what_cannot_be_posted_waits_and_its_writer_hears_of_it(to, text, problem):
    assert take(mails.plain(LIN, to, text)).problem == problem
    assert OutboxMessage.objects.filter(key="correspondence.reply_not_taken").count() == 1


def test_who_left_the_school_writes_no_more(world, to):
    world.teacher_kaohsiung.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert take(mails.plain(LIN, to, "Yes")).problem == "may_not"
    assert answers() == []


def test_a_closed_conversation_takes_no_mail(invitation, to):
    invitation.__class__.objects.update(state="declined", state_changed_at=timezone.now() - dt.timedelta(days=31))
    assert take(mails.plain(LIN, to, "Yes")).problem == "closed"


def test_machines_are_never_answered(to):
    before = OutboxMessage.objects.count()
    assert take(mails.headers(LIN, to, "Auto-Submitted: auto-replied") + b"I am away").outcome == "automatic"
    assert take(mails.plain(LIN, to, "I am away", subject="自動回覆：放假", number="2")).outcome == "automatic"
    assert (answers(), OutboxMessage.objects.count()) == ([], before)


def test_after_three_bounces_the_office_is_told_once_and_a_mail_heals_it(world, to):
    for number in range(4):
        raw = mails.bounce("lin@example.org").replace(b"Sorry", b"Sorry %d" % number)
        assert take(raw).outcome == "bounce"
    told = OutboxMessage.objects.filter(key="correspondence.address_bounces")
    assert [mail.recipient_email for mail in told] == ["officer@example.org"]
    assert "550 5.1.1" in told.get().body
    assert BouncingAddress.objects.get().bounces == 4
    take(mails.plain(LIN, to, "I am here"))
    assert not BouncingAddress.objects.exists()
    assert take(mails.bounce("nobody@elsewhere.example")).outcome == "bounce"
    assert not BouncingAddress.objects.exists()


def test_files_are_left_out_and_their_sender_hears_of_it(to):
    assert take(mails.with_files(LIN, to, "Look")).attachments == 2
    assert answers() == [("Look", "lin@example.org", "answering")]
    assert "2個檔案" in OutboxMessage.objects.get(key="correspondence.files_dropped").body


def test_a_huge_mail_is_kept_as_far_as_its_words_go(to):
    raw = mails.plain(LIN, to, "Yes") + b"\r\n-- \r\n" + b"x" * RAW_MOST
    mail = take(raw)
    assert (mail.is_cut, len(mail.raw), mail.outcome) == (True, RAW_MOST, "posted")
    assert answers()[0][0] == "Yes"


def test_whatever_breaks_us_is_kept_for_somebody_to_look(to):
    class Broken:
        def read(self, raw):
            raise RuntimeError

    class Blind:
        def read(self, raw):
            raise Unreadable("x")

    for reader, problem, words in ((Broken(), "broken", "Yes"), (Blind(), "unreadable", "No")):
        mail = store_mail(raw=mails.plain(LIN, to, words), source="http")
        assert handle_mail(inbound_id=mail.pk, reader=reader) == "quarantined"
        mail.refresh_from_db()
        assert mail.problem == problem
        assert bytes(mail.raw) == mails.plain(LIN, to, words)


def test_header_lines_of_the_sender_reach_no_mail_of_ours(world, to):
    """CRLF in names and subjects, plain and encoded."""
    evil = "=?utf-8?q?x=0D=0ABcc=3A_all=40example=2Eorg?="
    assert take(mails.plain(LIN, to, "Yes\r\nBcc: all@example.org", subject=evil)).outcome == "posted"
    stored = InboundMail.objects.get()
    assert "\n" not in stored.subject + stored.from_email + stored.mail_id
    for mail in OutboxMessage.objects.all():
        assert "\n" not in mail.subject + mail.reply_to + mail.references


@pytest.mark.slow
def test_of_mutated_mails_each_is_posted_or_waits(world, to):
    """S20 on 500 with the database; bench/mails.py takes 10,000."""
    seeds = [
        make(LIN, to, words)
        for make, words in (
            (mails.iphone_japan, "はい"), (mails.gmail_phone_taiwan, "好"), (mails.outlook_taiwan, "可以"),
            (mails.naver_korea, "네"), (mails.with_files, "Look"),
        )
    ]  # fmt: skip
    stored = {store_mail(raw=raw, source="http").pk for raw in mutants(seeds, 500, random.Random(7)) if raw}
    outcomes = {handle_mail(inbound_id=pk, reader=Here) for pk in stored}
    assert outcomes <= {"posted", "quarantined", "repeated", "automatic", "bounce"}
    assert InboundMail.objects.exclude(outcome="").count() == len(stored)
    assert InboundMail.objects.filter(problem="broken").count() == 0
    assert Message.objects.filter(via="mail").count() == InboundMail.objects.filter(outcome="posted").count()


def test_a_stray_mail_is_placed_by_the_ceo_office(world, invitation, to):
    mail = take(mails.plain("maria.at.home@elsewhere.example", to, "From my own address"))
    placed = {"mail": mail, "code": invitation.code.lower(), "author_email": "LIN@example.org"}
    for person in (world.officer, world.ministry_officer, world.teacher_kaohsiung):
        with pytest.raises(NotPermitted):
            release_mail(actor=person, **placed)
        assert list(inbound_visible_to(person)) == []
    for wrong in ({"code": "IN-1999-0001"}, {"author_email": "nobody@x.org"}, {"author_email": "officer@example.org"}):
        with pytest.raises(BadInput):
            release_mail(actor=world.ceo, **placed | wrong)
    release_mail(actor=world.ceo, **placed)
    assert answers() == [("From my own address", "lin@example.org", "answering")]
    with pytest.raises(NotPossible):
        discard_mail(mail=mail, actor=world.ceo)


def test_the_ceo_office_sees_and_puts_away(world, to, client):
    mail = take(
        mails.plain("x@elsewhere.example", to, "<script>alert(1)</script>", subject="<script>alert(2)</script>")
    )
    client.force_login(world.ceo)
    assert "could not be placed" in client.get("/en/").content.decode()
    pages = [
        client.get(path).content.decode() for path in ("/en/office/stray-mail/", f"/en/office/stray-mail/{mail.pk}/")
    ]
    assert all("alert(2)" in page and "<script>alert" not in page for page in pages)
    bad = client.post(
        f"/en/office/stray-mail/{mail.pk}/release/", {"code": "nothing", "author_email": "lin@example.org"}
    )
    assert bad.status_code == 422
    assert client.post(f"/en/office/stray-mail/{mail.pk}/discard/").status_code == 302
    assert "No mail waits here" in client.get("/en/office/stray-mail/").content.decode()


def test_what_was_dealt_with_goes_after_a_month_and_what_waits_stays(to):
    take(mails.plain(LIN, to, "Yes"))
    take(mails.plain("x@elsewhere.example", to, "Yes", number="2"))
    with time_machine.travel(timezone.now() + dt.timedelta(days=29)):
        assert swept("correspondence.InboundMail") == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        assert swept("correspondence.InboundMail") == 1
    assert InboundMail.objects.get().outcome == "quarantined"
    assert len(answers()) == 1


def test_the_web_address_for_mail_needs_its_secret(to, settings):
    door = Client(enforce_csrf_checks=True)
    raw = mails.plain(LIN, to, "Yes")

    def post(secret, body=raw):
        return door.post(
            "/mail/in/", body, content_type="message/rfc822", headers={"X-Mado-Secret": secret}
        ).status_code

    assert post("") == 404
    settings.MADO_INBOUND_SECRET = "a secret"
    assert [post(""), post("a secrets"), post("密")] == [403, 403, 403]
    assert post("a secret", b"  ") == 400
    assert post("a secret", raw + b"x" * 3_000_000) == 202
    assert door.get("/mail/in/").status_code == 405
    assert InboundMail.objects.count() == 1


def test_the_command_for_a_mail_server_stores_what_it_reads(to, monkeypatch):
    raw = mails.plain(LIN, to, "Yes")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("receive_mail")
    assert bytes(InboundMail.objects.get().raw) == raw
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(SystemExit) as caught:
        call_command("receive_mail")
    assert caught.value.code == 66


def test_the_command_tells_the_mail_server_to_keep_the_mail_when_there_is_no_database(tmp_path):
    import os

    env = os.environ | {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mado.cli.main", "receive-mail"],
        input=b"From: a@b.c\n\nx",
        env=env,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 75, done.stderr


def test_on_a_test_system_a_mail_is_answered_from_the_mailbox(world, to, client):
    mail = OutboxMessage.objects.get(reply_to=to)
    assert "Answer this mail" in client.get(f"/en/mailbox/{mail.pk}/").content.decode()
    assert client.post(f"/en/mailbox/{mail.pk}/answer/", {"words": "Yes, from here"}).status_code == 302
    handle_mail(inbound_id=InboundMail.objects.get().pk)
    assert answers() == [("Yes, from here", "lin@example.org", "answering")]


def test_outside_development_there_is_no_such_form(to, client, settings):
    settings.MADO_MAILBOX_PAGE = False
    mail = OutboxMessage.objects.get(reply_to=to)
    assert client.post(f"/en/mailbox/{mail.pk}/answer/", {"words": "x"}).status_code == 404


def test_without_a_domain_no_mail_promises_that_it_can_be_answered(world, invitation, say, settings):
    settings.MADO_REPLY_DOMAIN = ""
    say(world.teacher_california, invitation)
    mails_out = OutboxMessage.objects.filter(key="correspondence.message_posted")
    assert {mail.reply_to for mail in mails_out} == {""}
    assert not any("##" in mail.body or "answer by mail" in mail.body for mail in mails_out)


def test_a_message_in_the_daily_mail_is_answered_at_the_address_beside_it(world, invitation, say):
    person = world.teacher_kaohsiung
    change_mail_settings(actor=person, mode="daily", digest_hour=7, quiet_from=dt.time(21), quiet_to=dt.time(7))
    say(world.teacher_california, invitation, "And which day?")
    mail = OutboxMessage.objects.filter(key="correspondence.message_posted", recipient_email=person.email).first()
    assert mail.entry.splitlines()[-3:-1] == [mail.reply_to, ""]
    assert take(mails.gmail_phone_taiwan(LIN, mail.reply_to, "星期二。")).outcome == "posted"
    assert [body for body, _author, _side in answers()] == ["星期二。"]
