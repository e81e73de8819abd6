"""England, Get Information about Schools: establishments (CSV in Windows-1252), closed ones included. No coordinates.

The scope is the local authority, because GIAS offers extracts of one authority. Authorities 702 and 704 are schools
abroad (of the armed forces, and others) whose country the file does not say: they are rejected rather than put into
England.
"""

from django.utils.translation import gettext as _

from mado.directory.enums import Level, Sector
from mado.directory.importing import cells
from mado.directory.importing.listed import ListedSchool, Row, RowRejected, Source
from mado.reference.places import local_region_name

_ABROAD = frozenset(["701", "702", "703", "704", "705", "706", "708"])  # islands, forces and other schools overseas
_SECTORS = {
    "Maintained School": Sector.PUBLIC,
    "Academy": Sector.PUBLIC,
    "Independent School": Sector.PRIVATE,
    "Special School": Sector.UNKNOWN,  # maintained and independent ones stand together
    "College": Sector.UNKNOWN,
    "": Sector.UNKNOWN,
}
_NOT_OPEN = {"1": False, "2": True, "3": False, "4": True}  # open, closed, open but to close, proposed to open
_FLAG = {"1": True, "0": False, "": False}


def _key(row: Row) -> str:
    key = cells.needed(row, "URN", 10)
    if not key.isdecimal():
        raise RowRejected("URN", key, _("A URN is a number of six digits."))
    return key


def _levels(row: Row) -> tuple[str, ...]:
    """From the phase flags and the ages: a "primary" that ends at 5 is a nursery, a secondary part that begins after 13
    has no lower level."""
    first = cells.head_count(row, "Age From") or 0
    last = cells.head_count(row, "Age To") or 99
    levels: list[str] = []
    if cells.choice(row, "Primary", _FLAG):
        levels.append(Level.KINDERGARTEN if last <= 5 else Level.PRIMARY)
    secondary, sixth_form = cells.choice(row, "Secondary", _FLAG), cells.choice(row, "Post 16", _FLAG)
    if secondary and first <= 13:
        levels.append(Level.LOWER_SECONDARY)
    if sixth_form or (secondary and last >= 15):
        levels.append(Level.UPPER_SECONDARY)
    if cells.text(row, "Type") == "Special School":
        levels.append(Level.SPECIAL)
    return tuple(levels)


def _read(row: Row) -> ListedSchool:
    authority = cells.needed(row, "Local Authority", 10)
    if authority in _ABROAD:
        reason = _("This authority stands for schools outside England, and the file does not say in which country.")
        raise RowRejected("Local Authority", authority, reason)
    street, city = cells.text(row, "Street"), cells.text(row, "City", 120)
    return ListedSchool(
        key=_key(row),
        scope=f"GB-ENG/{authority}",
        name=cells.needed(row, "Name"),
        name_language="en",
        levels=_levels(row),
        sector=cells.choice(row, "Type", _SECTORS),
        country="GB",
        region="GB-ENG",
        region_name=local_region_name("GB-ENG"),
        city=city,
        address=", ".join(part for part in (street, city) if part),
        postcode=cells.text(row, "Postcode", 16),
        time_zone="Europe/London",
        closed=cells.choice(row, "Status", _NOT_OPEN),
        closed_on=cells.date(row, "Date Closed"),
    )


SOURCE = Source(
    name="gb-gias",
    title="Get Information about Schools (England)",
    formats={"csv": "cp1252"},
    columns=(
        *("URN", "Name", "Street", "City", "Postcode", "Status", "Date Closed", "Type", "Primary", "Secondary"),
        *("Post 16", "Age From", "Age To", "Local Authority"),
    ),
    key_column="URN",
    key=_key,
    read=_read,
)
