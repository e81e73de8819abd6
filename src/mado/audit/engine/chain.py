"""The hash chain, without Django: what an entry's hash covers, and what of a chain does not hold.

An edit, a deletion in the middle, an insertion and a change of order break the chain where they happen. What the chain
alone cannot see is a cut at its end, or a whole new chain by who can compute hashes: for that there are anchors, signed
notes of where the chain ended on a day, best kept on another machine.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


def entry_hash(*, previous_hash: str, at: str, actor_id: int | None, verb: str, thing: str, details: object) -> str:
    """SHA-256 over the previous hash and the entry's own content as canonical JSON."""
    content = [previous_hash, at, actor_id, verb, thing, details]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it stands. `thing` is "app.Model:id:code"; `at` is ISO 8601 in UTC."""

    id: int
    at: str
    actor_id: int | None
    verb: str
    thing: str
    details: Any
    previous_hash: str
    hash: str

    @property
    def expected_hash(self) -> str:
        return entry_hash(
            previous_hash=self.previous_hash,
            at=self.at,
            actor_id=self.actor_id,
            verb=self.verb,
            thing=self.thing,
            details=self.details,
        )


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain first fails; `entry_id` None is its end."""

    entry_id: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the chain ended when this was written."""

    last_id: int
    last_hash: str
    count: int
    at: str
    signature: str = ""

    def signed(self, key: bytes) -> "Anchor":
        return Anchor(self.last_id, self.last_hash, self.count, self.at, self._signature(key))

    def is_genuine(self, key: bytes) -> bool:
        return hmac.compare_digest(self.signature, self._signature(key))

    def _signature(self, key: bytes) -> str:
        text = f"mado-audit-anchor\n{self.last_id}\n{self.last_hash}\n{self.count}\n{self.at}"
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def as_json(self) -> Mapping[str, int | str]:
        return {
            "last_id": self.last_id,
            "last_hash": self.last_hash,
            "count": self.count,
            "at": self.at,
            "signature": self.signature,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """`count` entries were read, up to the first break if there is one."""

    count: int
    last_id: int
    last_hash: str
    broken: Break | None


def verify(links: Iterable[Link], anchor: Anchor | None = None) -> Verdict:
    """Walk the chain in order of id; `links` may be a stream. The anchor has been found genuine by the caller."""
    previous, count, last_id = GENESIS, 0, 0
    anchored = anchor is None or anchor.count == 0
    for link in links:
        if link.previous_hash != previous:
            sentence = "does not follow the entry before it: something was deleted, inserted or put in another order"
            return Verdict(count, last_id, previous, Break(link.id, sentence))
        if link.hash != link.expected_hash:
            return Verdict(count, last_id, previous, Break(link.id, "was changed after it was written"))
        previous, count, last_id = link.hash, count + 1, link.id
        if anchor is not None and link.id == anchor.last_id:
            if (link.hash, count) != (anchor.last_hash, anchor.count):
                return Verdict(
                    count, last_id, previous, Break(link.id, "is not what the newest anchor says stood here")
                )
            anchored = True
    if not anchored:
        sentence = "the end of the chain is missing: the newest anchor names an entry that is no longer there"
        return Verdict(count, last_id, previous, Break(None, sentence))
    return Verdict(count, last_id, previous, None)
