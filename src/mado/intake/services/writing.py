"""Writing a list into the directory: a job, in batches of one transaction each, restartable at any moment.

A batch's schools, wishes, outcomes, counts, audit entry and search job stand together or not at all; the next batch is
whatever has no outcome yet. Only what the preview showed is written: a row whose school has changed since is left out
and says so.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mado.audit.services import record
from mado.directory.models import Organization, OrganizationIdentifier
from mado.directory.services.copying import update_rows
from mado.directory.services.office_lists import NewSchool, add_schools, change_schools
from mado.intake.enums import Outcome, RowChoice, UploadState, Verdict
from mado.intake.mandate import Mandates
from mado.intake.models import ListContact, ListRow, ListUpload
from mado.intake.schemes import kept_as, lookups
from mado.intake.services.working import locked_upload, work_on
from mado.intake.workflow import LIST_UPLOAD
from mado.kernel.jobs import queue_job
from mado.profiles.services.brought import bring_wishes

BATCH_ROWS = 1_000
_BESIDE = ("wish", "contacts", "identifier", "further")
"""Entries of a row's changes that are no fields of the school."""

ToWrite = Q(verdict__in=[Verdict.CREATE, Verdict.CHANGE]) | Q(
    verdict=Verdict.CHOOSE, choice__in=[RowChoice.MERGE, RowChoice.BOTH]
)


@transaction.atomic
def run_upload(*, upload: ListUpload, actor: Any) -> ListUpload:
    """Begin to write what the preview showed."""
    return _begin(upload, actor, "run")


@transaction.atomic
def resume_upload(*, upload: ListUpload, actor: Any) -> ListUpload:
    """Go on with a list that an error stopped while it was written."""
    return _begin(upload, actor, "resume")


def _begin(upload: ListUpload, actor: Any, move: str) -> ListUpload:
    upload = locked_upload(upload.pk)
    LIST_UPLOAD.perform(upload, move, actor)
    rows = ListRow.objects.filter(ToWrite, upload=upload)
    upload.run_by, upload.trouble = actor, ""
    upload.work_total, upload.work_done = rows.count(), rows.exclude(outcome="").count()
    upload.save(update_fields=["run_by", "trouble", "work_total", "work_done"])
    record(actor=actor, verb=f"intake.{move}_upload", thing=upload, details={"rows": upload.work_total})
    queue_job("intake.write", lock=f"intake.{upload.pk}", upload_id=upload.pk)
    return upload


def write_rows(*, upload_id: int, on_progress: Callable[[int, int], None] | None = None) -> None:
    """Work of the state "running": batch after batch until no row is left. `on_progress(rows done, rows)`."""

    def work(upload: ListUpload) -> None:
        mandates = Mandates.of(upload.office)
        while (done := _write_batch(upload.pk, mandates)) is not None:
            if on_progress:
                on_progress(*done)

    work_on(upload_id, UploadState.RUNNING, work)


@dataclass(slots=True)
class _Batch:
    upload: ListUpload
    rows: Sequence[ListRow]
    schools: dict[int, Organization]
    outcomes: dict[int, str] = field(default_factory=dict)
    former: dict[int, dict[str, Any]] = field(default_factory=dict)
    organization: dict[int, int] = field(default_factory=dict)
    wishes: int = 0


@transaction.atomic
def _write_batch(upload_id: int, mandates: Mandates) -> tuple[int, int] | None:
    """(rows done, rows); None when the list is written to its end, or has moved on."""
    upload = locked_upload(upload_id)
    if upload.state != UploadState.RUNNING:
        return None
    rows = list(ListRow.objects.filter(ToWrite, upload=upload, outcome="").order_by("line")[:BATCH_ROWS])
    if not rows:
        _finish(upload)
        return None
    ids = [row.organization_id for row in rows if row.organization_id and not _is_new(row)]
    locked = Organization.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    batch = _Batch(upload, rows, {school.pk: school for school in locked})
    _leave_out_overtaken(batch, mandates)
    _add(batch)
    _change(batch)
    _go_along(batch)
    _bring_wishes(batch)
    _note(batch)
    return upload.work_done, upload.work_total


def _first_line(row: ListRow) -> int:
    """Of a further row of a school the line of the first, else 0. It changes nothing of the school itself."""
    line: int = row.changes.get("further", [None, 0])[1]
    return line


def _is_new(row: ListRow) -> bool:
    return row.verdict == Verdict.CREATE or row.choice == RowChoice.BOTH


def _leave_out_overtaken(batch: _Batch, mandates: Mandates) -> None:
    """Rows whose school is no longer what the preview showed, or whose code somebody has given meanwhile."""
    scheme = batch.upload.defaults["scheme"]
    wanted = {
        row.pk: lookups(scheme, row.school["identifier"], row.school.get("levels", []))
        for row in batch.rows
        if row.school.get("identifier")
    }
    values = {value for some in wanted.values() for value in some}
    taken = dict(
        OrganizationIdentifier.objects.filter(scheme=scheme, value__in=values).values_list("value", "organization")
    )
    for row in batch.rows:
        known = {taken[value] for value in wanted.get(row.pk, ()) if value in taken}
        if _first_line(row) and not row.organization_id:
            continue  # goes along with the first row
        if _is_new(row):
            overtaken = bool(known) or not _covered_new(row, mandates)
        else:
            school = batch.schools.get(row.organization_id or 0)
            overtaken = (
                school is None or _differs_from_preview(row, school) or not mandates.cover_school(school, _new(row))
            )
            overtaken = overtaken or ("identifier" in row.changes and bool(known))
        if overtaken:
            batch.outcomes[row.pk] = Outcome.OVERTAKEN


