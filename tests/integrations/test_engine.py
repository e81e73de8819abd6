import base64
import hashlib
import hmac

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
    "https://user@school.example/",
    "https://user:word@school.example/",
    "https://school.example:22/",
    "https://school.example:99999/",
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
    "name", ["localhost", "localhost.localdomain", "127.1", "2130706433", "0x7f.1", "017700000001"]
)
def test_names_and_numbers_that_lead_inside_are_refused_when_looked_up(name):
    with pytest.raises(Unreachable):
        post(f"https://{name}/", b"{}", {})


def test_public_addresses_pass_the_first_look():
    assert refusal("https://school.example/mado?token=1") == ""
    assert refusal("https://school.example:8443/") == ""
    assert is_public("93.184.216.34")
    assert not is_public("::ffff:192.168.0.1")


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
