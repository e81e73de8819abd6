"""The clock on a pane: what time, day and season it is where the school is, in the pane's own language."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import pgettext

from mado.exchanges.clocks import day_text
from mado.reference.places import city_of, is_southern
from mado.reference.screen_languages import screen_language

EQUATORIAL = 12.0
"""Degrees of latitude within which four seasons say nothing about the weather."""


@dataclass(frozen=True, slots=True)
class PaneClock:
    """`language` is a BCP 47 tag; the texts are written in it."""

    zone: str
    language: str
    city: str
    time: str
    day: str
    season: str


def season_of(day: dt.date, latitude: float | None, country: str = "") -> str:
    """Meteorological season (whole months) in the language in force, "" near the equator; without a latitude that of
    most of the country."""
    if latitude is not None and abs(latitude) < EQUATORIAL:
        return ""
    north = latitude >= 0 if latitude is not None else not is_southern(country)
    quarter = (day.month % 12 // 3 + (0 if north else 2)) % 4
    return (
        pgettext("season", "winter"),
        pgettext("season", "spring"),
        pgettext("season", "summer"),
        pgettext("season", "autumn"),
    )[quarter]


def pane_clock(
    zone: str, language: str, now: dt.datetime, latitude: float | None = None, country: str = ""
) -> PaneClock:
    """The clock of one place at the instant `now`; in the reader's language where we have no words in the place's own."""
    code = screen_language(language, otherwise=translation.get_language())
    where = ZoneInfo(zone)
    local = now.astimezone(where)
    with translation.override(code):
        return PaneClock(
            zone=zone,
            language="zh-Hant" if code == "zh-hant" else code,
            city=city_of(zone),
            time=f"{local:%H:%M}",
            day=day_text(local.date()),
            season=season_of(local.date(), latitude, country),
        )
