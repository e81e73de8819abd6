"""`mado doctor`: one line per thing Mado needs on this machine, and how to get what is missing."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PYTHON_LEAST = (3, 11)
DISK_LEAST_GIB = 2.0
CJK_FACES = {"traditional Chinese": "zh-tw", "Japanese": "ja", "Korean": "ko"}


@dataclass(frozen=True, slots=True)
class Finding:
    """`ok` None: not needed to run, but something does without it. `remedy` says how to get it."""

    what: str
    ok: bool | None
    detail: str
    remedy: str = ""

    def line(self) -> str:
        mark = {True: "ok     ", False: "MISSING", None: "without"}[self.ok]
        return f"{mark}  {self.what:<16} {self.detail}" + (f". {self.remedy}" if self.remedy else "")


def python_version() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= PYTHON_LEAST:
        return Finding("Python", True, found)
    return Finding("Python", False, found, "Install Python 3.11 or newer")


def locked_packages(lock: Path) -> dict[str, str]:
    """Package → version as a requirements file with hashes pins them (markers are evaluated)."""
    from packaging.requirements import Requirement

    pinned = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if re.match(r"^[A-Za-z0-9]", line) and "==" in line:
            requirement = Requirement(line.rstrip(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                pinned[requirement.name] = str(requirement.specifier).removeprefix("==")
    return pinned


def environment() -> Finding:
    lock = ROOT / "requirements" / "base.txt"
    wrong = []
    for name, version in locked_packages(lock).items():
        try:
            installed = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            installed = "absent"
        if installed != version:
            wrong.append(f"{name} {installed} instead of {version}")
    if wrong:
        return Finding("packages", False, f"{len(wrong)} differ from the lock ({wrong[0]})", "`make run` installs them")
    return Finding("packages", True, "as locked in requirements/base.txt")


def database() -> Finding:
    from django.db import connection

    from mado.kernel.checks import database_refusal, server_version

    where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "embedded"
    try:
        version = server_version()
    except Exception as problem:  # noqa: BLE001  # whatever the driver says belongs on the line
        return Finding("database", False, str(problem).splitlines()[0], "Look at DATABASE_URL and the server's log")
    if refusal := database_refusal(connection.vendor, version):
        return Finding("database", False, refusal)
    return Finding("database", True, f"PostgreSQL {version // 10_000}.{version % 10_000} ({where})")


def migrations() -> Finding:
    from mado.cli.prepare import pending_migrations

    if count := pending_migrations():
        return Finding("migrations", False, f"{count} not applied", "`make run` or `mado manage migrate` applies them")
    return Finding("migrations", True, "all applied")


def search_index() -> Finding:
    from django.conf import settings

    from mado.directory.documents import findable

    organizations = findable().count()
    directory = Path(settings.MADO_SEARCH_DIR)
    if not (directory.is_dir() and any(directory.iterdir())):
        return Finding("search index", False, "absent", "`mado reindex` builds it")
    documents = indexed_documents(directory)
    if documents is None:
        return Finding("search index", False, "cannot be read", "`mado reindex` builds it anew")
    if documents != organizations:
        detail = f"{documents:,} entries for {organizations:,} findable organisations"
        return Finding("search index", False, detail, "`mado reindex` brings them together")
    return Finding("search index", True, f"{documents:,} organisations")


def indexed_documents(directory: Path) -> int | None:
    """Documents in the newest index under the directory; None when there is none that opens."""
    import tantivy

    places = [meta.parent for meta in directory.rglob("meta.json")]
    for place in sorted(places, key=lambda p: (p / "meta.json").stat().st_mtime, reverse=True):
        try:
            index = tantivy.Index.open(str(place))
        except ValueError:
            continue
        index.reload()
        return int(index.searcher().num_docs)
    return None


def worker() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        seconds = cursor.fetchone()[0]
    if seconds is None or seconds > 60:
        return Finding("worker", None, "no heartbeat within a minute: mails and jobs wait", "`make run` starts it")
    return Finding("worker", True, f"heartbeat {float(seconds):.0f} s ago")


def mail() -> Finding:
    from django.conf import settings

    if "dummy" in settings.EMAIL_BACKEND:
        return Finding("mail", True, "read at /mailbox/ (development); MADO_SMTP_HOST sends it")
    return Finding("mail", True, f"by {settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def fonts() -> Finding:
    if not shutil.which("fc-list"):
        return Finding("fonts", None, "cannot be listed", "apt-get install fontconfig fonts-noto-cjk")
    missing = []
    for name, language in CJK_FACES.items():
        listed = subprocess.run(["fc-list", f":lang={language}", "family"], capture_output=True, text=True, check=False)
        if not listed.stdout.strip():
            missing.append(name)
    if missing:
        return Finding("fonts", None, f"none for {', '.join(missing)}", "apt-get install fonts-noto-cjk")
    return Finding("fonts", True, "Latin, traditional Chinese, Japanese, Korean")


def browser_path() -> str | None:
    """A Chromium or Chrome for the browser tests: MADO_CHROMIUM, one on the PATH, or Playwright's own."""
    named = os.environ.get("MADO_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = [
        *cache.glob("chromium-*/chrome-linux*/chrome"),
        *cache.glob("chromium-*/chrome-mac*/*.app/Contents/MacOS/*"),
    ]
    return str(max(found)) if found else None


def browser() -> Finding:
    if path := browser_path():
        return Finding("Chromium", True, path)
    return Finding("Chromium", None, "none (only the browser tests need it)", "`make test` obtains one")


def translations() -> Finding:
    from django.conf import settings

    from mado.cli.translations import stale_catalogues

    directory = Path(settings.LOCALE_PATHS[0])
    found = list(directory.glob("*/LC_MESSAGES/*.po"))
    if not found:
        return Finding("translations", None, "no catalogues: pages are in English", "`make i18n` makes them")
    if stale := stale_catalogues(directory):
        return Finding("translations", False, f"{len(stale)} not compiled", "`make run` compiles them")
    return Finding("translations", True, ", ".join(sorted(po.parents[1].name for po in found)))


def disk() -> Finding:
    gib = shutil.disk_usage(ROOT).free / 2**30
    if gib < DISK_LEAST_GIB:
        return Finding("disk", False, f"{gib:.1f} GiB free", f"Mado wants {DISK_LEAST_GIB:g} GiB: free some")
    return Finding("disk", True, f"{gib:.0f} GiB free")


WITHOUT_DATABASE = (python_version, environment, mail, fonts, browser, translations, disk)
WITH_DATABASE = (migrations, search_index, worker)


def examine() -> Iterator[Finding]:
    """Every finding, each as soon as it is known."""
    yield from (look() for look in WITHOUT_DATABASE)
    found = database()
    yield found
    if found.ok:
        yield from (_safely(look) for look in WITH_DATABASE)


def _safely(look: Callable[[], Finding]) -> Finding:
    from django.db import DatabaseError

    try:
        return look()
    except DatabaseError as problem:
        return Finding(look.__name__.replace("_", " "), False, str(problem).splitlines()[0], "`make run` sets it up")


def main() -> int:
    """1 when something Mado needs is missing."""
    import django

    django.setup()
    healthy = True
    for finding in examine():
        print(finding.line(), flush=True)
        healthy &= finding.ok is not False
    return 0 if healthy else 1
