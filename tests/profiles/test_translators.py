"""The adapters against a real server: what is sent, what is read, and every way in which it can go wrong."""

import json

import pytest

from mado.profiles.engine.translators import (
    ANSWER_BYTES_MOST,
    DeepL,
    LibreTranslate,
    TranslationFault,
    checked_address,
    translator_of,
)
from tests.profiles.translation_server import translation_server


@pytest.fixture
def server():
    with translation_server() as found:
        yield found


def test_deepl_is_asked_as_its_api_says(server):
    address, machine = server
    assert DeepL(address, "secret").translate(["港邊的小學", "風"], "zh-Hant", "en") == [
        "<EN-GB> 港邊的小學",
        "<EN-GB> 風",
    ]
    path, headers, body = machine.asked[0]
    assert (path, headers["Authorization"]) == ("/v2/translate", "DeepL-Auth-Key secret")
    assert body == {"text": ["港邊的小學", "風"], "source_lang": "ZH", "target_lang": "EN-GB"}


@pytest.mark.parametrize(
    ("source", "target", "sent"),
    [
        ("ja", "zh-Hant", ("JA", "ZH-HANT")),
        ("en", "ko", ("EN", "KO")),
        ("zh-Hant", "zh-Hans", ("ZH", "ZH-HANS")),
        ("cs", "pt", ("CS", "PT-PT")),
    ],
)
def test_deepl_gets_its_own_codes_of_languages(server, source, target, sent):
    address, machine = server
    DeepL(address, "k").translate(["x"], source, target)
    assert (machine.asked[0][2]["source_lang"], machine.asked[0][2]["target_lang"]) == sent


def test_libretranslate_is_asked_as_its_api_says(server):
    address, machine = server
    assert LibreTranslate(f"{address}/", "key").translate(["窓"], "ja", "zh-Hant") == ["<zt> 窓"]
    path, _headers, body = machine.asked[0]
    assert path == "/translate"
    assert body == {"q": ["窓"], "source": "ja", "target": "zt", "format": "text", "api_key": "key"}
    LibreTranslate(address).translate(["窓"], "ja", "en")
    assert "api_key" not in machine.asked[1][2]


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (400, "language"),
        (401, "refused"),
        (403, "refused"),
        (429, "used_up"),
        (456, "used_up"),
        (500, "unreachable"),
        (503, "unreachable"),
    ],
)
@pytest.mark.parametrize("kind", [DeepL, LibreTranslate])
def test_each_refusal_has_its_reason(server, kind, status, fault):
    address, machine = server
    machine.status, machine.answer = status, json.dumps({"error": "no", "message": "no"})
    with pytest.raises(TranslationFault) as caught:
        kind(address, "k").translate(["x"], "ja", "en")
    assert caught.value.fault == fault


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "not json",
        "[]",
        "{}",
        "null",
        b"\xff\xfe\x00",
        '{"translations": "x", "translatedText": "x"}',
        '{"translations": [], "translatedText": []}',
        '{"translations": [{"text": 5}], "translatedText": [5]}',
        '{"translations": [5], "translatedText": {"0": "x"}}',
        '{"translations": [{"text": "a"}, {"text": "b"}], "translatedText": ["a", "b"]}',
        '"' + "x" * (ANSWER_BYTES_MOST + 10) + '"',
    ],
)
@pytest.mark.parametrize("kind", [DeepL, LibreTranslate])
def test_an_answer_that_makes_no_sense_is_a_fault_and_no_text(server, kind, answer):
    address, machine = server
    machine.answer = answer
    with pytest.raises(TranslationFault) as caught:
        kind(address, "k").translate(["x"], "ja", "en")
    assert caught.value.fault == "answer"


def test_a_redirect_leads_nowhere(server):
    address, machine = server
    with translation_server() as (elsewhere, other):
        for status in (301, 302, 307, 308):
            machine.status, machine.location = status, f"{elsewhere}/translate"
            with pytest.raises(TranslationFault):
                LibreTranslate(address, "k").translate(["x"], "ja", "en")
        assert other.asked == []
    assert len(machine.asked) == 4


def test_a_server_that_is_not_there_is_unreachable(server):
    with pytest.raises(TranslationFault) as caught:
        DeepL("http://127.0.0.1:9", "k").translate(["x"], "ja", "en")
    assert caught.value.fault == "unreachable"


@pytest.mark.parametrize(
    "address",
    [
        "http://api.deepl.com",
        "ftp://127.0.0.1",
        "https://user:word@translate.example.org",
        "https://translate.example.org/?to=x",
        "https://translate.example.org/#x",
        "file:///etc/passwd",
        "https://",
        "",
        "http://169.254.169.254",
    ],
)
def test_only_https_or_this_machine_is_an_address(address):
    with pytest.raises(ValueError, match="https"):
        checked_address(address)
    with pytest.raises(ValueError, match="https"):
        LibreTranslate(address).translate(["x"], "ja", "en")


def test_what_a_deployment_chooses():
    assert translator_of("", "", "") is None
    assert translator_of("deepl", "", "k") == DeepL("https://api.deepl.com", "k")
    assert translator_of("libretranslate", "https://t.example.org/", "") == LibreTranslate("https://t.example.org")
    with pytest.raises(ValueError, match="known are"):
        translator_of("google", "https://t.example.org", "")
    with pytest.raises(ValueError, match="at most"):
        DeepL("https://api.deepl.com", "k").translate(["x" * 30_000], "ja", "en")
