"""What each part of a score is counted from: for one wish and many others at once, seen from both sides.

A measure gives two arrays of whole thousandths, 0…1000: what the asked side finds in the other, and the other way round.
What is not known is worth half: neither a gift nor a punishment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mado.matching.engine.encoding import (
    ACTIVE_MOST,
    FIRST_TIME,
    FLAG_VALUES,
    GOAL_SHIFT,
    SETTING_BITS,
    SIZE_MOST,
    TOPIC_BITS,
    UNKNOWN_DAYS,
    UNKNOWN_SHARE,
    Encoded,
)
from mado.matching.engine.feasibility import AGES, ASYNC, ages_between, answered, common_minutes, common_weeks
from mado.matching.engine.rows import SDGS, SETTINGS

Array = NDArray[Any]
Both = tuple[Array, Array]

FULL = 1000
UNKNOWN = 500
MINUTES_FULL = 300
"""Minutes of the week in common from which time is no question: an hour on each school day."""
WEEKS_FULL = 20
"""About a term and a half."""
ACTIVE_FULL, ACTIVE_NONE = 30, 365
"""Seen within a month is as good as today; a year ago is nothing."""
SPEAKS = 600
"""Of a language one learns, when it is not the partner's own but the partner can meet in it."""
COUNTRYSIDE = SETTINGS.index("rural") + 1
GOAL_BITS = (1 << len(SDGS)) - 1


@dataclass(frozen=True, slots=True)
class Measure:
    """`on`: the table or column it is counted from, as in engine/feasibility.py."""

    on: str
    values: Callable[[Encoded, Any], Both]


def _known(value: Array, known: Any) -> Array:
    return np.where(known, value, np.int64(UNKNOWN))


