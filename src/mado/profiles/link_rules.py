"""Addresses of the web that a school may name: https, a real host, nobody's password in it. Never opened by Mado."""

import ipaddress
from urllib.parse import urlsplit

from django.utils.translation import gettext as _


def link_problem(address: str) -> str:
    """Why the address cannot be taken; "" when it can, or when it is empty."""
    if not address:
        return ""
    sentence = _("Write the whole address as the browser shows it. It begins with https://")
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        named = parts.port is None or parts.port > 0
    except ValueError:
        return sentence
    if parts.scheme != "https" or not named or any(sign.isspace() for sign in address):
        return sentence
    if parts.username is not None or parts.password is not None:
        return _("Leave out the user name and password: everybody can read this address.")
    return "" if _is_public_name(host) else sentence


def _is_public_name(host: str) -> bool:
    """A name with a dot that is no number of a machine and no name inside one house."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".") and not host.endswith((".local", ".internal", ".localhost"))
    return False
