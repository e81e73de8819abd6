"""Languages schools teach and meet in: BCP 47 tags with names in the reader's language (CLDR through Babel)."""

from collections.abc import Mapping
from functools import cache

import langcodes
from babel import Locale
from django.utils.translation import get_language

_COMMON = (
    *("zh-Hant", "en", "ja", "ko", "nan", "hak", "ami", "tay", "pwn", "bnn", "yue", "zh-Hans"),
    *("vi", "th", "id", "ms", "fil", "my", "km", "mn", "hi"),
    *("fr", "de", "es", "pt", "it", "nl", "pl", "cs", "sv", "ru", "uk", "tr", "ar"),
)
_LOCALES = {"zh": "zh_Hant", "en": "en", "ja": "ja", "ko": "ko"}
_OWN_NAMES: Mapping[str, Mapping[str, str]] = {
    # Where CLDR has no name, or not the one in use in schools.
    "zh-Hant": {"en": "Chinese (traditional)", "zh": "中文（正體）", "ja": "中国語（繁体字）", "ko": "중국어(번체)"},
    "zh-Hans": {"en": "Chinese (simplified)", "zh": "中文（簡體）", "ja": "中国語（簡体字）", "ko": "중국어(간체)"},
    "nan": {"en": "Taiwanese", "zh": "臺灣台語", "ja": "台湾語", "ko": "대만어"},
    "hak": {"en": "Hakka", "zh": "客語", "ja": "客家語", "ko": "하카어"},
    "ami": {"en": "Amis", "zh": "阿美語", "ja": "アミ語", "ko": "아미어"},
    "tay": {"en": "Atayal", "zh": "泰雅語", "ja": "タイヤル語", "ko": "아타얄어"},
    "pwn": {"en": "Paiwan", "zh": "排灣語", "ja": "パイワン語", "ko": "파이완어"},
    "bnn": {"en": "Bunun", "zh": "布農語", "ja": "ブヌン語", "ko": "부눈어"},
}


@cache
def _name(tag: str, reader: str) -> str:
    own = _OWN_NAMES.get(tag)
    if own:
        return own[reader]
    names = Locale.parse(_LOCALES[reader]).languages
    primary = tag.split("-", maxsplit=1)[0]
    return names.get(tag.replace("-", "_")) or names.get(primary) or tag


def language_name(tag: str, language: str | None = None) -> str:
    """The name of the language `tag` in a language (default: the active one); an unknown tag comes back as it is.

    Chinese says its script, since a school reads one of them: zh-TW → traditional, zh-CN → simplified.
    """
    try:
        parsed = langcodes.Language.get(tag)
    except langcodes.LanguageTagError:
        return tag
    if parsed.language == "zh":
        tag = f"zh-{parsed.maximize().script}"
    reader = (language or get_language() or "en").split("-")[0].lower()
    return _name(tag, reader if reader in _LOCALES else "en")


def languages(language: str | None = None) -> list[tuple[str, str]]:
    """(tag, name) of the languages offered in forms: those of the alliance's daily work first."""
    return [(tag, language_name(tag, language)) for tag in _COMMON]


_EAST_ASIAN = ("zh", "ja", "ko")


def language_by_script(words: str, *candidates: str) -> str:
    """The first of these languages that the words can be of by their script: Han, kana and Hangul, or another. "": none."""
    east = any(sign >= "\u2e80" for sign in words)
    return next((tag for tag in candidates if tag and (tag.split("-")[0] in _EAST_ASIAN) is east), "")
