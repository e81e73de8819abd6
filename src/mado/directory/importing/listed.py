"""What every official list comes down to: one row, one listed school. No database here."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mado.directory.enums import LocationPrecision, OrganizationKind, Sector


@dataclass(frozen=True, slots=True)
class Row:
    """A data row of a file. `line` counts from 1 as an editor or a spreadsheet does; cells by column name."""

    line: int
    cells: Mapping[str, str]
    width: int = 0
    """Cells found in the row when that differs from the header's number, else 0."""
    columns: int = 0
    """Cells of the header."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class RowRejected(Exception):  # noqa: N818  # reads as the sentence it is
    """This row cannot be taken: the column, what stood there, and why, in words for the person who sent the file."""

    def __init__(self, column: str, found: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.found = found
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ListedSchool:
    """One school as a list states it, in the directory's own terms. Codes: ISO 3166, BCP 47, IANA zones."""

    key: str
    scope: str
    name: str
    name_language: str
    country: str
    region: str
    region_name: str
    time_zone: str
    kind: str = OrganizationKind.SCHOOL
    name_en: str = ""
    levels: tuple[str, ...] = ()
    sector: str = Sector.UNKNOWN
    city: str = ""
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    location_precision: str = LocationPrecision.NONE
    phone: str = ""
    website: str = ""
    enrolment: int | None = None
    closed: bool = False
    """The list itself says that the school is closed, or not open yet."""
    closed_on: dt.date | None = None
    attached_to: tuple[str, ...] = field(default=())
    """Keys its parent school may have, the likeliest first."""

    def fingerprint(self) -> str:
        """32 hex characters over everything the list says of the school: same fingerprint, nothing to write."""
        content = json.dumps([getattr(self, name) for name in self.__slots__], default=str)
        return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """An official list we can read. `formats`: file format → text encoding ("" for xlsx, which says its own).

    `scope` of a school names the part of the source it stands in. A file covers the scopes its rows stand in, and only
    there is a missing school marked as no longer listed: the file of one US state says nothing of another state.
    """

    name: str
    title: str
    formats: Mapping[str, str]
    columns: tuple[str, ...]
    key_column: str
    key: Callable[[Row], str]
    """The row's key, without judging the rest of the row; raises RowRejected where there is none."""
    read: Callable[[Row], ListedSchool]
