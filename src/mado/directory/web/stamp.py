"""What has to be another before a public page of the directory can be another."""

from mado.audit.queries import last_entry_id
from mado.directory.engine.index import IndexMissing
from mado.directory.search import school_index


def directory_stamp() -> tuple[object, ...] | None:
    """The latest deed and the state of the search index; None without an index: then nothing is remembered."""
    try:
        generation = school_index().generation()
    except IndexMissing:
        return None
    return (last_entry_id(), generation)
