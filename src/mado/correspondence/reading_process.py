"""The worker's side of engine.reading_child: one child per worker, started when needed, killed when it hangs."""

import atexit
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from mado.correspondence.engine.reading import ReadMail, Unreadable

SECONDS = 15.0
_SOURCES = Path(__file__).resolve().parents[2]


class MailReader:
    """`read` answers what the child made of the mail. Raises Unreadable, also when the child died or was too slow."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def read(self, raw: bytes) -> ReadMail:
        with self._lock:
            try:
                facts = self._ask(raw)
            except (OSError, ValueError, EOFError, TimeoutError) as problem:
                self.close()
                raise Unreadable(type(problem).__name__) from problem
        if "problem" in facts:
            raise Unreadable(str(facts["problem"]))
        return ReadMail.from_json(facts["mail"])

    def _ask(self, raw: bytes) -> dict:
        child = self._running()
        if child.stdin is None or child.stdout is None:
            raise ValueError("the child has no pipes")
        child.stdin.write(struct.pack(">I", len(raw)) + raw)
        child.stdin.flush()
        deadline = time.monotonic() + self.seconds
        (length,) = struct.unpack(">I", self._take(child.stdout.fileno(), 4, deadline))
        return json.loads(self._take(child.stdout.fileno(), length, deadline))

    @staticmethod
    def _take(outlet: int, length: int, deadline: float) -> bytes:
        taken = b""
        while len(taken) < length:
            ready, _w, _x = select.select([outlet], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            piece = os.read(outlet, min(65_536, length - len(taken)))
            if not piece:
                raise EOFError
            taken += piece
        return taken

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self.close()
            # An environment of its own: the child needs none of our secrets.
            self._child = subprocess.Popen(  # our own module, no argument from outside
                [sys.executable, "-m", "mado.correspondence.engine.reading_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=_SOURCES,
                env={"LANG": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": str(_SOURCES)},
            )
        return self._child

    def close(self) -> None:
        """Kill the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()


READER = MailReader()
atexit.register(READER.close)
