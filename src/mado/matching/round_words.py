"""What rules, reasons and results of a round are called, in the language of the moment."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import format_percent
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mado.directory.models import Organization
from mado.kernel.export import Cell
from mado.matching.enums import RoundRule, RoundSide
from mado.matching.models import RoundPair, RoundSchool
from mado.matching.queries.round_balance import area_name
from mado.matching.wording import condition_title
from mado.partnerships.enums import DeclineReason
from mado.partnerships.wording import reader_locale
from mado.profiles.enums import Topic
from mado.profiles.models import Wish
from mado.reference.languages import language_name
from mado.reference.places import country_name, region_name

RULES: dict[str, str | Promise] = {
    RoundRule.STABLE: gettext_lazy(
        "No two schools of the round would both rather have each other than the partners they got."
    ),
    RoundRule.MOST: gettext_lazy("The sum of what all schools think of their partners is as great as it can be."),
    RoundRule.FAIR: gettext_lazy(
        "As many schools as possible get a first partner; as far as places allow, every county and country gets the number "
        "set for it, usually one; where several could then have the same place, the one that has waited longest gets it."
    ),
}
"""The rule in one sentence: stands on every page, mail and paper of a round."""

UNPAIRED: dict[str, str | Promise] = {
    "no_places": pgettext_lazy("why a school has no partner", "It was given no place in this round."),
    "no_feasible_partner": pgettext_lazy("why a school has no partner", "Nobody on the other side fits both wishes."),
    "only_forbidden_partners": pgettext_lazy(
        "why a school has no partner",
        "Everybody who fits was ruled out by hand, has declined before, or stands in an open invitation with it.",
    ),
    "partners_without_places": pgettext_lazy(
        "why a school has no partner", "Everybody who fits was given no place in this round."
    ),
    "partner_has_place": pgettext_lazy(
        "why a school has no partner", "Somebody who fits has a place left, but this pair would lower the total."
    ),
    "partners_full_and_keep_others": pgettext_lazy(
        "why a school has no partner", "All places of those who fit went to schools they think at least as much of."
    ),
    "partners_full": pgettext_lazy(
        "why a school has no partner", "All places of those who fit are taken. The rule served others first."
    ),
    "partners_pinned": pgettext_lazy(
        "why a school has no partner",
        "All places of those who fit are taken, at least one of them by a pair that was set by hand.",
    ),
}
"""Certificate reason → sentence."""


def rule_words(rule: str) -> str:
    return str(RULES.get(rule, ""))


def unpaired_words(reason: str) -> str:
    return str(UNPAIRED.get(reason, reason))


def share_text(part: float, whole: float) -> str:
    """A share in whole per cent; "–" where there is nothing to share. Close to the whole, but less, it is never said to
    be the whole: a tenth of a per cent is shown, rounded down."""
    if not whole:
        return "–"
    share = part / whole
    if 0.99 < share < 1:
        return format_percent(math.floor(share * 1000) / 1000, format="0.0%", locale=reader_locale())
    return format_percent(share, locale=reader_locale())


def why_none_fits(codes: Sequence[str]) -> str:
    """The conditions that shut most others out, in words; "" when none is known."""
    if not codes:
        return ""
    names = ", ".join(condition_title(code) for code in codes)
    return _("What shuts most of them out: %(conditions)s.") % {"conditions": names}


def helps_words(reason: str, codes: Sequence[str], countries: Sequence[str]) -> str:
    """What the school or its office can do next."""
    parts = []
    if reason == "no_places":
        parts.append(_("Give the school a place in this round."))
    elif reason == "no_feasible_partner" and codes:
        parts.append(_("Widen the wish where it shuts most others out."))
    elif reason == "only_forbidden_partners":
        parts.append(_("Look for other schools on the other side."))
    else:
        parts.append(_("One more place at a school that fits, or the second pass of this round."))
    if countries:
        names = ", ".join(country_name(code) for code in countries)
        parts.append(_("Places are easier to find in: %(countries)s.") % {"countries": names})
    return " ".join(parts)


def change_words(change: Mapping[str, Any], known: Mapping[str, RoundSchool]) -> str:
    """One change made by hand, in words. `known`: code → school."""

    def name(key: str) -> str:
        school = known.get(str(change.get(key, "")))
        return school.organization.name if school else str(change.get(key, ""))

    values = {"a": name("a"), "b": name("b"), "school": name("school"), "places": change.get("places")}
    values["area"] = area_name(str(change.get("area", "")))
    values["side"] = RoundSide(change["side"]).label if change.get("side") else ""
    sentences = {
        "pin": _("%(a)s and %(b)s are to be paired."),
        "forbid": _("%(a)s and %(b)s are not to be paired."),
        "release": _("%(a)s and %(b)s are left to the rule again."),
        "capacity": _("%(school)s takes %(places)s in this round."),
        "floor": _("%(side)s, %(area)s: schools that come before waiting counts, under the fair rule: %(places)s."),
    }
    return sentences.get(str(change.get("deed")), "") % values


def pair_table(pairs: Sequence[RoundPair]) -> tuple[list[str], list[list[Cell]]]:
    """Header and rows of the pairs of a round, for a table that leaves the house."""
    header = [
        _("Code"), _("School of the first side"), _("Its code"), _("Country"), _("School of the second side"), _("Its code"),
        _("Country"), _("State"), _("First side confirmed on"), _("Second side confirmed on"), _("Reason"), _("Invitation"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            pair.code,
            pair.a.organization.name,
            pair.a.organization.code,
            country_name(pair.a.organization.country),
            pair.b.organization.name,
            pair.b.organization.code,
            country_name(pair.b.organization.country),
            str(pair.state_choice.label),
            timezone.localdate(pair.confirmed_a_at) if pair.confirmed_a_at else None,
            timezone.localdate(pair.confirmed_b_at) if pair.confirmed_b_at else None,
            str(DeclineReason(pair.decline_reason).label) if pair.decline_reason else "",
            pair.invitation.code if pair.invitation else "",
        ]
        for pair in pairs
    ]
    return header, rows


def place_text(organization: Organization) -> str:
    """City, region and country in the reader's language, smallest first."""
    region = region_name(organization.region) if organization.region else organization.region_name
    return " · ".join(dict.fromkeys(filter(None, (organization.city, region, country_name(organization.country)))))


def common_facts(one: Wish, other: Wish) -> list[tuple[str, str]]:
    """What two wishes share and how they compare, as label and words."""
    topics = [str(Topic(key).label) for key in one.topics if key in other.topics]
    languages = [language_name(tag) for tag in one.languages if tag in other.languages]
    facts = [
        (_("Topics both name"), ", ".join(topics)),
        (_("Languages both can meet in"), ", ".join(languages)),
        (
            _("Ages of the pupils"),
            " / ".join(f"{wish.age_from}–{wish.age_to}" for wish in (one, other) if wish.age_from),
        ),
        (_("Pupils in a group"), " / ".join(str(wish.group_size) for wish in (one, other) if wish.group_size)),
    ]
    return [(label, words) for label, words in facts if words]
