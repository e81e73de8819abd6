"""Which school of the directory a row means: by its code, by an official identifier, or one that looks the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Q

from mado.accounts.enums import SEAT_ROLES
from mado.accounts.models import Appointment, SeatInvitation
from mado.accounts.queries import holding
from mado.directory.enums import TAKES_PART_KINDS
from mado.directory.models import Organization, OrganizationIdentifier, OrganizationName
from mado.intake.enums import Outcome
from mado.intake.models import ListContact
from mado.intake.reading import ReadRow
from mado.intake.schemes import lookups
from mado.intake.wish_reading import READ_FIELDS
from mado.kernel.text import folded_heading
from mado.profiles.enums import WishState
from mado.profiles.models import Wish

READ_AT_ONCE = 2_000


@dataclass(slots=True)
class Match:
    """`by` "code" and "identifier" name the school; "name" says that it looks the same. `problem`: a kind of intake.wording."""

    organization: Organization | None = None
    by: Literal["", "code", "identifier", "name"] = ""
    problem: str = ""
    has_identifier: bool = False
    """The school has a code of the list's scheme."""


@dataclass(slots=True)
class Matcher:
    """Matches batches of rows of one list. Names of a country are read once, when its first row comes, as one number
    per name: about 100 bytes each."""

    scheme: str
    _names: dict[str, dict[int, tuple[int, ...]]] = field(default_factory=dict)

    def match(self, rows: Sequence[ReadRow]) -> list[Match]:
        by_code = {
            school.code: school
            for school in Organization.objects.filter(code__in={row.code for row in rows if row.code})
        }
        by_identifier = self._by_identifier(rows)
        matches = [self._by_key(row, by_code, by_identifier) for row in rows]
        self._by_name(
            [(row, match) for row, match in zip(rows, matches, strict=True) if not (match.by or match.problem)]
        )
        ids = {match.organization.pk for match in matches if match.organization}
        coded = OrganizationIdentifier.objects.filter(scheme=self.scheme, organization__in=ids)
        with_code = set(coded.values_list("organization", flat=True))
        for match in matches:
            match.has_identifier = match.organization is not None and match.organization.pk in with_code
            if match.organization and match.organization.kind not in TAKES_PART_KINDS:
                match.problem = "office_code"
        return matches

    def _by_identifier(self, rows: Sequence[ReadRow]) -> dict[str, Organization]:
        asked = {
            value for row in rows if row.identifier for value in lookups(self.scheme, row.identifier, _levels(row))
        }
        found = OrganizationIdentifier.objects.filter(scheme=self.scheme, value__in=asked).select_related(
            "organization"
        )
        return {identifier.value: identifier.organization for identifier in found}

    def _by_key(self, row: ReadRow, by_code: dict[str, Organization], by_identifier: dict[str, Organization]) -> Match:
        if row.code:
            school = by_code.get(row.code)
            return Match(school, "code") if school else Match(problem="unknown_code")
        if row.identifier:
            values = lookups(self.scheme, row.identifier, _levels(row))
            found = [by_identifier[value] for value in values if value in by_identifier]
            if len(found) > 1 and not (values[0] in by_identifier and _levels(row)):
                return Match(problem="ambiguous_identifier")
            if found:
                return Match(found[0], "identifier")
        return Match()

    def _by_name(self, pairs: Sequence[tuple[ReadRow, Match]]) -> None:
        candidates: dict[int, tuple[int, ...]] = {}
        for place, (row, _match) in enumerate(pairs):
            country = row.school.get("country", "")
            names = self._names_of(country) if country else {}
            ids = {
                pk for key in ("name", "name_en") if row.school.get(key) for pk in names.get(_mark(row.school[key]), ())
            }
            if ids:
                candidates[place] = tuple(sorted(ids))
        schools = Organization.objects.in_bulk({pk for ids in candidates.values() for pk in ids})
        for place, alike_ids in candidates.items():
            row, match = pairs[place]
            alike = next((schools[pk] for pk in alike_ids if pk in schools and _same_place(row, schools[pk])), None)
            if alike:
                match.organization, match.by = alike, "name"

    def _names_of(self, country: str) -> dict[int, tuple[int, ...]]:
        if country not in self._names:
            found: dict[int, tuple[int, ...]] = {}
            schools = Organization.objects.filter(country=country, kind__in=TAKES_PART_KINDS)
            own = schools.values_list("pk", "name", "name_en")
            _collect(found, ((pk, name) for pk, *names in own.iterator(READ_AT_ONCE) for name in names if name))
            further = OrganizationName.objects.filter(organization__in=schools).values_list("organization", "text")
            _collect(found, further.iterator(READ_AT_ONCE))
            self._names[country] = found
        return self._names[country]


def _collect(found: dict[int, tuple[int, ...]], names: Iterable[tuple[int, str]]) -> None:
    for pk, name in names:
        mark = _mark(name)
        known = found.get(mark, ())
        if pk not in known:
            found[mark] = (*known, pk)


def _mark(name: str) -> int:
    return hash(folded_heading(name))


def _levels(row: ReadRow) -> list[str]:
    levels: list[str] = row.school.get("levels", [])
    return levels


def _same_place(row: ReadRow, school: Organization) -> bool:
    """Neither region nor town says otherwise; what one side does not know is no difference."""
    region, city = row.school.get("region", ""), folded_heading(row.school.get("city", ""))
    its_city = folded_heading(school.city)
    same_region = not (region and school.region) or region == school.region
    return same_region and (not (city and its_city) or city in its_city or its_city in city)


WishKey = tuple[str, str, str]


def wish_key(title: str, kind: str, countries: Iterable[str]) -> WishKey:
    """By what two wishes of a school are the same: title and kind; without a title the countries, too."""
    folded = folded_heading(title)
    return folded, kind, "" if folded else ",".join(sorted(countries))


@dataclass(slots=True)
class Known:
    """What schools have already: addresses of people, and wishes."""

    addresses: dict[int, set[str]]
    wishes: dict[int, dict[WishKey, list[Mapping[str, Any]]]]


def known_of(ids: Sequence[int], upload_id: int) -> Known:
    """Of these schools: who acts, was asked or stands in another list; which wishes they have that are not withdrawn."""
    addresses: dict[int, set[str]] = defaultdict(set)
    seats = Appointment.objects.filter(holding(), organization__in=ids, role__in=SEAT_ROLES)
    asked = SeatInvitation.objects.filter(organization__in=ids)
    listed = ListContact.objects.filter(
        Q(row__outcome__in=[Outcome.CREATED, Outcome.CHANGED]), row__organization__in=ids
    ).exclude(upload=upload_id)
    for pairs in (
        seats.values_list("organization", "user__email"),
        asked.values_list("organization", "email"),
        listed.values_list("row__organization", "email"),
    ):
        for pk, email in pairs:
            addresses[pk].add(email.lower())
    wishes: dict[int, dict[WishKey, list[Mapping[str, Any]]]] = defaultdict(dict)
    rows = Wish.objects.filter(organization__in=ids).exclude(state=WishState.WITHDRAWN)
    for wish in rows.values("organization", *READ_FIELDS):
        key = wish_key(wish["title"], wish["kind"], wish["partner_countries"])
        wishes[wish["organization"]].setdefault(key, []).append(wish)
    return Known(addresses, wishes)
