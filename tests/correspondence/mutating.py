"""Files bent in the ways files are bent: bytes changed, cut, doubled, pieces of others put in, lines shuffled."""

import random
from collections.abc import Iterator, Sequence

_NASTY = (
    b"\x00", b"\xff\xfe", b"\r\n\r\n", b"\n", b"=?utf-8?b?####?=", b"=?x-none?q?=FF?=", b"--b1", b"--b1--", b"\x1b$B", b"charset=",
    b"Content-Type: multipart/mixed; boundary=\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b'charset="idna"', b"charset=utf-16", b"charset*=utf-8'en'%FF", b"To: <>,;:\r\n", b'From: "\\\r\n', b"Date: x\r\n", b"(((((((((",
    b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n", b"RRULE:FREQ=SECONDLY\r\n", b"DTSTART:99999999T999999Z\r\n", b"DTSTART;VALUE=DATE:00000000\r\n",
    b"RRULE:FREQ=YEARLY;INTERVAL=0;COUNT=99999999999\r\n", b"EXDATE:,,,\r\n", b"DURATION:P99999999999D\r\n", b";TZID=Nowhere/At_All",
)  # fmt: skip


def mutants(seeds: Sequence[bytes], count: int, chance: random.Random) -> Iterator[bytes]:
    """`count` files, each a seed with one to twelve changes; the same for the same `chance`."""
    for _number in range(count):
        raw = bytearray(chance.choice(seeds))
        for _change in range(chance.randint(1, 12)):
            _mutate(raw, seeds, chance)
        yield bytes(raw)


def _mutate(raw: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(raw) + 1)
    upto = min(len(raw), at + chance.choice((1, 2, 8, 60, 400)))
    kind = chance.randrange(7)
    if kind == 0:
        raw[at : at + 1] = bytes((chance.randrange(256),))
    elif kind == 1:
        del raw[at:upto]
    elif kind == 2:
        raw[at:at] = raw[at:upto] * chance.randint(1, 20)
    elif kind == 3:
        raw[at:at] = chance.choice(_NASTY)
    elif kind == 4:
        other = chance.choice(seeds)
        begin = chance.randrange(len(other))
        raw[at:at] = other[begin : begin + 200]
    elif kind == 5:
        lines = bytes(raw).split(b"\n")
        chance.shuffle(lines)
        raw[:] = b"\n".join(lines)
    else:
        for place in range(at, upto):
            raw[place] ^= 1 << chance.randrange(8)
