"""The alliance's values and mandates, with who changed them last."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from mado.accounts.queries.people import names_of
from mado.audit.models import AuditEntry
from mado.directory.models import Mandate
from mado.reference.settings import AllianceSettings, alliance

HISTORY_MOST = 100


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one value. `who` is "" when the house itself did it."""

    key: str
    before: Any
    after: Any
    at: dt.datetime
    who: str


def setting_changes() -> list[Change]:
    """The latest changes of the alliance's values, newest first."""
    rows = AuditEntry.objects.filter(verb="accounts.change_setting").order_by("-id")[:HISTORY_MOST]
    names = names_of(row.actor_id for row in rows if row.actor_id)
    return [
        Change(
            row.details["key"], row.details["before"], row.details["after"], row.at, names.get(row.actor_id or 0, "")
        )
        for row in rows
    ]


def settings_in_force() -> tuple[dict[str, Any], dict[str, Any]]:
    """(values in force, defaults), by key."""
    return asdict(alliance()), asdict(AllianceSettings())


def mandates() -> QuerySet[Mandate]:
    """Every mandate, those in force and those of the past, by place."""
    return Mandate.objects.select_related("office").order_by("country", "region", "office__name", "id")


def mandates_ending(days: int) -> QuerySet[Mandate]:
    """Mandates whose last day comes within so many days: the place would fall back to the CEO office."""
    today = timezone.localdate()
    return mandates().filter(valid_to__gte=today, valid_to__lt=today + dt.timedelta(days=days)).order_by("valid_to")


def mandate_changes(mandate: Mandate) -> list[tuple[AuditEntry, str]]:
    """What was done to one mandate, newest first, with the name of who did it."""
    rows = list(AuditEntry.objects.filter(object_type="directory.Mandate", object_id=str(mandate.pk)).order_by("-id"))
    names = names_of(row.actor_id for row in rows if row.actor_id)
    return [(row, names.get(row.actor_id or 0, "")) for row in rows]
