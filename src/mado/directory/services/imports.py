"""Read an official list into the directory: survey the file, then write it batch by batch, then mark what is gone.

A batch is one transaction: its schools, its rejections, its audit entry, its search job and the number of rows done
stand together or not at all. After a kill the same file goes on after the last batch; the same file again changes
nothing. What each list looks like stands in directory/importing/, one module per list.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.directory.enums import RelationKind
from mado.directory.importing.listed import ListedSchool, Row, RowRejected, Source
from mado.directory.importing.sources import opened, source_named
from mado.directory.models import ImportRejection, ImportRun, ListedRow, OrganizationRelation
from mado.directory.services.indexing import queue_reindex
from mado.directory.services.listing import mark_gone, write_schools
from mado.kernel.errors import BadInput, NotPossible

BATCH_ROWS = 2_000
MANY_GONE_LEAST = 50
MANY_GONE_SHARE = 0.2
_LOCK_SPACE = 0x494D50  # "IMP": one import of a source at a time

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Survey:
    """What one reading of the whole file tells before anything is written. Keys are those of source.key."""

    rows: int = 0
    taken: int = 0
    first_line: dict[str, int] = field(default_factory=dict)
    scopes: set[str] = field(default_factory=set)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    first_rejection: RowRejected | None = None


def import_file(
    *, source: str, path: Path, actor: Any = None, on_progress: Progress | None = None, allow_many_gone: bool = False
) -> ImportRun:
    """Bring the directory in line with one file of an official list; `on_progress(rows done, rows)` after each batch.

    Raises BadInput when the file cannot be that list, NotPossible when another import of the source is running or when
    an unlikely number of schools would be marked as gone (`allow_many_gone` accepts that). Then nothing was written.
    """
    listing = source_named(source)
    with _alone(listing), opened(listing, path) as rows:
        survey = _survey(listing, rows())
        if not allow_many_gone:
            _refuse_many_gone(listing, survey)
        run = _start_or_resume(listing, path)
        if on_progress:
            on_progress(run.rows_done, survey.rows)
        for batch in _batches(islice(rows(), run.rows_done, None)):
            run = write_batch(run=run, source=listing, rows=batch, first_line=survey.first_line, actor=actor)
            if on_progress:
                on_progress(run.rows_done, survey.rows)
        return _finish(run=run, survey=survey, actor=actor)


@contextlib.contextmanager
def _alone(source: Source) -> Iterator[None]:
    """A lock of this database session: a killed import leaves none behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [_LOCK_SPACE, source.name])
        if not cursor.fetchone()[0]:
            sentence = _("Another import of %(source)s is running. Wait until it has ended.")
            raise NotPossible.because("import_running", sentence % {"source": source.name})
    try:
        yield
    finally:
        # A connection that was lost has let go of the lock already.
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [_LOCK_SPACE, source.name])


def _read(source: Source, row: Row) -> ListedSchool:
    if row.width:
        reason = _("The row has %(found)d cells, the header %(header)d. Is a comma or a quotation mark missing?")
        raise RowRejected("", str(row.width), reason % {"found": row.width, "header": row.columns})
    return source.read(row)


def _survey(source: Source, rows: Iterator[Row]) -> _Survey:
    """Read everything once. A row that is rejected but has a key still shows that its school is listed."""
    survey = _Survey()
    for row in rows:
        survey.rows += 1
        try:
            survey.first_line.setdefault(source.key(row), row.line)
            school = _read(source, row)
        except RowRejected as rejection:
            survey.first_rejection = survey.first_rejection or rejection
            continue
        survey.taken += 1
        survey.scopes.add(school.scope)
        if school.attached_to:
            survey.parents[school.key] = school.attached_to
    if not survey.rows:
        raise BadInput({"file": _("The file has a header but no rows. Download it again.")})
    if not survey.taken and survey.first_rejection:
        sentence = _("None of the %(rows)d rows can be taken. The first: column %(column)s, %(found)r: %(reason)s")
        facts = {"column": survey.first_rejection.column, "found": survey.first_rejection.found[:80]}
        raise BadInput({"file": sentence % {**facts, "rows": survey.rows, "reason": survey.first_rejection.reason}})
    return survey


def _listed(source: str, scopes: set[str]) -> dict[str, int]:
    """Key → organisation id of the schools listed now in these scopes."""
    rows = ListedRow.objects.filter(source=source, scope__in=scopes, organization__delisted_on=None)
    return dict(rows.values_list("key", "organization_id"))


