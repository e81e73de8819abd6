"""Why two schools of a round were paired, to somebody who belongs to neither: short facts from the parts of the score."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.matching.wording import condition_title
from mado.profiles.enums import ExchangeKind, Topic
from mado.profiles.wording import duration_text, listed
from mado.reference.goals import goal_title
from mado.reference.languages import language_name

Facts = Mapping[str, Any]
Names = tuple[str, str]
"""What the two schools are called, side a first."""
REASONS_MOST = 5


def shared_reasons(seen_by_a: Mapping[str, Facts], names: Names, languages: Iterable[str] = ()) -> list[str]:
    """The most telling first. Facts by part, as side a sees side b (engine.facts); `languages`: tags both can meet in."""
    spoken = seen_by_a.get("language_goal", {}).get("spoken", ())
    facts = {**seen_by_a, "common_language": {"tags": tuple(dict.fromkeys((*spoken, *languages)))}}
    found = [text for code, word in _WORDS.items() if code in facts and (text := word(facts[code], names))]
    return found[:REASONS_MOST]


def unfit_words(codes: Iterable[str]) -> str:
    """Of a pinned pair at which conditions fail: what stands in place of reasons."""
    conditions = listed(condition_title(code) for code in codes)
    return _("Does not fit both wishes (%(conditions)s). It stands because it is pinned.") % {"conditions": conditions}


def _topics(facts: Facts, _names: Names) -> str:
    shared = listed(Topic(code).label for code in facts["shared"])
    return _("Both want: %(topics)s") % {"topics": shared} if shared else ""


def _languages(tags: Iterable[str]) -> str:
    return listed(language_name(tag) for tag in tags)


def _learns(learner: str, languages: str) -> str:
    facts = {"school": learner, "languages": languages}
    return _("%(school)s learns %(languages)s, the other school's own language") % facts if languages else ""


def _learned(facts: Facts, names: Names) -> str:
    return _learns(names[0], _languages(facts["own"]))


def _given(facts: Facts, names: Names) -> str:
    return _learns(names[1], _languages(facts["shared"]))


def _common_language(facts: Facts, _names: Names) -> str:
    return _("Common language: %(languages)s") % {"languages": _languages(facts["tags"])} if facts["tags"] else ""


def _kind(facts: Facts, names: Names) -> str:
    """A visit is one thing to who welcomes it and another to who goes."""
    if not facts["kinds"]:
        return ""
    visits = {ExchangeKind.VISIT_IN: names, ExchangeKind.VISIT_OUT: names[::-1]}
    kinds = listed(
        _("a visit (%(host)s welcomes, %(guest)s travels)") % dict(zip(("host", "guest"), visits[code], strict=True))
        if code in visits
        else ExchangeKind(code).label
        for code in facts["kinds"]
    )
    sentence = _("Both look for: %(kinds)s") if facts["first_of_both"] else _("Both would accept: %(kinds)s")
    return sentence % {"kinds": kinds}


def _time(facts: Facts, _names: Names) -> str:
    winter, summer = facts["winter"], facts["summer"]
    if winter is None or summer is None:
        return ""
    if not winter and not summer:
        return _("Their weeks do not meet: an exchange in turns")
    if winter == summer:
        return _("Weeks meet for %(time)s") % {"time": duration_text(winter)}
    return _("Weeks meet for %(winter)s in winter, %(summer)s in summer") % {
        "winter": duration_text(winter),
        "summer": duration_text(summer),
    }


def _weeks(facts: Facts, _names: Names) -> str:
    weeks = facts["weeks"]
    if weeks is None:
        return ""
    sentence = ngettext("%(count)d common week with lessons", "%(count)d common weeks with lessons", weeks)
    return sentence % {"count": weeks}


def _goals(facts: Facts, _names: Names) -> str:
    shared = listed(goal_title(number) for number in facts["shared"])
    return _("Both work for: %(goals)s") % {"goals": shared} if shared else ""


def _ages(facts: Facts, _names: Names) -> str:
    if not facts["shared"]:
        return ""
    first, last = facts["shared"]
    if first == last:
        return _("Pupils of %(age)d on both sides") % {"age": first}
    return _("Pupils of %(first)d to %(last)d on both sides") % {"first": first, "last": last}


_WORDS: Mapping[str, Callable[[Facts, Names], str]] = {
    "topics": _topics,
    "language_goal": _learned,
    "language_given": _given,
    "time": _time,
    "kind": _kind,
    "common_language": _common_language,
    "calendar": _weeks,
    "sdgs": _goals,
    "ages": _ages,
}
