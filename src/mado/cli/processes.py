"""Child processes that are kept alive while their parent lives, and do not outlive it.

Each child leads a process group of its own, so that what it starts itself goes with it. Three nets catch leftovers:
the kernel kills a child whose parent dies (Linux); a group is cleared before its leader is started again; and files
under var/run let the next start find and end what a kill -9 left behind, after a look at its command line.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_PR_SET_PDEATHSIG = 1
CALM_SECONDS = 30.0
"""A child that has lived this long starts over with the shortest pause."""


def _die_with_parent(parent: int) -> Callable[[], None]:
    """To run in the child between fork and exec."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask_kernel() -> None:
        if sys.platform == "linux":
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before we could ask
                os._exit(1)

    return ask_kernel


@dataclass
class Child:
    """`name` names its files under run_dir; `mark` is text of its command line by which a leftover is known."""

    name: str
    command: Sequence[str]
    mark: str
    run_dir: Path
    env: Mapping[str, str]
    cwd: Path
    first_pause: float = 0.5
    longest_pause: float = 30.0
    starts: int = 0
    _pause: float = 0.0
    _started_at: float = 0.0
    _next_start: float = 0.0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid_file(self) -> Path:
        return self.run_dir / f"{self.name}.json"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it; its output goes where ours goes."""
        self._process = subprocess.Popen(
            list(self.command),
            env=dict(self.env),
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent(os.getpid()),  # noqa: PLW1509  # the supervisor has no threads
        )
        self.starts += 1
        self._started_at = time.monotonic()
        self.pid_file.write_text(json.dumps({"pid": self._process.pid, "mark": self.mark}))

    def tend(self) -> str:
        """To be called every half second: starts it again when it has died and its pause is over; says what happened."""
        now = time.monotonic()
        if self._process is None:
            if now < self._next_start:
                return ""
            self.start()
            return f"{self.name} started again"
        code = self._process.poll()
        if code is None:
            return ""
        _kill_own_group(self._process.pid)
        calm = now - self._started_at >= CALM_SECONDS
        self._pause = self.first_pause if calm or not self._pause else min(self._pause * 2, self.longest_pause)
        self._next_start = now + self._pause
        self._process = None
        end = f"signal {-code}" if code < 0 else f"code {code}"
        return f"{self.name} ended with {end}; starting it again in {self._pause:g} s"

    def stop(self, seconds: float = 10.0) -> None:
        """Ask it to end, then insist."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        if self._process is not None:
            _kill_own_group(self._process.pid)
            self._process.wait()
        self.pid_file.unlink(missing_ok=True)


def _command_line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _kill_own_group(leader: int) -> None:
    """What our own child has started. While one of them lives, the kernel gives the group's number to nobody else."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def kill_group(leader: int, mark: str) -> int:
    """Kill what is left of a group an earlier supervisor started, if a member bears `mark`; returns how many."""
    members = []
    for process in psutil.process_iter():
        with contextlib.suppress(ProcessLookupError, psutil.Error):
            if os.getpgid(process.pid) == leader and process.pid != os.getpid():
                members.append(process)
    # The number may have been given out anew since: touch the group only when one of its members is recognised.
    if not any(mark in _command_line(member) for member in members):
        return 0
    for process in members:
        with contextlib.suppress(psutil.Error):
            process.kill()
    return len(members)


def clear_leftovers(run_dir: Path) -> list[str]:
    """End what an earlier supervisor left behind; returns the names of what was found alive."""
    found = []
    for file in sorted(run_dir.glob("*.json")):
        with contextlib.suppress(ValueError, KeyError, TypeError):
            record = json.loads(file.read_text())
            if kill_group(int(record["pid"]), str(record["mark"])):
                found.append(file.stem)
        file.unlink(missing_ok=True)
    return found


class AlreadyRunning(RuntimeError):  # noqa: N818  # it reads as a sentence
    """Another supervisor of this checkout lives."""


def take_supervisor_place(run_dir: Path) -> Path:
    """Write our process id, unless a living supervisor holds the place."""
    run_dir.mkdir(parents=True, exist_ok=True)
    place = run_dir / "supervisor.pid"
    with contextlib.suppress(OSError, ValueError, psutil.Error):
        pid = int(place.read_text())
        if pid != os.getpid() and " run" in _command_line(psutil.Process(pid)):
            raise AlreadyRunning(f"Mado runs already (process {pid}). Stop it with Ctrl-C there, or: kill {pid}")
    place.write_text(str(os.getpid()))
    return place


def port_holder(port: int) -> str:
    """Who listens on the port, in words; "" when it is free."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            pass
        else:
            return ""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    return "another program"


def free_port(wanted: int, *, tries: int = 50) -> tuple[int, str]:
    """The wanted port or the next free one after it, and who holds the wanted one ("" when it was free)."""
    holder = port_holder(wanted)
    if not holder:
        return wanted, ""
    for port in range(wanted + 1, wanted + tries):
        if not port_holder(port):
            return port, holder
    raise RuntimeError(f"No free port between {wanted} and {wanted + tries}. Choose one with --port.")
