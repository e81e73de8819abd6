"""Codes of places as parameters: a code nobody knows is said to be so, and never answered with an empty list."""

import re
from functools import cache

from mado.api.v1.errors import refuse
from mado.reference.places import countries, country_name, regions

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@cache
def country_codes() -> frozenset[str]:
    return frozenset(code for code, _name in countries("en"))


@cache
def _region_codes(country: str) -> frozenset[str]:
    return frozenset(code for code, _name in regions(country, "en"))


def check_country(code: str, where: tuple[str | int, ...]) -> None:
    if code not in country_codes():
        sentence = f"“{code}” is no country. Write its ISO 3166-1 code in two capital letters, such as TW."
        refuse(where, sentence)


def check_region(code: str, where: tuple[str | int, ...], *, country: str = "") -> None:
    """Where we hold a country's regions it must be one of them; elsewhere it must look like one of that country."""
    here = code[:2]
    known = _region_codes(here)
    if not _REGION.fullmatch(code) or here not in country_codes() or (known and code not in known):
        refuse(where, f"“{code}” is no region. Write its ISO 3166-2 code, such as TW-KHH.")
    if country and here != country:
        name = country_name(country, "en")
        refuse(where, f"“{code}” is no region of {name}. The codes of its regions begin with {country}-.")
