"""Search beside PostgreSQL's full text search over the same folded pairs, in one run, with every answer checked.

    python bench/search.py [ENTRIES …]        default: the real rows (about 161,000), and 1,000,000 made from them

Both sides answer the same question: the best 20, ranked, and the exact number of all. PostgreSQL holds a tsvector with
the same tokens at the same positions (a GIN index, configuration 'simple', ts_rank); its scratch database is made on the
server of DATABASE_URL, else on the embedded one, and dropped. SQLite's FTS5 holds them too and ranks by bm25. "wrong" counts answers that differ from reading every entry.
"""

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Self
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.fts5 import Fts5  # noqa: E402  # found by the line above
from bench.search_records import QUESTIONS, Reading, documents, real_rows  # noqa: E402  # found by the line above
from mado.directory.engine.document import SchoolDocument  # noqa: E402  # Django's settings come first
from mado.directory.engine.index import SchoolIndex  # noqa: E402  # Django's settings come first
from mado.kernel.text import fold, pair_tokens, runs, tokens  # noqa: E402  # Django's settings come first

MILLION = 1_000_000
ROUNDS = 5
LEAST_SECONDS = 1.5
"""A side is asked for so long at least: what takes microseconds needs more rounds to have a percentile."""
TOP = 20
COMPARED_WHOLE = 60_000
"""Up to so many hits the sets are compared; above, their sizes."""


def run(sizes: tuple[int, ...] = ()) -> dict[str, Any]:
    """Size → query class → {"mado": {p50, p95}, "postgres": {p50, p95}, "ratio_p50", "ratio_p95", "wrong"…} in ms."""
    rows = real_rows()
    if not rows:
        return {"skipped": "No compact directories under MADO_DATA_DIR."}
    answer: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} cores", "aim": "ratio ≥ 7, wrong 0"}
    for size in sizes or (len(rows), MILLION):
        answer[f"{size:,} entries"] = _measure(rows, size)
    return answer


def _measure(rows: list[dict[str, str]], size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="mado-bench-") as home:
        index = SchoolIndex(Path(home))
        began = time.perf_counter()
        index.replace_all(documents(rows, size))
        built = time.perf_counter() - began
        size_mb = sum(file.stat().st_size for file in index.path.iterdir()) / 1e6
        fts = Fts5(Path(home) / "entries.sqlite", ((e.pk, _texts(e)) for e in documents(rows, size)))
        with Postgres() as peer:
            began = time.perf_counter()
            peer.fill(documents(rows, size))
            peer_built = time.perf_counter() - began
            reading = Reading(documents(rows, size))
            return {
                "build": {"mado_s": round(built, 1), "mado_mb": round(size_mb, 1), "postgres_s": round(peer_built, 1)},
                "classes": {name: _class(index, peer, fts, reading, asked) for name, asked in QUESTIONS.items()},
                "freshness_ms": _freshness(index, documents(rows, size)),
            }


def _texts(entry: SchoolDocument) -> tuple[str, ...]:
    """Everything an entry is found by."""
    return (*entry.names, *entry.places, *entry.texts, *entry.kinds, *entry.numbers)


def _class(index: SchoolIndex, peer: "Postgres", fts: Fts5, reading: Reading, questions: list[str]) -> dict[str, Any]:
    wrong = {"mado": 0, "postgres": 0, "fts5": 0}
    hits = []
    for question in questions:
        expected = reading.answer(question)
        hits.append(len(expected))
        for name, total, keys in (
            ("mado", *_all_of(index, question)),
            ("postgres", *peer.all_of(question)),
            ("fts5", *fts.all_of(question)),
        ):
            differs = total != len(expected) or (len(expected) <= COMPARED_WHOLE and keys != expected)
            wrong[name] += differs
    mado = _time(questions, lambda q: index.search(q, limit=TOP, facets=()).total)
    facets = _time(questions, lambda q: _with_facets(index, q))
    postgres = _time(questions, lambda q: peer.best(q)[0])
    fts5 = _time(questions, lambda q: fts.best_and_number(q, TOP)[0])
    return {
        "questions": len(questions),
        "hits_median": int(median(hits)),
        "mado": mado,
        "mado_with_7_facets": facets,
        "postgres": postgres,
        "fts5": fts5,
        "ratio_p50": round(postgres["p50"] / mado["p50"], 1),
        "ratio_p95": round(postgres["p95"] / mado["p95"], 1),
        "ratio_fts5_p50": round(fts5["p50"] / mado["p50"], 1),
        "ratio_fts5_p95": round(fts5["p95"] / mado["p95"], 1),
        "wrong": wrong["mado"],
        "wrong_postgres": wrong["postgres"],
        "wrong_fts5": wrong["fts5"],
    }


def _with_facets(index: SchoolIndex, question: str) -> int:
    index.forget()
    return index.search(question, limit=TOP).total


