"""One-click unsubscribing from mails nobody has to answer. Source: RFC 2369 §3.2, RFC 8058."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

_SALT = "notify.unsubscribe"


def unsubscribe_token(recipient_id: int) -> str:
    """Lasts as long as the SECRET_KEY: a mail may be old when its reader has had enough."""
    return Signer(salt=_SALT).sign(str(recipient_id)).replace(":", ".", 1)


def recipient_of(token: str) -> int | None:
    """The recipient's id; None for a token we never made."""
    try:
        return int(Signer(salt=_SALT).unsign(token.replace(".", ":", 1)))
    except (BadSignature, ValueError):
        return None


def unsubscribe_headers(recipient_id: int, language: str) -> dict[str, str]:
    with override(language):
        path = reverse("notify:unsubscribe", kwargs={"token": unsubscribe_token(recipient_id)})
    url = settings.MADO_SITE_URL.rstrip("/") + path
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
