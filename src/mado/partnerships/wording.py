"""How dates and schools are written out in the language of the moment: the reader's page or the recipient's mail."""

import datetime as dt
from math import ceil
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_percent
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mado.directory.models import Organization
from mado.partnerships.queries import Balance, Liveness
from mado.reference.places import city_of, country_name, region_name


def reader_locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


def full_date(day: dt.date) -> str:
    """With its weekday, in the calendar order of the language: Tuesday, March 10, 2026 · 2026年3月10日 星期二."""
    return format_date(day, format="full", locale=reader_locale())


def local_moment(moment: dt.datetime, zone: str) -> str:
    """Weekday, date and 24-hour time of a moment where the zone is; the dot reads in every script."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{full_date(local.date())} · {local:%H:%M}"


def month_and_year(day: dt.date) -> str:
    """March 2026 · 2026年3月."""
    return format_skeleton("yMMMM", day, locale=reader_locale())


def reply_rate_text(alive: Liveness) -> str:
    """What a school does with invitations, in one sentence; "" when none has ended in the last year."""
    counts = {"answered": alive.answered, "asked": alive.asked}
    if not alive.asked:
        return ""
    if alive.reply_rate is None:
        return (
            ngettext(
                "Answered %(answered)d of %(asked)d invitation.",
                "Answered %(answered)d of %(asked)d invitations.",
                alive.asked,
            )
            % counts
        )
    share = format_percent(alive.reply_rate, locale=reader_locale())
    return _("Answers %(share)s of invitations (%(answered)d of %(asked)d).") % {**counts, "share": share}


def reply_speed_text(alive: Liveness) -> str:
    """How long an answer usually takes; "" while too few were given. Whole days, rounded up, so nothing is promised."""
    if alive.median_reply_hours is None:
        return ""
    days = max(1, ceil(alive.median_reply_hours / 24))
    return ngettext("Usually answers within %(count)d day.", "Usually answers within %(count)d days.", days) % {
        "count": days
    }


def dormant_text(alive: Liveness) -> str:
    """The state in words; "" for a school that is awake."""
    if alive.dormant_since is None:
        return ""
    return _("Dormant since %(when)s: not recommended, and not invited until it comes back.") % {
        "when": month_and_year(alive.dormant_since)
    }


def moment_for(moment: dt.datetime, zone: str) -> str:
    """A moment on the clock of one side, with its city."""
    return _("%(moment)s in %(city)s") % {"moment": local_moment(moment, zone), "city": city_of(zone)}


def balance_words(row: Balance, region: str = "") -> dict[str, object]:
    """What a template shows of a balance. `here`: open to who looks from `region`, whose name stands there only where not
    all that are open take it."""
    narrowed = bool(region) and len(row.open_here) < len(row.open)
    return {
        "country": row.country,
        "name": country_name(row.country),
        "seekers": len(row.seekers),
        "open": len(row.open),
        "here": len(row.open_here),
        "region_name": region_name(region) if narrowed else "",
        "counted_on": row.counted_on,
        "is_scarce": row.is_scarce,
    }


def spoken_name(organization: Organization) -> str:
    """The school's own name, with the English one for who does not read its script."""
    if not organization.second_name:
        return organization.name
    return _("%(own_name)s (%(english_name)s)") % {
        "own_name": organization.name,
        "english_name": organization.second_name,
    }
