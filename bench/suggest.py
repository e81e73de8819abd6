"""Suggestions while one types, beside PostgreSQL's prefix LIKE and SQLite's FTS5 over the same folded names, in one run.

    python bench/suggest.py [ENTRIES …]        default: the real rows (about 161,000), and 1,000,000 made from them

Mado answers the whole question: names that begin so, then names that hold it, and places with their number of schools.
PostgreSQL answers less: the eight shortest names that begin so (text_pattern_ops). FTS5 holds the search's own tokens and
a prefix index, and answers with the eight best by bm25 that hold the text; its places are not asked. "wrong" counts
answers that differ from reading every name: too few, a name that does not fit, or a worse one before a better one.
"""

import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any, Self
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.fts5 import Fts5  # noqa: E402  # found by the line above
from bench.search import MILLION, _server_url, _time  # noqa: E402  # found by the line above
from bench.search_records import documents, real_rows  # noqa: E402  # as above
from mado.directory.engine.document import SchoolDocument  # noqa: E402  # as above
from mado.directory.engine.index import SchoolIndex  # noqa: E402  # as above
from mado.directory.engine.schema import LONGEST_START, compact  # noqa: E402  # as above
from mado.kernel.text import fold, runs  # noqa: E402  # as above

LIMIT = 8
QUESTIONS_EACH = 40
LENGTHS = (1, 2, 3, 5, 8)
"""Letters typed so far."""


def run(sizes: tuple[int, ...] = ()) -> dict[str, Any]:
    """Size → letters typed → {"mado": {p50, p95}, "postgres", "fts5", "ratio_…_p95", "wrong"…} in ms; "all" together."""
    rows = real_rows()
    if not rows:
        return {"skipped": "No compact directories under MADO_DATA_DIR."}
    answer: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "aim": "p95 ≤ 5 ms at 1,000,000, ratio ≥ 7, wrong 0",
    }
    for size in sizes or (len(rows), MILLION):
        answer[f"{size:,} entries"] = _measure(rows, size)
    return answer


