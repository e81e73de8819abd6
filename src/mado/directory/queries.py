"""Reads of the directory."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from mado.directory.models import (
    ImportRun,
    Organization,
    OrganizationIdentifier,
    OrganizationName,
    SavedSearch,
)


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
    """The organisation with this public code, in any case, with names and identifiers; None when there is none.
    Three queries, written out, as above."""
    if not (code.isascii() and code.isalnum()):
        return None
    rows = Organization.objects.raw("SELECT * FROM directory_organization WHERE code = %s", [code.upper()[:12]])
    one = next(iter(rows), None)
    if one is not None:
        names = "SELECT * FROM directory_organizationname WHERE organization_id = %s ORDER BY id"
        _hold(one.names.all(), OrganizationName.objects.raw(names, [one.pk]), one, "names")
        identifiers = "SELECT * FROM directory_organizationidentifier WHERE organization_id = %s ORDER BY id"
        _hold(one.identifiers.all(), OrganizationIdentifier.objects.raw(identifiers, [one.pk]), one, "identifiers")
    return one


def _hold(relation: Any, rows: Iterable[Any], one: Organization, name: str) -> None:
    """What prefetch_related leaves behind: `one.names.all()` then asks no more."""
    relation._result_cache, relation._prefetch_done = list(rows), True  # noqa: SLF001  # as Django's prefetch_one_level
    one.__dict__.setdefault("_prefetched_objects_cache", {})[name] = relation


def saved_searches_visible_to(user: Any) -> QuerySet[SavedSearch]:
    """One's own, with `new_count`: schools found since the owner last looked. Deleted ones stay in the bin for a while."""
    if not getattr(user, "is_authenticated", False):
        return SavedSearch.objects.none()
    since = Q(alerts__found_at__gt=F("looked_at"), alerts__organization__delisted_on__isnull=True)
    return SavedSearch.objects.filter(owner_id=user.pk).annotate(new_count=Count("alerts", filter=since))
