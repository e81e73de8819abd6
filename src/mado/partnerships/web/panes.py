"""One side of the frame: a school in its own script and language, with its own clock, date and season."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext_lazy

from mado.directory.models import Organization
from mado.partnerships.models import school_zone
from mado.partnerships.wording import full_date, zone_city
from mado.reference.places import country_name, region_name

SEASONS = (
    pgettext_lazy("season", "Winter"),
    pgettext_lazy("season", "Spring"),
    pgettext_lazy("season", "Summer"),
    pgettext_lazy("season", "Autumn"),
)
SOUTHERN = frozenset(
    [
        "AO",
        "AR",
        "AU",
        "BO",
        "BR",
        "BW",
        "CL",
        "FJ",
        "ID",
        "LS",
        "MG",
        "MW",
        "MZ",
        "NA",
        "NC",
        "NZ",
        "PE",
        "PG",
        "PY",
        "SZ",
        "TL",
        "UY",
        "VU",
        "WS",
        "ZA",
        "ZM",
        "ZW",
    ]
)
"""Countries wholly or mostly south of the equator, for schools without a point on the map."""


def season_of(day: dt.date, *, southern: bool) -> int:
    """Index into SEASONS by the meteorological months: December to February is the northern winter."""
    return (day.month % 12 // 3 + (2 if southern else 0)) % 4


def interface_language(tag: str) -> str:
    """The interface language nearest to a school's own language: zh-Hant → zh-hant, es → English."""
    lower = tag.lower()
    codes = [code for code, _name in settings.LANGUAGES]
    near = [code for code in codes if code == lower or code.split("-")[0] == lower.split("-")[0]]
    return near[0] if near else settings.LANGUAGE_CODE


def place_of(organization: Organization) -> str:
    """City, region and country in the reader's language, smallest first."""
    region = region_name(organization.region) if organization.region else organization.region_name
    return " · ".join(dict.fromkeys(filter(None, (organization.city, region, country_name(organization.country)))))


@dataclass(frozen=True, slots=True)
class Pane:
    """`own_*` are written in the school's language `lang`; `date` and `season` in the reader's, "" where it is the same."""

    organization: Organization
    lang: str
    zone: str
    city: str
    place: str
    clock: str
    own_date: str
    own_season: str
    date: str
    season: str


def pane_of(organization: Organization) -> Pane:
    zone = school_zone(organization)
    now = timezone.now().astimezone(ZoneInfo(zone))
    latitude = organization.latitude
    southern = organization.country in SOUTHERN if latitude is None else latitude < 0
    season = SEASONS[season_of(now.date(), southern=southern)]
    language = interface_language(organization.name_language)
    same = language == get_language()
    with override(language):
        own_date, own_season = full_date(now.date()), str(season)
    return Pane(
        organization=organization,
        lang=language,
        zone=zone,
        city=zone_city(zone),
        place=place_of(organization),
        clock=f"{now:%H:%M}",
        own_date=own_date,
        own_season=own_season,
        date="" if same else full_date(now.date()),
        season="" if same else str(season),
    )
