"""A worker that is killed in the middle of its jobs loses none and sends no mail that is not recognisable as the same."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from mado.kernel.jobs import queue_job
from mado.notify.models import OutboxMessage
from tests.notify.smtp_server import SmtpServer

ROOT = Path(__file__).resolve().parents[2]
MAILS = 20
KILLS_AFTER = (4, 11)


def database_url():
    at = connection.settings_dict
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"


def start_worker(smtp):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": database_url(),
        "MADO_SMTP_HOST": "127.0.0.1",
        "MADO_SMTP_PORT": str(smtp.port),
        "MADO_WORKER_STALLED_SECONDS": "2",
    }
    return subprocess.Popen([sys.executable, "-m", "django", "procrastinate", "worker"], cwd=ROOT, env=env)


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.slow
def test_every_mail_goes_out_though_the_worker_is_killed_twice(empty_queue):
    for number in range(MAILS):
        mail = OutboxMessage.objects.create(
            key="test.mail",
            message_id=f"<{number}@test>",
            recipient_email=f"person{number}@example.org",
            language="en",
            subject=f"Mail {number}",
            body="Good day.",
        )
        queue_job("notify.deliver", queue="mail", outbox_id=mail.pk)
    with SmtpServer(pause=0.1) as smtp:
        worker = start_worker(smtp)
        try:
            for kill_after in KILLS_AFTER:
                wait_until(lambda after=kill_after: len(smtp.mails) >= after)
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                assert ProcrastinateJob.objects.filter(task_name="notify.deliver", status="doing").exists()
                worker = start_worker(smtp)
            jobs = ProcrastinateJob.objects.filter(task_name="notify.deliver")
            wait_until(lambda: jobs.filter(status="succeeded").count() == MAILS)
        finally:
            worker.kill()
            worker.wait()
    assert OutboxMessage.objects.filter(sent_at__isnull=False).count() == MAILS
    assert sorted(set(smtp.message_ids)) == sorted(f"<{number}@test>" for number in range(MAILS))
    # The mail in hand at each kill had been taken by the server but not noted: it came again under its own name.
    assert MAILS <= len(smtp.message_ids) <= MAILS + len(KILLS_AFTER)
