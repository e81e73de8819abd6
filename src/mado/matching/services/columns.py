"""Keep the shared columns in step with the database. They can always be made again from it."""

from mado.matching.models import SchoolChange
from mado.matching.queries.columns import Kept, read_all, stamp_now, up_to_date
from mado.matching.shared_file import Shared, load, save, writing


def rebuild_columns() -> int:
    """Read every wish anew into the shared file; how many. Changes noted before the last nightly making are dropped: since
    then a day has begun, and with it every process has read everything anew."""
    with writing():
        before = load()
        made = read_all()
        save(Shared(made.columns, made.stamp, made.since, made.since))
    if before is not None and before.night and _day_of(before.stamp) < _day_of(made.stamp):
        SchoolChange.objects.filter(transaction__lt=before.night).delete()
    return len(made.columns)


def refresh_columns() -> int:
    """Take what has changed into the shared file, so that a process that starts has little to do; wishes in it."""
    with writing():
        shared = load()
        if shared is None or shared.stamp != stamp_now():
            made = read_all()
            save(Shared(made.columns, made.stamp, made.since, shared.night if shared else 0))
            return len(made.columns)
        kept = Kept(shared.columns, shared.stamp, shared.since)
    fresh = up_to_date(kept)
    if fresh.columns is not kept.columns:
        with writing():
            save(Shared(fresh.columns, fresh.stamp, fresh.since, shared.night))
    return len(fresh.columns)


def _day_of(stamp: str) -> str:
    return stamp.rsplit(" ", 1)[-1]
