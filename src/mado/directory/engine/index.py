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

from tantivy import DocAddress, Index, IndexWriter, Occur, Order, Query, Searcher

from mado.directory.engine.counting import Counted, Filters, count, total_of
from mado.directory.engine.distance import from_near_to_far
from mado.directory.engine.document import FACETS, Bounds, Box, Found, FoundEntry, Point, SchoolDocument
from mado.directory.engine.mapping import Middle, Square, extent, middles, squares
from mado.directory.engine.parting import parted_query
from mado.directory.engine.query import (
    Asked,
    all_of,
    any_of,
    as_typed_query,
    box_query,
    edits_allowed,
    match_query,
    read_text,
    romanised_query,
    typo_query,
    with_bounds,
    with_filters,
)
from mado.directory.engine.ranking import Rung, best_of, rungs
from mado.directory.engine.schema import VERSION, build_schema, to_entry
from mado.directory.engine.spelling import nearest
from mado.directory.engine.suggesting import Suggestions, suggest

SMALL_HEAP = 15_000_000
LARGE_HEAP = 200_000_000
REMEMBERED = 256
ORDERED_BY: Mapping[str, tuple[str, Order]] = {"name": ("sort_name", Order.Asc), "active": ("active", Order.Desc)}
"""Orders that are a column's own."""

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
        self._counted: dict[tuple[object, ...], Counted] = {}

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
        found, rung, spelling = match_query(self._schema, asked), "", ""

        def counted_on(rung: str, query: Query) -> Counted:
            key = (asked, bounds, rung)
            return self._count(searcher, with_bounds(self._schema, query, bounds), key, filters, facets)

        def narrowed(query: Query) -> Query:
            within = with_filters(self._schema, with_bounds(self._schema, query, bounds), filters)
            return with_bounds(self._schema, within, Bounds(box=view))

        try:
            counted = counted_on(rung, found)
            if not counted.total:
                found, rung, spelling = self._climb(searcher, asked)
                counted = counted_on(rung, found) if rung else counted
            total = counted.total if view is None else total_of(searcher, narrowed(found))
            if order == "distance" and near is not None:
                hits = self._page_around(searcher, narrowed(found), near, limit, offset)
            elif order in ORDERED_BY:
                hits = self._page_by(searcher, narrowed(found), limit, offset, order)
            else:
                ladder = [Rung(found)] if rung else rungs(self._schema, asked, found)
                before = self._in_order(searcher, first, narrowed(found)) if first else []
                hits = best_of(searcher, ladder, narrowed, offset + limit, before)[offset:]
            return Found(total, self._entries(searcher, hits), counted.facets, rung, spelling)
        except ValueError as broken:
            raise IndexMissing(str(broken)) from broken

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
        found = as_typed_query(self._schema, text, _chosen(filters), bounds)
        return {entry.pk for entry in self._entries(searcher, self._in_order(searcher, keys, found))}

    def extent(self, text: str, filters: Filters | None, bounds: Bounds = ANYWHERE) -> tuple[int, int, Box | None]:
        """(all schools of the search, those with a point, the box that holds these)."""
        searcher = self.searcher()
        query = self._climbed(searcher, text, filters, bounds)
        located, box = extent(searcher, query)
        return total_of(searcher, query), located, box

    def squares(self, text: str, filters: Filters | None, bounds: Bounds, view: Box, side: float) -> list[Square]:
        """The schools of the search within a view of the map, counted by squares of `side` degrees."""
        searcher = self.searcher()
        query = self._climbed(searcher, text, filters, bounds)
        return squares(searcher, all_of([query, box_query(self._schema, view)]), side)

    def middles(self) -> list[Middle]:
        """Every country and region with located schools, and the middle of these."""
        return middles(self.searcher())

    def _climbed(self, searcher: Searcher, text: str, filters: Filters | None, bounds: Bounds) -> Query:
        found, _rung, _spelling = self._climb(searcher, read_text(text))
        return with_filters(self._schema, with_bounds(self._schema, found, bounds), _chosen(filters))

    def _climb(self, searcher: Searcher, asked: Asked) -> tuple[Query, str, str]:
        """(what finds the answers, the rung it stands on, the spelling tried instead)."""
        typed = match_query(self._schema, asked)
        if asked.is_blank or self._any(searcher, typed):
            return typed, "", ""
        parted = parted_query(self._schema, asked)
        if parted is not None and self._any(searcher, parted):
            return parted, "parted", ""
        if not asked.words:
            return typed, "", ""
        if self._any(searcher, query := romanised_query(self._schema, asked)):
            return query, "romanised", ""
        near = typo_query(self._schema, asked)
        if near is not None and self._any(searcher, near):
            return near, "typo", self._spelling(searcher, asked)
        return typed, "", ""

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

    @staticmethod
    def _page_by(searcher: Searcher, query: Query, limit: int, offset: int, order: str) -> list[DocAddress]:
        field, direction = ORDERED_BY[order]
        result = searcher.search(
            query, max(limit, 1), count=False, offset=offset, order_by_field=field, order=direction
        )
        return [address for _value, address in result.hits[:limit]]

    def _page_around(self, searcher: Searcher, query: Query, near: Point, limit: int, offset: int) -> list[DocAddress]:
        """Nearest first; schools whose place nobody knows stand at the end."""
        located, nearest_first = from_near_to_far(searcher, self._schema, query, near, offset + limit)
        page = nearest_first[offset : offset + limit]
        if missing := limit - len(page):
            placeless = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, Query.exists_query("lat"))])
            rest = searcher.search(placeless, missing, count=False, offset=max(offset - located, 0))
            page += [address for _score, address in rest.hits]
        return page

    def _in_order(self, searcher: Searcher, keys: Sequence[int], found: Query) -> list[DocAddress]:
        """Those of these schools that `found` finds, in the order of their keys here."""
        these = any_of([Query.term_query(self._schema, "pk", key) for key in keys])
        addresses = [
            address for _score, address in searcher.search(all_of([these, found]), len(keys), count=False).hits
        ]
        at = {entry.pk: address for entry, address in zip(self._entries(searcher, addresses), addresses, strict=True)}
        return [at[key] for key in keys if key in at]

    @staticmethod
    def _entries(searcher: Searcher, addresses: Sequence[DocAddress]) -> tuple[FoundEntry, ...]:
        if not addresses:
            return ()
        keys, said = (searcher.fast_field_values(field, list(addresses)) for field in ("pk", "said"))
        return tuple(FoundEntry(int(key or 0), bool(words)) for key, words in zip(keys, said, strict=True))

    def _count(
        self, searcher: Searcher, found: Query, asked: object, filters: Filters, facets: Sequence[str]
    ) -> Counted:
        if not facets:
            return Counted(total_of(searcher, with_filters(self._schema, found, filters)), {})
        key = (asked, tuple(sorted(filters.items())), tuple(facets))
        with self._guard:
            known = self._counted.get(key) if searcher is self._searcher else None
        if known is not None:
            return known
        counted = count(searcher, self._schema, found, filters, facets)
        with self._guard:
            # Another thread may have met a newer state meanwhile: counts of this one are not for its searches.
            if searcher is self._searcher:
                if len(self._counted) >= REMEMBERED:
                    self._counted.clear()
                self._counted[key] = counted
        return counted

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
