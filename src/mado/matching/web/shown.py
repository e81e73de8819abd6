"""What the screens show of a recommendation: words, numbers and ways on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from mado.directory.enums import Level
from mado.directory.models import Organization
from mado.matching.engine.scoring import Explanation
from mado.matching.fit_words import Reasons, reasons_of
from mado.matching.models import Refusal
from mado.matching.opening_words import SECTIONS, anchor_of, change_text, opens_text
from mado.matching.part_words import Side, part_sentence
from mado.matching.queries.recommendations import Found, Pair, Recommendation, openings_of
from mado.matching.wording import condition_title, failing_sides, lesson_text, part_title, why_not
from mado.profiles.answers import ages_text, countries_text, languages_text, topics_text
from mado.profiles.enums import ExchangeKind
from mado.profiles.models import Wish
from mado.reference.places import country_name, region_name


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a number: `weight` and `reached` of 100, `points` what it adds to the 100."""

    title: str
    sentence: str
    weight: str
    reached: str
    points: str


@dataclass(frozen=True, slots=True)
class Row:
    """A recommendation as a row."""

    school: Organization
    place: str
    wish: Wish
    percent: int
    reasons: Reasons
    fit_url: str
    invite_url: str
    refuse_url: str


def place_of(one: Organization) -> str:
    """City, region and country in the reader's language, smallest first."""
    region = region_name(one.region) if one.region else one.region_name
    return " · ".join(dict.fromkeys(filter(None, (one.city, region, country_name(one.country)))))


def rows_of(found: Found, own: Wish) -> list[Row]:
    return [row_of(one, own) for one in found.rows]


def row_of(one: Recommendation, own: Wish) -> Row:
    keys = {"wish": own.code, "code": one.school.code}
    return Row(
        school=one.school,
        place=place_of(one.school),
        wish=one.wish,
        percent=one.percent,
        reasons=reasons_of(one, own),
        fit_url=reverse("matching:fit", kwargs=keys),
        invite_url=invite_url(own, one.school),
        refuse_url=reverse("matching:refuse", kwargs=keys),
    )


def facts_of_wish(wish: Wish) -> list[tuple[str, str]]:
    """(what, said) of a wish, for its pane; what is not said is left out."""
    facts = [
        (_("Looks for"), str(wish.get_kind_display()) if wish.kind else ""),
        (_("How they meet"), str(wish.get_mode_display())),
        (_("Countries"), countries_text(wish) if wish.partner_regions else ""),
        (_("Pupils"), ages_text(wish)),
        (_("Languages"), languages_text(wish.languages)),
        (_("How well the partner's pupils should speak, at least"), wish.partner_language_band),
        (_("Topics"), topics_text(wish.topics)),
    ]
    return [(what, said) for what, said in facts if said]


def lines_of(explanation: Explanation, side: Side) -> list[PartLine]:
    """Every part, what adds most first; the points add up to the number."""
    parts = sorted(explanation.parts, key=lambda part: -part.points)
    return [
        PartLine(
            part_title(part.code),
            part_sentence(part.code, part.facts, side),
            _number(part.weight / 10),
            _number(part.value / 10),
            _number(part.points / 10_000),
        )
        for part in parts
        if part.weight
    ]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def out_of_hundred(explanation: Explanation) -> str:
    return _number(explanation.points / 10_000)


def invite_url(own: Wish, school: Organization) -> str:
    query = {"to": school.code, "from": own.organization.code, "wish": own.code}
    return f"{reverse('partnerships:invite')}?{urlencode(query)}"


def reasons_against(pair: Pair) -> list[tuple[str, str]]:
    """(what, why) of every condition that fails, in words."""
    if pair.row is None:
        return []
    mine = pair.asking.row
    return [
        (condition_title(code), why_not(code, side))
        for code in pair.failing
        for side in failing_sides(code, mine, pair.row)
    ]


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    opens: str
    url: str


def changes_of(found: Found, learned: Sequence[Refusal]) -> list[Change]:
    """The changes that would open most; what was learned from a refusal is undone on this page, not in the wish."""
    wish = found.asking.wish
    values = {(refusal.reason, refusal.value) for refusal in learned}
    urls = {
        key: reverse("profiles:wish_section", args=[wish.organization.code, wish.code, key])
        for key in set(SECTIONS.values())
    }
    shown = []
    for opening in openings_of(found):
        is_lesson = (_LESSON_OF.get(opening.field, ""), opening.value) in values
        url = "#learned" if is_lesson else urls[SECTIONS[opening.field]] + anchor_of(opening)
        shown.append(Change(change_text(opening), opens_text(opening), url))
    return shown


_LESSON_OF = {"excluded_countries": "country", "alternative_kinds": "kind", "partner_levels": "level"}


@dataclass(frozen=True, slots=True)
class Lesson:
    refusal: Refusal
    said: str
    learned: str


def lessons_of(refusals: Iterable[Refusal]) -> list[Lesson]:
    return [Lesson(one, str(one.reason_choice.label), lesson_text(one)) for one in refusals]


def refusal_words(reason: str, value: str) -> str:
    """What a reason that becomes a condition would come to for this school, as a hint beside its choice."""
    hints = {
        "country": lambda: _("No schools in %(country)s for this wish from now on") % {"country": country_name(value)},
        "kind": lambda: _("No more “%(kind)s” for this wish") % {"kind": ExchangeKind(value).label},
        "level": lambda: _("No more schools of the level “%(level)s” for this wish") % {"level": Level(value).label},
        "school": lambda: _("Not for any wish of your school"),
    }
    return hints[reason]()
