"""Parts, conditions and lessons in the reader's language: one place for recommendations, rounds and papers.

The engine speaks in codes and numbers (engine.scoring.PARTS, engine.feasibility.CONDITIONS); everything a person reads of
them is made here.
"""

from collections.abc import Callable, Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mado.directory.enums import Level
from mado.matching.engine.rows import BANDS, WishRow
from mado.matching.enums import RefusalReason
from mado.matching.models import Refusal
from mado.partnerships.wording import spoken_name
from mado.profiles.enums import ExchangeKind
from mado.reference.places import country_name

Words = str | Promise

PART_TITLES: Mapping[str, Words] = {
    "topics": pgettext_lazy("part of a score", "Topics"),
    "sdgs": pgettext_lazy("part of a score", "Global goals"),
    "language_goal": pgettext_lazy("part of a score", "Practising a language"),
    "language_given": pgettext_lazy("part of a score", "Offering a language"),
    "ages": pgettext_lazy("part of a score", "Ages of the pupils"),
    "size": pgettext_lazy("part of a score", "Size of the groups"),
    "time": pgettext_lazy("part of a score", "Common time in the week"),
    "calendar": pgettext_lazy("part of a score", "Common weeks with lessons"),
    "kind": pgettext_lazy("part of a score", "Kind of exchange"),
    "setting": pgettext_lazy("part of a score", "Where the schools lie"),
    "sector": pgettext_lazy("part of a score", "Public or private"),
    "replies": pgettext_lazy("part of a score", "How it answers"),
    "activity": pgettext_lazy("part of a score", "When it was last active"),
    "continuity": pgettext_lazy("part of a score", "Whether exchanges go on"),
    "equity": pgettext_lazy("part of a score", "A fair chance"),
}

CONDITION_TITLES: Mapping[str, Words] = {
    "kind": pgettext_lazy("condition", "Kind of exchange"),
    "mode": pgettext_lazy("condition", "Live or in turns"),
    "levels": pgettext_lazy("condition", "Level of school"),
    "ages": pgettext_lazy("condition", "Ages of the pupils"),
    "language": pgettext_lazy("condition", "A common language"),
    "period": pgettext_lazy("condition", "Period"),
    "places": pgettext_lazy("condition", "Countries"),
    "regions": pgettext_lazy("condition", "Regions"),
    "sectors": pgettext_lazy("condition", "Public or private"),
    "capacity": pgettext_lazy("condition", "A free place"),
    "dormant": pgettext_lazy("condition", "Signs of life"),
    "proposed": pgettext_lazy("condition", "May be recommended"),
    "weekly": pgettext_lazy("condition", "Common time in the week"),
    "weeks": pgettext_lazy("condition", "Common weeks with lessons"),
    "same_school": pgettext_lazy("condition", "Another school"),
    "partners": pgettext_lazy("condition", "Not partners yet"),
    "refused": pgettext_lazy("condition", "Open to each other"),
}

WHY_NOT: Mapping[tuple[str, str], Words] = {
    ("kind", ""): gettext_lazy("You look for different kinds of exchange."),
    ("mode", ""): gettext_lazy("One of you wants to meet live only, the other in turns only."),
    ("levels", "mine"): gettext_lazy("Your wish asks for other levels of school."),
    ("levels", "theirs"): gettext_lazy("Its wish asks for schools of other levels than yours."),
    ("levels", ""): gettext_lazy("The levels of the two schools are not those the wishes ask for."),
    ("ages", ""): gettext_lazy("The pupils are too far apart in age."),
    ("language", ""): gettext_lazy("There is no language in which both groups can meet."),
    ("language", "mine"): gettext_lazy("Its pupils speak the common language less well than your wish asks."),
    ("language", "theirs"): gettext_lazy("Your pupils speak the common language less well than its wish asks."),
    ("period", ""): gettext_lazy("The times of the year you name do not meet."),
    ("places", "mine"): gettext_lazy("Your wish asks for schools of other countries."),
    ("places", "theirs"): gettext_lazy("It looks for partners in other countries."),
    ("places", ""): gettext_lazy("One of you looks for partners in other countries."),
    ("regions", "mine"): gettext_lazy("Your wish asks for schools of other regions of its country."),
    ("regions", "theirs"): gettext_lazy("It looks for partners in other regions of your country."),
    ("regions", ""): gettext_lazy("One of you looks for partners in other regions."),
    ("sectors", "mine"): gettext_lazy("Your wish asks for another sector, public or private."),
    ("sectors", "theirs"): gettext_lazy("Its wish asks for another sector, public or private."),
    ("sectors", ""): gettext_lazy("One of you asks for another sector, public or private."),
    ("capacity", "mine"): gettext_lazy("Your own school has no place left, for partners or for invitations."),
    ("capacity", "theirs"): gettext_lazy("It has no place left at present, for partners or for invitations."),
    ("capacity", ""): gettext_lazy("One of you has no place left at present."),
    ("dormant", "mine"): gettext_lazy("Your own school is shown as dormant."),
    ("dormant", "theirs"): gettext_lazy("It is dormant: nothing has been heard of it for long."),
    ("dormant", ""): gettext_lazy("One of you is dormant: nothing has been heard of it for long."),
    ("proposed", "mine"): gettext_lazy("Your wish says that it shall not be recommended."),
    ("proposed", "theirs"): gettext_lazy("It wants to choose for itself and not to be recommended."),
    ("proposed", ""): gettext_lazy("One of you does not want to be recommended."),
    ("weekly", ""): gettext_lazy("Your weeks have no time in common for a live meeting."),
    ("weeks", ""): gettext_lazy("Too few weeks have lessons at both schools."),
    ("same_school", ""): gettext_lazy("It is your own school."),
    ("partners", "mine"): gettext_lazy("You are partners already, and your wish leaves partners out."),
    ("partners", "theirs"): gettext_lazy("You are partners already, and its wish leaves partners out."),
    ("partners", ""): gettext_lazy("You are partners already, and both wishes leave partners out."),
    ("refused", "mine"): gettext_lazy("Your school has turned it down."),
    ("refused", "theirs"): gettext_lazy("At present it looks for other partners."),
    ("refused", ""): gettext_lazy("At present one of you looks for other partners."),
}
"""(condition, side it fails at: "mine", "theirs", "" both or either) → one sentence. What another school keeps to itself
(countries it excludes, whom it turned down) is said so that nobody can read it off."""


