"""`make bench`: every figure we claim, each beside its peer in the same run. Prints a table, writes bench/results.json.

A module of this folder named in MODULES has `run() -> dict`: figure → number, or figure → {"value", "peer", "aim", …}.
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.json"
MODULES = (
    "search",
    "suggest",
    "relevance",
    "overlap",
    "pages",
    "import_rate",
    "intake",
    "mails",
    "recommend",
    "candidates",
    "pairing",
)
PACKAGES = ("django", "tantivy", "psycopg", "granian", "numpy", "numba", "ortools", "scipy", "matching")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def commit() -> str:
    """The commit measured; "+" when the tree holds more than it."""
    git = ["git", "-C", str(ROOT)]
    try:
        name = subprocess.run(
            [*git, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True
        ).stdout
        changed = subprocess.run(
            [*git, "status", "--porcelain", "--", ".", ":!bench/results.json"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    return name.strip() + ("+" if changed.strip() else "")


def lines(prefix: str, figures: dict[str, Any]) -> list[tuple[str, str]]:
    """Figures as (name, value), nested ones joined by dots."""
    found: list[tuple[str, str]] = []
    for name, value in figures.items():
        if isinstance(value, dict):
            found += lines(f"{prefix}{name}.", value)
        elif isinstance(value, float):
            found.append((prefix + name, f"{value:,.3f}"))
        else:
            found.append((prefix + name, f"{value:,}" if isinstance(value, int) else str(value)))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[[], *MODULES], help="measure only these")
    wanted = parser.parse_args().only or MODULES
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results |= {"machine": machine(), "versions": {name: version(name) for name in PACKAGES}}
    figures, measured = results.setdefault("figures", {}), results.setdefault("measured", {})
    for name in wanted:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        load = os.getloadavg()[0]
        figures[name] = importlib.import_module(f"bench.{name}").run()
        measured[name] = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "load_before": round(load, 2),
        }
        for figure, value in lines("", figures[name]):
            print(f"  {figure:<56} {value:>16}", flush=True)
        print(f"  measured in {time.monotonic() - started:.0f} s", flush=True)
        RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    print(f"Written: {RESULTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