def _shared(mine: int, theirs: Array) -> Both:
    """The part of each side's own set that both have."""
    common = np.bitwise_count(theirs & np.uint32(mine)).astype(np.int64)
    their_count = np.bitwise_count(theirs).astype(np.int64)
    my_count = mine.bit_count()
    said = (their_count > 0) & (my_count > 0)
    own = FULL * common // max(my_count, 1)
    return _known(own, said), _known(FULL * common // np.maximum(their_count, 1), said)


def _topics(asked: Encoded, topics: Array) -> Both:
    return _shared(asked.topics & TOPIC_BITS, topics & np.uint32(TOPIC_BITS))


def _sdgs(asked: Encoded, topics: Array) -> Both:
    return _shared(asked.topics >> GOAL_SHIFT, topics >> np.uint32(GOAL_SHIFT))


def _has_common(one: Array, other: Array) -> Array:
    return ((one & other) != 0).any(axis=-1)


def _learns(learner_known: Any, speaker_known: Any, practised: Array, own: Array, spoken: Array) -> Array:
    value = np.where(_has_common(practised, own), FULL, np.where(_has_common(practised, spoken), SPEAKS, 0))
    return _known(value, (learner_known & 2 != 0) & (speaker_known & 1 != 0))


def _language_goal(asked: Encoded, speeches: Array) -> Both:
    """The other side speaks what this side learns."""
    mine = asked.speeches
    own = _learns(mine["known"], speeches["known"], mine["practises"], speeches["own"], speeches["at_least"][:, 0])
    other = _learns(speeches["known"], mine["known"], speeches["practises"], mine["own"], mine["at_least"][0])
    return own, other


def _given(giver_known: Any, learner_known: Any, own: Array, practised: Array) -> Array:
    value = np.where(_has_common(own, practised), FULL, 0)
    return _known(value, (giver_known & 1 != 0) & (learner_known & 2 != 0))


def _language_given(asked: Encoded, speeches: Array) -> Both:
    """The other side learns what this side speaks at home: something to give."""
    mine = asked.speeches
    own = _given(mine["known"], speeches["known"], mine["own"], speeches["practises"])
    other = _given(speeches["known"], mine["known"], speeches["own"], mine["practises"])
    return own, other


def _ages(asked: Encoded, codes: Array) -> Both:
    youngest, oldest = ages_between(codes)
    first, last = ages_between(np.array(asked.ages))
    common = np.maximum(np.minimum(oldest, last) - np.maximum(youngest, first) + 1, 0)
    said = (codes >> 5 > 0) & (codes & 31 > 0) & (asked.ages >> 5 > 0) & (asked.ages & 31 > 0)
    return (
        _known(FULL * common // np.maximum(last - first + 1, 1), said),
        _known(FULL * common // np.maximum(oldest - youngest + 1, 1), said),
    )


def _size(asked: Encoded, sizes: Array) -> Both:
    mine = asked.group_size
    value = FULL * np.minimum(sizes, mine) // np.maximum(np.maximum(sizes, mine), 1)
    value = _known(value, (sizes > 0) & (mine > 0))
    return value, value


def _time(asked: Encoded, weeks: Array) -> Both:
    """The mean of the winter and the summer week; for who works in turns time is no question."""
    minutes = common_minutes(asked, weeks).sum(axis=-1) // 2
    value = np.minimum(FULL * minutes // MINUTES_FULL, FULL)
    value = _known(value, (weeks["known"] == 1) & bool(asked.weeks["known"]))
    own = np.full_like(value, FULL) if int(asked.weeks["mode"]) == ASYNC else value
    return own, np.where(weeks["mode"] == ASYNC, FULL, value)


def _calendar(asked: Encoded, years: Array) -> Both:
    value = np.minimum(FULL * common_weeks(asked, years) // WEEKS_FULL, FULL)
    value = _known(value, (years["known"] == 1) & bool(asked.years["known"]))
    return value, value


FIRST_OF_BOTH, FIRST_OF_MINE, FIRST_OF_THEIRS, FIRST_OF_NONE = FULL, 750, 500, 300


def _kind(asked: Encoded, offers: Array) -> Both:
    """How near the common kind is to what each side named first."""
    first, rest = asked.offers["kind"], asked.offers["alternatives"]
    their_first, their_rest = answered(offers["kind"]), answered(offers["alternatives"])
    said = bool(first | rest) & (offers["kind"] | offers["alternatives"] != 0)
    none = np.where(rest & their_rest != 0, FIRST_OF_NONE, 0)
    only_mine, only_theirs, of_both = first & their_rest != 0, rest & their_first != 0, first & their_first != 0
    own = np.where(only_mine, FIRST_OF_MINE, np.where(only_theirs, FIRST_OF_THEIRS, none))
    other = np.where(only_theirs, FIRST_OF_MINE, np.where(only_mine, FIRST_OF_THEIRS, none))
    return _known(np.where(of_both, FIRST_OF_BOTH, own), said), _known(np.where(of_both, FIRST_OF_BOTH, other), said)


def _setting(asked: Encoded, flags: Array) -> Both:
    """Town and country have most to show each other."""
    mine, theirs = asked.flags & SETTING_BITS, flags & SETTING_BITS
    differs = (theirs >= COUNTRYSIDE) != (mine >= COUNTRYSIDE)
    value = _known(FULL * differs, (theirs > 0) & (mine > 0))
    return value, value


def _sector(asked: Encoded, places: Array) -> Both:
    """Schools of one sector work under like rules."""
    mine, theirs = asked.places["sector"], places["sector"]
    value = _known(FULL * (mine == theirs), (mine > 0) & (theirs > 0))
    return value, value


def _shares(mine: int, theirs: Array) -> Both:
    own = np.where(theirs == UNKNOWN_SHARE, UNKNOWN, theirs.astype(np.int64) * 10)
    return own, np.full_like(own, UNKNOWN if mine == UNKNOWN_SHARE else mine * 10)


def _replies(asked: Encoded, shares: Array) -> Both:
    return _shares(asked.reply, shares)


def _continuity(asked: Encoded, shares: Array) -> Both:
    return _shares(asked.continuity, shares)


def _freshness(days: Array) -> Array:
    value = (ACTIVE_NONE - days) * FULL // (ACTIVE_NONE - ACTIVE_FULL)
    return np.where(days == UNKNOWN_DAYS, UNKNOWN, np.clip(value, 0, FULL)).astype(np.int64)


def _activity(asked: Encoded, days: Array) -> Both:
    own = _freshness(days.astype(np.int64))
    return own, np.full_like(own, _freshness(np.array(asked.active)))


def _boost(flags: Array) -> Array:
    half = FULL // 2
    return half * (flags & SETTING_BITS >= COUNTRYSIDE) + half * (flags & FIRST_TIME != 0)


def _equity(asked: Encoded, flags: Array) -> Both:
    """A hand for schools in the country and for those that never had an exchange."""
    own = _boost(flags).astype(np.int64)
    return own, np.full_like(own, _boost(np.array(asked.flags)))


MEASURES: dict[str, Measure] = {
    "topics": Measure("topics", _topics),
    "sdgs": Measure("topics", _sdgs),
    "language_goal": Measure("speeches", _language_goal),
    "language_given": Measure("speeches", _language_given),
    "ages": Measure("ages", _ages),
    "size": Measure("group_size", _size),
    "time": Measure("weeks", _time),
    "calendar": Measure("years", _calendar),
    "kind": Measure("offers", _kind),
    "setting": Measure("flags", _setting),
    "sector": Measure("places", _sector),
    "replies": Measure("reply", _replies),
    "activity": Measure("active", _activity),
    "continuity": Measure("continuity", _continuity),
    "equity": Measure("flags", _equity),
}

DIRECT = {
    "ages": AGES,
    "group_size": SIZE_MOST + 1,
    "flags": FLAG_VALUES,
    "reply": UNKNOWN_SHARE + 1,
    "continuity": UNKNOWN_SHARE + 1,
    "active": ACTIVE_MOST + 2,
}
"""Columns whose own values are few: how many there can be."""
