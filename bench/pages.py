"""Pages per second of the search page and a school page, beside a bare one-query Django view on the same server.

    python bench/pages.py [SCHOOLS]           default: all real rows (about 161,000); without them 20,000 made-up ones

The same server for all (granian, WSGI, one worker, one thread), the same database, one after another. "anew": every
request asks for another page, so nothing is remembered (kernel/unchanged.py). "again": twenty pages in turn, as readers do.
The bare view has two middlewares, one query and answers JSON: no template, no session, no language.
"""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SECONDS = 1.5
SLICES = 5
CLIENTS = 2
FEW = 20
BARE = "bare one-query view"
MADE_UP = 20_000
BATCH = 2_000
AIMS = {"find": 0.2, "school": 0.5}


def run(schools: int = 0) -> dict[str, Any]:
    """Figure → {"rps", "p50_ms", "p95_ms", "ratio" to the bare view}."""
    import psycopg

    url, name = _server_url(), f"bench_pages_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="mado-bench-") as var, psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            env = {
                **os.environ,
                "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{quote(name)}")),
                "MADO_VAR": var,
                "MADO_SEARCH_DIR": f"{var}/search",
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "PYTHONPATH": str(ROOT),
            }
            asked = _prepare(env, schools)
            return _measure(env, asked)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _prepare(env: dict[str, str], schools: int) -> dict[str, list[str]]:
    ask = [sys.executable, str(Path(__file__).resolve()), "--prepare", str(schools)]
    done = subprocess.run(ask, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _measure(env: dict[str, str], asked: dict[str, list[str]]) -> dict[str, Any]:
    """All figures in turn, slice by slice, so that whatever else the machine does falls on all alike."""
    finds = [f"/en/find/?q={quote(text)}" for text in asked["texts"]]
    schools = [f"/en/schools/{code}/" for code in asked["codes"]]
    bares = [f"/one/{code}/" for code in asked["codes"]]
    with _server("bench.pages_bare:application", env) as bare, _server("config.wsgi:application", env) as mado:
        parts: dict[str, tuple[int, list[str], bool]] = {
            BARE: (bare, bares, False),
            "find page, again": (mado, finds[:FEW], False),
            "find page, anew": (mado, finds[FEW : len(finds) // 2], True),
            "find, the part htmx asks for, anew": (mado, finds[len(finds) // 2 :], True),
            "school page, again": (mado, schools[:FEW], False),
            "school page, anew": (mado, schools[FEW:], True),
        }
        taken: dict[str, list[float]] = {name: [] for name in parts}
        seconds = dict.fromkeys(parts, 0.0)
        for number in range(SLICES):
            for name, (port, paths, once) in parts.items():
                share = paths[number::SLICES] if once else paths
                times, spent = _load(port, share, once=once, part="htmx" in name)
                taken[name] += times
                seconds[name] += spent
    figures = {name: _figure(sorted(times), seconds[name]) for name, times in taken.items()}
    for name, figure in figures.items():
        if name != BARE:
            figure["ratio"] = round(figure["rps"] / figures[BARE]["rps"], 2)
            figure["aim"] = AIMS[name.split()[0].rstrip(",")]
    return figures


def _figure(taken: list[float], seconds: float) -> dict[str, float]:
    return {
        "rps": round(len(taken) / seconds, 1),
        "p50_ms": round(median(taken), 2),
        "p95_ms": round(taken[int(len(taken) * 0.95)], 2),
    }


@contextmanager
def _server(application: str, env: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"]
    serve += ["--port", str(port), "--workers", "1", "--blocking-threads", "1", "--log-level", "error", application]
    process = subprocess.Popen(serve, cwd=ROOT, env=env)
    try:
        for _try in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _load(port: int, paths: list[str], *, once: bool, part: bool) -> tuple[list[float], float]:
    """Several clients in processes of their own, each with a share of the paths, keep-alive, as fast as it goes.

    Returns the milliseconds of every answer and the seconds of the slice.
    """
    clients = []
    for number in range(CLIENTS):
        ask = [sys.executable, str(Path(__file__).resolve()), "--load", str(port), str(int(once)), str(int(part))]
        client = subprocess.Popen(ask, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        client.stdin.write(json.dumps(paths[number::CLIENTS]))
        client.stdin.close()
        clients.append(client)
    answers = [json.loads(client.stdout.read()) for client in clients]
    for client in clients:
        client.wait()
    return [ms for answer in answers for ms in answer["taken"]], max(answer["seconds"] for answer in answers)


def _client(port: int, *, once: bool, part: bool) -> None:
    paths = json.load(sys.stdin)
    headers = {"HX-Request": "true"} if part else {}
    connection = http.client.HTTPConnection("127.0.0.1", port)
    warm = paths[-3:] if once else paths
    fresh = paths[:-3] if once else paths
    taken: list[float] = []
    for path in warm:
        _get(connection, path, headers)
    began = time.perf_counter()
    while (spent := time.perf_counter() - began) < SECONDS and not (once and len(taken) == len(fresh)):
        start = time.perf_counter()
        _get(connection, fresh[len(taken) % len(fresh)], headers)
        taken.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"taken": taken, "seconds": spent}))


def _get(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> None:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")


def _server_url() -> str:
    if url := os.environ.get("DATABASE_URL"):
        return url
    from mado.cli.embedded import ensure_database

    return ensure_database(Path(os.environ.get("MADO_VAR", ROOT / "var")) / "pg")


# In a process of its own, on the scratch database


def _fill(wanted: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from mado.demo.small_world import build_small_world
    from mado.directory.models import Organization
    from mado.directory.services.indexing import rebuild_index

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    build_small_world()
    batch = []
    for row in real_organizations(wanted, made_up()):
        batch.append(row)
        if len(batch) == BATCH:
            Organization.objects.bulk_create(batch)
            batch = []
    Organization.objects.bulk_create(batch)
    rebuild_index()
    dice = random.Random(5)
    rows = list(Organization.objects.filter(kind="school").values_list("code", "name", "city"))
    dice.shuffle(rows)
    texts = {_piece(dice, name, city) for _code, name, city in rows[:8000]}
    asked = sorted(texts)
    dice.shuffle(asked)
    print(json.dumps({"codes": [code for code, *_ in rows[:4000]], "texts": asked[:4000]}))


def _piece(dice: random.Random, name: str, city: str) -> str:
    """What somebody may type who looks for this school: a part of its name, sometimes with its town."""
    text = (
        " ".join(name.split()[:2]) if name.isascii() else name[(at := dice.randrange(max(1, len(name) - 2))) : at + 3]
    )
    return f"{text} {city}" if dice.random() < 0.3 else text


def made_up() -> list[dict[str, str]]:
    """What stands in for the real rows where there are none."""
    return [
        {
            "name": f"Elementary School {n}",
            "name_en": "",
            "country": "US",
            "region": "CA",
            "city": f"Town {n % 300}",
            "level": "KG",
            "lat": "",
            "lon": "",
        }
        for n in range(MADE_UP)
    ]


def real_organizations(wanted: int = 0, otherwise: list[dict[str, str]] | None = None) -> Iterator[Any]:
    """The real rows as unsaved organisations without a key, every n-th when only `wanted` are asked for; else what
    `otherwise` holds."""
    from bench.search_records import level_of, real_rows
    from mado.directory.models import Organization
    from mado.kernel.codes import stable_code
    from mado.reference.places import region_from_local

    languages = {"TW": "zh-Hant", "HK": "zh-Hant", "JP": "ja", "KR": "ko", "TH": "th"}
    rows = real_rows() or otherwise or []
    for number, row in enumerate(rows[:: max(1, len(rows) // (wanted or len(rows) or 1))]):
        exact = bool(row["lat"])
        yield Organization(
            code=stable_code("bench", str(number)),
            kind="school",
            name=row["name"][:300],
            name_language=languages.get(row["country"], "en"),
            name_en=row["name_en"][:300],
            levels=[level_of(row["level"])],
            country=row["country"],
            region=region_from_local(row["country"], row["region"]),
            region_name=row["region"][:120],
            city=row["city"][:120],
            latitude=float(row["lat"]) if exact else None,
            longitude=float(row["lon"]) if exact else None,
            location_precision="exact" if exact else "none",
        )


def main() -> None:
    match sys.argv[1:]:
        case ["--prepare", wanted]:
            _fill(int(wanted))
        case ["--load", port, once, part]:
            _client(int(port), once=once == "1", part=part == "1")
        case rest:
            print(json.dumps(run(int(rest[0]) if rest else 0), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
