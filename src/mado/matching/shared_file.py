"""Where the columns lie for all worker processes: one file of arrays, mapped, and beside it what it was made from."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from mado.matching.engine.columns import WishColumns
from mado.matching.engine.storage import NotColumns, open_file
from mado.matching.engine.storage import save as save_arrays
from mado.matching.engine.storage import writing as writing_at


@dataclass(frozen=True, slots=True)
class Shared:
    """`stamp`: the database and the day the columns are of; `since`: changes from this transaction on are not in them;
    `night`: the same of the last nightly making."""

    columns: WishColumns
    stamp: str
    since: int
    night: int = 0


def _home() -> Path:
    return Path(settings.MADO_MATCHING_DIR)


def _head() -> Path:
    return _home() / "wishes.json"


@contextmanager
def writing() -> Iterator[None]:
    """One process at a time makes the columns."""
    with writing_at(_head()):
        yield


def load() -> Shared | None:
    """What lies there; None when there is nothing, or nothing this version can read."""
    try:
        head = json.loads(_head().read_text())
        columns = open_file(_home() / str(head["file"]))
        return Shared(columns, str(head["stamp"]), int(head["since"]), int(head["night"]))
    except (OSError, NotColumns, KeyError, TypeError, ValueError):
        return None


def save(shared: Shared) -> None:
    """Put these in the place of what lies there; who has the old ones mapped keeps them."""
    home, name = _home(), f"wishes-{shared.since}-{os.getpid()}.columns"
    save_arrays(shared.columns, home / name)
    head = {"file": name, "stamp": shared.stamp, "since": shared.since, "night": shared.night}
    fresh = home / f"wishes.json.{os.getpid()}.new"
    fresh.write_text(json.dumps(head))
    fresh.replace(_head())
    for old in home.glob("wishes-*.columns"):
        if old.name != name:
            old.unlink(missing_ok=True)
