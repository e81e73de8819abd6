"""Whom the counting of questions counts: the client, not the web server in front, and not whom a client claims to be."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.proxies import behind_proxies


def seen(trusted, came_from, forwarded=None):
    """The address the application sees."""
    addresses = []
    environ = {"REMOTE_ADDR": came_from} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    behind_proxies(lambda found, _start: addresses.append(found["REMOTE_ADDR"]), trusted)(environ, None)
    return addresses[0]


@pytest.mark.parametrize(
    ("trusted", "came_from", "forwarded", "address"),
    [
        ("", "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("::1", "::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_a_known_proxy_is_believed_and_only_what_it_added(trusted, came_from, forwarded, address):
    assert seen(trusted, came_from, forwarded) == address


def test_believing_everybody_is_refused():
    with pytest.raises(ImproperlyConfigured):
        behind_proxies(lambda _environ, _start: None, "*")
