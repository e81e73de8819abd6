"""Who seeks whom: the schools behind "183 look for partners in France, 60 there are open"."""

from collections.abc import Collection, Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mado.accounts.queries import may_read_all, office_appointments_of, seats_of
from mado.directory.models import Organization
from mado.partnerships.queries import Balance, balances, better_supplied, organizations_of
from mado.partnerships.web.panes import place_of
from mado.partnerships.wording import balance_words
from mado.profiles.wording import listed
from mado.reference.places import countries, country_name, region_name
from mado.reference.settings import alliance


def home_of(request: HttpRequest) -> tuple[str, str]:
    """The country and region the reader looks from: their school's, else the alliance's country. Offices may ask for any
    country; a school only for its own, as two answers side by side would name who leaves the other country out."""
    seats = [seat.organization for seat in seats_of(request.user)]
    own = [(school.country, school.region) for school in seats] or [(alliance().home_country, "")]
    asked = request.GET.get("home", "")
    if _is_office(request) and asked in {code for code, _name in countries()} - {own[0][0]}:
        return asked, ""
    return next((place for place in own if place[0] == asked), own[0])


def _is_office(request: HttpRequest) -> bool:
    return may_read_all(request.user) or bool(office_appointments_of(request.user))


@require_GET
def balance(request: HttpRequest) -> HttpResponse:
    known = {code for code, _name in countries()}
    home, region = home_of(request)
    country = request.GET.get("country", "")
    every = balances(home, region=region)
    chosen = every.get(country)
    if country in known and country != home and chosen is None:
        chosen = balances(home, [country], region=region)[country]
    better = better_supplied(every, [country]) if chosen and chosen.is_scarce else []
    # Who acts for no school could be of any country: numbers, no names.
    named = chosen if seats_of(request.user) or _is_office(request) else None
    context = {
        "home": home,
        "home_name": country_name(home),
        "chosen": balance_words(chosen, region) if chosen else None,
        "named": named is not None,
        "seekers": _lines(named.seekers, named.only) if named else [],
        "open": _lines(named.open, named.only) if named else [],
        "better": [balance_words(row) for row in better],
        "rows": [balance_words(row) for row in by_supply(every.values())],
    }
    return render(request, "partnerships/balance.html", context)


def by_supply(rows: Iterable[Balance]) -> list[Balance]:
    """Most open schools first."""
    return sorted(rows, key=lambda row: (-len(row.open), -len(row.seekers), row.country))


def _lines(ids: Iterable[int], only: Mapping[int, Collection[str]]) -> list[tuple[Organization, str, str]]:
    """Each school with its place and, where its wishes narrow the other country down, the regions they name."""
    return [
        (row, place_of(row), listed(region_name(code) for code in sorted(only.get(row.pk, ()))))
        for row in organizations_of(ids)
    ]
