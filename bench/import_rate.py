"""Import rows per second, beside PostgreSQL COPY of the same rows into a plain table, in one run on one server.

    python bench/import_rate.py

Reads the official files of MADO_DATA_DIR; without them, 50,000 made-up rows in the format of us-nces. Works in a scratch
database of its own (made and dropped on the server of DATABASE_URL, else on the embedded one), never in the one served.

What is compared: the import reads and checks each file twice, cleans every cell, keeps identifiers, names, relations,
fingerprints, audit entries and search jobs. COPY moves the finished rows of the organisation table and nothing else: it
is the floor no import can go below.
"""

import csv
import io
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
MADE_UP_ROWS = 50_000
FILES = (
    ("tw-moe", "taiwan/moe_111_school_directory_latlon_20230825.xlsx"),
    ("jp-mext", "japan/mext_school_codes_20260529_1.xlsx"),
    ("jp-mext", "japan/mext_school_codes_20260529_3.xlsx"),
    ("jp-mext", "japan/mext_school_codes_20260529_5.xlsx"),
    ("kr-portal", "korea/전국초중등학교위치표준데이터.csv"),
    ("us-nces", "usa/nces_ca_public_schools.csv"),
    ("us-nces", "usa/nces_fl_schools.csv"),
    ("hk-edb", "hongkong/SCH_LOC_EDB.json"),
    ("gb-gias", "uk/england_school_details_2018.csv"),
)


def run() -> dict[str, Any]:
    """Measure in a fresh process on a scratch database; the answer is what `main` prints."""
    import psycopg
    from psycopg import sql

    url, name = _server_url(), f"bench_import_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            done = subprocess.run(
                [sys.executable, str(Path(__file__).resolve()), "--measure"],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": _with_database(url, name)},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    return json.loads(done.stdout.splitlines()[-1])


def _server_url() -> str:
    if url := os.environ.get("DATABASE_URL"):
        return url
    from mado.cli.embedded import ensure_database

    return ensure_database(Path(os.environ.get("MADO_VAR", ROOT / "var")) / "pg")


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name)}"))


def _measure() -> dict[str, Any]:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from mado.directory.importing.sheet_child import MEMORY
    from mado.directory.models import Organization

    call_command("migrate", verbosity=0, stdout=sys.stderr, skip_checks=True)
    files = [
        (source, settings.MADO_DATA_DIR / name) for source, name in FILES if (settings.MADO_DATA_DIR / name).is_file()
    ]
    with tempfile.TemporaryDirectory() as directory:
        first = _import_all(files or [_made_up(Path(directory))])
        again = _import_all(files or [_made_up(Path(directory))])
    written = Organization.objects.count()
    assert written == first["created"], "every created row stands in the table"
    assert (again["created"], again["changed"], again["delisted"]) == (0, 0, 0), "the same files again change nothing"
    copied, copy_seconds = _copy_same_rows()
    assert copied == written, "COPY moved the same number of rows"
    rate, copy_rate = first["rows"] / first["seconds"], copied / copy_seconds
    return {
        "what": "import of official school lists",
        "data": "official files" if files else f"{MADE_UP_ROWS:,} made-up rows",
        "machine": {"processor": platform.machine(), "cores": os.cpu_count(), "system": platform.platform()},
        "versions": {
            "python": platform.python_version(),
            "postgresql": connection.cursor().connection.info.server_version,
        },
        "rows_read": first["rows"],
        "organizations": written,
        "rejected": first["rejected"],
        "seconds": round(first["seconds"], 2),
        "rows_per_second": round(rate),
        "again_seconds": round(again["seconds"], 2),
        "again_changed": again["created"] + again["changed"] + again["delisted"],
        "copy_seconds": round(copy_seconds, 3),
        "copy_rows_per_second": round(copy_rate),
        "share_of_copy": round(rate / copy_rate, 4),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "xlsx_child_limit_mb": MEMORY >> 20,
        "files": first["files"],
    }


def _import_all(files: list[tuple[str, Path]]) -> dict[str, Any]:
    from mado.directory.services.imports import import_file

    total: dict[str, Any] = {"rows": 0, "seconds": 0.0, "files": []}
    for source, path in files:
        begun = time.perf_counter()
        done = import_file(source=source, path=path)
        seconds = time.perf_counter() - begun
        total["rows"] += done.rows_done
        total["seconds"] += seconds
        total["files"].append({"source": source, "rows": done.rows_done, "seconds": round(seconds, 2)})
        for name in ("created", "changed", "delisted", "rejected"):
            total[name] = total.get(name, 0) + getattr(done, name)
    return total


def _copy_same_rows() -> tuple[int, float]:
    """(rows, seconds) of COPY into an empty table of the same columns, without keys or indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        rows = io.BytesIO()
        with cursor.cursor.copy("COPY directory_organization TO STDOUT") as out:
            for block in out:
                rows.write(block)
        cursor.execute("CREATE TABLE plain_copy AS SELECT * FROM directory_organization WITH NO DATA")
        rows.seek(0)
        begun = time.perf_counter()
        with cursor.cursor.copy("COPY plain_copy FROM STDIN") as into:
            while block := rows.read(1 << 20):
                into.write(block)
        seconds = time.perf_counter() - begun
        cursor.execute("SELECT count(*) FROM plain_copy")
        return cursor.fetchone()[0], seconds


def _made_up(directory: Path) -> tuple[str, Path]:
    header = (
        *("NCES School ID", "Low Grade*", "High Grade*", "School Name", "County Name*", "Street Address", "City"),
        *("State", "ZIP", "ZIP 4-digit", "Phone", "Students*", "Type", "Status"),
    )
    path = directory / "made_up.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for n in range(MADE_UP_ROWS):
            place = ("Sky County", f"{n} Sky Avenue", "Skyville", "CA", "92000", "", "(555)555-0100")
            writer.writerow(
                [f"06{n:010d}", "KG", "05", f"Clear Sky Elementary {n}", *place, "334.00000", "Regular", "Open"]
            )
    return "us-nces", path


def main() -> None:
    found = run()
    machine, versions = found["machine"], found["versions"]
    print(f"{found['what']}: {found['data']}")
    print(
        f"  {machine['system']}, {machine['cores']} cores, Python {versions['python']}, PostgreSQL {versions['postgresql']}"
    )
    print(f"  read {found['rows_read']:,} rows, wrote {found['organizations']:,}, rejected {found['rejected']:,}")
    print(f"  import    {found['seconds']:8.2f} s   {found['rows_per_second']:>10,} rows/s")
    print(f"  again     {found['again_seconds']:8.2f} s   {found['again_changed']} rows changed")
    print(f"  COPY      {found['copy_seconds']:8.2f} s   {found['copy_rows_per_second']:>10,} rows/s")
    print(
        f"  share of COPY {found['share_of_copy']:.3f}; peak {found['peak_mb']} MB, its xlsx child at most {found['xlsx_child_limit_mb']} MB"
    )


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(_measure()))
    else:
        main()
