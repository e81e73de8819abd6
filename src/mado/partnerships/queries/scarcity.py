"""How many schools look for partners in a country, and how many there are open to them: both by name, on this day.

Wishes name countries, and may name some regions of a country alone. Who looks for a region looks for its country; who
takes schools of some regions of a country is open to it, but not to everybody there: which is why a reader whose region
is known is told how many take schools of that region, and each school in a list says what it narrows down to.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from mado.accounts.queries import taking_part
from mado.directory.models import Organization
from mado.partnerships.queries.capacity import living_wishes, with_room
from mado.profiles.models import Wish
from mado.profiles.queries import open_to

SUGGESTED_MOST = 3

Named = dict[int, frozenset[str]]
"""School → the regions its wishes narrow the other country down to; empty where one of them takes the whole."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Unit: schools. `seekers`: ids of schools at home with a living wish that has room and names the country or regions
    of it. `open`: ids of schools there with a living wish that has room and takes schools of home, of all regions or some.
    `open_here`: those of them that take schools of the region one looks from. `only`: id → the regions, of schools whose
    wishes narrow the other country down."""

    home: str
    country: str
    counted_on: dt.date
    seekers: tuple[int, ...]
    open: tuple[int, ...]
    open_here: tuple[int, ...]
    only: Mapping[int, frozenset[str]]

    @property
    def is_scarce(self) -> bool:
        return len(self.seekers) > len(self.open_here)

    @property
    def seekers_per_open(self) -> float:
        """How many seek one school that is open from here; the smaller, the better the chance."""
        return len(self.seekers) / len(self.open_here) if self.open_here else float("inf")


def balances(
    home: str, countries: Iterable[str] = (), *, region: str = "", within: Collection[str] = ()
) -> dict[str, Balance]:
    """Country → its balance as seen from `home`, or from a region of it, for the countries given or for all. Of a country
    of which `within` names regions, only those are counted. Three queries."""
    wanted = set(countries) - {home}
    here = Q(organization__country=home)
    there = ~here & open_to(home)
    if wanted:
        here &= Q(partner_countries__overlap=sorted(wanted))
        there &= Q(organization__country__in=wanted)
    rows = Wish.objects.filter(living_wishes(), here | there, organization__in=taking_part())
    wishes = with_room(list(rows.select_related("organization").order_by("organization_id", "id")))
    seekers: defaultdict[str, Named] = defaultdict(dict)
    open_there: defaultdict[str, Named] = defaultdict(dict)
    open_here: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for wish in wishes:
        school = wish.organization
        if school.country == home:
            for country in wish.partner_countries:
                if _meets(wish.regions_of(country), _of(within, country)):
                    _note(seekers[country], wish, country)
        elif _meets([school.region] if school.region else [], _of(within, school.country)):
            _note(open_there[school.country], wish, home)
            if wish.takes_region(home, region):
                open_here[school.country][school.pk] = None
    today = timezone.localdate()
    known = wanted or {*seekers, *open_there} - {home}
    return {
        country: Balance(
            home,
            country,
            today,
            tuple(seekers[country]),
            tuple(open_there[country]),
            tuple(open_here[country]),
            {pk: named for pk, named in [*seekers[country].items(), *open_there[country].items()] if named},
        )
        for country in sorted(known)
    }


def _of(regions: Collection[str], country: str) -> set[str]:
    return {code for code in regions if code.startswith(f"{country}-")}


def _meets(named: Collection[str], asked: set[str]) -> bool:
    """Whether regions named on one side and asked for on the other have one in common; none is all."""
    return not named or not asked or not asked.isdisjoint(named)


def _note(rows: Named, wish: Wish, country: str) -> None:
    """A school of several wishes takes what any of them takes."""
    named = frozenset(wish.regions_of(country))
    known = rows.get(wish.organization_id, named)
    rows[wish.organization_id] = known | named if known and named else frozenset()


def better_supplied(all_balances: Mapping[str, Balance], chosen: Sequence[str]) -> list[Balance]:
    """Countries not chosen where fewer schools seek each open one than in the scarcest chosen country; best first."""
    worst = max((all_balances[code].seekers_per_open for code in chosen if code in all_balances), default=float("inf"))
    others = [row for code, row in all_balances.items() if code not in chosen and row.open_here]
    better = [row for row in others if row.seekers_per_open < worst]
    return sorted(better, key=lambda row: (row.seekers_per_open, -len(row.open_here), row.country))[:SUGGESTED_MOST]


def organizations_of(ids: Iterable[int]) -> list[Organization]:
    """By name, for the list behind a number."""
    return list(Organization.objects.filter(pk__in=list(ids)).order_by("region", "name", "id"))
