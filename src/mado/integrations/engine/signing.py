"""Signatures of deliveries, as the Standard Webhooks specification has them (standardwebhooks.com, version 1.0.0).

The signed text is `id.timestamp.body`; the header holds "v1," and the base64 of its HMAC-SHA256. The secret is shown as
"whsec_" and the base64 of the key.
"""

import base64
import hashlib
import hmac

SECRET_PREFIX = "whsec_"  # noqa: S105  # how a secret begins, none itself
TOLERANCE_SECONDS = 300
"""Older than this a receiver should refuse a delivery: it may be a replay."""


def key_of(server_key: bytes, salt: str) -> bytes:
    """The webhook's own key, 32 bytes, derived so that nothing secret has to be stored beside the salt."""
    return hmac.new(server_key, f"mado.webhook:{salt}".encode(), hashlib.sha256).digest()


def secret_text(key: bytes) -> str:
    """What the receiver is given."""
    return SECRET_PREFIX + base64.b64encode(key).decode()


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header `webhook-signature`."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
