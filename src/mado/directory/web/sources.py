"""Where an identifier comes from, in words, and links that are safe to follow."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from mado.directory.importing.sources import SOURCES


@dataclass(frozen=True, slots=True)
class ListName:
    """The title of an official list in its own language (BCP 47)."""

    title: str
    language: str


_LANGUAGES = {"tw": "zh-Hant", "hk": "zh-Hant", "jp": "ja", "kr": "ko"}


def source_of(scheme: str) -> ListName | None:
    """The official list an identifier scheme belongs to; None for a scheme that is no list of ours."""
    source = SOURCES.get(scheme)
    return ListName(source.title, _LANGUAGES.get(scheme[:2], "en")) if source else None


def safe_link(text: str) -> str:
    """The address when it is one of the web, else "": lists hold anything."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return text.strip() if parts.scheme in ("http", "https") and parts.hostname else ""
