"""Which schools an office's list may add or change: those its mandates cover today."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from mado.accounts.queries import in_force
from mado.directory.enums import OrganizationKind
from mado.directory.models import Mandate, Organization


@dataclass(frozen=True, slots=True)
class Mandates:
    """`everywhere`: the CEO office. Otherwise one of the mandates must name the place, the kind and a level."""

    everywhere: bool
    rows: tuple[Mandate, ...]

    @classmethod
    def of(cls, office: Organization) -> "Mandates":
        return cls(
            everywhere=office.kind == OrganizationKind.CEO_OFFICE,
            rows=tuple(Mandate.objects.filter(in_force(), office=office).order_by("country", "region", "id")),
        )

    def cover(self, *, country: str, region: str, kind: str, levels: Collection[str]) -> bool:
        """Says of values what accounts.queries.covers says of an organisation."""
        return self.everywhere or any(
            row.country == country
            and row.region in ("", region)
            and (not row.kinds or kind in row.kinds)
            and (not row.levels or not set(row.levels).isdisjoint(levels))
            for row in self.rows
        )

    def cover_school(self, school: Organization, changes: dict[str, Any] | None = None) -> bool:
        """The school as it stands and, where changes are given, as it would become."""
        now = {name: getattr(school, name) for name in ("country", "region", "kind", "levels")}
        after = now | {name: value for name, value in (changes or {}).items() if name in now}
        return self.cover(**now) and self.cover(**after)

    @property
    def countries(self) -> list[str]:
        return list(dict.fromkeys(row.country for row in self.rows))

    @property
    def only_region(self) -> str:
        """The one region all mandates are for, "" when there are several or a whole country."""
        regions = {row.region for row in self.rows}
        return regions.pop() if len(regions) == 1 else ""
