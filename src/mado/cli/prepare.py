"""What has to be in place before the first page: done once, found done afterwards. Run by the supervisor in a process
of its own (`python -m mado.cli.prepare`), so that the supervisor itself stays small."""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def _step(title: str) -> Iterator[None]:
    started = time.monotonic()
    _say(f"  {title} …")
    yield
    _say(f"  {title}: done in {time.monotonic() - started:.1f} s")


def prepare() -> int:
    """Translations, migrations, static files, demo world, search index; 0 when all is in place."""
    import django

    from mado.cli.translations import compile_stale

    django.setup()
    from django.conf import settings

    for made in compile_stale(Path(settings.LOCALE_PATHS[0])):
        _say(f"  translations: {made.parents[1].name} compiled")
    if refusal := _server_refusal():
        print(refusal, file=sys.stderr)
        return 1
    _migrate()
    _collect_static(Path(settings.STATIC_ROOT))
    _demo_world()
    _search_index(Path(settings.MADO_SEARCH_DIR))
    return 0


def _server_refusal() -> str:
    from django.db import connection

    from mado.kernel.checks import database_refusal, server_version

    return database_refusal(connection.vendor, server_version())


def pending_migrations() -> int:
    """How many migrations the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrate() -> None:
    if count := pending_migrations():
        from django.core.management import call_command

        with _step(f"database: {count} migrations"):
            call_command("migrate", verbosity=0, interactive=False)


def static_fingerprint() -> str:
    """Changes when a static file of any app is added, removed or touched."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _collect_static(root: Path) -> None:
    stamp = root.parent / "static.stamp"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint and (root / "staticfiles.json").exists():
        return
    from django.core.management import call_command

    with _step("style sheets, scripts and pictures"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=root.exists())
    stamp.write_text(fingerprint)


def _demo_world() -> None:
    from django.core.management import call_command, get_commands

    from mado.directory.models import Organization

    if os.environ.get("MADO_DEMO", "1") != "0" and "demo_world" in get_commands() and not Organization.objects.exists():
        with _step("demo world (a fictitious alliance; MADO_DEMO=0 leaves it out)"):
            call_command("demo_world")


def _search_index(directory: Path) -> None:
    from django.core.management import call_command, get_commands

    if "reindex" in get_commands() and not (directory.is_dir() and any(directory.iterdir())):
        with _step("search index"):
            call_command("reindex")


if __name__ == "__main__":
    sys.exit(prepare())
