"""One batch of an official list into the directory's tables: what is new, what changed, what the list calls closed.

Called by services.imports inside the batch's transaction; writes nothing for a row whose fingerprint is known.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from mado.directory.enums import NameUse
from mado.directory.importing.listed import ListedSchool
from mado.directory.models import ImportRun, ListedRow, Organization, OrganizationIdentifier, OrganizationName
from mado.directory.services.copying import copy_rows, next_ids, update_rows
from mado.directory.services.public_codes import fresh_codes

FIELDS = (
    *("kind", "name", "name_language", "name_en", "levels", "sector", "country", "region", "region_name", "city"),
    *(
        "address",
        "postcode",
        "latitude",
        "longitude",
        "location_precision",
        "time_zone",
        "phone",
        "website",
        "enrolment",
    ),
)
"""What a list says of a school and an import overwrites when the list's row has changed."""


@dataclass(slots=True)
class _Known:
    organization: int
    delisted: bool
    row: int | None = None
    fingerprint: str = ""


@dataclass(slots=True)
class BatchResult:
    """Counts of rows, and the ids of the organisations whose search entry is stale."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    delisted: int = 0
    passed_over: int = 0
    touched: list[int] = field(default_factory=list)


def write_schools(run: ImportRun, schools: Sequence[ListedSchool]) -> BatchResult:
    """Bring the directory in line with these rows of the list; keys must not repeat."""
    known = _known(run.source, [school.key for school in schools])
    result = BatchResult()
    new: list[ListedSchool] = []
    changed: list[tuple[_Known, ListedSchool]] = []
    gone: list[tuple[_Known, ListedSchool]] = []
    for school in schools:
        found = known.get(school.key)
        if school.closed:
            if found is None or found.delisted:
                result.passed_over += 1
            else:
                gone.append((found, school))
        elif found is None:
            new.append(school)
        elif found.fingerprint == school.fingerprint() and not found.delisted:
            result.unchanged += 1
        else:
            changed.append((found, school))
    _create(run, new, result)
    _change(run, changed, result)
    _close(run, gone, result)
    return result


def _known(source: str, keys: Sequence[str]) -> dict[str, _Known]:
    """Key → the organisation it stands for: by an earlier row of this list, else by an identifier somebody entered."""
    rows = ListedRow.objects.filter(source=source, key__in=keys).values_list(
        "key", "organization_id", "organization__delisted_on", "id", "fingerprint"
    )
    known = {key: _Known(pk, day is not None, row, mark) for key, pk, day, row, mark in rows}
    rest = [key for key in keys if key not in known]
    identifiers = OrganizationIdentifier.objects.filter(scheme=source, value__in=rest).values_list(
        "value", "organization_id", "organization__delisted_on"
    )
    return known | {value: _Known(pk, day is not None) for value, pk, day in identifiers}


def _values(school: ListedSchool) -> list[Any]:
    return [list(school.levels) if name == "levels" else getattr(school, name) for name in FIELDS]


def _create(run: ImportRun, schools: Sequence[ListedSchool], result: BatchResult) -> None:
    if not schools:
        return
    now, today = timezone.now(), timezone.localdate()
    ids = next_ids(Organization, len(schools))
    codes = fresh_codes([(run.source, school.key) for school in schools])
    copy_rows(
        Organization,
        ["id", "code", *FIELDS, "listed_since", "delisted_on", "created_at", "updated_at"],
        [
            [pk, code, *_values(school), today, None, now, now]
            for pk, code, school in zip(ids, codes, schools, strict=True)
        ],
    )
    copy_rows(
        OrganizationIdentifier,
        ["organization", "scheme", "value"],
        [[pk, run.source, school.key] for pk, school in zip(ids, schools, strict=True)],
    )
    copy_rows(
        OrganizationName,
        ["organization", "text", "language", "use"],
        [
            [pk, school.name_en, "en", NameUse.TRANSLATED]
            for pk, school in zip(ids, schools, strict=True)
            if school.name_en
        ],
    )
    _remember(run, list(zip(ids, schools, strict=True)))
    result.created += len(schools)
    result.touched += ids


def _remember(run: ImportRun, pairs: Sequence[tuple[int, ListedSchool]]) -> None:
    copy_rows(
        ListedRow,
        ["source", "scope", "key", "organization", "fingerprint", "last_run"],
        [[run.source, school.scope, school.key, pk, school.fingerprint(), run.pk] for pk, school in pairs],
    )


def _change(run: ImportRun, pairs: Sequence[tuple[_Known, ListedSchool]], result: BatchResult) -> None:
    if not pairs:
        return
    _keep_old_names(pairs)
    now = timezone.now()
    update_rows(
        Organization,
        [*FIELDS, "delisted_on", "updated_at"],
        [[known.organization, *_values(school), None, now] for known, school in pairs],
    )
    update_rows(
        ListedRow,
        ["scope", "fingerprint", "last_run"],
        [[known.row, school.scope, school.fingerprint(), run.pk] for known, school in pairs if known.row],
    )
    _remember(run, [(known.organization, school) for known, school in pairs if not known.row])
    result.changed += len(pairs)
    result.touched += [known.organization for known, _school in pairs]


def _keep_old_names(pairs: Sequence[tuple[_Known, ListedSchool]]) -> None:
    """A school that was renamed stays findable by its former name; its English name follows the list."""
    before = Organization.objects.in_bulk([known.organization for known, _school in pairs])
    names: list[OrganizationName] = []
    for known, school in pairs:
        old = before[known.organization]
        if old.name != school.name:
            names.append(_name(old, old.name, old.name_language, NameUse.FORMER))
        if old.name_en != school.name_en:
            OrganizationName.objects.filter(
                organization=old, language="en", use=NameUse.TRANSLATED, text=old.name_en
            ).delete()
            if school.name_en:
                names.append(_name(old, school.name_en, "en", NameUse.TRANSLATED))
    OrganizationName.objects.bulk_create(names, ignore_conflicts=True)


def _name(organization: Organization, text: str, language: str, use: str) -> OrganizationName:
    return OrganizationName(organization=organization, text=text, language=language, use=use)


def _close(run: ImportRun, pairs: Sequence[tuple[_Known, ListedSchool]], result: BatchResult) -> None:
    """Schools the list itself calls closed: marked with the day the list gives, else today."""
    by_day: dict[dt.date, list[int]] = {}
    for known, school in pairs:
        by_day.setdefault(school.closed_on or timezone.localdate(), []).append(known.organization)
    for day, ids in by_day.items():
        mark_gone(run, ids, day)
    result.delisted += len(pairs)
    result.touched += [known.organization for known, _school in pairs]


def mark_gone(run: ImportRun, organization_ids: Sequence[int], day: dt.date) -> None:
    """No longer listed from `day`; the organisation and all that hangs on it stay. An empty fingerprint makes the row
    count as changed when the school comes back."""
    Organization.objects.filter(pk__in=organization_ids).update(delisted_on=day, updated_at=timezone.now())
    ListedRow.objects.filter(source=run.source, organization__in=organization_ids).update(fingerprint="", last_run=run)