def part_title(code: str) -> str:
    return str(PART_TITLES[code])


def condition_title(code: str) -> str:
    return str(CONDITION_TITLES[code])


def why_not(code: str, side: str = "") -> str:
    """Why a pair cannot be, as one sentence to a school ("mine" is the reader's)."""
    return str(WHY_NOT.get((code, side)) or WHY_NOT[code, ""])


def failing_sides(code: str, mine: WishRow, theirs: WishRow) -> tuple[str, ...]:
    """At whose wish or school a condition fails: "mine", "theirs" or both; ("",) where it takes two or is nobody's fault."""
    if code not in _SIDES:
        return ("",)
    fails = (("mine", _SIDES[code](mine, theirs)), ("theirs", _SIDES[code](theirs, mine)))
    return tuple(side for side, failing in fails if failing) or ("",)


def _keeps_out(wanted: Collection[str], said: Collection[str]) -> bool:
    return bool(wanted) and bool(said) and set(wanted).isdisjoint(said)


def _asks_for_more(one: WishRow, other: WishRow) -> bool:
    """They share a language, but in none the pupils of `other` are as good as `one` asks."""
    theirs = dict(other.languages)
    shared = [theirs[tag] for tag, _band in one.languages if tag in theirs]
    low = BANDS[: BANDS.index(one.band_wanted)] if one.band_wanted else ()
    return bool(shared) and all(band in low for band in shared)


def _names_other_regions(one: WishRow, other: WishRow) -> bool:
    named = [region for region in one.partner_regions if region.startswith(f"{other.country}-")]
    return _keeps_out(named, (other.region,) if other.region else ())


_SIDES: Mapping[str, Callable[[WishRow, WishRow], bool]] = {
    "levels": lambda one, other: _keeps_out(one.partner_levels, other.levels),
    "sectors": lambda one, other: _keeps_out(one.partner_sectors, (other.sector,) if other.sector else ()),
    "places": lambda one, other: (
        _keeps_out(one.partner_countries, (other.country,)) or other.country in one.excluded_countries
    ),
    "language": _asks_for_more,
    "partners": lambda one, other: other.again and not one.again,
    "regions": _names_other_regions,
    "capacity": lambda one, _other: not one.capacity,
    "dormant": lambda one, _other: one.dormant,
    "proposed": lambda one, _other: not one.propose,
    "refused": lambda one, other: other.organization in one.refused,
}
"""Condition → whether it fails at `one`."""


def fit_text(percent: int) -> str:
    """How well a school fits one's wish, both sides weighed."""
    return _("Fits you: %(percent)d of 100") % {"percent": percent}


def lesson_text(refusal: Refusal) -> str:
    """What was learned from a refusal, as one sentence."""
    names = {"school": spoken_name(refusal.school)}
    match refusal.reason:
        case RefusalReason.SCHOOL:
            return _("%(school)s is not recommended to your school.") % names
        case RefusalReason.COUNTRY:
            return _("Schools in %(country)s are not recommended for this wish.") % {
                "country": country_name(refusal.value)
            }
        case RefusalReason.KIND:
            return _("Schools that want “%(kind)s” are not recommended for this wish.") % {
                "kind": ExchangeKind(refusal.value).label
            }
        case RefusalReason.LEVEL:
            return _("Schools of the level “%(level)s” are not recommended for this wish.") % {
                "level": Level(refusal.value).label
            }
    return str(_WEIGHED[refusal.reason])


_WEIGHED: Mapping[str, Words] = {
    RefusalReason.TIMES: gettext_lazy("Common time counts more for this wish."),
    RefusalReason.TOPICS: gettext_lazy("Common topics count more for this wish."),
    RefusalReason.LANGUAGE: gettext_lazy("Languages count more for this wish."),
    RefusalReason.SIZE: gettext_lazy("The size of the groups counts more for this wish."),
    RefusalReason.REPLIES: gettext_lazy("How a school answers counts more for this wish."),
}
