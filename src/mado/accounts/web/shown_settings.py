"""Values and mandates in words."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from mado.accounts.messages import written_date
from mado.accounts.queries import Change
from mado.directory.enums import Level, OrganizationKind
from mado.directory.models import Mandate
from mado.reference.places import city_of, country_name, region_name
from mado.reference.setting_specs import SPECS


def shown_value(key: str, value: Any) -> str:
    """A value with its unit, as a person says it."""
    spec = SPECS.get(key)
    if spec is None or spec.kind == "text":
        return str(value)
    if spec.kind == "month":
        return str(MONTHS[value])
    if spec.kind == "country":
        return country_name(value)
    if spec.kind == "zone":
        return city_of(value)
    return f"{value} {spec.unit}"


def last_changed(change: Change, zone: str) -> str:
    """Who set the value last, and on which day of the reader's."""
    day = written_date(change.at.astimezone(ZoneInfo(zone or "UTC")).date())
    return _("Last changed by %(name)s, %(date)s.") % {"name": change.who, "date": day}


def shown_change(change: Change) -> dict[str, Any]:
    spec = SPECS.get(change.key)
    return {
        "label": spec.label if spec else change.key,
        "before": shown_value(change.key, change.before),
        "after": shown_value(change.key, change.after),
        "at": change.at,
        "who": change.who,
    }


def shown_place(mandate: Mandate) -> str:
    country = country_name(mandate.country)
    return f"{region_name(mandate.region)}, {country}" if mandate.region else country


def shown_kinds(mandate: Mandate) -> str:
    """What kinds and levels it is for; all of them when it names none."""
    names = [str(OrganizationKind(kind).label) for kind in mandate.kinds]
    names += [str(Level(level).label) for level in mandate.levels]
    return " · ".join(names) or _("All schools and universities")
