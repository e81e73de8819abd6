import datetime as dt

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language, to_locale


def written_date(day: dt.date) -> str:
    """The day with its weekday in the language in force, e.g. "Friday, November 27, 2026" or "2026年11月27日 星期五"."""
    return format_date(day, "full", locale=Locale.parse(to_locale(get_language() or "en")))