def _all_of(index: SchoolIndex, question: str) -> tuple[int, set[int]]:
    found = index.search(question, limit=COMPARED_WHOLE, facets=())
    if found.rung:
        return 0, set()
    return found.total, {entry.pk for entry in found.hits}


def _time(questions: list[str], ask: Callable[[str], int]) -> dict[str, float]:
    for question in questions:
        ask(question)
    taken = []
    until, rounds = time.perf_counter() + LEAST_SECONDS, 0
    while rounds < ROUNDS or time.perf_counter() < until:
        rounds += 1
        for question in questions:
            began = time.perf_counter()
            ask(question)
            taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {"p50": round(median(taken), 3), "p95": round(taken[int(len(taken) * 0.95)], 3)}


def _freshness(index: SchoolIndex, entries: Any) -> dict[str, float]:
    """From the job's writing to another reader seeing it, for one changed school."""
    entry = next(iter(entries))
    taken = []
    for number in range(12):
        changed = SchoolDocument(entry.pk, entry.code, (f"變更後的學校{number}",), facets=entry.facets)
        reader = SchoolIndex(index.home)
        reader.search("高雄")
        began = time.perf_counter()
        seen_at: list[float] = []

        def see(reader: SchoolIndex = reader, number: int = number, seen_at: list[float] = seen_at) -> None:
            if reader.search(f"變更後的學校{number}", facets=()).total == 1:
                seen_at.append(time.perf_counter())

        index.update([changed], when_committed=see)
        taken.append(((seen_at or [float("inf")])[0] - began) * 1000)
    taken.sort()
    return {"p50": round(median(taken), 1), "worst": round(taken[-1], 1)}


class Postgres:
    """A scratch database with one table (id, tsvector) and its GIN index."""

    def __enter__(self) -> Self:
        import psycopg

        self.url, self.name = _server_url(), f"bench_search_{os.getpid()}"
        self.server = psycopg.connect(self.url, autocommit=True)
        self.server.execute(f'CREATE DATABASE "{self.name}"')
        self.db = psycopg.connect(urlunsplit(urlsplit(self.url)._replace(path=f"/{quote(self.name)}")), autocommit=True)
        self.db.execute("SET jit = off")
        self.db.execute("SET work_mem = '256MB'")
        self.db.execute("SET maintenance_work_mem = '1GB'")
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self.server.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        self.server.close()

    def fill(self, entries: Any) -> None:
        self.db.execute("CREATE UNLOGGED TABLE entry (id int PRIMARY KEY, words tsvector)")
        with self.db.cursor().copy("COPY entry (id, words) FROM STDIN") as copy:
            for entry in entries:
                copy.write_row((entry.pk, _vector(entry)))
        self.db.execute("CREATE INDEX ON entry USING gin (words)")
        self.db.execute("VACUUM ANALYZE entry")

    def best(self, question: str) -> tuple[int, list[int]]:
        rows = self.db.execute(
            "SELECT id, count(*) OVER () FROM entry WHERE words @@ %(asked)s::tsquery"
            " ORDER BY ts_rank(words, %(asked)s::tsquery) DESC LIMIT 20",
            {"asked": _query(question)},
        ).fetchall()
        return (rows[0][1] if rows else 0), [row[0] for row in rows]

    def all_of(self, question: str) -> tuple[int, set[int]]:
        rows = self.db.execute("SELECT id FROM entry WHERE words @@ %s::tsquery", [_query(question)]).fetchall()
        return len(rows), {row[0] for row in rows}


def _server_url() -> str:
    if url := os.environ.get("DATABASE_URL"):
        return url
    from mado.cli.embedded import ensure_database

    return ensure_database(Path(os.environ.get("MADO_VAR", ROOT / "var")) / "pg")


def _quoted(token: str) -> str:
    return "'" + token.replace("'", "''").replace("\\", "\\\\") + "'"


def _vector(entry: SchoolDocument) -> str:
    """The tokens of all texts at their positions, with a gap between texts; single letters as tokens "=高" of their own."""
    at, parts = 0, []
    for text in _texts(entry):
        for token in tokens(text):
            at += 1
            parts.append(f"{_quoted(token)}:{min(at, 16_000)}")
        at += 2
    letters = {
        letter
        for text in (*entry.names, *entry.places, *entry.texts)
        for run, pairs in runs(fold(text))
        if pairs
        for letter in run
    }
    return " ".join([*parts, *(_quoted(f"={letter}") for letter in sorted(letters))])


def _query(question: str) -> str:
    pieces = runs(fold(question))
    parts = []
    for at, (piece, pairs) in enumerate(pieces):
        if not pairs:
            parts.append(_quoted(piece) + (":*" if at == len(pieces) - 1 else ""))
        elif len(piece) == 1:
            parts.append(_quoted(f"={piece}"))
        else:
            parts.append("(" + " <-> ".join(_quoted(token) for token in pair_tokens(piece)[:-1]) + ")")
    return " & ".join(parts)


def main() -> None:
    print(json.dumps(run(tuple(int(text) for text in sys.argv[1:])), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
