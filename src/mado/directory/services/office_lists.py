"""Schools an office's own list adds to the directory or changes in it, many at once, and the way back.

Bricks for mado.intake, which checks who may, opens the transaction and writes the audit entry, as services.imports does
around services.listing. Whatever these functions change they can put back: `Former` says how.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils import timezone

from mado.directory.enums import LocationPrecision, NameUse, OrganizationKind
from mado.directory.models import Organization, OrganizationIdentifier, OrganizationName
from mado.directory.services.copying import copy_rows, next_ids, update_rows
from mado.directory.services.indexing import queue_reindex
from mado.directory.services.listing import FIELDS
from mado.directory.services.public_codes import fresh_codes

_DEFAULTS: Mapping[str, Any] = {
    "kind": OrganizationKind.SCHOOL.value,
    "levels": [],
    "latitude": None,
    "longitude": None,
    "location_precision": LocationPrecision.NONE.value,
    "time_zone": "UTC",
    "enrolment": None,
}
_OWN_PARTS = (OrganizationName, OrganizationIdentifier)


@dataclass(frozen=True, slots=True)
class NewSchool:
    """`values`: some of listing.FIELDS, at least name, name_language and country. `seed` makes its public code."""

    seed: tuple[str, ...]
    values: Mapping[str, Any]
    scheme: str = ""
    identifier: str = ""


@dataclass(slots=True)
class Former:
    """How to put a changed school back. `values`: field → [value before, value written]; `added` and `removed`: names as
    [text, language, use]; `identifiers`: [scheme, value] that were added. Plain JSON through as_json and Former(**json)."""

    values: dict[str, list[Any]] = field(default_factory=dict)
    added: list[list[str]] = field(default_factory=list)
    removed: list[list[str]] = field(default_factory=list)
    identifiers: list[list[str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


def _full(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name, _DEFAULTS.get(name, "")) for name in FIELDS}


def add_schools(schools: Sequence[NewSchool]) -> list[tuple[int, str]]:
    """Write new schools with their identifiers and English names; answers in order with each one's id and the mark by
    which changed_schools tells whether it is still as written."""
    if not schools:
        return []
    now, today = timezone.now(), timezone.localdate()
    ids = next_ids(Organization, len(schools))
    codes = fresh_codes([school.seed for school in schools])
    full = [_full(school.values) for school in schools]
    copy_rows(
        Organization,
        ["id", "code", *FIELDS, "listed_since", "delisted_on", "created_at", "updated_at"],
        [
            [pk, code, *(values[name] for name in FIELDS), today, None, now, now]
            for pk, code, values in zip(ids, codes, full, strict=True)
        ],
    )
    copy_rows(
        OrganizationIdentifier,
        ["organization", "scheme", "value"],
        [[pk, school.scheme, school.identifier] for pk, school in zip(ids, schools, strict=True) if school.identifier],
    )
    copy_rows(
        OrganizationName,
        ["organization", "text", "language", "use"],
        [
            [pk, values["name_en"], "en", NameUse.TRANSLATED.value]
            for pk, values in zip(ids, full, strict=True)
            if values["name_en"]
        ],
    )
    queue_reindex(ids)
    return [(pk, _mark(values)) for pk, values in zip(ids, full, strict=True)]


def change_schools(
    changes: Mapping[int, Mapping[str, Any]], identifiers: Mapping[int, tuple[str, str]]
) -> dict[int, Former]:
    """Set some fields (of listing.FIELDS) of some schools and give some an identifier; the caller holds their locks.

    A school that is renamed stays findable by its former name; its English name among the further names follows.
    """
    ids = sorted({*changes, *identifiers})
    schools = Organization.objects.in_bulk(ids)
    names = _names_of(ids)
    found: dict[int, Former] = {}
    for pk in ids:
        school, former = schools[pk], Former()
        wanted = {name: value for name, value in changes.get(pk, {}).items() if getattr(school, name) != value}
        former.values = {name: [getattr(school, name), value] for name, value in wanted.items()}
        _follow_names(school, wanted, names[pk], former)
        for name, value in wanted.items():
            setattr(school, name, value)
        if pk in identifiers:
            former.identifiers = [list(identifiers[pk])]
        found[pk] = former
    _write(schools.values())
    _write_names(
        added={pk: former.added for pk, former in found.items()},
        removed={pk: former.removed for pk, former in found.items()},
    )
    copy_rows(
        OrganizationIdentifier,
        ["organization", "scheme", "value"],
        [[pk, scheme, value] for pk, (scheme, value) in identifiers.items()],
    )
    queue_reindex(ids)
    return found


def _names_of(ids: Collection[int]) -> dict[int, set[tuple[str, str, str]]]:
    names: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    rows = OrganizationName.objects.filter(organization__in=ids).values_list("organization", "text", "language", "use")
    for pk, *name in rows:
        names[pk].add((name[0], name[1], name[2]))
    return names


def _follow_names(
    school: Organization, wanted: Mapping[str, Any], names: set[tuple[str, str, str]], former: Former
) -> None:
    old = (school.name, school.name_language, NameUse.FORMER.value)
    if "name" in wanted and old not in names:
        former.added.append(list(old))
    if "name_en" in wanted:
        before = (school.name_en, "en", NameUse.TRANSLATED.value)
        after = (wanted["name_en"], "en", NameUse.TRANSLATED.value)
        if before in names:
            former.removed.append(list(before))
        if after[0] and after not in names:
            former.added.append(list(after))


def _write(schools: Collection[Organization]) -> None:
    now = timezone.now()
    update_rows(
        Organization,
        [*FIELDS, "updated_at"],
        [[school.pk, *(getattr(school, name) for name in FIELDS), now] for school in schools],
    )


def _write_names(
    *, added: Mapping[int, Sequence[Sequence[str]]], removed: Mapping[int, Sequence[Sequence[str]]]
) -> None:
    gone = models.Q(pk__in=[])
    for pk, names in removed.items():
        for text, language, use in names:
            gone |= models.Q(organization=pk, text=text, language=language, use=use)
    if any(removed.values()):
        OrganizationName.objects.filter(gone).delete()
    OrganizationName.objects.bulk_create(
        (
            OrganizationName(organization_id=pk, text=text, language=language, use=use)
            for pk, names in added.items()
            for text, language, use in names
        ),
        ignore_conflicts=True,
    )


def restore_schools(formers: Mapping[int, Former]) -> dict[int, bool]:
    """Put former values back, field by field; a field somebody has changed since stays. The caller holds the locks.

    Answers for each school that still exists whether all came back.
    """
    schools = Organization.objects.in_bulk(list(formers))
    whole: dict[int, bool] = {}
    added: dict[int, list[list[str]]] = {}
    removed: dict[int, list[list[str]]] = {}
    gone = models.Q(pk__in=[])
    for pk, school in schools.items():
        former = formers[pk]
        back = {name: old for name, (old, written) in former.values.items() if getattr(school, name) == written}
        whole[pk] = len(back) == len(former.values)
        for name, value in back.items():
            setattr(school, name, value)
        if whole[pk]:
            added[pk], removed[pk] = former.removed, former.added
        for scheme, value in former.identifiers:
            gone |= models.Q(organization=pk, scheme=scheme, value=value)
    _write(schools.values())
    _write_names(added=added, removed=removed)
    OrganizationIdentifier.objects.filter(gone).delete()
    queue_reindex(schools)
    return whole


def used_schools(ids: Collection[int], *, passing_over: Collection[str]) -> set[int]:
    """Those of these schools that any record of any app points at, whatever it is: people, texts, deeds, official lists.

    Names and identifiers are parts of the school itself. `passing_over`: labels of models that do not count.
    """
    used: set[int] = set()
    for relation in Organization._meta.get_fields(include_hidden=True):  # noqa: SLF001  # Django's public model API
        if not isinstance(relation, ForeignObjectRel):
            continue
        model, name = relation.field.model, relation.field.name
        if model in _OWN_PARTS or model._meta.label in passing_over:  # noqa: SLF001  # as above
            continue
        used.update(model._base_manager.filter(**{f"{name}__in": ids}).values_list(name, flat=True))  # noqa: SLF001  # no manager may hide a row here
    return used & set(ids)


def remove_schools(ids: Collection[int]) -> None:
    """Delete schools a list has added and nobody has used: see used_schools."""
    OrganizationName.objects.filter(organization__in=ids).delete()
    OrganizationIdentifier.objects.filter(organization__in=ids).delete()
    Organization.objects.filter(pk__in=ids).delete()
    queue_reindex(ids)


def changed_schools(marks: Mapping[int, str]) -> set[int]:
    """Those of these schools whose own record no longer says what it said when add_schools gave it this mark."""
    schools = Organization.objects.filter(pk__in=list(marks))
    return {
        school.pk for school in schools if _mark({name: getattr(school, name) for name in FIELDS}) != marks[school.pk]
    }


def _mark(values: Mapping[str, Any]) -> str:
    content = json.dumps([values[name] for name in FIELDS], ensure_ascii=False)
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()
