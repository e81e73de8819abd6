"""The search index on disk. Many readers, one writer at a time, in any number of processes.

Everything in it can be made again from the database: whoever finds it missing or broken says so (IndexMissing) and has
it rebuilt. A commit is atomic: readers see all of it or nothing, and a writer killed half-way leaves the old state.
"""

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tantivy import DocAddress, Index, IndexWriter, Occur, Order, Query, Searcher

from mado.directory.engine.distance import from_near_to_far
from mado.directory.engine.document import FACETS, Bounds, Box, Found, FoundEntry, Point, SchoolDocument
from mado.directory.engine.mapping import Square, extent, squares
from mado.directory.engine.parting import parted_query
from mado.directory.engine.query import (
    Asked,
    all_of,
    as_typed_query,
    box_query,
    edits_allowed,
    match_query,
    read_text,
    romanised_query,
    text_query,
    typo_query,
    with_bounds,
    with_filters,
)
from mado.directory.engine.schema import VERSION, build_schema, to_entry
from mado.directory.engine.spelling import nearest
from mado.directory.engine.suggesting import Suggestions, suggest

SMALL_HEAP = 15_000_000
LARGE_HEAP = 200_000_000
MOST_FACET_VALUES = 2_000
"""Above the number of regions of all countries: counts stay exact."""
REMEMBERED = 256

Filters = Mapping[str, Sequence[str]]
FacetCounts = dict[str, dict[str, int]]


ANYWHERE = Bounds()


def _chosen(filters: Filters | None) -> dict[str, tuple[str, ...]]:
    return {facet: tuple(values) for facet, values in (filters or {}).items() if values}


class IndexMissing(Exception):  # noqa: N818  # reads as the state it is
    """There is no index of this version, or it cannot be read: rebuild it."""


