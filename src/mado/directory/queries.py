"""Reads of the directory."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from mado.directory.models import ImportRun, Organization, SavedSearch


def visible_to(user: Any) -> QuerySet[Organization]:  # noqa: ARG001  # the same signature in every app
    """The directory is public: everybody sees every organisation, listed or no longer listed."""
    return Organization.objects.all()


def import_runs_visible_to(user: Any) -> QuerySet[ImportRun]:
    """Officers see how the lists were read. The permission "directory.view_import" is given by
    mado.accounts.permissions, because appointments live above this app."""
    if getattr(user, "is_authenticated", False) and user.has_perm("directory.view_import"):
        return ImportRun.objects.all()
    return ImportRun.objects.none()


def organizations_by_id(ids: Sequence[int]) -> dict[int, Organization]:
    """Id → organisation, for a page of hits. One query, written out: making it costs the ORM longer than it takes."""
    wanted = list(ids)
    rows = Organization.objects.raw("SELECT * FROM directory_organization WHERE id = ANY(%s)", [wanted])
    return {row.pk: row for row in rows} if wanted else {}


def organizations_of_codes(codes: Sequence[str]) -> list[Organization]:
    """The organisations with these public codes, in their order; unknown ones are left out. One query."""
    wanted = [code.upper()[:12] for code in codes if code.isascii() and code.isalnum()]
    known = {row.code: row for row in Organization.objects.filter(code__in=wanted)} if wanted else {}
    return [known[code] for code in dict.fromkeys(wanted) if code in known]


def organization_of_code(code: str) -> Organization | None:
    """The organisation with this public code, in any case, with names and identifiers; None when there is none."""
    if not (code.isascii() and code.isalnum()):
        return None
    rows = Organization.objects.prefetch_related("names", "identifiers")
    return rows.filter(code=code.upper()[:12]).first()


def saved_searches_visible_to(user: Any) -> QuerySet[SavedSearch]:
    """One's own, with `new_count`: schools found since the owner last looked. Deleted ones stay in the bin for a while."""
    if not getattr(user, "is_authenticated", False):
        return SavedSearch.objects.none()
    since = Q(alerts__found_at__gt=F("looked_at"), alerts__organization__delisted_on__isnull=True)
    return SavedSearch.objects.filter(owner_id=user.pk).annotate(new_count=Count("alerts", filter=since))
