"""The one change of a wish that would open most, as a sentence with the section of the wish where it is made."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.directory.enums import Level
from mado.matching.engine.openings import Opening
from mado.profiles.enums import ExchangeKind, Interpretation, MeetingMode
from mado.profiles.wording import day_text
from mado.reference.languages import language_name
from mado.reference.places import country_name

SECTIONS: Mapping[str, str] = {
    "alternative_kinds": "forms",
    "mode": "kind",
    "partner_levels": "whom",
    "partner_sectors": "whom",
    "partner_countries": "whom",
    "partner_regions": "whom",
    "excluded_countries": "whom",
    "again": "whom",
    "band_wanted": "languages",
    "interpretation": "languages",
    "languages": "languages",
    "age_from": "group",
    "age_to": "group",
    "period_from": "times",
    "period_to": "times",
}
"""Field → section of the wish (profiles.web.views.school.wishes)."""
NAMES: Mapping[str, str] = {"again": "partners_again", "band_wanted": "partner_language_band"}
"""Field of the engine's row → field of the wish, where the two have different names."""


def anchor_of(opening: Opening) -> str:
    """Where in its section the field stands."""
    return f"#id_{NAMES.get(opening.field, opening.field)}"


def change_text(opening: Opening) -> str:
    """What to change, as an offer."""
    return _CHANGES[opening.field](opening.value)


def opens_text(opening: Opening) -> str:
    """What it would bring."""
    return ngettext("%(count)d more school would fit.", "%(count)d more schools would fit.", opening.opens) % {
        "count": opening.opens
    }


def _kinds(value: Any) -> str:
    return _("Accept “%(kind)s”, too") % {"kind": ExchangeKind(value).label}


def _mode(value: Any) -> str:
    return _("Choose “%(mode)s”") % {"mode": MeetingMode(value).label}


def _levels(value: Any) -> str:
    if not value:
        return _("Ask for no level of school")
    return _("Ask for schools of the level “%(level)s”, too") % {"level": Level(value).label}


def _band(value: Any) -> str:
    if not value:
        return _("Ask for no level in the common language")
    return _("Ask your partner's pupils for %(band)s in the common language") % {"band": value}


def _countries(value: Any) -> str:
    if not value:
        return _("Name no countries: any will do")
    return _("Look for schools in %(country)s, too") % {"country": country_name(value)}


_CHANGES: Mapping[str, Callable[[Any], str]] = {
    "alternative_kinds": _kinds,
    "mode": _mode,
    "partner_levels": _levels,
    "partner_sectors": lambda _value: _("Accept public and private schools alike"),
    "partner_countries": _countries,
    "partner_regions": lambda _value: _("Accept any region of the countries you name"),
    "excluded_countries": lambda value: _("Leave %(country)s out no longer") % {"country": country_name(value)},
    "again": lambda _value: _("Let schools you already are partners with be recommended, too"),
    "band_wanted": _band,
    "interpretation": lambda value: _("Say of interpreting: “%(choice)s”") % {"choice": Interpretation(value).label},
    "languages": lambda value: _("Add a language to meet in: %(language)s") % {"language": language_name(value)},
    "age_from": lambda value: _("Let pupils from the age of %(age)d take part") % {"age": value},
    "age_to": lambda value: _("Let pupils up to the age of %(age)d take part") % {"age": value},
    "period_from": lambda value: _("Let it begin as early as %(day)s") % {"day": day_text(value)},
    "period_to": lambda value: _("Let it go on until %(day)s") % {"day": day_text(value)},
}
