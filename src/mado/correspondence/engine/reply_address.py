"""The address that takes an answer by mail: reply+<token>@<domain>. No Django here.

A token names thread and person until a day, and is signed. 24 bytes: thread 5, person 5, last day 2 (days since
1970-01-01, UTC), HMAC-SHA-256 cut to 12. In base32 without padding that is 39 letters, which survive mail servers that
fold case; with "reply+" 45 of the 64 a local part may have (RFC 5321 §4.5.3.1.1).
"""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import re
from dataclasses import dataclass

_EPOCH = dt.date(1970, 1, 1)
_SIGNED, _MAC = 12, 12
_LETTERS = 39
PREFIX = "reply+"
FOUND = re.compile(r"(?<![a-z0-9.+_-])reply\+([a-z2-7]{39})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """`expires` is the last day it holds."""

    thread_id: int
    person_id: int
    expires: dt.date


def make_token(key: bytes, token: ReplyToken) -> str:
    """39 lower-case letters and digits."""
    days = (token.expires - _EPOCH).days
    plain = token.thread_id.to_bytes(5, "big") + token.person_id.to_bytes(5, "big") + days.to_bytes(2, "big")
    return base64.b32encode(plain + _mac(key, plain)).decode().rstrip("=").lower()


def read_token(key: bytes, text: str) -> ReplyToken | None:
    """What the token says if we signed it, whether or not its day has passed; None for anything else."""
    if len(text) != _LETTERS:
        return None
    try:
        raw = base64.b32decode(text.upper() + "=")
    except (binascii.Error, ValueError):
        return None
    plain, mac = raw[:_SIGNED], raw[_SIGNED:]
    if not hmac.compare_digest(mac, _mac(key, plain)) or base64.b32encode(raw).decode().rstrip("=") != text.upper():
        return None
    expires = _EPOCH + dt.timedelta(days=int.from_bytes(plain[10:], "big"))
    return ReplyToken(int.from_bytes(plain[:5], "big"), int.from_bytes(plain[5:10], "big"), expires)


def _mac(key: bytes, plain: bytes) -> bytes:
    return hmac.new(key, b"mado.reply\x00" + plain, hashlib.sha256).digest()[:_MAC]


def address(token: str, domain: str) -> str:
    return f"{PREFIX}{token}@{domain}"


def tokens_in(text: str) -> list[str]:
    """Every token of a reply address in a header, lower case, in order, each once."""
    return list(dict.fromkeys(found.lower() for found in FOUND.findall(text)))