def _refuse_many_gone(source: Source, survey: _Survey) -> None:
    """A list that was cut off looks like a list from which many schools have gone."""
    listed = _listed(source.name, survey.scopes)
    gone = len(listed.keys() - survey.first_line.keys())
    if gone > MANY_GONE_LEAST and gone > MANY_GONE_SHARE * len(listed):
        sentence = _(
            "%(gone)d of the %(listed)d schools listed so far are missing from this file. If it was cut off, download "
            "it again; if they are really gone, import it with --allow-many-gone."
        )
        raise NotPossible.because("many_gone", sentence % {"gone": gone, "listed": len(listed)})


@transaction.atomic
def _start_or_resume(source: Source, path: Path) -> ImportRun:
    """The unfinished run of the same file, if nothing of this source was imported since; else a new run."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    last = ImportRun.objects.filter(source=source.name).order_by("-id").first()
    if last and last.finished_at is None and last.file_sha256 == digest:
        return last
    return ImportRun.objects.create(source=source.name, file_name=path.name[:200], file_sha256=digest)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


@transaction.atomic
def write_batch(
    *, run: ImportRun, source: Source, rows: Sequence[Row], first_line: dict[str, int], actor: Any
) -> ImportRun:
    """Write some rows and count them in the run. `first_line`: key → the line it first stands in, to tell repetitions."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    schools: list[ListedSchool] = []
    rejections: list[ImportRejection] = []
    for row in rows:
        try:
            _refuse_repetition(source, row, first_line)
            schools.append(_read(source, row))
        except RowRejected as rejected:
            rejections.append(_rejection(run, row, rejected))
    result = write_schools(run, schools)
    ImportRejection.objects.bulk_create(rejections)
    run.rows_done += len(rows)
    run.created += result.created
    run.changed += result.changed
    run.unchanged += result.unchanged
    run.delisted += result.delisted
    run.passed_over += result.passed_over
    run.rejected += len(rejections)
    run.save()
    if result.touched:
        details = {"created": result.created, "changed": result.changed, "delisted": result.delisted}
        record(actor=actor, verb="directory.import_batch", thing=run, details={"source": run.source, **details})
        queue_reindex(result.touched)
    return run


def _refuse_repetition(source: Source, row: Row, first_line: dict[str, int]) -> None:
    key = source.key(row)
    if first_line[key] != row.line:
        reason = _("Line %(line)d already has this key. Remove one of the two rows.")
        raise RowRejected(source.key_column, key, reason % {"line": first_line[key]})


def _rejection(run: ImportRun, row: Row, rejected: RowRejected) -> ImportRejection:
    found = rejected.found.replace("\0", "")[:300]
    return ImportRejection(
        run=run, line=row.line, column=rejected.column[:80], found=found, reason=rejected.reason[:300]
    )


@transaction.atomic
def _finish(*, run: ImportRun, survey: _Survey, actor: Any) -> ImportRun:
    """Mark what the file no longer lists in the scopes it covers, tie attached schools to their parents, close the run."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    listed = _listed(run.source, survey.scopes)
    gone = [listed[key] for key in listed.keys() - survey.first_line.keys()]
    mark_gone(run, gone, timezone.localdate())
    tied = _tie_attached(run.source, survey.parents)
    run.delisted += len(gone)
    run.finished_at = timezone.now()
    run.save()
    counts = {name: getattr(run, name) for name in ("created", "changed", "unchanged", "delisted", "rejected")}
    details = {"source": run.source, "file": run.file_name, "sha256": run.file_sha256, **counts}
    record(actor=actor, verb="directory.finish_import", thing=run, details=details)
    queue_reindex([*gone, *tied])
    return run


def _tie_attached(source: str, parents: dict[str, tuple[str, ...]]) -> list[int]:
    """ "is attached to" relations as the list has them now: missing ones are added, others end today. Answers with the
    organisations whose relation changed."""
    keys = {*parents, *(key for candidates in parents.values() for key in candidates)}
    ids = dict(ListedRow.objects.filter(source=source, key__in=keys).values_list("key", "organization_id"))
    wanted: dict[int, int] = {}
    for key, candidates in parents.items():
        parent = next((ids[candidate] for candidate in candidates if candidate in ids), None)
        if key in ids and parent:
            wanted[ids[key]] = parent
    open_now = OrganizationRelation.objects.filter(
        kind=RelationKind.ATTACHED_TO, source__in=wanted, valid_to=None
    ).select_for_update()
    standing = {(row.source_id, row.target_id): row for row in open_now}
    ended = [row.pk for (child, parent), row in standing.items() if wanted[child] != parent]
    OrganizationRelation.objects.filter(pk__in=ended).update(valid_to=timezone.localdate())
    missing = [pair for pair in wanted.items() if pair not in standing]
    OrganizationRelation.objects.bulk_create(
        OrganizationRelation(source_id=child, target_id=parent, kind=RelationKind.ATTACHED_TO)
        for child, parent in missing
    )
    return [child for child, _parent in missing]