class SchoolIndex:
    """`home` is the directory of all versions; this code reads and writes only its own version's."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / f"schools-{VERSION}"
        self._schema = build_schema()
        self._guard = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._searcher: Searcher | None = None
        self._counted: dict[tuple[object, ...], FacetCounts] = {}

    # reading

    def searcher(self) -> Searcher:
        """The latest committed state. Costs one stat() when nobody has written since."""
        try:
            meta = os.stat(self.path / "meta.json")  # noqa: PTH116  # os.stat is on the path of every search
        except OSError as missing:
            raise IndexMissing(str(self.path)) from missing
        state = (meta.st_ino, meta.st_mtime_ns, meta.st_size)
        with self._guard:
            if self._searcher is None or state != self._seen:
                try:
                    self._searcher = Index.open(str(self.path)).searcher()
                except Exception as broken:
                    raise IndexMissing(str(broken)) from broken
                self._seen = state
                self._counted.clear()
            return self._searcher

    def generation(self) -> tuple[int, int, int]:
        """Changes with every commit anybody makes: what caches of answers are keyed by."""
        self.searcher()
        return self._seen or (0, 0, 0)

    def forget(self) -> None:
        """Drop remembered facet counts: for measuring without them."""
        self._counted.clear()

    def count(self) -> int:
        """Entries in the index."""
        return int(self.searcher().num_docs)

    def search(
        self,
        text: str = "",
        filters: Filters | None = None,
        *,
        limit: int = 20,
        offset: int = 0,
        order: str = "fit",
        near: Point | None = None,
        bounds: Bounds = ANYWHERE,
        view: Box | None = None,
        facets: Sequence[str] = FACETS,
        first: Sequence[int] = (),
    ) -> Found:
        """One page in one of ORDERS; "distance" without `near` is "fit". `view` narrows the hits to a part of the map, but
        no counts; schools named in `first` come before all others, in that order. Climbs down to parts of what is written in one, to guessed
        romanisations, then to near spellings, only when the text finds nothing."""
        searcher = self.searcher()
        filters = _chosen(filters)
        asked = read_text(text)
        ranked, counted, rung, spelling = self._climb(searcher, asked)
        narrowed = with_filters(self._schema, with_bounds(self._schema, ranked, bounds), filters)
        narrowed = with_bounds(self._schema, narrowed, Bounds(box=view))
        try:
            if order == "distance" and near is not None:
                total, hits = self._page_around(searcher, narrowed, near, limit, offset)
            elif first:
                total, hits = self._page_first(searcher, narrowed, first, limit, offset)
            else:
                total, hits = self._page(searcher, narrowed, limit, offset, order)
            counts = self._facets(
                searcher, with_bounds(self._schema, counted, bounds), (asked, bounds), filters, facets
            )
        except ValueError as broken:
            raise IndexMissing(str(broken)) from broken
        return Found(total, hits, counts, rung, spelling)

    def suggest(self, text: str, limit: int = 8) -> Suggestions:
        """What somebody who has typed `text` may be about to write."""
        try:
            return suggest(self.searcher(), self._schema, text, limit)
        except ValueError as broken:
            raise IndexMissing(str(broken)) from broken

    def keys_among(
        self, keys: Sequence[int], text: str, filters: Filters | None, bounds: Bounds = ANYWHERE
    ) -> set[int]:
        """Which of these schools the search finds as typed."""
        if not keys:
            return set()
        searcher = self.searcher()
        query = all_of([self._these(keys), as_typed_query(self._schema, text, _chosen(filters), bounds)])
        addresses = [address for _score, address in searcher.search(query, len(keys), count=False).hits]
        return {entry.pk for entry in self._entries(searcher, [(0.0, address) for address in addresses])}

    def extent(self, text: str, filters: Filters | None, bounds: Bounds = ANYWHERE) -> tuple[int, int, Box | None]:
        """(all schools of the search, those with a point, the box that holds these)."""
        searcher = self.searcher()
        query = self._climbed(searcher, text, filters, bounds)
        located, box = extent(searcher, query)
        total: int = searcher.search(query, 1, count=True).count  # type: ignore[attr-defined]  # tantivy's stub leaves it out
        return total, located, box

    def squares(self, text: str, filters: Filters | None, bounds: Bounds, view: Box, side: float) -> list[Square]:
        """The schools of the search within a view of the map, counted by squares of `side` degrees."""
        searcher = self.searcher()
        query = self._climbed(searcher, text, filters, bounds)
        return squares(searcher, all_of([query, box_query(self._schema, view)]), side)

    def _climbed(self, searcher: Searcher, text: str, filters: Filters | None, bounds: Bounds) -> Query:
        _ranked, counted, _rung, _spelling = self._climb(searcher, read_text(text))
        return with_filters(self._schema, with_bounds(self._schema, counted, bounds), _chosen(filters))

    def _climb(self, searcher: Searcher, asked: Asked) -> tuple[Query, Query, str, str]:
        ranked, counted = text_query(self._schema, asked), match_query(self._schema, asked)
        if asked.is_blank or self._any(searcher, counted):
            return ranked, counted, "", ""
        parted = parted_query(self._schema, asked)
        if parted is not None and self._any(searcher, parted):
            return parted, parted, "parted", ""
        if not asked.words:
            return ranked, counted, "", ""
        if self._any(searcher, query := romanised_query(self._schema, asked)):
            return query, query, "romanised", ""
        near = typo_query(self._schema, asked)
        if near is not None and self._any(searcher, near):
            return near, near, "typo", self._spelling(searcher, asked)
        return ranked, counted, "", ""

    @staticmethod
    def _any(searcher: Searcher, query: Query) -> bool:
        return bool(searcher.search(query, 1, count=False).hits)

    @staticmethod
    def _spelling(searcher: Searcher, asked: Asked) -> str:
        words = []
        for piece, pairs in asked.folded:
            most = 0 if pairs else edits_allowed(piece)
            known = most and not searcher.doc_freq("all", piece)
            near = nearest(piece, searcher.terms_with_prefix("all", piece[:2]), most) if known else ""
            words.append(near or piece)
        return " ".join(words)

    def _page(
        self, searcher: Searcher, query: Query, limit: int, offset: int, order: str
    ) -> tuple[int, tuple[FoundEntry, ...]]:
        by: dict[str, Any] = {
            "name": {"order_by_field": "sort_name", "order": Order.Asc},
            "active": {"order_by_field": "active", "order": Order.Desc},
        }.get(order, {})
        result = searcher.search(query, max(limit, 1), count=True, offset=max(offset, 0), **by)
        total: int = result.count  # type: ignore[attr-defined]  # tantivy's stub leaves it out
        hits = [(0.0 if by else float(score), address) for score, address in result.hits[: max(limit, 0)]]
        return total, self._entries(searcher, hits)

    def _page_around(
        self, searcher: Searcher, query: Query, near: Point, limit: int, offset: int
    ) -> tuple[int, tuple[FoundEntry, ...]]:
        """Nearest first; schools whose place nobody knows stand at the end."""
        located, nearest_first = from_near_to_far(searcher, self._schema, query, near, offset + limit)
        hits = [(0.0, address) for address in nearest_first[offset : offset + limit]]
        placeless = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, Query.exists_query("lat"))])
        rest = searcher.search(placeless, max(limit, 1), count=True, offset=max(offset - located, 0))
        hits += [(0.0, address) for _score, address in rest.hits[: max(limit - len(hits), 0)]]
        return located + int(rest.count), self._entries(searcher, hits)  # type: ignore[attr-defined]  # as above

    def _these(self, keys: Sequence[int]) -> Query:
        return Query.boolean_query([(Occur.Should, Query.term_query(self._schema, "pk", key)) for key in keys])

    def _page_first(
        self, searcher: Searcher, query: Query, first: Sequence[int], limit: int, offset: int
    ) -> tuple[int, tuple[FoundEntry, ...]]:
        """Schools named in `first` in their order, then the rest, best answer first."""
        these = self._these(first)
        found = searcher.search(all_of([these, query]), len(first), count=False).hits
        entries = {entry.pk: entry for entry in self._entries(searcher, [(0.0, address) for _score, address in found])}
        named = tuple(entries[pk] for pk in first if pk in entries)
        page = named[offset : offset + limit]
        others = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, these)])
        rest = searcher.search(others, max(limit, 1), count=True, offset=max(offset - len(named), 0))
        hits = [(float(score), address) for score, address in rest.hits[: max(limit - len(page), 0)]]
        return len(named) + int(rest.count), (*page, *self._entries(searcher, hits))  # type: ignore[attr-defined]  # as above

    @staticmethod
    def _entries(searcher: Searcher, hits: Sequence[tuple[float, DocAddress]]) -> tuple[FoundEntry, ...]:
        if not hits:
            return ()
        addresses = [address for _score, address in hits]
        keys, said = (searcher.fast_field_values(field, addresses) for field in ("pk", "said"))
        entries = zip(keys, hits, said, strict=True)
        return tuple(FoundEntry(int(key or 0), hit[0], bool(words)) for key, hit, words in entries)

    def _facets(
        self, searcher: Searcher, counted: Query, asked: object, filters: Filters, facets: Sequence[str]
    ) -> FacetCounts:
        """Counts of a facet respect every other selection and ignore its own: what one would get by choosing it."""
        key = (asked, tuple(sorted(filters.items())), tuple(facets))
        if (known := self._counted.get(key)) is not None:
            return known
        counts: FacetCounts = {}
        free = [facet for facet in facets if facet not in filters]
        jobs = [(free, "")] if free else []
        for wanted, but in jobs + [([facet], facet) for facet in facets if facet in filters]:
            ask = {
                f: {"terms": {"field": f, "size": MOST_FACET_VALUES, "segment_size": MOST_FACET_VALUES}} for f in wanted
            }
            answer = searcher.aggregate(with_filters(self._schema, counted, filters, but=but), ask)
            for facet in wanted:
                counts[facet] = {bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]}
        if len(self._counted) >= REMEMBERED:
            self._counted.clear()
        self._counted[key] = counts
        return counts

    # writing

    def claim_rebuild(self, pause: float) -> bool:
        """True for one caller in `pause` seconds, whatever the process: that one has the index rebuilt."""
        mark = self.home / "rebuild-asked"
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            if mark.exists() and time.time() - mark.stat().st_mtime < pause:
                return False
            mark.touch()
        except OSError:
            return False
        return True

    def replace_all(self, documents: Iterable[SchoolDocument]) -> int:
        """Make the whole index again in one commit; searches go on in the old state meanwhile. Returns the entries."""
        done = 0
        with self._writing(LARGE_HEAP, threads=2, may_create=True) as writer:
            writer.delete_all_documents()
            for done, document in enumerate(documents, 1):  # noqa: B007  # counted for the caller
                writer.add_document(to_entry(document))
        (self.home / "rebuild-asked").unlink(missing_ok=True)
        return done

    def update(
        self,
        documents: Sequence[SchoolDocument],
        gone: Iterable[int] = (),
        when_committed: Callable[[], None] | None = None,
    ) -> None:
        """Replace these entries and drop those of `gone`, in one commit. IndexMissing: nothing to update.

        `when_committed` is called as soon as readers see the change, before the tidying up that follows a commit.
        """
        with self._writing(SMALL_HEAP, threads=1, may_create=False, when_committed=when_committed) as writer:
            for pk in {*gone, *(document.pk for document in documents)}:
                # By query, since delete_documents_by_term takes the number for a signed one and deletes nothing.
                writer.delete_documents_by_query(Query.term_query(self._schema, "pk", pk))
            for document in documents:
                writer.add_document(to_entry(document))

    @contextmanager
    def _writing(
        self, heap: int, *, threads: int, may_create: bool, when_committed: Callable[[], None] | None = None
    ) -> Iterator[IndexWriter]:
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "writing.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            writer = self._open_to_write(may_create=may_create).writer(heap, threads)
            try:
                yield writer
                writer.commit()
                if when_committed is not None:
                    when_committed()
            except BaseException:
                writer.rollback()
                raise
            finally:
                writer.wait_merging_threads()

    def _open_to_write(self, *, may_create: bool) -> Index:
        try:
            return Index.open(str(self.path))
        except Exception as broken:
            if not may_create:
                raise IndexMissing(str(broken)) from broken
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        return Index(self._schema, str(self.path))
