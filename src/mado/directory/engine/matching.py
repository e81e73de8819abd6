"""Which of a few entries a search finds, before they stand in the index: an index of their own, in memory."""

from collections.abc import Sequence

from tantivy import Index

from mado.directory.engine.document import Bounds, SchoolDocument
from mado.directory.engine.query import as_typed_query
from mado.directory.engine.schema import build_schema, to_entry

HEAP = 15_000_000


class Matcher:
    """The same schema and the same queries as the index on disk, so that both find the same."""

    def __init__(self, documents: Sequence[SchoolDocument]) -> None:
        self._schema = build_schema()
        index = Index(self._schema)
        writer = index.writer(HEAP, 1)
        for document in documents:
            writer.add_document(to_entry(document))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        self._count = max(len(documents), 1)

    def keys(self, text: str, filters: dict[str, tuple[str, ...]], bounds: Bounds) -> set[int]:
        """Keys of the entries the search finds as typed."""
        query = as_typed_query(self._schema, text, filters, bounds)
        addresses = [address for _score, address in self._searcher.search(query, self._count, count=False).hits]
        return {int(key or 0) for key in self._searcher.fast_field_values("pk", addresses)} if addresses else set()
