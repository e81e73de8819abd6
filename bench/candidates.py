"""Candidate lists of two whole pools, 100,000 × 100,000, beside asking for one school after another, in one run.

    python bench/candidates.py [WISHES OF EACH SIDE …]        default: 10,000 and 100,000

Runs in a process of its own, so that the peak of memory is its own. The peer is the engine's answer for one school
(NumPy), asked for some hundreds of schools and multiplied; "wrong" counts those of them whose best are not in the lists.
"""

import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

import numpy as np  # noqa: E402  # after the path

from bench.wish_records import FIRST_WEEK, grown, wishes  # noqa: E402  # found by the line above
from mado.matching.engine.arrivals import OtherSide, worst_kept  # noqa: E402  # as above
from mado.matching.engine.candidates import ROUND_LIMITS, candidate_lists  # noqa: E402  # as above
from mado.matching.engine.columns import build_columns, without  # noqa: E402  # as above
from mado.matching.engine.edges import Edges  # noqa: E402  # as above
from mado.matching.engine.feasibility import feasible_rows  # noqa: E402  # as above
from mado.matching.engine.scoring import score_rows  # noqa: E402  # as above

SIZES = (10_000, 100_000)
KEPT = (50, 200)
"""Best partners kept: enough for a greatest total, enough for a stable round."""
WRITTEN = 20_000
LOOKED_AT = 200
ARRIVALS = 200


def run(sizes: tuple[int, ...] = ()) -> dict[str, Any]:
    """Size → k → figures; each size in a process of its own."""
    answer: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "aim": "100,000 × 100,000: ≤ 30 s on two cores, ≤ 2 GiB, wrong 0; one arrival at 10,000: ≤ 1 ms",
    }
    for size in sizes or SIZES:
        for k in KEPT:
            child = subprocess.run(
                [sys.executable, __file__, "--child", str(size), str(k)], capture_output=True, text=True, check=True
            )
            answer[f"{size:,} × {size:,}, k {k}"] = json.loads(child.stdout)
    return answer


def _measure(size: int, k: int) -> dict[str, Any]:
    columns = grown(build_columns(wishes(WRITTEN), first_week=FIRST_WEEK), 2 * size)
    order = np.argsort(columns.wish)
    side_a, side_b = order[:size], order[size:]
    candidate_lists(columns, side_a[:5], side_b[:5], k=k, one_by_one_most=0)  # compiled, or read from where it is kept
    began, working = time.perf_counter(), time.process_time()
    edges = candidate_lists(columns, side_a, side_b, k=k)
    seconds, work = time.perf_counter() - began, time.process_time() - working
    rank = np.full(len(columns), -1)
    rank[side_b] = np.arange(size)
    wrong, taken = 0, 0.0
    for place in np.linspace(0, size - 1, LOOKED_AT).astype(int).tolist():
        began = time.perf_counter()
        wish = columns.encoded(int(side_a[place]))
        rows = feasible_rows(columns, wish, ROUND_LIMITS)
        rows = rows[rank[rows] >= 0]
        own, _other = score_rows(columns, wish, rows)
        best = rank[rows][np.lexsort((rank[rows], -own))[:k]]
        taken += time.perf_counter() - began
        first, last = np.searchsorted(edges.a, (place, place + 1))
        wrong += not set(best.tolist()) <= set(edges.b[first:last].tolist())
    one_by_one = 2 * size * taken / LOOKED_AT
    return {
        "pairs": len(edges),
        "seconds": round(seconds, 2),
        "processor_seconds": round(work, 2),
        "peak_mib": _peak_mib(),
        "one_by_one_seconds": round(one_by_one, 1),
        "ratio_one_by_one": round(one_by_one / seconds, 1),
        "wrong": wrong,
        **({"arrival_ms": _arrivals(columns, edges, order, size, k)} if size <= 10_000 else {}),
    }


def _peak_mib() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _arrivals(columns: Any, edges: Edges, order: Any, size: int, k: int) -> dict[str, float]:
    """One more wish of side a against the lists of side b."""
    side_b = without(columns, columns.wish[order[:size]].tolist())
    least = np.empty(size)
    least[np.argsort(side_b.wish)] = worst_kept(edges, size, k)
    lists, taken = OtherSide(side_b), []
    lists.arrival(side_b.encoded(0), k=k, least=least)  # compiled, or read from where it is kept
    for wish in wishes(ARRIVALS, seed=9, first=5_000_000):
        asked = side_b.asked(wish)
        began = time.perf_counter()
        lists.arrival(asked, k=k, least=least)
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {"p50": round(median(taken), 3), "p95": round(taken[int(ARRIVALS * 0.95)], 3)}


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(_measure(int(sys.argv[2]), int(sys.argv[3]))))
    else:
        print(json.dumps(run(tuple(int(text) for text in sys.argv[1:])), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
