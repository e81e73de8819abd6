"""How dates and schools are written out in the language of the moment: the reader's page or the recipient's mail."""

import datetime as dt
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mado.directory.models import Organization
from mado.reference.places import city_of


def reader_locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


def full_date(day: dt.date) -> str:
    """With its weekday, in the calendar order of the language: Tuesday, March 10, 2026 · 2026年3月10日 星期二."""
    return format_date(day, format="full", locale=reader_locale())


def local_moment(moment: dt.datetime, zone: str) -> str:
    """Weekday, date and 24-hour time of a moment where the zone is; the dot reads in every script."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{full_date(local.date())} · {local:%H:%M}"


def moment_for(moment: dt.datetime, zone: str) -> str:
    """A moment on the clock of one side, with its city."""
    return _("%(moment)s in %(city)s") % {"moment": local_moment(moment, zone), "city": city_of(zone)}


def spoken_name(organization: Organization) -> str:
    """The school's own name, with the English one for who does not read its script."""
    if not organization.second_name:
        return organization.name
    return _("%(own_name)s (%(english_name)s)") % {
        "own_name": organization.name,
        "english_name": organization.second_name,
    }
