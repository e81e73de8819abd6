"""One sentence for each part of a score, from the facts the engine counted (engine.facts), in the reader's language.

The side is whose view it is: "mine", what the reader's school finds in the other, or "theirs", what the other finds in it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from mado.directory.enums import Sector
from mado.profiles.enums import ExchangeKind, Setting, Topic
from mado.profiles.wording import duration_text, listed
from mado.reference.goals import goal_title
from mado.reference.languages import language_name

Facts = Mapping[str, Any]
Side = Literal["mine", "theirs"]
MINE: Side = "mine"
THEIRS: Side = "theirs"


def part_sentence(code: str, facts: Facts, side: Side = MINE) -> str:
    """What the part was counted from."""
    return _SENTENCES[code](facts, side)


def _topics(facts: Facts, _side: Side) -> str:
    if not facts["shared"]:
        return _("You have named no topic in common.")
    return _("You both want: %(topics)s") % {"topics": listed(Topic(code).label for code in facts["shared"])}


def _sdgs(facts: Facts, _side: Side) -> str:
    if not facts["shared"]:
        return _("You have named no global goal in common.")
    return _("You both work for: %(goals)s") % {"goals": listed(goal_title(number) for number in facts["shared"])}


def _languages(tags: Any) -> str:
    return listed(language_name(tag) for tag in tags)


def _language_goal(facts: Facts, side: Side) -> str:
    own, spoken = _languages(facts["own"]), _languages(facts["spoken"])
    if own and side == MINE:
        return _("Your pupils learn %(languages)s, which is spoken there.") % {"languages": own}
    if own:
        return _("Their pupils learn %(languages)s, which is spoken at your school.") % {"languages": own}
    if spoken and side == MINE:
        return _("Your pupils learn %(languages)s, and they can meet in it.") % {"languages": spoken}
    if spoken:
        return _("Their pupils learn %(languages)s, and you can meet in it.") % {"languages": spoken}
    if side == MINE:
        return _("Your pupils learn no language that is spoken there, as far as is stated.")
    return _("Their pupils learn no language that is spoken at your school, as far as is stated.")


def _language_given(facts: Facts, side: Side) -> str:
    shared = _languages(facts["shared"])
    if shared and side == MINE:
        return _("Their pupils learn %(languages)s: you have it to give.") % {"languages": shared}
    if shared:
        return _("Your pupils learn %(languages)s: they have it to give.") % {"languages": shared}
    if side == MINE:
        return _("Their pupils do not learn your language, as far as is stated.")
    return _("Your pupils do not learn their language, as far as is stated.")


def _ages(facts: Facts, _side: Side) -> str:
    if not facts["shared"]:
        return _("The ages of the pupils are not stated on both sides.")
    first, last = facts["shared"]
    if first == last:
        return _("Both groups have pupils of %(age)d.") % {"age": first}
    return _("Both groups have pupils of %(first)d to %(last)d.") % {"first": first, "last": last}


def _size(facts: Facts, side: Side) -> str:
    here, there = (facts["mine"], facts["theirs"]) if side == MINE else (facts["theirs"], facts["mine"])
    if not here or not there:
        return _("The size of the groups is not stated on both sides.")
    return _("%(here)d pupils on your side, %(there)d on theirs.") % {"here": here, "there": there}


def _time(facts: Facts, side: Side) -> str:
    winter, summer = facts["winter"], facts["summer"]
    if winter is None or summer is None:
        return _("The weekly times are not known on both sides.")
    if facts["mode"] == "async" and not winter and not summer:
        return (
            _("Your weeks do not meet; you want to work in turns.")
            if side == MINE
            else _("Your weeks do not meet; they want to work in turns.")
        )
    if not winter and not summer:
        return _("Your weeks do not meet: what works is an exchange in turns.")
    if winter == summer:
        return _("Your weeks meet for %(time)s.") % {"time": duration_text(winter)}
    return _("Your weeks meet for %(winter)s in winter and %(summer)s in summer.") % {
        "winter": duration_text(winter),
        "summer": duration_text(summer),
    }


def _calendar(facts: Facts, _side: Side) -> str:
    weeks = facts["weeks"]
    if weeks is None:
        return _("The school calendars are not known on both sides.")
    return ngettext(
        "%(count)d week has lessons at both schools within the period.",
        "%(count)d weeks have lessons at both schools within the period.",
        weeks,
    ) % {"count": weeks}


def _kind(facts: Facts, side: Side) -> str:
    """A visit is one thing to who welcomes it and another to who goes, so it is said from the reader's side."""
    visits = _VISITS[side]
    kinds = listed(visits.get(code) or ExchangeKind(code).label for code in facts["kinds"])
    if facts["first_of_both"]:
        return _("Both look for: %(kinds)s") % {"kinds": kinds}
    return _("Both would accept: %(kinds)s") % {"kinds": kinds}


_WELCOME = pgettext_lazy("kind of exchange both want", "a visit (you welcome, they travel)")
_TRAVEL = pgettext_lazy("kind of exchange both want", "a visit (they welcome, you travel)")
_VISITS: Mapping[Side, Mapping[str, Promise]] = {
    MINE: {ExchangeKind.VISIT_IN: _WELCOME, ExchangeKind.VISIT_OUT: _TRAVEL},
    THEIRS: {ExchangeKind.VISIT_IN: _TRAVEL, ExchangeKind.VISIT_OUT: _WELCOME},
}


