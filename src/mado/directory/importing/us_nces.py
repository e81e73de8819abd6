"""USA, NCES Common Core of Data: public school search (CSV, UTF-8), one file per state. † is "not applicable", – "missing".

The state is that of the agency, the first two digits (FIPS) of the school's NCES id: a virtual school of Florida may
have its post in Illinois, and the file of Florida must not speak for Illinois. It is the scope too. No coordinates.
"""

import re

from django.utils.translation import gettext as _

from mado.directory.enums import Level, Sector
from mado.directory.importing import cells
from mado.directory.importing.listed import ListedSchool, Row, RowRejected, Source
from mado.reference.places import local_region_name, time_zone

_FIPS = dict(
    pair.split(":")
    for pair in [
        "01:AL",
        "02:AK",
        "04:AZ",
        "05:AR",
        "06:CA",
        "08:CO",
        "09:CT",
        "10:DE",
        "11:DC",
        "12:FL",
        "13:GA",
        "15:HI",
        "16:ID",
        "17:IL",
        "18:IN",
        "19:IA",
        "20:KS",
        "21:KY",
        "22:LA",
        "23:ME",
        "24:MD",
        "25:MA",
        "26:MI",
        "27:MN",
        "28:MS",
        "29:MO",
        "30:MT",
        "31:NE",
        "32:NV",
        "33:NH",
        "34:NJ",
        "35:NM",
        "36:NY",
        "37:NC",
        "38:ND",
        "39:OH",
        "40:OK",
        "41:OR",
        "42:PA",
        "44:RI",
        "45:SC",
        "46:SD",
        "47:TN",
        "48:TX",
        "49:UT",
        "50:VT",
        "51:VA",
        "53:WA",
        "54:WV",
        "55:WI",
        "56:WY",
    ]
)
_NOT_OPEN = {
    "Open": False, "New": False, "Added": False, "Reopened": False, "Changed Agency": False,
    "Closed": True, "Inactive": True, "Future": True,
}  # fmt: skip
_GRADES = {"PK": -1, "KG": 0, "UG": None, "AE": None, "": None} | {f"{grade:02d}": grade for grade in range(1, 14)}
_WORDS = (
    (re.compile(r"\b(elementary|primary)\b", re.IGNORECASE), Level.PRIMARY),
    (re.compile(r"\b(middle|intermediate|junior high)\b", re.IGNORECASE), Level.LOWER_SECONDARY),
    (re.compile(r"(?<!junior )\bhigh\b", re.IGNORECASE), Level.UPPER_SECONDARY),
)


def _key(row: Row) -> str:
    key = cells.needed(row, "NCES School ID", 20)
    if not re.fullmatch(r"\d{12}", key):
        reason = _("An NCES school id has 12 digits. A spreadsheet may have cut its leading zero: read it as text.")
        raise RowRejected("NCES School ID", key, reason)
    return key


def _levels(low: int | None, high: int | None, name: str) -> tuple[str, ...]:
    """Elementary 1–5, middle 6–8, high 9–12; one grade at a school's edge (K–6, 5–8, 7–9) adds no further level.
    Without grades the name decides, else nothing is said."""
    if low is None or high is None:
        return tuple(level for word, level in _WORDS if word.search(name))
    if high <= 0:
        return (Level.KINDERGARTEN,)
    spans = ((Level.PRIMARY, 1, 5), (Level.LOWER_SECONDARY, 6, 8), (Level.UPPER_SECONDARY, 9, 13))
    shared = {level: min(high, last) - max(low, first) + 1 for level, first, last in spans}
    most = max(shared.values())
    return tuple(level for level, grades in shared.items() if grades >= min(2, most))


def _read(row: Row) -> ListedSchool:
    key, name = _key(row), cells.needed(row, "School Name")
    state = _FIPS.get(key[:2])
    if not state:
        raise RowRejected("NCES School ID", key, _("The first two digits are not the FIPS code of a state."))
    region = f"US-{state}"
    low, high = cells.choice(row, "Low Grade*", _GRADES), cells.choice(row, "High Grade*", _GRADES)
    levels = _levels(low, high, name)
    if "AE" in (row["Low Grade*"], row["High Grade*"]):
        levels = (*levels, Level.OTHER)
    if cells.text(row, "Type") == "Special Education":
        levels = (*levels, Level.SPECIAL)
    city, postal_state = cells.text(row, "City", 120), cells.text(row, "State", 40)
    postcode, extra = cells.text(row, "ZIP", 10), cells.text(row, "ZIP 4-digit", 4)
    street = cells.text(row, "Street Address")
    return ListedSchool(
        key=key,
        scope=region,
        name=name,
        name_language="en",
        levels=levels,
        sector=Sector.PUBLIC,
        country="US",
        region=region,
        region_name=local_region_name(region),
        city=city,
        address=", ".join(part for part in (street, city, postal_state) if part),
        postcode=f"{postcode}-{extra}" if extra else postcode,
        time_zone=time_zone("US", region, cells.text(row, "County Name*")),
        phone=cells.text(row, "Phone", 60),
        enrolment=cells.head_count(row, "Students*"),
        closed=cells.choice(row, "Status", _NOT_OPEN),
    )


SOURCE = Source(
    name="us-nces",
    title="NCES public school search",
    formats={"csv": "utf-8"},
    columns=(
        *("NCES School ID", "Low Grade*", "High Grade*", "School Name", "County Name*", "Street Address", "City"),
        *("State", "ZIP", "ZIP 4-digit", "Phone", "Students*", "Type", "Status"),
    ),
    key_column="NCES School ID",
    key=_key,
    read=_read,
)
