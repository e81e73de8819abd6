"""Whatever is done to a chain that has an anchor at its end is found."""

import datetime as dt
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mado.audit.engine.chain import GENESIS, Anchor, Link, verify

KEY = b"a key of this test"


def chain(length):
    links, previous = [], GENESIS
    for number in range(1, length + 1):
        link = Link(
            id=number * 3,
            at=(dt.datetime(2026, 9, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number)).isoformat(),
            actor_id=number % 4 or None,
            verb=f"accounts.verb_{number % 5}",
            thing=f"accounts.SeatClaim:{number}:SC-2026-{number:04d}",
            details={"field": "state", "number": number},
            previous_hash=previous,
            hash="",
        )
        link = replace(link, hash=link.expected_hash)
        links.append(link)
        previous = link.hash
    return links


def anchor_of(links):
    return Anchor(links[-1].id, links[-1].hash, len(links), "2026-09-02T00:00:00+00:00").signed(KEY)


def rehash(links, start):
    """As somebody would who can compute hashes: everything from `start` on made consistent again."""
    links = list(links)
    for place in range(start, len(links)):
        previous = links[place - 1].hash if place else GENESIS
        link = replace(links[place], previous_hash=previous)
        links[place] = replace(link, hash=link.expected_hash)
    return links


EDITS = {
    "at": "2020-01-01T00:00:00+00:00",
    "actor_id": 4_711,
    "verb": "accounts.something_else",
    "thing": "accounts.SeatClaim:999:SC-1999-0001",
    "details": {"field": "another"},
    "previous_hash": "f" * 64,
    "hash": "e" * 64,
}


def edit(links, place, field):
    return [*links[:place], replace(links[place], **{field: EDITS[field]}), *links[place + 1 :]]


def delete(links, place, _field):
    return links[:place] + links[place + 1 :]


def insert(links, place, _field):
    before = links[place - 1].hash if place else GENESIS
    new = Link(links[place].id - 1, "2026-09-01T00:00:30+00:00", 1, "a.b", "a.B:1:", {}, before, "")
    return [*links[:place], replace(new, hash=new.expected_hash), *links[place:]]


def swap(links, place, _field):
    other = (place + 1) % len(links)
    assume(other != place)
    changed = list(links)
    changed[place], changed[other] = changed[other], changed[place]
    return changed


def truncate(links, place, _field):
    return links[:place]


def edit_and_rehash(links, place, field):
    assume(field not in ("previous_hash", "hash"))
    return rehash(edit(links, place, field), place)


def delete_and_rehash(links, place, field):
    return rehash(delete(links, place, field), place)


TAMPERINGS = [edit, delete, insert, swap, truncate, edit_and_rehash, delete_and_rehash]


@settings(max_examples=500, deadline=None)
@given(length=st.integers(1, 40), seed=st.integers(0, 10_000), tampering=st.sampled_from(TAMPERINGS), data=st.data())
def test_every_tampering_is_found(length, seed, tampering, data):
    links = chain(length)
    place = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(sorted(EDITS)))
    verdict = verify(tampering(links, place, field), anchor_of(links))
    assert verdict.broken is not None


@settings(max_examples=100, deadline=None)
@given(length=st.integers(1, 40), later=st.integers(0, 10))
def test_an_untouched_chain_holds_also_when_it_has_grown_since_the_anchor(length, later):
    links = chain(length + later)
    verdict = verify(links, anchor_of(links[:length]))
    assert (verdict.broken, verdict.count, verdict.last_hash) == (None, length + later, links[-1].hash)


def test_the_break_names_the_first_bad_entry():
    links = chain(10)
    assert verify(edit(links, 4, "verb")).broken.entry_id == links[4].id
    assert verify(delete(links, 4, "")).broken.entry_id == links[5].id
    assert verify(truncate(links, 4, ""), anchor_of(links)).broken.entry_id is None


def test_without_an_anchor_a_cut_at_the_end_cannot_be_seen():
    """Why anchors exist."""
    assert verify(chain(10)[:7]).broken is None


def test_an_anchor_that_was_changed_or_signed_with_another_key_is_not_genuine():
    anchor = anchor_of(chain(5))
    assert anchor.is_genuine(KEY)
    assert not anchor.is_genuine(b"another key")
    assert not replace(anchor, count=4).is_genuine(KEY)
    assert not replace(anchor, last_hash="0" * 64).is_genuine(KEY)


def test_an_empty_chain_holds():
    assert verify([]).broken is None
