import datetime as dt
import smtplib

import pytest
from django.core import mail as sent_mails
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.kernel.jobs import queue_job
from mado.notify.delivery import deliver_message
from mado.notify.messages import MailSpec
from mado.notify.models import OutboxMessage
from mado.notify.queries import KEPT, MOST_ATTEMPTS, MailboxFilter, mailbox, undeliverable, visible_to
from mado.notify.services import delete_old_messages, queue_message
from mado.notify.tasks import PATIENCE
from tests.notify.smtp_server import SmtpServer

HELLO = MailSpec("test.hello", "whoever asks", "Hello %(school)s", "Good day to %(school)s.", ("school",))


@pytest.fixture
def mail(world):
    return queue_message(
        mail=HELLO,
        to=world.teacher_kaohsiung,
        thing=world.kaohsiung,
        link=("portal:home", {}),
        variables={"school": "港都"},
    )


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with SmtpServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def deliver_jobs():
    return ProcrastinateJob.objects.filter(task_name="notify.deliver")


def test_a_mail_is_written_in_the_recipients_language_and_its_job_with_it(mail):
    assert mail.language == "zh-hant"
    assert mail.subject == "Hello 港都"
    assert "/zh-hant/" in mail.body
    assert [job.args for job in deliver_jobs()] == [{"outbox_id": mail.pk}]


def test_a_job_vanishes_with_the_transaction_that_queued_it(empty_queue):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue_job("notify.deliver", queue="mail", outbox_id=1)
        assert deliver_jobs().count() == 1
        raise RuntimeError
    assert deliver_jobs().count() == 0


def test_a_job_queued_inside_the_worker_vanishes_too(empty_queue):
    """There procrastinate's app has a connection pool of its own, on which the job would commit at once."""
    with app.replace_connector(app.connector.get_worker_connector()):
        with pytest.raises(RuntimeError), transaction.atomic():
            queue_job("notify.deliver", queue="mail", outbox_id=1)
            raise RuntimeError
        queue_job("notify.deliver", queue="mail", outbox_id=2)
    assert [job.args for job in deliver_jobs()] == [{"outbox_id": 2}]


def test_a_mail_with_a_missing_variable_is_not_written(world):
    with pytest.raises(ValueError, match=r"test\.hello: missing"):
        queue_message(
            mail=HELLO, to=world.stranger, thing=world.tokyo, link=("portal:home", {}), variables={"town": "x"}
        )
    assert OutboxMessage.objects.filter(key="test.hello").count() == 0


def test_delivery_happens_once(mail):
    assert deliver_message(outbox_id=mail.pk) is True
    assert deliver_message(outbox_id=mail.pk) is False
    assert [m.extra_headers["Message-ID"] for m in sent_mails.outbox] == [mail.message_id]
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error, mail.sent_at is not None) == (1, "", True)


def test_delivery_of_a_mail_that_is_gone_does_nothing(db):
    assert deliver_message(outbox_id=0) is False


def test_what_the_mail_server_takes_is_what_stands_in_the_outbox(mail, smtp):
    deliver_message(outbox_id=mail.pk)
    (taken,) = smtp.mails
    assert taken["Message-ID"] == mail.message_id
    assert taken["To"] == "lin@example.org"
    assert taken["Content-Language"] == "zh-hant"
    assert taken.get_payload(decode=True).decode().replace("\r\n", "\n").strip() == mail.body.strip()


def test_a_refusal_stays_on_the_row_and_the_mail_goes_out_later(mail, smtp):
    smtp.refusing = True
    for attempt in (1, 2):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            deliver_message(outbox_id=mail.pk)
        mail.refresh_from_db()
        assert (mail.attempts, mail.sent_at) == (attempt, None)
        assert "No such person here" in mail.last_error
    smtp.refusing = False
    assert deliver_message(outbox_id=mail.pk) is True
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error) == (3, "")
    assert smtp.message_ids == [mail.message_id]


def test_no_mail_server_at_all_is_a_failed_attempt(mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(ConnectionRefusedError):
        deliver_message(outbox_id=mail.pk)
    mail.refresh_from_db()
    assert mail.attempts == 1
    assert "refused" in mail.last_error


def test_after_the_last_attempt_support_sees_the_mail(mail, world, client):
    assert PATIENCE.max_attempts == MOST_ATTEMPTS - 1
    OutboxMessage.objects.filter(pk=mail.pk).update(attempts=MOST_ATTEMPTS - 1)
    assert list(undeliverable()) == []
    OutboxMessage.objects.filter(pk=mail.pk).update(attempts=MOST_ATTEMPTS, last_error="refused")
    assert list(undeliverable()) == [mail]
    assert list(mailbox(MailboxFilter(sent="failed"))) == [mail]
    world.stranger.is_staff = True
    world.stranger.save()
    client.force_login(world.stranger)
    answer = client.get("/en/support/notify/outboxmessage/?delivery=failed")
    assert answer.status_code == 200
    assert "lin@example.org" in answer.content.decode()


def test_sent_mails_are_deleted_after_ninety_days_and_unsent_ones_are_not(mail, world):
    OutboxMessage.objects.exclude(pk=mail.pk).delete()
    long_ago = timezone.now() - KEPT - dt.timedelta(hours=1)
    OutboxMessage.objects.update(created_at=long_ago)
    assert delete_old_messages() == 0
    OutboxMessage.objects.update(sent_at=timezone.now() - KEPT + dt.timedelta(hours=1))
    assert delete_old_messages() == 0
    OutboxMessage.objects.update(sent_at=long_ago)
    assert delete_old_messages() == 1


def test_a_person_sees_their_own_mails_and_support_sees_all(mail, world):
    seen = {name: mail in visible_to(getattr(world, name)) for name in ("teacher_kaohsiung", "officer", "stranger")}
    assert seen == {"teacher_kaohsiung": True, "officer": False, "stranger": False}
    world.stranger.is_staff = True
    assert mail in visible_to(world.stranger)
