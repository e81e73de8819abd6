import base64
import hashlib
import hmac
import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from mado.integrations.engine.posting import Unreachable, is_public, post, refusal
from mado.integrations.engine.signing import key_of, secret_text, signature

REFUSED = [
    "http://school.example/",
    "https://127.0.0.1/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.168.1.1/",
    "https://172.16.0.1/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a9fe:a9fe::1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[0:0:0:0:0:ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[fec0::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1%25eth0]/",
    "https://[ff02::1]/",
    "https://[100::1]/",
    "https://[2001::1]/",
    "https://[2001:db8::1]/",
    "https://[5f00::1]/",
    "https://127.255.255.254/",
    "https://169.254.170.2/",
    "https://172.31.255.255/",
    "https://192.0.0.1/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://127.0.0.1:8443/",
    "https://user@school.example/",
    "https://user:word@school.example/",
    "https://school.example:22/",
    "https://school.example:99999/",
    "https://school.example:80/",
    "https://school.example:-1/",
    "https://public.example@127.0.0.1/",
    "HTTP://school.example/",
    "dict://school.example:11211/",
    "data:text/plain,x",
    "https:\\\\127.0.0.1\\",
    "https://school.example/#part",
    "https:///nowhere",
    "file:///etc/passwd",
    "gopher://school.example/",
    "ftp://school.example/",
    "javascript:alert(1)",
    "//school.example/",
    "school.example",
    "https://[::1",
    "",
]


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_that_are_never_asked(url):
    assert refusal(url)
    with pytest.raises(Unreachable):
        post(url, b"{}", {})


@pytest.mark.parametrize(
    "name",
    [
        "localhost", "localhost.", "localhost.localdomain", "LOCALHOST", "127.1", "127.0.1", "127.0.0.1.", "2130706433",
        "0x7f.1", "0x7f000001", "0X7F.0.0.1", "017700000001", "0177.0.0.1", "0", "１２７.0.0.1", "127。0。0。1", "%6cocalhost",
    ],
)  # fmt: skip
def test_names_and_numbers_that_lead_inside_are_refused_when_looked_up(name):
    with pytest.raises(Unreachable):
        post(f"https://{name}/", b"{}", {})


def test_public_addresses_pass_the_first_look():
    assert refusal("https://school.example/mado?token=1") == ""
    assert refusal("https://school.example:8443/") == ""
    assert is_public("93.184.216.34")
    assert not is_public("::ffff:192.168.0.1")


@pytest.fixture
def canary():
    """A listener on every address of this machine that hears whoever knocks."""
    with socket.create_server(("", 0)) as listening:
        listening.setblocking(False)
        yield listening


def test_nobody_knocks_at_an_inner_door(canary, monkeypatch):
    """Every way of writing an inner address, with the port of a door that is open there."""
    port = canary.getsockname()[1]
    monkeypatch.setattr("mado.integrations.engine.posting.PORTS", frozenset({port}))
    hosts = [urlsplit(url).netloc.rpartition("@")[2].partition(":8443")[0] for url in REFUSED if "127" in url]
    for host in (*hosts, "localhost", "127.1", "2130706433", "0x7f.1", "017700000001", "0", "[::1]", "[::]"):
        with pytest.raises(Unreachable):
            post(f"https://{host}:{port}/", b"{}", {})
    with pytest.raises(BlockingIOError):
        canary.accept()


def test_the_door_is_open_to_who_may_knock(canary):
    """What the test before rests on: the same port hears an address of this machine where development allows it."""
    with socket.create_connection(("127.0.0.1", canary.getsockname()[1])):
        canary.setblocking(True)
        canary.accept()[0].close()


def test_an_answer_that_never_ends_is_cut_off(monkeypatch):
    """One letter after the other, each in time: the whole has a time, too."""
    monkeypatch.setattr("mado.integrations.engine.posting.TIMEOUT_SECONDS", 0.2)
    enough = threading.Event()

    def drip(listening: socket.socket) -> None:
        caller, _address = listening.accept()
        with caller, suppress(OSError):
            caller.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(100):
                caller.sendall(b"x")
                if enough.wait(0.05):
                    return
            caller.sendall(b"\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        dripping = threading.Thread(target=drip, args=[listening], daemon=True)
        dripping.start()
        with pytest.raises(Unreachable):
            post(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"{}", {}, inside=True)
        enough.set()
        dripping.join()


def test_the_signature_is_that_of_the_standard():
    key = key_of(b"server", "salt")
    assert len(key) == 32
    assert secret_text(key) == "whsec_" + base64.b64encode(key).decode()
    by_hand = base64.b64encode(hmac.new(key, b'msg_1.1700000000.{"a":1}', hashlib.sha256).digest()).decode()
    assert signature(key, "msg_1", 1_700_000_000, b'{"a":1}') == f"v1,{by_hand}"


def test_another_salt_is_another_key():
    assert key_of(b"server", "one") != key_of(b"server", "two")


def test_no_redirect_is_followed(program):
    program.answers = [307]
    assert post(program.url, b"{}", {}, inside=True).status == 307
    assert len(program.got) == 1
