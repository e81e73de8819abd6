"""Supply and demand of a round before anything is paired: who wants what, and how many places there are for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mado.directory.enums import Level
from mado.matching.enums import RoundSide
from mado.matching.models import PairingRound, RoundSchool
from mado.profiles.enums import Topic
from mado.reference.languages import language_name
from mado.reference.places import country_name, region_name


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One area, topic, language or level. Units: schools, and places for partners, of either side."""

    key: str
    label: str
    schools_a: int
    places_a: int
    schools_b: int
    places_b: int


@dataclass(frozen=True, slots=True)
class Balance:
    """`by`: "area_a", "area_b", "language", "topic", "level" → rows, most wanted first."""

    by: dict[str, list[BalanceRow]]
    schools: dict[str, int]
    places: dict[str, int]


def area_name(area: str) -> str:
    """A region, or a country where it has two letters."""
    return country_name(area) if len(area) == 2 else region_name(area)


def schools_in(found: PairingRound) -> list[RoundSchool]:
    """Who takes part in the computation, in order of side and name. One query."""
    rows = found.schools.filter(left_out=False).select_related("organization__profile", "wish")
    return list(rows.order_by("side", "area", "organization__name", "id"))


def balance_of(schools: Sequence[RoundSchool]) -> Balance:
    sides = {side: [row for row in schools if row.side == side] for side in RoundSide.values}
    languages: Callable[[RoundSchool], Iterable[str]] = lambda row: row.wish.languages  # noqa: E731  # one of four like it
    return Balance(
        by={
            "area_a": _rows(sides[RoundSide.A], lambda row: [row.area], area_name),
            "area_b": _rows(sides[RoundSide.B], lambda row: [row.area], area_name),
            "language": _rows(schools, languages, language_name),
            "topic": _rows(schools, lambda row: row.wish.topics, lambda key: str(Topic(key).label)),
            "level": _rows(schools, lambda row: row.organization.levels, lambda key: str(Level(key).label)),
        },
        schools={side: len(rows) for side, rows in sides.items()},
        places={side: sum(row.capacity for row in rows) for side, rows in sides.items()},
    )


def _rows(
    schools: Iterable[RoundSchool], keys: Callable[[RoundSchool], Iterable[str]], name: Callable[[str], str]
) -> list[BalanceRow]:
    """A school that names several stands in several rows."""
    count: dict[str, Counter[str]] = {key: Counter() for key in ("schools_a", "places_a", "schools_b", "places_b")}
    for school in schools:
        for key in set(keys(school)):
            count[f"schools_{school.side}"][key] += 1
            count[f"places_{school.side}"][key] += school.capacity
    known = {key for counter in count.values() for key in counter}
    rows = [BalanceRow(key, name(key), **{part: counter[key] for part, counter in count.items()}) for key in known]
    return sorted(rows, key=lambda row: (-row.schools_a, -row.places_b, row.label))
