"""A running Mado for the browser: the real web server and the real worker on a database of their own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.db import connections

from mado.cli.processes import free_port

ROOT = Path(__file__).parents[2]


def _server() -> dict[str, str]:
    """How to reach the server the tests use."""
    settings = connections["default"].settings_dict
    keys = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
    }
    return {key: value for key, value in keys.items() if value}


def scratch_database(name: str) -> str:
    """A new empty database on the server the tests use; returns its URL."""
    given = _server()
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    login = given.get("user", "") + (f":{given['password']}" if "password" in given else "")
    query = "&".join(f"{key}={given[key]}" for key in ("host", "port") if key in given)
    return f"postgresql://{login}@/{name}?{query}"


@dataclass
class Stack:
    """`run` is a management command on the stack's own database; the worker may be killed at any time."""

    env: dict[str, str]
    server: dict[str, str]
    database: str
    port: int
    url: str
    _web: subprocess.Popen[bytes] | None = None
    _worker: subprocess.Popen[bytes] | None = None
    log: Path = field(default_factory=lambda: Path("stack.log"))

    def run(self, *arguments: str, given: bytes | None = None) -> str:
        """What the management command says; `given` is its standard input."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, input=given, check=False, cwd=ROOT)
        if done.returncode:
            raise AssertionError(f"{arguments}: {done.stdout.decode()}\n{done.stderr.decode()}")
        return done.stdout.decode()

    def python(self, code: str) -> str:
        """Run code inside Django on the stack's database."""
        return self.run("shell", "--no-imports", "-c", code)

    def job(self, name: str) -> None:
        """Queue a periodic job now, as if its hour had come; the worker does it."""
        self.python(
            "import time\n"
            "from procrastinate.contrib.django import app\n"
            f"app.configure_task(name={name!r}).defer(timestamp=int(time.time()))\n"
        )

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *arguments]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def start_web(self) -> None:
        self._web = self._start(
            "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "2", "config.wsgi:application",
        )  # fmt: skip
        for _ in range(150):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/healthz/", timeout=2).read()
                return
            time.sleep(0.2)
        raise AssertionError("The web server did not start:\n" + self.log.read_text()[-3000:])

    def start_worker(self) -> None:
        self._worker = self._start("django", "procrastinate", "worker", "--concurrency", "2")

    def stop_worker(self) -> None:
        """kill -9, as a machine that loses power would."""
        if self._worker:
            os.killpg(self._worker.pid, signal.SIGKILL)
            self._worker.wait()
            self._worker = None

    def kill_worker(self) -> None:
        """The worker dies, and a new one is there at once."""
        self.stop_worker()
        self.start_worker()

    def stop(self) -> None:
        for process in (self._web, self._worker):
            if process:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        with psycopg.connect(dbname="postgres", autocommit=True, **self.server) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')


def build_stack(name: str, directory: Path) -> Stack:
    """Database migrated, nothing started yet."""
    port, _holder = free_port(20_000 + os.getpid() % 20_000)
    url = f"http://127.0.0.1:{port}"
    database = f"{name}_{os.getpid()}"
    env = {
        **os.environ,
        "DATABASE_URL": scratch_database(database),
        "MADO_VAR": str(directory),
        "MADO_SEARCH_DIR": str(directory / "search"),
        "MADO_SITE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT),
    }
    stack = Stack(env=env, server=_server(), database=database, port=port, url=url, log=directory / "stack.log")
    stack.run("migrate", "--verbosity", "0")
    stack.run("collectstatic", "--noinput", "--verbosity", "0")
    return stack
