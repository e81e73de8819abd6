"""The answer address of a person in a thread, with this installation's key and domain."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.utils import timezone

from mado.accounts.models import User
from mado.correspondence.engine.reply_address import ReplyToken, address, make_token, read_token
from mado.correspondence.models import Thread

DAYS_VALID = 180


def _key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"mado.correspondence.reply", hashlib.sha256).digest()


def reply_address(thread: Thread, person: User) -> str:
    """ "" where no domain takes mail for this installation."""
    if not settings.MADO_REPLY_DOMAIN:
        return ""
    expires = timezone.now().astimezone(dt.UTC).date() + dt.timedelta(days=DAYS_VALID)
    return address(make_token(_key(), ReplyToken(thread.pk, person.pk, expires)), settings.MADO_REPLY_DOMAIN)


def read_reply_token(text: str) -> ReplyToken | None:
    return read_token(_key(), text)


def is_expired(token: ReplyToken) -> bool:
    return timezone.now().astimezone(dt.UTC).date() > token.expires


def thread_root(thread: Thread) -> str:
    """The Message-ID every mail of the thread refers to; no mail bears it."""
    return f"<thread-{thread.pk}@{settings.MADO_REPLY_DOMAIN or 'mado'}>"
