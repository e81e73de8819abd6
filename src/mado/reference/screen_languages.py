"""Which of the languages of the screens and mails a person is written to in."""

from django.conf import settings

_CHINESE = ("zh",)


def screen_language(tag: str) -> str:
    """The language of settings.LANGUAGES for a BCP 47 tag: "zh-Hant-TW" and "zh" → "zh-hant", "ja" → "ja", "cs" → "en"."""
    first = tag.lower().replace("_", "-").split("-")[0]
    if first in _CHINESE:
        return "zh-hant"
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
