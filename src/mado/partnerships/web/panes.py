"""One side of the frame: a school in its own script and language, with its own clock, date and season."""

from dataclasses import dataclass

from django.conf import settings

from mado.directory.models import Organization
from mado.reference.places import country_name, region_name


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
    """`place` is written in the reader's language; name and clock of the school in its own (the shell writes them)."""

    organization: Organization
    place: str


def pane_of(organization: Organization) -> Pane:
    return Pane(organization, place_of(organization))
