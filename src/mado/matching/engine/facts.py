"""What stands behind each part of a score, as codes and numbers; Django makes words of them."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from mado.matching.engine.encoding import (
    FIRST_TIME,
    GOAL_SHIFT,
    SETTING_BITS,
    TOPIC_BITS,
    UNKNOWN_DAYS,
    UNKNOWN_SHARE,
    Encoded,
    Vocabulary,
)
from mado.matching.engine.feasibility import ages_between, answered, common_minutes, common_weeks
from mado.matching.engine.rows import KINDS, MODES, SDGS, SECTORS, SETTINGS, TOPICS

Facts = Mapping[str, object]


def facts_of(code: str, mine: Encoded, theirs: Encoded, vocabulary: Vocabulary) -> Facts:
    """As `mine` sees `theirs`. Keys by part:

    topics, sdgs: shared, mine (what is asked for) · language_goal: own, spoken (tags the partner speaks and we learn) ·
    language_given: shared · ages: mine, theirs, shared, each (youngest, oldest) or None · size: mine, theirs ·
    time: winter, summer (minutes a week) or None, mode · calendar: weeks or None · kind: kinds, first_of_both ·
    setting, sector: mine, theirs · replies, continuity: hundredths or None · activity: days or None · equity: reasons.
    """
    return _FACTS[code](mine, theirs, vocabulary)


def _chosen(mask: int, names: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(name for place, name in enumerate(names) if mask >> place & 1)


def _tags(words: Any, vocabulary: Vocabulary) -> tuple[str, ...]:
    mask = sum(int(word) << 64 * place for place, word in enumerate(words))
    return _chosen(mask, vocabulary.languages)


def _name(number: int, names: tuple[str, ...]) -> str:
    return names[number - 1] if number else ""


def _topics(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    return {
        "shared": _chosen(mine.topics & theirs.topics & TOPIC_BITS, TOPICS),
        "mine": _chosen(mine.topics & TOPIC_BITS, TOPICS),
    }


def _sdgs(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    return {
        "shared": _chosen((mine.topics & theirs.topics) >> GOAL_SHIFT, SDGS),
        "mine": _chosen(mine.topics >> GOAL_SHIFT, SDGS),
    }


def _language_goal(mine: Encoded, theirs: Encoded, vocabulary: Vocabulary) -> Facts:
    learnt = mine.speeches["practises"]
    return {
        "own": _tags(learnt & theirs.speeches["own"], vocabulary),
        "spoken": _tags(learnt & theirs.speeches["at_least"][0], vocabulary),
    }


def _language_given(mine: Encoded, theirs: Encoded, vocabulary: Vocabulary) -> Facts:
    return {"shared": _tags(mine.speeches["own"] & theirs.speeches["practises"], vocabulary)}


def _age_range(code: int) -> tuple[int, int] | None:
    return (code >> 5, code & 31) if code >> 5 and code & 31 else None


def _ages(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    (first, last), (youngest, oldest) = (ages_between(np.array(side.ages)) for side in (mine, theirs))
    shared = (int(max(first, youngest)), int(min(last, oldest)))
    said = _age_range(mine.ages), _age_range(theirs.ages)
    return {"mine": said[0], "theirs": said[1], "shared": shared if all(said) and shared[0] <= shared[1] else None}


def _size(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    return {"mine": mine.group_size or None, "theirs": theirs.group_size or None}


def _time(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    known = mine.weeks["known"] and theirs.weeks["known"]
    winter, summer = map(int, common_minutes(mine, np.array([theirs.weeks]))[0])
    return {
        "winter": winter if known else None,
        "summer": summer if known else None,
        "mode": MODES[int(mine.weeks["mode"])],
    }


def _calendar(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    known = mine.years["known"] and theirs.years["known"]
    return {"weeks": int(common_weeks(mine, np.array([theirs.years]))[0]) if known else None}


def _kind(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    """`kinds` as this side calls them: those that count, which are the nearest to what each side named first."""
    my_first, their_first = int(mine.offers["kind"]), int(answered(theirs.offers["kind"]))
    all_mine = my_first | int(mine.offers["alternatives"])
    all_theirs = their_first | int(answered(theirs.offers["alternatives"]))
    first_of_both = my_first & their_first
    first_of_one = my_first & all_theirs | their_first & all_mine
    kinds = first_of_both or first_of_one or all_mine & all_theirs
    return {"kinds": _chosen(kinds, KINDS), "first_of_both": bool(first_of_both)}


def _setting(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    return {"mine": _name(mine.flags & SETTING_BITS, SETTINGS), "theirs": _name(theirs.flags & SETTING_BITS, SETTINGS)}


def _sector(mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    here, there = (_chosen(int(side.places["sector"]), SECTORS) for side in (mine, theirs))
    return {"mine": here[0] if here else "", "theirs": there[0] if there else ""}


def _replies(_mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    return {"hundredths": None if theirs.reply == UNKNOWN_SHARE else theirs.reply}


def _continuity(_mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    return {"hundredths": None if theirs.continuity == UNKNOWN_SHARE else theirs.continuity}


def _activity(_mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    return {"days": None if theirs.active == UNKNOWN_DAYS else theirs.active}


def _equity(_mine: Encoded, theirs: Encoded, _vocabulary: Vocabulary) -> Facts:
    setting = _name(theirs.flags & SETTING_BITS, SETTINGS)
    first = ("first_time",) if theirs.flags & FIRST_TIME else ()
    return {"reasons": ((setting,) if setting in ("rural", "remote") else ()) + first}


_FACTS: dict[str, Callable[[Encoded, Encoded, Vocabulary], Facts]] = {
    "topics": _topics,
    "sdgs": _sdgs,
    "language_goal": _language_goal,
    "language_given": _language_given,
    "ages": _ages,
    "size": _size,
    "time": _time,
    "calendar": _calendar,
    "kind": _kind,
    "setting": _setting,
    "sector": _sector,
    "replies": _replies,
    "continuity": _continuity,
    "activity": _activity,
    "equity": _equity,
}
