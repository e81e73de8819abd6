"""How many schools look for partners in a country, and how many there are open to them: both by name, on this day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from mado.accounts.queries import taking_part
from mado.directory.models import Organization
from mado.partnerships.queries.capacity import living_wishes, with_room
from mado.profiles.models import Wish

SUGGESTED_MOST = 3


@dataclass(frozen=True, slots=True)
class Balance:
    """Unit: schools. `seekers`: ids of schools at home with a living wish that names the country and has room.
    `open`: ids of schools there with a living wish that has room and names home or any country."""

    home: str
    country: str
    counted_on: dt.date
    seekers: tuple[int, ...]
    open: tuple[int, ...]

    @property
    def is_scarce(self) -> bool:
        return len(self.seekers) > len(self.open)

    @property
    def seekers_per_open(self) -> float:
        """How many seek one open school; the smaller, the better the chance."""
        return len(self.seekers) / len(self.open) if self.open else float("inf")


def balances(home: str, countries: Iterable[str] = ()) -> dict[str, Balance]:
    """Country → its balance as seen from `home`, for the countries given or for all. Three queries."""
    wanted = set(countries) - {home}
    here = Q(organization__country=home)
    there = ~here & (Q(partner_countries=[]) | Q(partner_countries__contains=[home]))
    if wanted:
        here &= Q(partner_countries__overlap=sorted(wanted))
        there &= Q(organization__country__in=wanted)
    rows = Wish.objects.filter(living_wishes(), here | there, organization__in=taking_part())
    wishes = with_room(list(rows.select_related("organization").order_by("organization_id", "id")))
    seekers: defaultdict[str, dict[int, None]] = defaultdict(dict)
    open_there: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for wish in wishes:
        if wish.organization.country != home:
            open_there[wish.organization.country][wish.organization_id] = None
        else:
            for country in wish.partner_countries:
                seekers[country][wish.organization_id] = None
    today = timezone.localdate()
    known = wanted or {*seekers, *open_there} - {home}
    return {
        country: Balance(home, country, today, tuple(seekers[country]), tuple(open_there[country]))
        for country in sorted(known)
    }


def better_supplied(all_balances: dict[str, Balance], chosen: Sequence[str]) -> list[Balance]:
    """Countries not chosen where fewer schools seek each open one than in the scarcest chosen country; best first."""
    worst = max((all_balances[code].seekers_per_open for code in chosen if code in all_balances), default=float("inf"))
    others = [row for code, row in all_balances.items() if code not in chosen and row.open]
    better = [row for row in others if row.seekers_per_open < worst]
    return sorted(better, key=lambda row: (row.seekers_per_open, -len(row.open), row.country))[:SUGGESTED_MOST]


def organizations_of(ids: Iterable[int]) -> list[Organization]:
    """By name, for the list behind a number."""
    return list(Organization.objects.filter(pk__in=list(ids)).order_by("region", "name", "id"))
