"""`mado run`: everything on this machine. Prepares, starts the web server and the worker, and keeps them alive."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType

from mado.cli import embedded
from mado.cli.processes import AlreadyRunning, Child, clear_leftovers, free_port, take_supervisor_place

ROOT = Path(__file__).resolve().parents[3]
FIRST_PAGE_SECONDS = 60
DATABASE_LOOK_SECONDS = 2.0
STARTING = "starting"
"""In the database's mark: a supervisor was about to start it, and was killed before it knew the process."""


class StopAsked(Exception):  # noqa: N818  # Ctrl-C or SIGTERM, not an error
    """Raised in the main loop by a signal."""


def _stop_asked(_number: int, _frame: FrameType | None) -> None:
    raise StopAsked


def _say(text: str) -> None:
    print(text, flush=True)


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mado run", description="Run Mado on this machine until Ctrl-C.")
    port = int(os.environ.get("MADO_PORT", "8000"))
    parser.add_argument("--port", type=int, default=port, help="default %(default)s, or MADO_PORT")
    parser.add_argument("--workers", type=int, default=2, help="web processes (default %(default)s)")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    """Returns the exit code: 0 after Ctrl-C, 1 when Mado could not start."""
    options = _arguments(argv)
    var = Path(os.environ.get("MADO_VAR") or ROOT / "var").resolve()
    run_dir = var / "run"
    try:
        place = take_supervisor_place(run_dir)
    except AlreadyRunning as problem:
        print(problem, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, _stop_asked)
    signal.signal(signal.SIGINT, _stop_asked)
    supervisor = Supervisor(var, options.port, options.workers)
    try:
        return supervisor.run()
    except StopAsked:
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        supervisor.stop()
        place.unlink(missing_ok=True)


class Supervisor:
    """Owns the children. `var` is where everything this machine keeps lies."""

    def __init__(self, var: Path, port: int, web_workers: int) -> None:
        self.var = var
        self.run_dir = var / "run"
        self.wanted_port = port
        self.web_workers = web_workers
        self.children: list[Child] = []
        self._database_mark = self.run_dir / "database.mine"
        self._database_pid: int | None = None
        self._owns_database = False
        self._last_look = 0.0

    @property
    def embedded_dir(self) -> Path | None:
        """Where the embedded server's data lies; None when DATABASE_URL names another server."""
        return None if os.environ.get("DATABASE_URL") else self.var / "pg"

    def run(self) -> int:
        """Until a signal; StopAsked comes out of here."""
        began = time.monotonic()
        _say("Mado starts.")
        for name in clear_leftovers(self.run_dir):
            _say(f"  ended what was left of an earlier run: {name}")
        self._start_database()
        port, holder = free_port(self.wanted_port)
        if holder:
            _say(f"  port {self.wanted_port} is taken by {holder}; using {port} instead")
        env = self._child_env(port)
        if code := subprocess.run(
            [sys.executable, "-m", "mado.cli.prepare"], env=env, cwd=ROOT, check=False
        ).returncode:
            print("Mado cannot start: see above. `mado doctor` says what is missing.", file=sys.stderr)
            return code
        self._start(self._web(env, port))
        self._wait_for_first_page(port)
        _say(f"\nMado runs: http://127.0.0.1:{port}/  ({time.monotonic() - began:.1f} s)")
        self._start(self._worker(env))
        subprocess.run([sys.executable, "-m", "mado.cli.sign_ins"], env=env, cwd=ROOT, check=False)
        _say("Ctrl-C stops everything.\n")
        while True:
            self.tend()
            time.sleep(0.5)

    def tend(self) -> None:
        """One round: the database first, then the children that need it."""
        now = time.monotonic()
        if self.embedded_dir and now - self._last_look > DATABASE_LOOK_SECONDS:
            self._last_look = now
            pid = embedded.postmaster_pid(self.embedded_dir)
            if pid is None:
                _say("the database is down; starting it again")
            if pid is None or pid != self._database_pid:
                self._start_database()
        for child in self.children:
            if news := child.tend():
                _say(news)

    def stop(self) -> None:
        """Children first, then the database if it was ours."""
        if self.children:
            _say("\nMado stops.")
        for child in self.children:
            child.stop()
        if self.embedded_dir and self._owns_database:
            embedded.stop(self.embedded_dir)
            self._database_mark.unlink(missing_ok=True)

    def _start_database(self) -> None:
        if not self.embedded_dir:
            return
        # Whoever starts it again after a crash (any of our processes does), it stays ours to stop; also when it was
        # an earlier supervisor's, which was killed and could not stop it.
        self._owns_database |= self._was_a_supervisors()
        if embedded.postmaster_pid(self.embedded_dir) is None:
            self._database_mark.write_text(STARTING)
        self._owns_database |= embedded.start(self.embedded_dir)
        embedded.ensure_database(self.embedded_dir)
        if self._owns_database:
            self._database_mark.write_text(str(embedded.postmaster_pid(self.embedded_dir)))
        self._database_pid = embedded.postmaster_pid(self.embedded_dir)

    def _was_a_supervisors(self) -> bool:
        if not (self.embedded_dir and self._database_mark.exists()):
            return False
        return self._database_mark.read_text() in (STARTING, str(embedded.postmaster_pid(self.embedded_dir)))

    def _child_env(self, port: int) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "MADO_SITE_URL": f"http://127.0.0.1:{port}",
            "PYTHONUNBUFFERED": "1",
            **os.environ,
            "MADO_VAR": str(self.var),
        }

    def _start(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def _web(self, env: dict[str, str], port: int) -> Child:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        command += ["--workers", str(self.web_workers), "--blocking-threads", "6", "--backpressure", "64"]
        # A process of it that dies takes the server down with it: the supervisor then starts the whole again, at once.
        command += ["--workers-kill-timeout", "5", "--log-level", "error", "config.wsgi:application"]
        return Child("web", command, "config.wsgi", self.run_dir, env, ROOT)

    def _worker(self, env: dict[str, str]) -> Child:
        command = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
        command += ["--shutdown-graceful-timeout", "5"]
        return Child("worker", command, "procrastinate worker", self.run_dir, env, ROOT)

    def _wait_for_first_page(self, port: int) -> None:
        deadline = time.monotonic() + FIRST_PAGE_SECONDS
        while time.monotonic() < deadline:
            self.tend()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        _say(f"  the first page has not come within {FIRST_PAGE_SECONDS} s; going on, see the messages above")
