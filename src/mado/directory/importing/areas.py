"""Gazetteers: the centre of an area for schools whose official list gives no point. Never a school's own location.

us-postcodes: GeoNames postal codes (tab-separated, no header: country, postcode, …, latitude 10th, longitude 11th column).
jp-municipalities: municipalities with the place of their office (CSV with pid, city, lat, lng).
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from mado.kernel.errors import BadInput

Point = tuple[float, float]
AreaKey = tuple[str, str]
"""(region, place): ("", "92101") for a postcode, ("JP-01", "函館市") for a municipality."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`key_of` gives the area key of (region, city, postcode) of a school."""

    country: str
    read: Callable[[TextIO], Iterator[tuple[AreaKey, Point]]]
    key_of: Callable[[str, str, str], AreaKey]


def plain_place(name: str) -> str:
    """Wards are written with and without a space between city and ward."""
    return name.replace(" ", "").replace("\u3000", "")


def _postcodes(file: TextIO) -> Iterator[tuple[AreaKey, Point]]:
    for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield ("", row[1]), (float(row[9]), float(row[10]))


def _municipalities(file: TextIO) -> Iterator[tuple[AreaKey, Point]]:
    for row in csv.DictReader(file):
        if row["lat"] and row["lng"]:
            yield (f"JP-{int(row['pid']):02d}", plain_place(row["city"])), (float(row["lat"]), float(row["lng"]))


GAZETTEERS = {
    "us-postcodes": Gazetteer("US", _postcodes, lambda _region, _city, postcode: ("", postcode[:5])),
    "jp-municipalities": Gazetteer("JP", _municipalities, lambda region, city, _postcode: (region, plain_place(city))),
}


def read_areas(name: str, path: Path) -> dict[AreaKey, Point]:
    """Area key → (latitude, longitude) in degrees. Raises BadInput with a sentence when the file is another."""
    if name not in GAZETTEERS:
        known = ", ".join(GAZETTEERS)
        raise BadInput(
            {"file": _("There is no gazetteer “%(name)s”. Choose one of: %(known)s.") % {"name": name, "known": known}}
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            areas = dict(GAZETTEERS[name].read(file))
    except (UnicodeDecodeError, csv.Error, IndexError, KeyError, ValueError) as error:
        sentence = _(
            "%(file)s is not the gazetteer %(name)s: its columns or its encoding are others. Nothing was changed."
        )
        raise BadInput({"file": sentence % {"file": path.name, "name": name}}) from error
    if not areas:
        raise BadInput({"file": _("%(file)s is empty. Nothing was changed.") % {"file": path.name}})
    return areas
