"""Reads mails for the worker in a process of its own, under limits: standard input and output, one after another.

    python -m mado.correspondence.engine.reading_child

In: four bytes length (big endian), then the mail. Out: four bytes length, then JSON: {"mail": …} or {"problem": "…"}.
"""

import json
import resource
import struct
import sys
from typing import BinaryIO

from mado.correspondence.engine.reading import Unreadable, read_mail

MEMORY = 768 << 20


def answer(raw: bytes) -> bytes:
    """JSON for one mail."""
    try:
        facts: dict[str, object] = {"mail": read_mail(raw).as_json()}
    except Unreadable as problem:
        facts = {"problem": str(problem)}
    return json.dumps(facts).encode()


def serve(inlet: BinaryIO, outlet: BinaryIO) -> None:
    while len(head := inlet.read(4)) == 4:
        reply = answer(inlet.read(struct.unpack(">I", head)[0]))
        outlet.write(struct.pack(">I", len(reply)) + reply)
        outlet.flush()


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
