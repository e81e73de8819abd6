"""Pairing rounds beside their peers, in one run, with every answer checked.

    python bench/pairing.py [SCHOOLS …]        default: 1,000, 10,000 and 100,000 a side

Stable beside the `matching` package (many-to-one, which is all it does: identical pairs), most beside scipy's HiGHS (the
same linear program: equal totals), an arrival beside the round played anew (equal pairs). Beside a peer ours is measured
from the lists to the pairs; elsewhere with the certificate, so that blocking pairs have been counted too. What numba takes to
compile (or to load what it compiled) is told apart.
"""

import json
import platform
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.pairing_instances import instance  # noqa: E402  # found by the line above
from mado.matching.engine.checks import checked  # noqa: E402  # as above
from mado.matching.engine.edges import Edges, Pools, Terms  # noqa: E402  # as above
from mado.matching.engine.incremental import StableRound  # noqa: E402  # as above
from mado.matching.engine.rounds import Outcome, Rule, pair, settle  # noqa: E402  # as above

SIZES = (1_000, 10_000, 100_000)
PEERS_MOST = 1_000
"""Above, `matching` needs minutes to hours, HiGHS most of a minute."""
FLOW_MOST = 10_000
ARRIVALS = 200
LEAST_SECONDS, ROUNDS_MOST = 1.0, 25
STACK_BYTES, DEPTH = 1 << 30, 10_000_000
"""`matching` copies players that hold each other: at 1,000 it passes any usual depth of recursion."""


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Any]:
    """Seconds on the wall; with "core", seconds worked, as on a machine with nothing else to do; "wrong" counts answers that fail their check."""
    began = time.perf_counter()
    pools, edges = instance(20)
    for rule in Rule:
        _play(pools, edges, rule)
    answer: dict[str, Any] = {
        "machine": f"{platform.machine()}, one core of {_cores()}",
        "compile_or_load_s": round(time.perf_counter() - began, 1),
        "aims": {
            "stable": "identical to matching, ratio ≥ 300 at 1,000; ≤ 0.5 s at 10,000; ≤ 10 s at 100,000; 0 blocking",
            "most": "equal to HiGHS, ratio ≥ 20 at 1,000; ≤ 3 s at 10,000",
            "fair": "everybody with a feasible partner served where the instance allows; ≥ 0.999 of the optimum",
            "arrival": "p99 ≤ 1 ms at 10,000, pairs as of a full run",
        },
        "many_to_one_1000": _beside_matching(1_000),
    }
    for size in sizes:
        answer[f"{size:,} schools a side"] = _measure(size)
    answer["peak_memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return answer


def _cores() -> int:
    import os

    return os.cpu_count() or 1


def _play(pools: Pools, edges: Edges, rule: Rule) -> Outcome:
    return pair(pools, edges, Terms(), rule, with_optimum=False, one_more=0)


def _pairs_alone(pools: Pools, edges: Edges, rule: Rule) -> object:
    """What the peers do: no certificate, but the check of what was given."""
    return settle(pools, checked(pools, edges, Terms()), Terms(), rule)


def _clocks() -> Any:
    """(seconds on the wall, seconds this thread has worked): they part where the machine has other work too."""
    return np.array([time.perf_counter(), time.thread_time()])


def _median_seconds(deed: Callable[[], object]) -> dict[str, float]:
    taken: list[Any] = []
    while len(taken) < ROUNDS_MOST and (not taken or sum(taken)[0] < LEAST_SECONDS):
        began = _clocks()
        deed()
        taken.append(_clocks() - began)
    wall, worked = np.median(taken, axis=0)
    return {"mado_s": round(float(wall), 5), "mado_core_s": round(float(worked), 5)}


def _measure(size: int) -> dict[str, Any]:
    began = time.perf_counter()
    pools, edges = instance(size)
    told: dict[str, Any] = {
        "pairs_that_could_be": len(edges),
        "making_the_instance_s": round(time.perf_counter() - began, 1),
    }
    stable = _play(pools, edges, Rule.STABLE)
    told["stable"] = {
        **_median_seconds(lambda: _play(pools, edges, Rule.STABLE)),
        "of_it_pairs_alone_core_s": _median_seconds(lambda: _pairs_alone(pools, edges, Rule.STABLE))["mado_core_s"],
        "pairs": stable.certificate.pairs,
        "blocking_pairs": stable.certificate.blocking_pairs,
        "served_a": stable.certificate.a.matched,
        "total": round(stable.certificate.total, 3),
    }
    told["arrival"] = _arrivals(pools, edges, stable)
    if size <= FLOW_MOST:
        told |= _optimal(pools, edges)
        told["stable"]["share_of_optimum"] = round(stable.certificate.total / told["most"]["total"], 4)
    return told


def _optimal(pools: Pools, edges: Edges) -> dict[str, Any]:
    most, fair = _play(pools, edges, Rule.MOST).certificate, _play(pools, edges, Rule.FAIR).certificate
    ours = _median_seconds(lambda: _pairs_alone(pools, edges, Rule.MOST))
    told: dict[str, Any] = {**ours, "total": round(most.total, 6), "served_a": most.a.matched}
    if len(pools.ids_a) <= PEERS_MOST:
        began = _clocks()
        optimum = _highs_total(pools, edges)
        told |= {
            **_beside(ours, "highs", _clocks() - began),
            "wrong": int(abs(optimum - most.total) > 1e-6 * optimum),
        }
    able = {"a": len(np.unique(edges.a)), "b": len(np.unique(edges.b))}
    return {
        "most": told,
        "fair": {
            **_median_seconds(lambda: _play(pools, edges, Rule.FAIR)),
            "share_of_optimum": round(fair.total / most.total, 6),
            "served_a": fair.a.matched, "with_a_feasible_partner_a": able["a"],
            "served_b": fair.b.matched, "with_a_feasible_partner_b": able["b"],
            "wrong": int(fair.a.matched != able["a"]) + int(fair.b.matched != able["b"]),
        },
    }  # fmt: skip


def _highs_total(pools: Pools, edges: Edges) -> float:
    """The linear program of the same round: its corners are whole numbers, since the graph has two sides."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    number = len(edges)
    rows = np.concatenate([edges.a, edges.b + np.int32(len(pools.ids_a))])
    columns = np.concatenate([np.arange(number)] * 2)
    matrix = csr_array((np.ones(2 * number), (rows, columns)))
    places = np.concatenate([pools.capacity_a, pools.capacity_b])[: matrix.shape[0]]
    found = linprog(-edges.total, A_ub=matrix, b_ub=places, bounds=(0, 1), method="highs")
    return -float(found.fun)


def _arrivals(pools: Pools, edges: Edges, whole: Outcome) -> dict[str, Any]:
    """The last schools of side a come one by one into the round of all others."""
    size = len(pools.ids_a)
    first = size - min(ARRIVALS, size // 5)
    there = edges.a < first
    columns = (edges.a[there], edges.b[there], edges.score_a[there], edges.score_b[there])
    fewer = {name: getattr(pools, name)[:first] for name in ("ids_a", "capacity_a", "waiting_a", "area_a")}
    going = StableRound(replace(pools, **fewer), Edges(*columns))
    taken = []
    for school in range(first, size):
        row = slice(*np.searchsorted(edges.a, [school, school + 1]))
        partners = [pools.ids_b[b] for b in edges.b[row]]
        listed = list(zip(partners, edges.score_a[row].tolist(), edges.score_b[row].tolist(), strict=True))
        began = _clocks()
        going.arrive("a", pools.ids_a[school], int(pools.capacity_a[school]), listed)
        taken.append((_clocks() - began) * 1000)
    p50, p99 = np.percentile(taken, [50, 99], axis=0)
    anew = _median_seconds(lambda: _play(pools, edges, Rule.STABLE))
    return {
        "p50_ms": round(p50[0], 3), "p99_ms": round(p99[0], 3),
        "p50_core_ms": round(p50[1], 3), "p99_core_ms": round(p99[1], 3),
        "anew_ms": round(anew["mado_s"] * 1000, 1),
        "ratio_p50": round(anew["mado_s"] * 1000 / p50[0], 1),
        "wrong": int(going.pairs != whole.named_pairs(pools)),
    }  # fmt: skip


def _beside(ours: dict[str, float], name: str, peer: Any) -> dict[str, float]:
    return {
        f"{name}_s": round(float(peer[0]), 3), f"{name}_core_s": round(float(peer[1]), 3),
        "ratio": round(float(peer[0]) / ours["mado_s"], 1),
        "ratio_core": round(float(peer[1]) / ours["mado_core_s"], 1),
    }  # fmt: skip


def _beside_matching(size: int) -> dict[str, Any]:
    pools, edges = instance(size, capacity_a=1)
    ours = _play(pools, edges, Rule.STABLE)
    seconds = _median_seconds(lambda: _pairs_alone(pools, edges, Rule.STABLE))
    found: dict[str, Any] = {}
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=_matching, args=(pools, edges, found))
    thread.start()
    thread.join()
    threading.stack_size(0)
    return {
        "pairs_that_could_be": len(edges),
        **seconds,
        **_beside(seconds, "matching", found["created"] + found["solved"]),
        "ratio_core_to_its_solving_alone": round(float(found["solved"][1]) / seconds["mado_core_s"], 1),
        "wrong": int(found["pairs"] != set(ours.pairs)), "blocking_pairs": ours.certificate.blocking_pairs,
    }  # fmt: skip


def _matching(pools: Pools, edges: Edges, found: dict[str, Any]) -> None:
    from matching.games import HospitalResident

    sys.setrecursionlimit(DEPTH)
    wishes: dict[int, list[str]] = {}
    regard: dict[str, list[int]] = {}
    for edge in np.lexsort((edges.b, -edges.score_a, edges.a)):
        wishes.setdefault(int(edges.a[edge]), []).append(f"b{edges.b[edge]}")
    for edge in np.lexsort((edges.a, -edges.score_b, edges.b)):
        regard.setdefault(f"b{edges.b[edge]}", []).append(int(edges.a[edge]))
    places = {name: int(pools.capacity_b[int(name[1:])]) for name in regard}
    began = _clocks()
    game = HospitalResident.create_from_dictionaries(wishes, regard, places)
    created = _clocks()
    solved = game.solve()
    found["created"], found["solved"] = created - began, _clocks() - created
    found["pairs"] = {(one.name, int(place.name[1:])) for place, row in solved.items() for one in row}


def main() -> None:
    print(json.dumps(run(tuple(int(text) for text in sys.argv[1:]) or SIZES), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
