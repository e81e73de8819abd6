"""Why two schools of a round were paired, to somebody who belongs to neither: short facts from the parts of the score."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mado.profiles.enums import ExchangeKind, Topic
from mado.profiles.wording import duration_text, listed
from mado.reference.goals import goal_title
from mado.reference.languages import language_name

Facts = Mapping[str, Any]
REASONS_MOST = 5


def shared_reasons(seen_by_a: Mapping[str, Facts]) -> list[str]:
    """The most telling first. Facts by part, as side a sees side b (engine.facts)."""
    found = [text for code, word in _WORDS.items() if code in seen_by_a and (text := word(seen_by_a[code]))]
    return found[:REASONS_MOST]


def _topics(facts: Facts) -> str:
    shared = listed(Topic(code).label for code in facts["shared"])
    return _("Both want: %(topics)s") % {"topics": shared} if shared else ""


def _languages(tags: Iterable[str]) -> str:
    return listed(language_name(tag) for tag in tags)


def _learned(facts: Facts) -> str:
    if facts["own"]:
        return _("Learned on side A, the own language of side B: %(languages)s") % {
            "languages": _languages(facts["own"])
        }
    return _("Common language: %(languages)s") % {"languages": _languages(facts["spoken"])} if facts["spoken"] else ""


def _given(facts: Facts) -> str:
    shared = _languages(facts["shared"])
    return _("Learned on side B, the own language of side A: %(languages)s") % {"languages": shared} if shared else ""


def _kind(facts: Facts) -> str:
    if not facts["kinds"]:
        return ""
    kinds = listed(ExchangeKind(code).label for code in facts["kinds"])
    sentence = _("Both look for: %(kinds)s") if facts["first_of_both"] else _("Both would accept: %(kinds)s")
    return sentence % {"kinds": kinds}


def _time(facts: Facts) -> str:
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


def _weeks(facts: Facts) -> str:
    weeks = facts["weeks"]
    if weeks is None:
        return ""
    sentence = ngettext("%(count)d common week with lessons", "%(count)d common weeks with lessons", weeks)
    return sentence % {"count": weeks}


def _goals(facts: Facts) -> str:
    shared = listed(goal_title(number) for number in facts["shared"])
    return _("Both work for: %(goals)s") % {"goals": shared} if shared else ""


def _ages(facts: Facts) -> str:
    if not facts["shared"]:
        return ""
    first, last = facts["shared"]
    return _("Pupils of %(first)d to %(last)d on both sides") % {"first": first, "last": last}


_WORDS: Mapping[str, Callable[[Facts], str]] = {
    "topics": _topics,
    "language_goal": _learned,
    "language_given": _given,
    "time": _time,
    "kind": _kind,
    "calendar": _weeks,
    "sdgs": _goals,
    "ages": _ages,
}
