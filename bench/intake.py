"""An office's list of 100,000 rows through the wizard's own services, beside a bare bulk_create of the same schools.

    python bench/intake.py            MADO_BENCH_ROWS=5000 for a try

Works in a scratch database of its own (made and dropped on the server of DATABASE_URL, else on the embedded one). The
list is an xlsx made by code: schools in the United States with people, some with wishes; of a hundred rows 70 are new, 20
change a school, 9 change nothing and 1 is wrong. The directory holds the known ones beforehand.

What is compared: the wizard reads the xlsx in a limited child, checks every cell, matches codes, names and places, keeps
every row with its verdict, writes schools, codes, names, wishes, former values, audit entries and search jobs in batches,
with its progress; bulk_create writes the organisation rows of the same new schools and nothing else, in one transaction.
In the same run: the counts are right, samples are equal to the file, the same file again changes nothing, and undoing
gives the directory back as it was.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROWS = int(os.environ.get("MADO_BENCH_ROWS", "100000"))
AIM_SECONDS, AIM_MIB = 180, 512
HEADINGS = (
    *("School ID", "School name", "Level", "State", "City", "Street Address", "ZIP", "Latitude", "Longitude"),
    *("Phone", "Website", "Students", "Coordinator", "E-mail", "Wish", "Kind of exchange"),
)
STATES = ("CA", "TX", "WA", "NY", "FL", "MI", "CO", "OR", "OH", "GA")
WORDS = ("Clear", "River", "Cedar", "Harbor", "Sunset", "Maple", "Granite", "Prairie", "Canyon", "Lake")


def kind_of(number: int) -> str:
    """new, change, same or wrong: see above."""
    place = number % 100
    return "new" if place < 70 else "change" if place < 90 else "same" if place < 99 else "wrong"


def row(number: int, *, before: bool = False) -> list[str | float]:
    """One school as the list has it, or as the directory had it before."""
    state, word = STATES[number % 10], WORDS[number // 10 % 10]
    changed = kind_of(number) == "change" and not before
    wish = f"Letters between towns {number}" if kind_of(number) == "new" and number % 20 == 0 else ""
    return [
        *(f"B{number:09d}", f"{word} {number} Elementary School", "Elementary"),
        *("Atlantis" if kind_of(number) == "wrong" else state, f"{word}ville", f"{number} {word} Road", f"{10000 + number % 89999}"),
        *(round(30 + number % 1700 / 100, 2), round(-120 + number % 4100 / 100, 2)),
        *(f"(555) 555-{number % 10000:04d}" + (" x1" if changed else ""), f"https://school{number}.example.org"),
        *(200 + number % 900, f"Teacher {number}", f"teacher{number}@example.org", wish, "Cultural exchange" if wish else ""),
    ]  # fmt: skip


def make_file(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Schools")
        for line, cells in enumerate([list(HEADINGS), *(row(number) for number in range(ROWS))]):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                else:
                    sheet.write_number(line, column, cell)


def run() -> dict[str, Any]:
    """Measure in a fresh process on a scratch database."""
    import psycopg
    from psycopg import sql

    from bench.import_rate import _server_url, _with_database

    url, name = _server_url(), f"bench_intake_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server, tempfile.TemporaryDirectory() as var:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        env = {**os.environ, "DATABASE_URL": _with_database(url, name), "MADO_VAR": var, "MADO_BENCH_ROWS": str(ROWS)}
        try:
            for step in ("--make", "--measure"):
                command = [sys.executable, str(Path(__file__).resolve()), step, var]
                done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    return json.loads(done.stdout.splitlines()[-1])


def _measure(var: Path) -> dict[str, Any]:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    from django.core.management import call_command

    from mado.directory.importing.sheet_child import MEMORY

    call_command("migrate", verbosity=0, stdout=sys.stderr, skip_checks=True)
    office, officer = _prepare()
    before = _state()
    path = var / "schools.xlsx"
    clock: dict[str, float] = {}
    seen: list[int] = []
    upload = _timed(clock, "upload", lambda: _take(path, office, officer))
    _timed(clock, "check", lambda: _check(upload, officer))
    upload.refresh_from_db()
    assert upload.state == "previewed", upload.trouble
    counts = {name: getattr(upload, name) for name in ("to_create", "to_change", "unchanged", "rejected", "to_choose")}
    _timed(clock, "write", lambda: _write(upload, officer, seen))
    upload.refresh_from_db()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child_peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    expected = {
        kind: sum(kind_of(number) == kind for number in range(ROWS)) for kind in ("new", "change", "same", "wrong")
    }
    _check_counts(upload, counts, expected)
    _compare_samples()
    assert len(seen) > 1
    assert sorted(seen) == seen
    clock["peer"], made = _bulk_create()
    assert made == expected["new"]
    again = _timed(clock, "again", lambda: _again(path, office, officer))
    assert (again.to_create, again.to_change, again.unchanged) == (0, 0, ROWS - expected["wrong"]), again.to_change
    _timed(clock, "undo", lambda: _undo(upload, officer))
    upload.refresh_from_db()
    assert (upload.state, upload.removed, upload.kept) == ("undone", expected["new"], 0), upload.kept
    assert _state() == before, "undoing gives the directory back as it was"
    seconds = clock["upload"] + clock["check"] + clock["write"]
    return {
        "what": "an office's list through the wizard",
        "rows": ROWS,
        "file_mib": round(path.stat().st_size / 2**20, 1),
        "wizard": {
            "value": round(seconds, 1),
            "peer": round(clock["peer"], 2),
            "aim": f"{AIM_SECONDS} s for 100,000 rows",
        },
        "times_bulk_create": round(seconds / clock["peer"], 1),
        **{f"{name}_seconds": round(value, 2) for name, value in clock.items()},
        "rows_per_second": round(ROWS / seconds),
        "progress_steps": len(seen),
        "peak_mib": {"value": max(peak, child_peak), "aim": AIM_MIB},
        "peak_mib_of_worker": peak,
        "peak_mib_of_sheet_child": child_peak,
        "limit_mib_of_official_lists": MEMORY >> 20,
        "created": expected["new"],
        "changed_or_people_new": counts["to_change"],
        "rejected": counts["rejected"],
        "wishes": upload.wishes,
        "second_run_changes": again.to_create + again.to_change,
        "undone_state_equal": True,
    }


def _check_counts(upload: Any, counts: dict[str, int], expected: dict[str, int]) -> None:
    assert counts == {
        "to_create": expected["new"],
        "to_change": expected["change"] + expected["same"],  # their people are new to the directory
        "unchanged": 0,
        "rejected": expected["wrong"],
        "to_choose": 0,
    }, counts
    assert (upload.state, upload.created, upload.overtaken) == ("done", expected["new"], 0), upload.state


def _timed(clock: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """Wall seconds under `name`, processor seconds of this process under `name`_cpu: on a busy machine they part."""
    begun, busy = time.perf_counter(), time.process_time()
    found = work()
    clock[name], clock[f"{name}_cpu"] = time.perf_counter() - begun, time.process_time() - busy
    return found


def _prepare() -> tuple[Any, Any]:
    """A mission in care of the United States, its officer, and the schools the directory knows beforehand."""
    from mado.accounts.enums import Role
    from mado.demo.primitives import appoint, give_mandate, make_organization, make_user
    from mado.directory.services.office_lists import NewSchool, add_schools
    from mado.intake.schemes import own_scheme

    office = make_organization("mission", "Education Division", language="en", country="US", zone="America/New_York")
    give_mandate(office, "US")
    officer = make_user("officer@example.org", "Officer")
    appoint(officer, office, Role.MISSION_OFFICER)
    known = [number for number in range(ROWS) if kind_of(number) in ("change", "same")]
    for start in range(0, len(known), 1000):
        add_schools([_known(number, own_scheme(office), NewSchool) for number in known[start : start + 1000]])
    return office, officer


def _known(number: int, scheme: str, make: Any) -> Any:
    from mado.reference.places import local_region_name, time_zone

    cells = dict(zip(HEADINGS, row(number, before=True), strict=True))
    region = f"US-{cells['State']}"
    values = {
        "name": cells["School name"], "name_language": "en", "levels": ["primary"], "country": "US", "region": region,
        "region_name": local_region_name(region), "city": cells["City"], "address": cells["Street Address"],
        "postcode": cells["ZIP"], "latitude": cells["Latitude"], "longitude": cells["Longitude"],
        "location_precision": "exact", "time_zone": time_zone("US", region), "phone": cells["Phone"],
        "website": cells["Website"], "enrolment": cells["Students"],
    }  # fmt: skip
    return make((scheme, cells["School ID"]), values, scheme, cells["School ID"])


def _take(path: Path, office: Any, officer: Any) -> Any:
    from django.core.files.base import File

    from mado.intake import services

    with path.open("rb") as file:
        return services.take_upload(office=office, actor=officer, file=File(file), name=path.name)


def _check(upload: Any, officer: Any) -> None:
    from mado.intake import services
    from mado.intake.schemes import own_scheme

    mapping = {int(index): key for index, key in upload.mapping.items()}
    assert "-" not in mapping.values(), mapping
    defaults = {"scheme": own_scheme(upload.office), "country": "US"}
    services.map_upload(upload=upload, actor=officer, mapping=mapping, defaults=defaults)
    services.preview_upload(upload_id=upload.pk)


def _write(upload: Any, officer: Any, seen: list[int]) -> None:
    from mado.intake import services

    services.run_upload(upload=upload, actor=officer)
    services.write_rows(upload_id=upload.pk, on_progress=lambda done, _total: seen.append(done))


def _again(path: Path, office: Any, officer: Any) -> Any:
    upload = _take(path, office, officer)
    _check(upload, officer)
    upload.refresh_from_db()
    return upload


def _undo(upload: Any, officer: Any) -> None:
    from mado.intake import services

    services.undo_upload(upload=upload, actor=officer)
    services.undo_rows(upload_id=upload.pk)


def _compare_samples() -> None:
    from mado.directory.models import Organization

    for number in range(0, ROWS, max(ROWS // 97, 1)):
        if kind_of(number) == "wrong":
            continue
        cells = dict(zip(HEADINGS, row(number), strict=True))
        school = Organization.objects.get(identifiers__value=cells["School ID"])
        found = (
            school.name,
            school.region,
            school.city,
            school.phone,
            school.enrolment,
            school.latitude,
            school.website,
        )
        wanted = (
            *(cells["School name"], f"US-{cells['State']}", cells["City"], cells["Phone"], cells["Students"]),
            *(cells["Latitude"], cells["Website"]),
        )
        assert found == wanted, (found, wanted)


def _bulk_create() -> tuple[float, int]:
    """(seconds, rows): the organisation rows of the new schools, written once more by the ORM alone, and taken back."""
    from django.db import transaction

    from mado.directory.models import Organization
    from mado.directory.services.listing import FIELDS

    names = [*FIELDS, "listed_since"]
    numbers = [f"{number:09d}" for number in range(ROWS) if kind_of(number) == "new"]
    rows = Organization.objects.filter(identifiers__value__in=[f"B{number}" for number in numbers]).values(*names)
    schools = [Organization(code=f"#{place}", **values) for place, values in enumerate(rows)]
    begun = time.perf_counter()
    with transaction.atomic():
        made = len(Organization.objects.bulk_create(schools, batch_size=1000))
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return seconds, made


def _state() -> str:
    """A digest of everything a list can touch, without ids of rows and times of writing."""
    from mado.directory.models import Organization, OrganizationIdentifier, OrganizationName
    from mado.directory.services.listing import FIELDS
    from mado.profiles.models import Wish

    digest = hashlib.sha256()
    tables: tuple[Iterator[Any], ...] = (
        Organization.objects.order_by("code").values_list("code", *FIELDS).iterator(),
        OrganizationIdentifier.objects.order_by("scheme", "value").values_list("organization__code", "scheme", "value").iterator(),
        OrganizationName.objects.order_by("organization__code", "text", "use").values_list("organization__code", "text", "use").iterator(),
        Wish.objects.order_by("code").values_list("code", "title").iterator(),
    )  # fmt: skip
    for table in tables:
        for values in table:
            digest.update(repr(values).encode())
    return digest.hexdigest()


def main() -> None:
    found = run()
    print(f"{found['what']}: {found['rows']:,} rows, {found['file_mib']} MiB xlsx")
    for name, value in found.items():
        print(f"  {name:<30} {value}")


if __name__ == "__main__":
    if "--make" in sys.argv:
        make_file(Path(sys.argv[-1]) / "schools.xlsx")
    elif "--measure" in sys.argv:
        print(json.dumps(_measure(Path(sys.argv[-1]))))
    else:
        sys.path.insert(0, str(ROOT))
        main()
