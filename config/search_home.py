"""Where `make run` keeps the search index: in memory where the system has a place for files in memory, else under var/.

Whoever changes a school waits until every reader sees it. On a disk that takes one to three fsync, 40 to 160 ms together on
a busy machine; in memory, 6 to 25 ms. The index can always be made again, so losing it with the power costs a rebuild.
"""

import os
import secrets
import shutil
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108  # Linux's own place for files in memory
LEAST_FREE = 2 * 2**30
"""Bytes. A million schools take about 0.3 GiB, and merging two parts needs both and their sum."""


def search_home(var: Path, memory: Path = IN_MEMORY) -> Path:
    """The directory of the index. `var/search/home` holds its name, so that a var/ that was deleted finds no old index."""
    fallback = var / "search"
    note = fallback / "home"
    try:
        return _noted(note) or _newly_noted(note, memory) or fallback
    except OSError:
        return fallback


def _noted(note: Path) -> Path | None:
    return Path(note.read_text(encoding="utf-8")) if note.exists() else None


def _newly_noted(note: Path, memory: Path) -> Path | None:
    """A name of its own in memory, written down in one step: two processes that start together get the same."""
    if not memory.is_dir() or shutil.disk_usage(memory).free < LEAST_FREE:
        return None
    note.parent.mkdir(parents=True, exist_ok=True)
    draft = note.with_name(f"home.{os.getpid()}")
    draft.write_text(str(memory / f"mado-search-{secrets.token_hex(8)}"), encoding="utf-8")
    try:
        os.link(draft, note)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _noted(note)