def _setting(facts: Facts, side: Side) -> str:
    here, there = (facts["mine"], facts["theirs"]) if side == MINE else (facts["theirs"], facts["mine"])
    if not here or not there:
        return _("Where the schools lie is not stated on both sides.")
    return _("Your school: %(here)s. Theirs: %(there)s.") % {
        "here": Setting(here).label,
        "there": Setting(there).label,
    }


def _sector(facts: Facts, side: Side) -> str:
    here, there = (facts["mine"], facts["theirs"]) if side == MINE else (facts["theirs"], facts["mine"])
    if not here or not there:
        return _("Whether public or private is not stated on both sides.")
    return _("Your school: %(here)s. Theirs: %(there)s.") % {"here": Sector(here).label, "there": Sector(there).label}


def _tenths(hundredths: int) -> dict[str, int]:
    """None and all of ten are said in words of their own."""
    return {"tenths": min(9, max(1, round(hundredths / 10)))}


def _replies(facts: Facts, side: Side) -> str:
    share = facts["hundredths"]
    if share is None:
        return (
            _("Too few invitations yet to say how it answers.")
            if side == MINE
            else _("You had too few invitations yet.")
        )
    if share == 100:
        return _("Answers every invitation.") if side == MINE else _("You answer every invitation.")
    if share == 0:
        return _("Has answered no invitation.") if side == MINE else _("You have answered no invitation.")
    if side == MINE:
        return _("Answers about %(tenths)d of 10 invitations.") % _tenths(share)
    return _("You answer about %(tenths)d of 10 invitations.") % _tenths(share)


def _continuity(facts: Facts, side: Side) -> str:
    share = facts["hundredths"]
    if share is None:
        return _("It has had no partner here yet.") if side == MINE else _("You have had no partner here yet.")
    if share == 100:
        return _("It went on with every partner.") if side == MINE else _("You went on with every partner.")
    if share == 0:
        return _("It went on with no partner yet.") if side == MINE else _("You went on with no partner yet.")
    if side == MINE:
        return _("It went on with about %(tenths)d of 10 partners.") % _tenths(share)
    return _("You went on with about %(tenths)d of 10 partners.") % _tenths(share)


def _activity(facts: Facts, side: Side) -> str:
    days = facts["days"]
    if days is None:
        return (
            _("When it was last active is not known.") if side == MINE else _("When you were last active is not known.")
        )
    if days > 365:
        return _("Last active more than a year ago.")
    if days <= 7:
        return _("Active in the last week.")
    return ngettext("Last active %(count)d day ago.", "Last active %(count)d days ago.", days) % {"count": days}


def _equity(facts: Facts, side: Side) -> str:
    first = _("its first exchange") if side == MINE else _("your first exchange")
    said = [first if reason == "first_time" else str(Setting(reason).label) for reason in facts["reasons"]]
    if not said:
        return _("Nobody needs a head start here.")
    return _("A small head start, to be fair: %(reasons)s") % {"reasons": listed(said)}


_SENTENCES: Mapping[str, Callable[[Facts, Side], str]] = {
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
    "activity": _activity,
    "continuity": _continuity,
    "equity": _equity,
}

BOTH_FIRST = ("topics", "time", "kind", "calendar", "sdgs", "ages")
"""Parts that say the same to both sides, the most telling first."""
SIDE_FIRST = ("language_goal", "replies", "equity")
"""Parts of which each side has its own."""
BOTH_MOST, SIDE_MOST = 4, 3
_TELLING: Mapping[str, Callable[[Facts], object]] = {
    "topics": lambda facts: facts["shared"],
    "sdgs": lambda facts: facts["shared"],
    "language_goal": lambda facts: facts["own"] or facts["spoken"],
    "ages": lambda facts: facts["shared"],
    "time": lambda facts: facts["winter"] or facts["summer"],
    "calendar": lambda facts: facts["weeks"],
    "kind": lambda facts: facts["first_of_both"],
    "replies": lambda facts: (facts["hundredths"] or 0) >= 50,
    "equity": lambda facts: facts["reasons"],
}


def shared_reasons(facts_by_part: Mapping[str, Facts], *, meeting: str = "") -> list[str]:
    """What both have in common, in a few sentences. `meeting` says when the weeks meet."""
    return [
        _("Your weeks meet: %(when)s") % {"when": meeting}
        if code == "time" and meeting
        else part_sentence(code, facts_by_part[code])
        for code in _telling(BOTH_FIRST, facts_by_part)[:BOTH_MOST]
    ]


def side_reasons(facts_by_part: Mapping[str, Facts], side: Side) -> list[str]:
    """What speaks for the other in the eyes of one side alone."""
    asked = SIDE_FIRST if side == MINE else SIDE_FIRST[:-1]  # one's own head start is no news in every row
    telling = _telling(asked, facts_by_part)[:SIDE_MOST]
    return [part_sentence(code, facts_by_part[code], side) for code in telling]


def _telling(codes: Iterable[str], facts_by_part: Mapping[str, Facts]) -> list[str]:
    return [code for code in codes if code in facts_by_part and _TELLING[code](facts_by_part[code])]
