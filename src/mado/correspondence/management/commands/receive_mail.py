import sys
from typing import Any

from django.core.management.base import BaseCommand

from mado.correspondence.enums import MailSource
from mado.correspondence.services import store_mail
from mado.correspondence.services.receiving import RAW_MOST

EX_NOINPUT, EX_TEMPFAIL = 66, 75
"""sysexits.h: what a mail server understands. 75 tells it to keep the mail and try again."""


class Command(BaseCommand):
    """For a mail server's pipe: stores the mail of standard input, then returns. A job looks at it."""

    help = "Take in one mail from standard input (for a mail server's pipe)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        raw = sys.stdin.buffer.read(RAW_MOST + 1)
        while sys.stdin.buffer.read(1 << 16):  # a mail server takes a closed pipe for a failure
            pass
        if not raw.strip():
            sys.exit(EX_NOINPUT)
        try:
            store_mail(raw=raw, source=MailSource.PIPE)
        except Exception as problem:  # noqa: BLE001  # whatever it is, the mail server keeps the mail
            self.stderr.write(f"not stored: {type(problem).__name__}")
            sys.exit(EX_TEMPFAIL)
