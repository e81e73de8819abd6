"""Machine translation by a service of the deployment's choice: DeepL or LibreTranslate. Off unless it is set.

Only the one address of the settings is ever asked: it is https (or this very machine), redirects are not followed, an
answer has a time and a size limit. What is sent is text alone; where to is never part of it.
Formats: DeepL API v2 "translate"; LibreTranslate "POST /translate".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Literal, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

SECONDS_MOST = 8
ANSWER_BYTES_MOST = 1_000_000
CHARACTERS_MOST = 20_000
"""Of all texts of one request; DeepL takes 128 KiB."""

Fault = Literal["unreachable", "refused", "used_up", "language", "answer"]
_MACHINE_ITSELF = ("localhost", "127.0.0.1", "::1")


class TranslationFault(Exception):  # noqa: N818  # a fault of the service, told to a person as a sentence
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Translator(Protocol):
    """`texts` of one language into another (BCP 47 tags), in the same order and number. Raises TranslationFault."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]: ...


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """None follows nowhere: the answer then counts as an error."""


def checked_address(url: str) -> str:
    """The address without its last slash. Raises ValueError when it is not https and not on this machine."""
    parts = urlsplit(url)
    own = parts.scheme == "http" and parts.hostname in _MACHINE_ITSELF
    if not parts.hostname or not (parts.scheme == "https" or own) or parts.username or parts.query or parts.fragment:
        raise ValueError(f"the translator's address must be https without user, query or fragment: {url!r}")
    return url.rstrip("/")


def _ask(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
    data = json.dumps(body, ensure_ascii=False).encode()
    request = Request(url, data, {"Content-Type": "application/json", "User-Agent": "Mado", **headers})  # noqa: S310  # checked_address
    opener = build_opener(_NoRedirect, ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS_MOST) as answer:
            raw = answer.read(ANSWER_BYTES_MOST + 1)
    except HTTPError as error:
        with error:
            raise TranslationFault(_fault_of(error.code)) from None
    except (OSError, HTTPException):
        raise TranslationFault("unreachable") from None
    if len(raw) > ANSWER_BYTES_MOST:
        raise TranslationFault("answer")
    try:
        return json.loads(raw)
    except ValueError:
        raise TranslationFault("answer") from None


def _fault_of(status: int) -> Fault:
    if status in (401, 403):
        return "refused"
    if status in (429, 456):  # 456 is DeepL's own: the quota of the month is used up
        return "used_up"
    return "language" if status == 400 else "unreachable"


def _texts(found: Any, wanted: int) -> list[str]:
    if not isinstance(found, list) or len(found) != wanted or not all(isinstance(text, str) for text in found):
        raise TranslationFault("answer")
    return found


def _limited(texts: Sequence[str]) -> list[str]:
    if sum(map(len, texts)) > CHARACTERS_MOST:
        raise ValueError(f"at most {CHARACTERS_MOST} characters in one request")
    return list(texts)


@dataclass(frozen=True, slots=True)
class DeepL:
    """https://api.deepl.com or https://api-free.deepl.com, with the account's key."""

    url: str
    key: str

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        body = {
            "text": _limited(texts),
            "source_lang": source.split("-", maxsplit=1)[0].upper(),
            "target_lang": self._target(target),
        }
        answer = _ask(
            f"{checked_address(self.url)}/v2/translate", body, {"Authorization": f"DeepL-Auth-Key {self.key}"}
        )
        rows = answer.get("translations") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            raise TranslationFault("answer")
        return _texts([row.get("text") if isinstance(row, dict) else None for row in rows], len(texts))

    @staticmethod
    def _target(tag: str) -> str:
        """English and Portuguese need a country, Chinese its script."""
        return {"en": "EN-GB", "pt": "PT-PT"}.get(tag, tag.upper())


@dataclass(frozen=True, slots=True)
class LibreTranslate:
    """A server of one's own or a public one; `key` "" where it asks for none."""

    url: str
    key: str = ""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        body = {"q": _limited(texts), "source": self._tag(source), "target": self._tag(target), "format": "text"}
        if self.key:
            body["api_key"] = self.key
        answer = _ask(f"{checked_address(self.url)}/translate", body, {})
        return _texts(answer.get("translatedText") if isinstance(answer, dict) else None, len(texts))

    @staticmethod
    def _tag(tag: str) -> str:
        """Its models call the two scripts of Chinese zt and zh; otherwise the language alone."""
        return {"zh-Hant": "zt", "zh-Hans": "zh"}.get(tag, tag.split("-", maxsplit=1)[0])


def translator_of(name: str, url: str, key: str) -> Translator | None:
    """The translator a deployment has chosen: "deepl", "libretranslate" or "" for none."""
    if not name:
        return None
    if name == "deepl":
        return DeepL(checked_address(url or "https://api.deepl.com"), key)
    if name == "libretranslate":
        return LibreTranslate(checked_address(url), key)
    raise ValueError(f"MADO_TRANSLATOR is {name!r}; known are deepl, libretranslate and nothing at all")
