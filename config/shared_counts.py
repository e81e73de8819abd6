"""Names under which the web processes share counts in the database."""

import hashlib
import hmac

from django.conf import settings


def hidden_key(key: str, key_prefix: str, version: int) -> str:
    """A keyed hash: the same name gives the same one, and nobody reads an address back from it."""
    named = f"{key_prefix}:{version}:{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"mado.shared_counts:" + named, hashlib.sha256).hexdigest()
