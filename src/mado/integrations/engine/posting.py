"""One POST to an address somebody else typed: only https, only public machines, no redirects, never long.

The name is looked up once and the connection goes to the very address that was checked, so that a name which answers
differently the second time (DNS rebinding) leads nowhere inside. TLS still checks the name.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 10.0
"""For the whole of it: a program that answers one letter a second holds nobody up longer than one that is silent."""

PORTS = frozenset({443, 8443})
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""What is given out of IPv6 to the internet; everything else has a use of its own (RFC 4291 §2.4)."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""A v4 address in its last four bytes, as a network without v4 writes it (RFC 6052 §2.1)."""


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
        found = _wrapped(found) or found
    if isinstance(found, ipaddress.IPv6Address) and found not in _UNICAST:
        return False
    return found.is_global and not found.is_multicast


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour


def post(url: str, body: bytes, headers: Mapping[str, str], *, inside: bool = False) -> Answer:
    """Send it; any HTTP answer is an Answer. Raises Unreachable."""
    if why := refusal(url, inside=inside):
        raise Unreachable(f"the address may not be asked: {why}")
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolved(host, port, inside=inside)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _line(address, port) as line:
            connection = _connection(host, port, line, secure=parts.scheme == "https")
            connection.request("POST", path, body=body, headers={**headers, "Connection": "close"})
            with connection.getresponse() as answer:
                return Answer(answer.status)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        raise Unreachable(str(problem) or type(problem).__name__) from problem


@contextmanager
def _line(address: str, port: int) -> Iterator[socket.socket]:
    """An open socket that is shut when the time is over: its own timeout begins anew with each byte that comes."""
    with socket.create_connection((address, port), TIMEOUT_SECONDS) as opened, opened.dup() as line:
        line.settimeout(TIMEOUT_SECONDS)
        over = threading.Event()

        def cut() -> None:
            over.set()
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(TIMEOUT_SECONDS, cut)
        timer.start()
        try:
            yield line
        finally:
            timer.cancel()
        if over.is_set():
            raise TimeoutError("the answer took too long")


def _resolved(host: str, port: int, *, inside: bool) -> str:
    """The address to connect to. One private address among several makes the name unfit."""
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as problem:
        raise Unreachable("the name is not known") from problem
    if not found or not (inside or all(is_public(address) for address in found)):
        raise Unreachable("the address may not be asked: not public")
    return found[0]


def _connection(host: str, port: int, line: socket.socket, *, secure: bool) -> http.client.HTTPConnection:
    """A connection that goes over `line` and calls itself `host`."""
    if secure:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)

    def connect(_address: object, timeout: float, source: object = None) -> socket.socket:  # noqa: ARG001  # as socket has it
        return line

    connection._create_connection = connect  # type: ignore[attr-defined]  # noqa: SLF001  # http.client's own way in
    return connection


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
