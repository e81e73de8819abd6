"""Reads of the directory."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Count, F, Model, Q, QuerySet

from mado.directory.enums import NameUse, RelationKind
from mado.directory.models import (
    ImportRun,
    Organization,
    OrganizationIdentifier,
    SavedSearch,
)

Row = TypeVar("Row", bound=Model)


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
    """Id → organisation, for a page of hits. One query."""
    wanted = list(ids)
    return {row.pk: row for row in _read(Organization, "id = ANY(%s)", wanted)} if wanted else {}


def _read(model: type[Row], where: str, value: str | int | list[int]) -> list[Row]:
    """Rows as objects, of a table whose values need no conversion. Written out, since making such a query costs the ORM
    longer than the database takes to answer it, and the most read pages ask them."""
    names, columns = _columns(model)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} WHERE {where}", [value])  # noqa: S608, SLF001  # names are the model's own
        return [model.from_db(connection.alias, names, row) for row in cursor]


@cache
def _columns(model: type[Model]) -> tuple[list[str], str]:
    fields = model._meta.concrete_fields  # noqa: SLF001  # Django's public model API
    return [field.attname for field in fields], ", ".join(f'"{field.column}"' for field in fields)


def organizations_of_codes(codes: Sequence[str]) -> list[Organization]:
    """The organisations with these public codes, in their order; unknown ones are left out. One query."""
    wanted = [code.upper()[:12] for code in codes if code.isascii() and code.isalnum()]
    known = {row.code: row for row in Organization.objects.filter(code__in=wanted)} if wanted else {}
    return [known[code] for code in dict.fromkeys(wanted) if code in known]


_BESIDE = """
ARRAY(SELECT ARRAY[id::text, scheme, value] FROM directory_organizationidentifier
      WHERE organization_id = directory_organization.id ORDER BY id),
EXISTS(SELECT FROM directory_organizationname WHERE organization_id = directory_organization.id)
OR EXISTS(SELECT FROM directory_organizationrelation
          WHERE source_id = directory_organization.id AND kind = %(succeeds)s)"""
"""Of an organisation: its identifiers, and whether it may have further names."""


def organization_of_code(code: str) -> Organization | None:
    """The organisation with this public code, in any case, with its identifiers; None when there is none. One query."""
    if not (code.isascii() and code.isalnum()):
        return None
    names, columns = _columns(Organization)
    with connection.cursor() as cursor:
        asked = f"SELECT {columns}, {_BESIDE} FROM directory_organization WHERE code = %(code)s"  # noqa: S608  # names are the model's own
        cursor.execute(asked, {"code": code.upper()[:12], "succeeds": RelationKind.SUCCESSOR_OF.value})
        row = cursor.fetchone()
    if row is None:
        return None
    *values, numbers, one_may_have_names = row
    one = Organization.from_db(connection.alias, names, values)
    identifiers = [OrganizationIdentifier(int(pk), one.pk, scheme, value) for pk, scheme, value in numbers]
    _hold(one.identifiers.all(), identifiers, one, "identifiers")
    one._may_have_names = one_may_have_names  # type: ignore[attr-defined]  # noqa: SLF001  # our own memory on our own model
    return one


@dataclass(frozen=True, slots=True)
class FurtherName:
    """A name beside the official ones; those of closed schools this one succeeds count as its former names."""

    text: str
    language: str
    use: NameUse


_FURTHER_NAMES = """
SELECT organization_id, text, language, use FROM directory_organizationname WHERE organization_id = ANY(%(ids)s)
UNION
SELECT later.source_id, name.text, name.language, %(former)s
FROM directory_organizationrelation AS later
JOIN directory_organization AS before ON before.id = later.target_id
CROSS JOIN LATERAL (VALUES (before.name, before.name_language), (before.name_en, 'en')) AS name(text, language)
WHERE later.kind = %(succeeds)s AND later.source_id = ANY(%(ids)s)
  AND before.delisted_on IS NOT NULL AND name.text <> ''
ORDER BY 1, 4, 2
"""


def further_names(ids: Sequence[int]) -> dict[int, list[FurtherName]]:
    """Organisation id → its further names, those of closed schools it succeeds among them. One query."""
    names: dict[int, list[FurtherName]] = defaultdict(list)
    with connection.cursor() as cursor:
        given: dict[str, Any] = {
            "ids": list(ids),
            "former": NameUse.FORMER.value,
            "succeeds": RelationKind.SUCCESSOR_OF.value,
        }
        cursor.execute(_FURTHER_NAMES, given)
        for pk, text, language, use in cursor:
            names[pk].append(FurtherName(text, language, NameUse(use)))
    return names


def further_names_of(one: Organization) -> list[FurtherName]:
    """Of one organisation. No query where organization_of_code has seen that there is none, as with most schools."""
    return further_names([one.pk]).get(one.pk, []) if getattr(one, "_may_have_names", True) else []


def _hold(relation: Any, rows: Iterable[Any], one: Organization, name: str) -> None:
    """What prefetch_related leaves behind: `one.identifiers.all()` then asks no more."""
    relation._result_cache, relation._prefetch_done = list(rows), True  # noqa: SLF001  # as Django's prefetch_one_level
    one.__dict__.setdefault("_prefetched_objects_cache", {})[name] = relation


def saved_searches_visible_to(user: Any) -> QuerySet[SavedSearch]:
    """One's own, with `new_count`: schools found since the owner last looked. Deleted ones stay in the bin for a while."""
    if not getattr(user, "is_authenticated", False):
        return SavedSearch.objects.none()
    since = Q(alerts__found_at__gt=F("looked_at"), alerts__organization__delisted_on__isnull=True)
    return SavedSearch.objects.filter(owner_id=user.pk).annotate(new_count=Count("alerts", filter=since))
