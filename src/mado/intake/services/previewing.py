"""The preview: every row of the file is read, judged against the directory and kept with its verdict. Writes no school."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import transaction

from mado.audit.services import record
from mado.directory.importing.any_file import Rows
from mado.directory.services.copying import copy_rows, next_ids
from mado.intake.enums import UploadState, Verdict
from mado.intake.judging import Judge, Judgement
from mado.intake.mandate import Mandates
from mado.intake.models import ListContact, ListRow, ListUpload
from mado.intake.reading import ReadRow, RowReader
from mado.intake.services.files import opened_rows
from mado.intake.services.working import count_done, locked_upload, work_on
from mado.intake.workflow import LIST_UPLOAD

BATCH_ROWS = 1_000
_ROW_FIELDS = (
    *("id", "upload", "line", "cells", "school", "wish", "verdict", "problems", "organization", "changes"),
    *("choice", "outcome", "kept_because", "former"),
)


def preview_upload(*, upload_id: int) -> None:
    """Work of the state "mapped". Killed and begun again, it starts from the first row: it has written nothing else."""
    work_on(upload_id, UploadState.MAPPED, _preview)


def _preview(upload: ListUpload) -> None:
    _clear(upload)
    reader = RowReader({int(index): key for index, key in upload.mapping.items()}, upload.defaults)
    judge = Judge(upload.pk, Mandates.of(upload.office), upload.defaults["scheme"], upload.defaults)
    counts: Counter[str] = Counter()
    with opened_rows(upload) as (total, rows):
        count_done(upload.pk, work_done=0, work_total=total)
        done = 0
        for batch in _batches(reader, rows()):
            judgements = judge.judge(batch)
            counts.update(judgement.verdict for judgement in judgements)
            done += len(batch)
            _keep(upload, judgements, done)
    _finish(upload.pk, counts)


@transaction.atomic
def _clear(upload: ListUpload) -> None:
    ListContact.objects.filter(upload=upload).delete()
    ListRow.objects.filter(upload=upload)._raw_delete(using="default")  # noqa: SLF001  # nothing else hangs on rows; 100,000 of them need not be read first


def _batches(reader: RowReader, rows: Rows) -> Iterator[list[ReadRow]]:
    read = (row for line, cells in rows if (row := reader.read(line, cells)) is not None)
    while batch := list(islice(read, BATCH_ROWS)):
        yield batch


@transaction.atomic
def _keep(upload: ListUpload, judgements: Sequence[Judgement], done: int) -> None:
    ids = next_ids(ListRow, len(judgements))
    copy_rows(ListRow, _ROW_FIELDS, [_stored(pk, upload, one) for pk, one in zip(ids, judgements, strict=True)])
    copy_rows(
        ListContact,
        ["upload", "row", "name", "email", "role", "invited_at"],
        [
            [upload.pk, pk, contact.name, contact.email, contact.role, None]
            for pk, one in zip(ids, judgements, strict=True)
            for contact in one.contacts
        ],
    )
    count_done(upload.pk, work_done=done)


def _stored(pk: int, upload: ListUpload, one: Judgement) -> list[object]:
    school = one.organization.pk if one.organization else None
    row = one.row
    identity = {"identifier": row.identifier} if row.identifier else {}
    return [
        *(pk, upload.pk, row.line, row.cells),
        json.dumps(one.school | identity),
        json.dumps(one.wish),
        one.verdict,
        json.dumps(row.problems),
        school,
        json.dumps(one.changes),
        *("", "", "", "{}"),
    ]


@transaction.atomic
def _finish(upload_id: int, counts: Counter[str]) -> None:
    upload = locked_upload(upload_id)
    upload.rows = counts.total()
    upload.to_create, upload.to_change = counts[Verdict.CREATE], counts[Verdict.CHANGE]
    upload.to_choose, upload.unchanged = counts[Verdict.CHOOSE], counts[Verdict.SAME]
    upload.rejected = counts[Verdict.REJECT]
    upload.contacts = ListContact.objects.filter(upload=upload).count()
    upload.work_done = upload.work_total = upload.rows
    upload.save()
    LIST_UPLOAD.perform(upload, "preview", None)
    numbers = {str(verdict): counts[verdict] for verdict in Verdict.values}
    record(actor=None, verb="intake.preview_upload", thing=upload, details=numbers)
