"""The columns of this process: from the shared file, brought up to date with every deed committed since.

PostgreSQL is the truth. A request costs two small queries (which database and day, what has changed) and, where schools have
changed, their rows anew. So a changed wish shows on the next request, whichever process answers it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection
from django.utils import timezone

from mado.audit.models import AuditEntry
from mado.matching.engine.columns import WishColumns, build_columns, replace_row, without
from mado.matching.engine.slots import first_week_of
from mado.matching.queries.changes import changes_since, now
from mado.matching.queries.wish_rows import wish_rows, wishes_in_play, wishes_of_schools
from mado.matching.shared_file import Shared, load, save, writing

FEW = 200
"""With more changed schools than this everything is read anew: that is quicker."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`since`: ask for changes from this transaction on; `applied`: organisation → its latest note that is in the columns
    already; `stamp`: see `stamp_now`."""

    columns: WishColumns
    stamp: str
    since: int
    applied: Mapping[int, int] = field(default_factory=dict)


_LOCK = Lock()
_KEPT: list[Kept] = []


def current_columns() -> WishColumns:
    """All living wishes as they stand now."""
    # Inside a transaction of its own (as in tests) this connection may have written without a deed.
    if connection.in_atomic_block:
        return read_all().columns
    with _LOCK:
        kept = up_to_date(_KEPT[0] if _KEPT else None)
        _KEPT[:] = [kept]
    return kept.columns


def up_to_date(kept: Kept | None) -> Kept:
    """What is kept, or the shared file where that is of today, with every deed since; else everything read anew."""
    stamp = stamp_now()
    if kept is None or kept.stamp != stamp:
        kept = shared_or_new(stamp)
    changes = changes_since(kept.since)
    changed = {pk for pk, note in changes.last.items() if kept.applied.get(pk) != note}
    if len(changed) > FEW:
        return shared_or_new(stamp, later_than=kept.since)
    return Kept(_changed(kept.columns, changed), stamp, changes.until, changes.last)


def shared_or_new(stamp: str, *, later_than: int = -1) -> Kept:
    """The shared file, if it is of this stamp; else made by one process while the others wait for it."""
    with writing():
        shared = load()
        if shared is None or shared.stamp != stamp or shared.since <= later_than:
            made = read_all()
            save(Shared(made.columns, made.stamp, made.since, shared.night if shared else 0))
            return made
    return Kept(shared.columns, shared.stamp, shared.since)


def read_all() -> Kept:
    """Everything from the database, in a fixed number of queries."""
    changes, stamp = now(), stamp_now()
    first_week = first_week_of(timezone.localdate())
    rows = wish_rows(list(wishes_in_play()), first_week=first_week)
    return Kept(build_columns(rows, first_week=first_week), stamp, changes.until)


def stamp_now() -> str:
    """The database and the day: wishes, seats and confirmations also end by their date, without a deed."""
    first = AuditEntry.objects.order_by("id").values_list("hash", flat=True).first()
    return f"{connection.settings_dict['NAME']} {first} {timezone.localdate().isoformat()}"


def _changed(columns: WishColumns, organizations: Collection[int]) -> WishColumns:
    """The same columns with the wishes of these schools read anew."""
    if not organizations:
        return columns
    gone = columns.wish[columns.positions_of(organizations)].tolist()
    columns = without(columns, gone) if gone else columns
    for row in wish_rows(wishes_of_schools(organizations), first_week=columns.vocabulary.first_week):
        columns = replace_row(columns, row)
    return columns