def questions(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """What people have typed after so many letters: beginnings of names and towns, in the script they stand in."""
    dice = random.Random(20_27)
    asked: dict[str, list[str]] = {}
    for length in LENGTHS:
        found: dict[str, None] = {}
        while len(found) < QUESTIONS_EACH:
            row = dice.choice(rows)
            text = dice.choice([row["name"], row["name"], row["name_en"], row["city"]]).strip()[:length].strip()
            if runs(fold(text)):
                found[text] = None
            if length == 1 and dice.random() < 0.01:  # there are not forty first letters in every directory
                break
        asked[f"{length} letters"] = list(found)
    return asked


def _measure(rows: list[dict[str, str]], size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="mado-bench-") as home:
        index = SchoolIndex(Path(home) / "mado")
        began = time.perf_counter()
        index.replace_all(documents(rows, size))
        built = time.perf_counter() - began
        reading = _Names(documents(rows, size))
        fts = Fts5(Path(home) / "names.sqlite", ((entry.pk, entry.names) for entry in documents(rows, size)))
        with _Postgres() as postgres:
            postgres.fill(documents(rows, size))
            asked = questions(rows)
            asked["all"] = [text for texts in list(asked.values()) for text in texts]
            classes = {name: _class(index, postgres, fts, reading, texts) for name, texts in asked.items()}
    return {"build": {"mado_s": round(built, 1)}, "classes": classes}


def _class(index: SchoolIndex, postgres: "_Postgres", fts: Fts5, reading: "_Names", texts: list[str]) -> dict[str, Any]:
    wrong = {"mado": 0, "postgres": 0, "fts5": 0}
    for text in texts:
        begun, holding = reading.answer(text)
        starting = begun & holding
        found = index.suggest(text, LIMIT)
        by_name = [key for key in found.schools if key in holding]
        expected = min(LIMIT, len(holding))
        in_order = [key in starting for key in by_name]
        best = min(LIMIT, len(starting))
        is_right = found.rung or (
            len(by_name) == expected and in_order == sorted(in_order, reverse=True) and sum(in_order) == best
        )
        wrong["mado"] += not is_right or bool(found.rung and holding)
        keys = postgres.best(text)
        wrong["postgres"] += len(keys) != min(LIMIT, len(begun)) or not set(keys) <= begun
        keys = fts.best(text, LIMIT)
        wrong["fts5"] += len(keys) != expected or not set(keys) <= holding
    times = {
        "mado": _time(texts, lambda q: len(index.suggest(q, LIMIT).schools)),
        "postgres": _time(texts, lambda q: len(postgres.best(q))),
        "fts5": _time(texts, lambda q: len(fts.best(q, LIMIT))),
    }
    ratios = {
        f"ratio_{peer}_{which}": round(times[peer][which] / times["mado"][which], 1)
        for peer in ("postgres", "fts5")
        for which in ("p50", "p95")
    }
    hits = [len(reading.answer(text)[1]) for text in texts[:QUESTIONS_EACH]]
    return {
        "questions": len(texts), "hits_median": int(median(hits)), **times, **ratios,
        "wrong": wrong["mado"], "wrong_postgres": wrong["postgres"], "wrong_fts5": wrong["fts5"],
    }  # fmt: skip


class _Names:
    """The slow and certain way: every name read. Keys of names that begin so, and of names that hold every piece."""

    def __init__(self, entries: Iterable[SchoolDocument]) -> None:
        self.keys: list[int] = []
        self.texts: list[str] = []
        self.words: list[str] = []
        self.starts: list[str] = []
        self._known: dict[str, tuple[set[int], set[int]]] = {}
        for entry in entries:
            names = [fold(name) for name in entry.names]
            self.keys.append(entry.pk)
            self.texts.append("\n".join(names))
            self.words.append(" " + " ".join(w for name in names for w, pairs in runs(name) if not pairs) + " ")
            self.starts.append("\n" + "\n".join(compact(name) for name in entry.names))

    def answer(self, text: str) -> tuple[set[int], set[int]]:
        if text not in self._known:
            pieces = runs(fold(text))
            holding = set(self.keys)
            for at, (piece, pairs) in enumerate(pieces):
                needle = piece if pairs else f" {piece}" if at == len(pieces) - 1 else f" {piece} "
                holding &= self._with(self.texts if pairs else self.words, needle)
            self._known[text] = (self._with(self.starts, "\n" + compact(text)[:LONGEST_START]), holding)
        return self._known[text]

    def _with(self, texts: list[str], needle: str) -> set[int]:
        return {key for key, text in zip(self.keys, texts, strict=True) if needle in text}


class _Postgres:
    """A scratch database: (id, folded name without gaps) with an index for prefixes, and the text as searched."""

    def __enter__(self) -> Self:
        import psycopg

        self.url, self.name = _server_url(), f"bench_suggest_{os.getpid()}"
        self.server = psycopg.connect(self.url, autocommit=True)
        self.server.execute(f'CREATE DATABASE "{self.name}"')
        self.db = psycopg.connect(urlunsplit(urlsplit(self.url)._replace(path=f"/{quote(self.name)}")), autocommit=True)
        self.db.execute("SET jit = off")
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self.server.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        self.server.close()

    def fill(self, entries: Iterable[SchoolDocument]) -> None:
        self.db.execute("CREATE UNLOGGED TABLE name (id int, folded text)")
        with self.db.cursor().copy("COPY name (id, folded) FROM STDIN") as copy:
            for entry in entries:
                for name in entry.names:
                    copy.write_row((entry.pk, compact(name)))
        self.db.execute("CREATE INDEX ON name (folded text_pattern_ops)")
        self.db.execute("VACUUM ANALYZE name")

    def best(self, text: str) -> list[int]:
        rows = self.db.execute(
            "SELECT id, min(length(folded)) AS size FROM name WHERE folded LIKE %s GROUP BY id ORDER BY size, id LIMIT %s",
            [compact(text)[:LONGEST_START] + "%", LIMIT],
        )
        return [row[0] for row in rows.fetchall()]


def main() -> None:
    print(json.dumps(run(tuple(int(text) for text in sys.argv[1:])), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
