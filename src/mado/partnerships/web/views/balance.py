"""Who seeks whom: the schools behind "183 look for partners in France, 60 there are open"."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mado.accounts.queries import seats_of
from mado.directory.models import Organization
from mado.partnerships.queries import Balance, balances, better_supplied, organizations_of
from mado.partnerships.web.panes import place_of
from mado.reference.places import countries, country_name
from mado.reference.settings import alliance


def home_of(request: HttpRequest) -> str:
    """The country the reader looks from: their school's, else the alliance's."""
    seats = seats_of(request.user)
    return seats[0].organization.country if seats else alliance().home_country


@require_GET
def balance(request: HttpRequest) -> HttpResponse:
    known = {code for code, _name in countries()}
    home = request.GET.get("home", "")
    home = home if home in known else home_of(request)
    country = request.GET.get("country", "")
    every = balances(home)
    chosen = every.get(country)
    if country in known and country != home and chosen is None:
        chosen = balances(home, [country])[country]
    context = {
        "home": home,
        "home_name": country_name(home),
        "chosen": row_of(chosen) if chosen else None,
        "seekers": _lines(organizations_of(chosen.seekers)) if chosen else [],
        "open": _lines(organizations_of(chosen.open)) if chosen else [],
        "better": [row_of(row) for row in better_supplied(every, [country])] if chosen and chosen.is_scarce else [],
        "rows": [row_of(row) for row in by_supply(every.values())],
    }
    return render(request, "partnerships/balance.html", context)


def by_supply(rows: Iterable[Balance]) -> list[Balance]:
    """Most open schools first."""
    return sorted(rows, key=lambda row: (-len(row.open), -len(row.seekers), row.country))


def row_of(row: Balance) -> dict[str, object]:
    """What a template shows of a balance."""
    return {
        "country": row.country,
        "name": country_name(row.country),
        "seekers": len(row.seekers),
        "open": len(row.open),
        "counted_on": row.counted_on,
        "is_scarce": row.is_scarce,
    }


def _lines(rows: list[Organization]) -> list[tuple[Organization, str]]:
    return [(row, place_of(row)) for row in rows]
