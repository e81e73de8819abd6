"""How many, as the reader writes it. For counts of people and things, never for years, codes or ages."""

from babel import Locale
from babel.numbers import format_decimal
from django.utils.translation import get_language


def count_text(number: int) -> str:
    """In groups of thousands, as CLDR has it for the active language: 7,300. Han, Kana and Hangul count in the same."""
    return str(format_decimal(number, locale=Locale.parse(get_language() or "en", sep="-")))
