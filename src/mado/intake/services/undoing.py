"""Undoing a whole import: former values come back, schools it added go unless somebody has used them since."""

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from mado.audit.services import record
from mado.directory.models import Organization
from mado.directory.services.copying import update_rows
from mado.directory.services.office_lists import Former, changed_schools, remove_schools, restore_schools, used_schools
from mado.intake.enums import KeptBecause, Outcome, UploadState
from mado.intake.models import ListContact, ListRow, ListUpload
from mado.intake.services.working import locked_upload, work_on
from mado.intake.workflow import LIST_UPLOAD
from mado.kernel.jobs import queue_job
from mado.profiles.services.brought import take_back_wishes

BATCH_ROWS = 1_000
_PASSING_OVER = ("intake.ListRow",)
_WRITTEN = (Outcome.CREATED, Outcome.CHANGED)


@transaction.atomic
def undo_upload(*, upload: ListUpload, actor: Any) -> ListUpload:
    """Begin to take a whole import back."""
    upload = locked_upload(upload.pk)
    LIST_UPLOAD.perform(upload, "undo", actor)
    upload.undone_by, upload.trouble = actor, ""
    upload.work_total = ListRow.objects.filter(upload=upload, outcome__in=_WRITTEN).count()
    upload.work_done = 0
    upload.save(update_fields=["undone_by", "trouble", "work_total", "work_done"])
    record(actor=actor, verb="intake.undo_upload", thing=upload, details={"rows": upload.work_total})
    queue_job("intake.undo", lock=f"intake.{upload.pk}", upload_id=upload.pk)
    return upload


def undo_rows(*, upload_id: int, on_progress: Callable[[int, int], None] | None = None) -> None:
    """Work of the state "undoing": batch after batch, the last rows first."""

    def work(upload: ListUpload) -> None:
        while (done := _undo_batch(upload.pk)) is not None:
            if on_progress:
                on_progress(*done)

    work_on(upload_id, UploadState.UNDOING, work)


@transaction.atomic
def _undo_batch(upload_id: int) -> tuple[int, int] | None:
    upload = locked_upload(upload_id)
    if upload.state != UploadState.UNDOING:
        return None
    rows = list(ListRow.objects.filter(upload=upload, outcome__in=_WRITTEN).order_by("-line")[:BATCH_ROWS])
    if not rows:
        _finish(upload)
        return None
    ids = [row.organization_id for row in rows if row.organization_id]
    present = {school.pk for school in Organization.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    take_back_wishes(wish_ids=[row.former["wish"] for row in rows if "wish" in row.former], actor=upload.undone_by)
    ListContact.objects.filter(row__in=rows, invited_at=None).delete()
    found: dict[int, tuple[str, str]] = {
        row.pk: (Outcome.KEPT, KeptBecause.GONE) for row in rows if row.organization_id not in present
    }
    here = [row for row in rows if row.pk not in found]
    found |= {
        row.pk: (Outcome.RESTORED, "") for row in here if "further" in row.changes
    }  # only its wish and people went
    found |= _restore([row for row in here if row.outcome == Outcome.CHANGED and row.pk not in found])
    found |= _remove([row for row in here if row.outcome == Outcome.CREATED])
    _note(upload, rows, found)
    return upload.work_done, upload.work_total


def _restore(rows: list[ListRow]) -> dict[int, tuple[str, str]]:
    formers = {
        row.organization_id: Former(**{name: value for name, value in row.former.items() if name != "wish"})
        for row in rows
        if row.organization_id
    }
    whole = restore_schools(formers)
    return {
        row.pk: (Outcome.RESTORED, "") if whole[row.organization_id] else (Outcome.KEPT, KeptBecause.PARTLY)
        for row in rows
        if row.organization_id
    }


def _remove(rows: list[ListRow]) -> dict[int, tuple[str, str]]:
    ids = {row.organization_id: row for row in rows if row.organization_id}
    used = used_schools(ids.keys(), passing_over=_PASSING_OVER)
    changed = changed_schools({pk: row.former["mark"] for pk, row in ids.items()}) - used
    remove_schools(ids.keys() - used - changed)
    return {
        row.pk: (Outcome.KEPT, KeptBecause.USED)
        if pk in used
        else (Outcome.KEPT, KeptBecause.CHANGED)
        if pk in changed
        else (Outcome.REMOVED, "")
        for pk, row in ids.items()
    }


def _note(upload: ListUpload, rows: list[ListRow], found: dict[int, tuple[str, str]]) -> None:
    gone = {row.organization_id for row in rows if found[row.pk][0] == Outcome.REMOVED}
    update_rows(
        ListRow,
        ["outcome", "kept_because", "organization", "former"],
        [
            [
                row.pk,
                *found[row.pk],
                None if row.organization_id in gone else row.organization_id,
                json.dumps({}),
            ]
            for row in rows
        ],
    )
    outcomes = [outcome for outcome, _why in found.values()]
    upload.restored += outcomes.count(Outcome.RESTORED)
    upload.removed += outcomes.count(Outcome.REMOVED)
    upload.kept += outcomes.count(Outcome.KEPT)
    upload.work_done += len(rows)
    upload.save(update_fields=["restored", "removed", "kept", "work_done"])
    details = {
        "lines": [rows[-1].line, rows[0].line],
        "removed": [row.organization_id for row in rows if found[row.pk][0] == Outcome.REMOVED],
        "restored": [row.organization_id for row in rows if found[row.pk][0] == Outcome.RESTORED],
        "kept": [row.organization_id for row in rows if found[row.pk][0] == Outcome.KEPT],
    }
    record(actor=upload.undone_by, verb="intake.undo_batch", thing=upload, details=details)


def _finish(upload: ListUpload) -> None:
    LIST_UPLOAD.perform(upload, "finish_undo", None)
    upload.undone_at = timezone.now()
    upload.save(update_fields=["undone_at"])
    numbers = {name: getattr(upload, name) for name in ("restored", "removed", "kept")}
    record(actor=upload.undone_by, verb="intake.finish_undo", thing=upload, details=numbers)
