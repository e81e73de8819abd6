"""Keep the search index in step with the database. The index can always be made again from it."""

from collections.abc import Callable, Iterable, Iterator

from mado.directory.contributions import tell_changed
from mado.directory.documents import all_documents, documents_for, findable
from mado.directory.engine.document import SchoolDocument
from mado.directory.engine.index import IndexMissing
from mado.directory.search import school_index
from mado.directory.services.alerting import note_matches
from mado.kernel.jobs import queue_job

LOCK = "directory.index"
REBUILD_PAUSE = 600
"""Seconds before a rebuild that was asked for and has not come is asked for again."""


def queue_reindex(organization_ids: Iterable[int]) -> None:
    """Bring the search entries of these organisations up to date, once the caller's transaction has committed; higher apps
    that follow are told within it."""
    ids = sorted(set(organization_ids))
    if ids:
        queue_job("directory.reindex", queue="search", lock=LOCK, organization_ids=ids)
        tell_changed(ids)


def queue_rebuild() -> None:
    """Have the whole index made again. Asked by every search that finds it missing; queued once in ten minutes."""
    if school_index().claim_rebuild(REBUILD_PAUSE):
        queue_job("directory.reindex_all", queue="search", lock=LOCK)


def reindex_organizations(*, organization_ids: Iterable[int]) -> int:
    """Write the present state of these organisations into the index; those no longer findable leave it.

    Returns the entries written. Without an index the whole is made: part of one would look like all of it.
    """
    ids = sorted(set(organization_ids))
    documents = documents_for(ids)
    note_matches(documents)
    try:
        school_index().update(documents, gone=ids)
    except IndexMissing:
        return rebuild_index()
    return len(documents)


def rebuild_index(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the whole index again; `progress(done, total)` is called now and then. Returns the entries written."""
    documents = all_documents() if progress is None else _shown(progress)
    index = school_index()
    try:
        index.generation()
    except IndexMissing:
        # Against an index just begun every school would be new: the first one tells nobody anything.
        return index.replace_all(documents)
    return index.replace_all(_noted(documents))


def _shown(progress: Callable[[int, int], None]) -> Iterator[SchoolDocument]:
    total = findable().count()
    for done, document in enumerate(all_documents(), 1):
        if done % 1000 == 0 or done == total:
            progress(done, total)
        yield document


def _noted(documents: Iterator[SchoolDocument]) -> Iterator[SchoolDocument]:
    """Only what higher apps say of a school changes with the clock alone: those are held against the saved searches,
    after the last entry and before the commit, while searches still see the old state."""
    said = []
    for document in documents:
        if document.said:
            said.append(document)
        yield document
    note_matches(said)
