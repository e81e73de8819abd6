"""The address a request came from, when a web server in front passes it on."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

Application = Callable[[dict[str, Any], Any], Any]


def behind_proxies(application: Application, trusted: str) -> Application:
    """REMOTE_ADDR becomes the last address of X-Forwarded-For that is none of `trusted` (addresses or networks with commas),
    and only for requests that come from one of these. Without any, the header is not believed."""
    names = [name.strip() for name in trusted.split(",") if name.strip()]
    if not names:
        return application
    if "*" in names:
        raise ImproperlyConfigured(
            "MADO_TRUSTED_PROXIES=* would believe any address a stranger writes into X-Forwarded-For. Name your proxies."
        )
    return wrap_wsgi_with_proxy_headers(application, names)
