"""Reads of the audit chain."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from mado.audit.models import AuditEntry


def visible_to(user: Any) -> QuerySet[AuditEntry]:
    """Who reads everything (CEO office, ministry, auditor) reads the chain; nobody else. The permission
    "audit.view_entry" is given by mado.accounts.permissions, because appointments live above this app."""
    if getattr(user, "is_authenticated", False) and user.has_perm("audit.view_entry"):
        return AuditEntry.objects.all()
    return AuditEntry.objects.none()


def entries_about(thing_label: str, pk: object) -> QuerySet[AuditEntry]:
    """The deeds on one record, oldest first."""
    return AuditEntry.objects.filter(object_type=thing_label, object_id=str(pk)).order_by("id")


def last_entry_id() -> int | None:
    """The key of the newest entry: another after every deed. Asked for every public page, so it is written out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM audit_auditentry")
        row = cursor.fetchone()
    return row[0] if row else None


def latest_deeds(actor_ids: Iterable[int]) -> dict[int, dt.datetime]:
    """Person id → when they last did anything that is written in the chain. One query."""
    rows = AuditEntry.objects.filter(actor_id__in=list(actor_ids)).order_by().values_list("actor_id")
    return dict(rows.annotate(Max("at")))
