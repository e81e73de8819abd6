"""Which of the languages of the screens and mails a person is written to in."""

from django.conf import settings


def screen_language(tag: str, otherwise: str | None = None) -> str:
    """The language of settings.LANGUAGES for a BCP 47 tag: "zh-Hant-TW" and "zh" → "zh-hant", "ja" → "ja"; for a language
    the screens have not, such as "cs", `otherwise`, and without that settings.LANGUAGE_CODE."""
    first = tag.lower().replace("_", "-").split("-")[0]
    if first == "zh":
        return "zh-hant"
    return first if first in dict(settings.LANGUAGES) else otherwise or settings.LANGUAGE_CODE
