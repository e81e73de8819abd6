"""Common lesson time of two schools over a year, beside asking every minute of it, in one run, with equal answers.

    python bench/overlap.py

The peer is what one writes first: for each minute both wall clocks, each calendar. Both sides answer the same question:
the minutes in common on each date of side a. Pairs of cities with and without clock changes, with a make-up Saturday and
closed days. Our figure is the median of many rounds; the peer is asked once a pair.
"""

import datetime as dt
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from mado.profiles.engine.overlap import SchoolDays, common_windows  # noqa: E402  # found by the line above

FIRST, LAST = dt.date(2026, 8, 1), dt.date(2027, 7, 31)
PAIRS = (
    ("Asia/Taipei", "Asia/Tokyo"),
    ("Asia/Taipei", "Europe/Prague"),
    ("Asia/Taipei", "Pacific/Honolulu"),
    ("Europe/London", "America/New_York"),
)
ROUNDS = 50
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def _side(zone: str, shift: int) -> SchoolDays:
    """08:00–16:00 from Monday to Friday, three weeks closed, one Saturday made up."""
    closed = frozenset(dt.date(2027, 1, 20) + (n + shift) * DAY for n in range(21))
    week = dict.fromkeys(range(1, 6), (dt.time(8), dt.time(16)))
    return SchoolDays(zone, week, closed, frozenset({dt.date(2027, 3, 6)}))


def _naive(a: SchoolDays, b: SchoolDays) -> dict[dt.date, int]:
    """Every minute of the year, asked of both wall clocks."""
    a_zone, b_zone = ZoneInfo(a.zone), ZoneInfo(b.zone)
    found = {FIRST + DAY * n: 0 for n in range((LAST - FIRST).days + 1)}

    def at_school(side: SchoolDays, local: dt.datetime) -> bool:
        bell = side.bell_on(local.date())
        return bell is not None and bell[0] <= local.time() < bell[1]

    instant = dt.datetime.combine(FIRST - DAY, dt.time(), dt.UTC)
    end = dt.datetime.combine(LAST + 2 * DAY, dt.time(), dt.UTC)
    while instant < end:
        here = instant.astimezone(a_zone)
        if here.date() in found and at_school(a, here) and at_school(b, instant.astimezone(b_zone)):
            found[here.date()] += 1
        instant += MINUTE
    return found


def run() -> dict[str, Any]:
    """Pair → median ms of ours, ms of the peer, ratio; "wrong" counts dates with another answer."""
    answer: dict[str, Any] = {"days": (LAST - FIRST).days + 1, "aim": "wrong 0"}
    wrong = 0
    for a_zone, b_zone in PAIRS:
        a, b = _side(a_zone, 0), _side(b_zone, 30)
        taken = []
        for _round in range(ROUNDS):
            began = time.perf_counter()
            entries = common_windows(a, b, FIRST, LAST)
            taken.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        expected = _naive(a, b)
        peer = (time.perf_counter() - began) * 1000
        wrong += sum(expected[entry.date] != entry.minutes for entry in entries) + (len(entries) != len(expected))
        answer[f"{a_zone} – {b_zone}"] = {
            "mado_ms": round(median(taken), 3),
            "every_minute_ms": round(peer, 1),
            "ratio": round(peer / median(taken), 1),
            "common_hours": sum(entry.minutes for entry in entries) // 60,
        }
    return {**answer, "wrong": wrong}


def main() -> None:
    print(json.dumps(run(), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
