"""One POST to an address somebody else typed: only https, only public machines, no redirects, never long.

The name is looked up once and the connection goes to the very address that was checked, so that a name which answers
differently the second time (DNS rebinding) leads nowhere inside. TLS still checks the name.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10.0
READ_MOST = 4_096
PORTS = frozenset({443, 8443})


class Unreachable(Exception):  # noqa: N818  # reads as the state it is
    """The address may not be asked, or did not answer. The text says why, for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


def refusal(url: str, *, inside: bool = False) -> str:
    """Why this address may never be asked, "" when it may. `inside` allows http and this machine: development only."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "not an address"
    if not parts.hostname or parts.username or parts.password or parts.fragment:
        return "not an address"
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        return "not https"
    if not inside and port is not None and port not in PORTS:
        return "port"
    if not inside and _is_number(parts.hostname) and not is_public(parts.hostname):
        return "not public"
    return ""


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet. A v4 address wrapped in v6 counts as itself."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str], *, inside: bool = False) -> Answer:
    """Send it; any HTTP answer is an Answer. Raises Unreachable."""
    if why := refusal(url, inside=inside):
        raise Unreachable(f"the address may not be asked: {why}")
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolved(host, port, inside=inside)
    connection = _connection(host, port, address, secure=parts.scheme == "https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body=body, headers={**headers, "Connection": "close"})
        answer = connection.getresponse()
        answer.read(READ_MOST)
        return Answer(answer.status)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise Unreachable(str(problem) or type(problem).__name__) from problem
    finally:
        connection.close()


def _resolved(host: str, port: int, *, inside: bool) -> str:
    """The address to connect to. One private address among several makes the name unfit."""
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as problem:
        raise Unreachable("the name is not known") from problem
    if not found or not (inside or all(is_public(address) for address in found)):
        raise Unreachable("the address may not be asked: not public")
    return found[0]


def _connection(host: str, port: int, address: str, *, secure: bool) -> http.client.HTTPConnection:
    """A connection that goes to `address` and calls itself `host`."""
    if secure:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)

    def connect(_address: object, timeout: float, source: object = None) -> socket.socket:  # noqa: ARG001  # as socket has it
        return socket.create_connection((address, port), TIMEOUT_SECONDS)

    connection._create_connection = connect  # type: ignore[attr-defined]  # noqa: SLF001  # http.client's own way in
    return connection


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
