from collections.abc import Iterable

from mado.kernel.jobs import queue_job


def queue_reindex(organization_ids: Iterable[int]) -> None:
    """Bring the search entries of these organisations up to date, once the caller's transaction has committed."""
    ids = sorted(set(organization_ids))
    if ids:
        queue_job("directory.reindex", queue="search", lock="directory.index", organization_ids=ids)