def _covered_new(row: ListRow, mandates: Mandates) -> bool:
    school = row.school
    return mandates.cover(
        country=school.get("country", ""),
        region=school.get("region", ""),
        kind=school.get("kind", ""),
        levels=school.get("levels", []),
    )


def _new(row: ListRow) -> dict[str, Any]:
    return {name: new for name, (_old, new) in row.changes.items() if name not in _BESIDE}


def _differs_from_preview(row: ListRow, school: Organization) -> bool:
    return any(getattr(school, name) != old for name, (old, _new) in row.changes.items() if name not in _BESIDE)


def _add(batch: _Batch) -> None:
    scheme = batch.upload.defaults["scheme"]
    rows = [row for row in batch.rows if _is_new(row) and row.pk not in batch.outcomes]
    added = add_schools([_new_school(row, batch.upload, scheme) for row in rows])
    for row, (pk, mark) in zip(rows, added, strict=True):
        batch.outcomes[row.pk] = Outcome.CREATED
        batch.organization[row.pk] = pk
        batch.former[row.pk] = {"mark": mark}


def _new_school(row: ListRow, upload: ListUpload, scheme: str) -> NewSchool:
    values = {name: value for name, value in row.school.items() if name != "identifier"}
    identifier = kept_as(scheme, row.school.get("identifier", ""), values.get("levels", []))
    seed = (scheme, identifier) if identifier else (upload.code, str(row.line))
    return NewSchool(seed, values, scheme if identifier else "", identifier)


def _change(batch: _Batch) -> None:
    rows = [row for row in batch.rows if not (_is_new(row) or _first_line(row)) and row.pk not in batch.outcomes]
    one_each: dict[int, ListRow] = {}
    for row in rows:
        if (
            row.organization_id is None or row.organization_id in one_each
        ):  # two rows were said to be the same school: the first is taken
            batch.outcomes[row.pk] = Outcome.OVERTAKEN
        else:
            one_each[row.organization_id] = row
    scheme = batch.upload.defaults["scheme"]
    formers = change_schools(
        {pk: _new(row) for pk, row in one_each.items()},
        {pk: (scheme, row.changes["identifier"][1]) for pk, row in one_each.items() if "identifier" in row.changes},
    )
    for pk, row in one_each.items():
        batch.outcomes[row.pk] = Outcome.CHANGED
        batch.organization[row.pk] = pk
        batch.former[row.pk] = formers[pk].as_json()


def _go_along(batch: _Batch) -> None:
    """Further rows of schools: their wishes and people belong to the school the first row names or has added."""
    rows = [row for row in batch.rows if _first_line(row) and row.pk not in batch.outcomes]
    lines = {_first_line(row) for row in rows if not row.organization_id}
    before = ListRow.objects.filter(upload=batch.upload, line__in=lines, outcome=Outcome.CREATED)
    added = dict(before.values_list("line", "organization"))
    added |= {row.line: batch.organization[row.pk] for row in batch.rows if row.pk in batch.organization}
    for row in rows:
        school = row.organization_id or added.get(_first_line(row))
        batch.outcomes[row.pk] = Outcome.CHANGED if school else Outcome.OVERTAKEN
        if school:
            batch.organization[row.pk] = school


def _bring_wishes(batch: _Batch) -> None:
    rows = [row for row in batch.rows if row.wish and row.pk in batch.organization]
    made = bring_wishes(wishes=[(batch.organization[row.pk], row.wish) for row in rows], actor=batch.upload.run_by)
    for row, wish in zip(rows, made, strict=True):
        batch.former.setdefault(row.pk, {})["wish"] = wish
    batch.wishes = len(made)


def _note(batch: _Batch) -> None:
    """Outcomes, counts and the audit entry."""
    update_rows(
        ListRow,
        ["outcome", "organization", "former"],
        [
            [
                row.pk,
                batch.outcomes[row.pk],
                batch.organization.get(row.pk, row.organization_id),
                json.dumps(batch.former.get(row.pk, {})),
            ]
            for row in batch.rows
        ],
    )
    upload = batch.upload
    found = list(batch.outcomes.values())
    upload.created += found.count(Outcome.CREATED)
    upload.changed += found.count(Outcome.CHANGED)
    upload.overtaken += found.count(Outcome.OVERTAKEN)
    upload.wishes += batch.wishes
    upload.work_done += len(batch.rows)
    upload.save(update_fields=["created", "changed", "overtaken", "wishes", "work_done"])
    details = {
        "lines": [batch.rows[0].line, batch.rows[-1].line],
        "created": [pk for row, pk in batch.organization.items() if batch.outcomes[row] == Outcome.CREATED],
        "changed": {
            str(batch.organization[row.pk]): sorted(row.changes)
            for row in batch.rows
            if batch.outcomes[row.pk] == Outcome.CHANGED and not _first_line(row)
        },
        "overtaken": found.count(Outcome.OVERTAKEN),
    }
    record(actor=upload.run_by, verb="intake.write_batch", thing=upload, details=details)


def _finish(upload: ListUpload) -> None:
    LIST_UPLOAD.perform(upload, "finish", None)
    written = [Outcome.CREATED, Outcome.CHANGED]
    upload.contacts = ListContact.objects.filter(upload=upload, row__outcome__in=written).count()
    upload.finished_at = timezone.now()
    upload.save(update_fields=["contacts", "finished_at"])
    numbers = {name: getattr(upload, name) for name in ("created", "changed", "overtaken", "wishes", "contacts")}
    record(actor=upload.run_by, verb="intake.finish_upload", thing=upload, details=numbers)
