"""Is the wanted school among the first three? 320 questions as people type them, over the real directories.

    python bench/relevance.py [ENTRIES]       default: all real rows (about 161,000)

`judged_queries.csv` holds the question, what is difficult in it, and the school that is wanted; any school of that name
in that town counts. The entries are made by the directory's own code. The peer is PostgreSQL's ts_rank over the same
folded pairs, as in bench/search.py.
"""

import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

FIRST = 3
AIM = 0.95
QUESTIONS = ROOT / "bench" / "judged_queries.csv"


def run(size: int = 0) -> dict[str, Any]:
    """Kind of difficulty → {"questions", "mado", "postgres"}: the share whose wanted school is among the first three."""
    from bench.pages import real_organizations
    from bench.search import Postgres
    from mado.directory.engine.index import SchoolIndex

    schools = [school for school in real_organizations(size) if school.country]
    if not schools:
        return {"skipped": "No compact directories under MADO_DATA_DIR."}
    wanted: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for number, school in enumerate(schools, start=1):
        school.pk = number
        wanted[school.country, school.city, school.name].add(school.pk)
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    missed = []
    with tempfile.TemporaryDirectory(prefix="mado-bench-") as home, Postgres() as peer:
        index = SchoolIndex(Path(home))
        index.replace_all(_entries(schools))
        peer.fill(_entries(schools))
        for row in questions:
            right = wanted[row["country"], row["city"], row["name"]]
            ours = {entry.pk for entry in index.search(row["query"], limit=FIRST, facets=()).hits}
            theirs = set(peer.best(row["query"])[1][:FIRST])
            hits[row["what"]].append((bool(ours & right), bool(theirs & right)))
            if not ours & right:
                missed.append(f"{row['query']} → {row['name']}, {row['city']}")
    figures: dict[str, Any] = {
        what: {
            "questions": len(found),
            "mado": _share(one for one, _ in found),
            "postgres": _share(o for _, o in found),
        }
        for what, found in hits.items()
    }
    every = [pair for found in hits.values() for pair in found]
    figures["all"] = {
        "schools": len(schools),
        "questions": len(every),
        "mado": _share(one for one, _ in every),
        "postgres": _share(other for _, other in every),
        "aim": AIM,
    }
    return figures | {"missed": missed}


def _share(found: Iterator[bool]) -> float:
    answers = list(found)
    return round(sum(answers) / len(answers), 3)


def _entries(schools: list[Any]) -> Iterator[Any]:
    from mado.directory.contributions import Contribution
    from mado.directory.documents import document_of

    for school in schools:
        yield document_of(school, (), (), Contribution())


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    print(json.dumps(run(int((sys.argv[1:] or ["0"])[0])), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
