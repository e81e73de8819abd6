"""SQLite's FTS5 over the search's own folded tokens: the second peer of the search and of the suggestions."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from mado.kernel.text import fold, pair_tokens, runs, tokens

GAP = "gapbetweentexts"
"""Stands between two texts of one entry, so that no phrase spans both."""


class Fts5:
    """One row per entry, bm25 ranking, beginnings of one to three letters indexed; contentless, on disk."""

    def __init__(self, path: Path, entries: Iterable[tuple[int, Iterable[str]]]) -> None:
        self.db = sqlite3.connect(path)
        self.db.execute("PRAGMA synchronous = OFF")
        self.db.execute(
            "CREATE VIRTUAL TABLE entry USING fts5(words, content='', prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0\")"
        )
        rows = ((key, " ".join(t for text in texts for t in (*tokens(text), GAP))) for key, texts in entries)
        self.db.executemany("INSERT INTO entry(rowid, words) VALUES (?, ?)", rows)
        self.db.execute("INSERT INTO entry(entry) VALUES ('optimize')")
        self.db.commit()

    def best(self, text: str, limit: int) -> list[int]:
        """Keys of the best, ranked."""
        rows = self.db.execute(
            "SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT ?", [_query(text), limit]
        )
        return [row[0] for row in rows]

    def best_and_number(self, text: str, limit: int) -> tuple[int, list[int]]:
        """The exact number of all that fit, and the best, ranked."""
        total = self.db.execute("SELECT count(*) FROM entry WHERE entry MATCH ?", [_query(text)]).fetchone()[0]
        return total, self.best(text, limit)

    def all_of(self, text: str) -> tuple[int, set[int]]:
        rows = self.db.execute("SELECT rowid FROM entry WHERE entry MATCH ?", [_query(text)]).fetchall()
        return len(rows), {row[0] for row in rows}


def _query(text: str) -> str:
    """Every piece as a phrase; a single letter and the last word may be beginnings."""
    pieces = runs(fold(text))
    parts = []
    for at, (piece, pairs) in enumerate(pieces):
        words = pair_tokens(piece)[:-1] if pairs and len(piece) > 1 else [piece]
        phrase = " + ".join('"' + word.replace('"', '""') + '"' for word in words)
        begun = (pairs and len(piece) == 1) or (not pairs and at == len(pieces) - 1)
        parts.append(f"{phrase}*" if begun else phrase)
    return " AND ".join(parts)
