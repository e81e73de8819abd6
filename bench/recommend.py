"""One school against a million: the best 20 partners, exact and from both sides, beside the same SQL, in one run.

    python bench/recommend.py [WISHES …]        default: 50,000 and 1,000,000

"floor" is the time of reading every column once. "wrong" counts answers of the engine that differ from PostgreSQL's: the
20 wishes in order with their per cent, and the number of all that fit. The questions are wishes as schools write them.
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
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402  # after the path

from bench.recommend_sql import Peer  # noqa: E402  # found by the line above
from bench.wish_records import FIRST_WEEK, grown, wishes  # noqa: E402  # as above
from mado.matching.engine.columns import WishColumns, arrays_of, build_columns, replace_row  # noqa: E402  # as above
from mado.matching.engine.openings import opening_changes  # noqa: E402  # as above
from mado.matching.engine.recommend import count_feasible, fits, recommend  # noqa: E402  # as above
from mado.matching.engine.rows import WishRow  # noqa: E402  # as above
from mado.matching.engine.storage import open_shared, save, update_shared  # noqa: E402  # as above

SIZES = (50_000, 1_000_000)
WRITTEN = 20_000
"""Wishes built one by one; the columns measured are mixtures of them."""
TOP = 20
QUESTIONS = 100
OF_THE_PEER = 20
ROUNDS = 3
CHANGES = 5


def run(sizes: tuple[int, ...] = ()) -> dict[str, Any]:
    """Size → figures in ms; "peer" is PostgreSQL with the same question, "aim" what issue 4 asks for."""
    began = time.perf_counter()
    base = build_columns(wishes(WRITTEN), first_week=FIRST_WEEK)
    answer: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "aim": "at 1,000,000: p95 ≤ 15 ms, ≤ 6 × floor, ≥ 40 × the same SQL, wrong 0",
        "build_us_per_wish": round((time.perf_counter() - began) / WRITTEN * 1e6, 1),
    }
    for size in sizes or SIZES:
        answer[f"{size:,} wishes"] = _measure(grown(base, size))
    return answer


def _measure(written: WishColumns) -> dict[str, Any]:
    asked = list(wishes(QUESTIONS, seed=4, first=5_000_000))
    with tempfile.TemporaryDirectory(prefix="mado-bench-") as home:
        path = Path(home) / "wishes.columns"
        save(written, path)
        columns = open_shared(path)
        floor = _floor(columns)
        best = _time(asked, lambda wish: len(recommend(columns, wish, TOP)))
        listed = np.unique(columns.organization[:: max(1, len(columns) // TOP)])[:TOP].tolist()
        found = {
            "columns_mb": round(columns.bytes_read / 1e6, 1),
            "fit_median": int(median(recommend(columns, wish, TOP).feasible for wish in asked)),
            "floor_ms": floor,
            "best_20": best,
            "times_floor_p50": round(best["p50"] / floor, 2),
            "times_floor_p95": round(best["p95"] / floor, 2),
            "live_count": _time(asked, lambda wish: count_feasible(columns, wish).schools),
            "fits_of_20_schools": _time(asked, lambda wish: len(fits(columns, wish, listed))),
            "opening_changes": _time(asked[:10], lambda wish: len(opening_changes(columns, wish)), rounds=1),
        }
        with Peer() as peer:
            peer.fill(columns)
            found |= _beside(columns, peer, asked[:OF_THE_PEER], best)
        found["changed_wish_seen_ms"] = _freshness(columns)
        found["changed_wish_seen_through_the_file_ms"] = _freshness_of_file(path)
    return found


def _beside(columns: WishColumns, peer: Peer, asked: list[WishRow], best: dict[str, float]) -> dict[str, Any]:
    wrong = 0
    for wish in asked:
        mine = recommend(columns, wish, TOP, one_per_school=False)
        theirs, number = peer.best(columns.asked(wish), TOP)
        wrong += list(zip(mine.wishes.tolist(), mine.percent.tolist(), strict=True)) != theirs
        wrong += mine.feasible != number
    sql = _time(asked, lambda wish: len(peer.best(columns.asked(wish), TOP)[0]), rounds=1)
    return {
        "postgres": sql,
        "ratio_p50": round(sql["p50"] / best["p50"], 1),
        "ratio_p95": round(sql["p95"] / best["p95"], 1),
        "wrong": wrong,
    }


def _floor(columns: WishColumns) -> float:
    """Milliseconds of adding up every word of every array, the best of several."""
    words = [array.view(np.uint8)[: array.nbytes // 8 * 8].view(np.uint64) for array in arrays_of(columns).values()]
    taken = []
    for _round in range(10):
        began = time.perf_counter()
        for array in words:
            np.bitwise_xor.reduce(array)
        taken.append((time.perf_counter() - began) * 1000)
    return round(min(taken), 2)


def _changed(number: int) -> WishRow:
    topics = ("food", "art") if number % 2 else ("food",)
    return WishRow(1, 9_000_000, kind="cultural", topics=topics, waiting_days=60_000 + number, country="TW")


ASKED = WishRow(0, 9_999_998, kind="cultural", topics=("food",))


def _freshness(columns: WishColumns) -> dict[str, float]:
    """In a process that answers: from one changed wish to the answer that holds it."""
    columns = replace_row(columns, _changed(0))
    taken = []
    for number in range(1, CHANGES + 1):
        began = time.perf_counter()
        columns = replace_row(columns, _changed(number))
        recommend(columns, ASKED, TOP)
        taken.append((time.perf_counter() - began) * 1000)
        assert columns.waiting[columns.position(1)] == 60_000 + number
    return {"p50": round(median(taken), 1), "worst": round(max(taken), 1)}


def _freshness_of_file(path: Path) -> dict[str, float]:
    """From the job that writes one changed wish to another process whose next answer holds it."""
    taken = []
    for number in range(1, CHANGES + 1):
        began = time.perf_counter()
        update_shared(path, [_changed(number)])
        seen = open_shared(path)
        recommend(seen, ASKED, TOP)
        taken.append((time.perf_counter() - began) * 1000)
        assert seen.waiting[seen.position(1)] == 60_000 + number
    return {"p50": round(median(taken), 1), "worst": round(max(taken), 1)}


def _time(asked: list[WishRow], ask: Callable[[WishRow], int], rounds: int = ROUNDS) -> dict[str, float]:
    for wish in asked[:5]:
        ask(wish)
    taken = []
    for _round in range(rounds):
        for wish in asked:
            began = time.perf_counter()
            ask(wish)
            taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {"p50": round(median(taken), 2), "p95": round(taken[int(len(taken) * 0.95)], 2)}


def main() -> None:
    print(json.dumps(run(tuple(int(text) for text in sys.argv[1:])), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
