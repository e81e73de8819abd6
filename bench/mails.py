"""Incoming mail and calendars that nobody should have written: 10,000 mutated mails through the whole way (stored, read,
judged, posted or put in quarantine), 10,000 mutated .ics through the reader of closed days, and bombs.

    python -m bench mails

The aim is not speed but that nothing falls over and nothing is lost. The peer is Python's own parser, asked for the
same of the same files: sender, subject and the text of every part.
"""

import datetime as dt
import email
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from email import policy
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

FILES = 10_000
FIRST, LAST = dt.date(2026, 8, 1), dt.date(2027, 7, 31)


def run() -> dict[str, Any]:
    """Figures: files, crashes, lost, and the slowest one in milliseconds."""
    return {"mail": _in_own_database(), "mail_peer": _peer(), "ics": _calendars()}


def _in_own_database() -> dict[str, Any]:
    """The mails in a process of its own, on a database that is dropped afterwards."""
    import psycopg

    from bench.pages import _server_url

    url, name = _server_url(), f"bench_mails_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="mado-bench-") as var, psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')  # the disk is not what is measured
        try:
            env = {
                **os.environ,
                "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{quote(name)}")),
                "MADO_VAR": var,
                "MADO_SEARCH_DIR": f"{var}/search",
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
            }
            ask = [sys.executable, str(Path(__file__).resolve()), "--mails"]
            done = subprocess.run(ask, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
            return json.loads(done.stdout.splitlines()[-1])
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _mails() -> dict[str, Any]:
    """Every mail stored, looked at, and counted by what became of it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from mado.correspondence.engine.reading import read_mail
    from mado.correspondence.models import InboundMail, Message
    from mado.correspondence.services import handle_mail, store_mail
    from tests.correspondence.mutating import mutants

    class Here:
        read = staticmethod(read_mail)

    crashes, slowest, outcomes, stored = 0, 0.0, Counter(), set()
    for raw in mutants(_seeds(_address()), FILES, random.Random(20)):
        started = time.perf_counter()
        mail = store_mail(raw=raw, source="http")
        if mail.pk not in stored:
            stored.add(mail.pk)
            try:
                outcomes[handle_mail(inbound_id=mail.pk, reader=Here())] += 1
            except Exception:  # noqa: BLE001  # counted: that is the figure
                crashes += 1
        slowest = max(slowest, time.perf_counter() - started)
    mails = InboundMail.objects.filter(pk__in=stored)
    lost = mails.filter(outcome="").count() + mails.filter(outcome="posted", message=None).count()
    return {
        "files": FILES, "different": len(stored), "crashes": crashes, "lost": lost, "aim_lost": 0,
        "broken": mails.filter(problem="broken").count(), "messages_posted": Message.objects.filter(via="mail").count(),
        **{f"outcome_{name}": number for name, number in sorted(outcomes.items())}, "slowest_ms": slowest * 1000,
    }  # fmt: skip


def _address() -> str:
    """The answer address of somebody's mail in a small world of its own."""
    from django.utils import timezone

    from mado.correspondence.queries import invitation_subject
    from mado.correspondence.services import post_message
    from mado.demo.small_world import build_small_world
    from mado.notify.models import OutboxMessage
    from mado.partnerships.services import send_invitation

    world = build_small_world()
    invitation = send_invitation(
        sender=world.california, recipient=world.kaohsiung, actor=world.teacher_california, wish=world.wish_california,
        kind="cultural", mode="both", about_us="We.", proposal="Let us.", first_step="", language="en", group_size=25,
        reply_by=timezone.localdate() + dt.timedelta(days=14),
    )  # fmt: skip
    post_message(subject=invitation_subject(invitation), actor=world.teacher_california, body="Hello", language="en")
    mails = OutboxMessage.objects.filter(recipient_id=world.teacher_kaohsiung.pk).exclude(reply_to="")
    return mails.latest("id").reply_to


def _seeds(to: str) -> list[bytes]:
    from tests.correspondence import mails

    makers = (mails.iphone_japan, mails.gmail_phone_taiwan, mails.outlook_taiwan, mails.naver_korea, mails.with_files)
    words = ("はい", "好", "可以", "네", "Look")
    return [make("Lin <lin@example.org>", to, said) for make, said in zip(makers, words, strict=True)]


def _peer() -> dict[str, Any]:
    """Python's parser with its own policy, not wrapped: on how many of the same files it raises."""
    from tests.correspondence.mutating import mutants

    raised: Counter[str] = Counter()
    started = time.perf_counter()
    for raw in mutants(_seeds("reply+x@reply.example.org"), FILES, random.Random(20)):
        try:
            mail = email.message_from_bytes(raw, policy=policy.default)
            _all = (mail["From"], mail["Subject"])
            for part in mail.walk():
                if part.get_content_maintype() == "text":
                    part.get_content()
        except Exception as problem:  # noqa: BLE001  # counted: that is the figure
            raised[type(problem).__name__] += 1
    return {"files": FILES, "crashes": sum(raised.values()), **raised, "seconds": time.perf_counter() - started}


def _calendars() -> dict[str, Any]:
    from mado.profiles.engine.ics_reading import NotACalendar, read_closed_days
    from tests.correspondence.mutating import mutants
    from tests.profiles.test_ics_reading import RULES, ics

    seed = ics(
        "DTSTART;VALUE=DATE:20261010|SUMMARY:國慶日",
        *[f"DTSTART;VALUE=DATE:20260904|RRULE:{rule}|EXDATE;VALUE=DATE:20260911|SUMMARY:y" for rule in RULES],
    )
    bombs = [
        ics(*["DTSTART;VALUE=DATE:19800101|RRULE:FREQ=DAILY"] * 1900),
        ics(*[f"DTSTART;VALUE=DATE:20260901|RRULE:FREQ={f}" for f in ("SECONDLY", "MINUTELY", "HOURLY")] * 600),
        b"BEGIN:VCALENDAR\r\n" * 40_000,
        ics("DTSTART;VALUE=DATE:20260901|SUMMARY:" + "x" * 900_000),
    ]
    crashes, refused, slowest = 0, 0, 0.0
    for raw in (*mutants([seed], FILES, random.Random(21)), *bombs):
        started = time.perf_counter()
        try:
            read_closed_days(raw, FIRST, LAST)
        except NotACalendar:
            refused += 1
        except Exception:  # noqa: BLE001  # counted: that is the figure
            crashes += 1
        slowest = max(slowest, time.perf_counter() - started)
    return {
        "files": FILES, "bombs": len(bombs), "crashes": crashes, "refused": refused, "slowest_ms": slowest * 1000,
        "aim_slowest_ms": 2000,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(_mails()))
