"""The report of a round from two lists: one printable file, everything in words, nothing fetched from anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from mado.matching.engine.rounds import Outcome, Rule
from mado.matching.engine.scoring import both_percent, explain_both
from mado.matching.enums import RoundRule
from mado.matching.lists.drawing import Measure, pairs_picture, supply_and_demand
from mado.matching.lists.figures import natural, number, percent, short_date
from mado.matching.lists.pools import ListRound
from mado.matching.lists.reading import Entry, ReadList
from mado.matching.lists.reasons import shared_reasons, unfit_words
from mado.matching.lists.sides import SideView, side_view
from mado.matching.round_words import rule_words
from mado.partnerships.wording import full_date
from mado.profiles.wording import listed

PAIRS_EXPLAINED_MOST = 2_000
BLOCKING_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PairRow:
    """`percent`, `reasons`: for a pinned pair that does not fit "–" and what fails."""

    a: Entry
    b: Entry
    waiting_a: str
    waiting_b: str
    percent: str
    pinned: bool
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule's outcome beside the others. `total`: of the greatest total, in per cent."""

    name: str
    chosen: bool
    pairs: int
    served_a: str
    served_b: str
    total: str
    blocking: int
    least_area: str


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    rule: str
    rule_sentence: str
    day: str
    sides: Sequence[SideView]
    picture: str
    lines: str
    rules: Sequence[RuleRow]
    pairs: Sequence[PairRow]
    pairs_more: int
    certificate: Sequence[str]
    one_more: Sequence[str]
    notes: Sequence[str] = field(default_factory=tuple)


def report_html(
    found: ListRound, lists: tuple[ReadList, ReadList], outcomes: Mapping[Rule, Outcome], rule: Rule
) -> str:
    """In the active language. `outcomes`: those of all three rules, on the same pools."""
    report = _report(found, lists, outcomes, rule)
    css = files("mado.matching").joinpath("data/pair_report.css").read_text(encoding="utf-8")
    # A file on its own is no page of ours: it carries its style, since nothing stands beside it.
    style = format_html("<style>{}</style>", mark_safe(css))  # noqa: S308  # our own file
    return render_to_string(
        "matching/pair_report.html", {"report": report, "style": style, "language": get_language() or "en"}
    )


def _report(found: ListRound, lists: tuple[ReadList, ReadList], outcomes: Mapping[Rule, Outcome], rule: Rule) -> Report:
    outcome = outcomes[rule]
    names = (lists[0].path.stem, lists[1].path.stem)
    sides = tuple(side_view(side, one, found, outcome) for side, one in zip("ab", lists, strict=True))
    measures = [
        Measure(pgettext("picture of a round", "Schools"), sides[0].schools, sides[1].schools, "bar quiet"),
        Measure(pgettext("picture of a round", "Places"), sides[0].places, sides[1].places),
        Measure(pgettext("picture of a round", "Fit somebody"), sides[0].fit, sides[1].fit),
        Measure(pgettext("picture of a round", "Got a partner"), sides[0].matched, sides[1].matched, "bar strong"),
    ]
    return Report(
        title=_("Pairing of %(a)s and %(b)s") % {"a": names[0], "b": names[1]},
        rule=str(RoundRule(rule.value).label),
        rule_sentence=rule_words(rule.value),
        day=full_date(found.today),
        sides=sides,
        picture=supply_and_demand(measures, *names),
        lines=_lines(found, outcome, names),
        rules=[_rule_row(one, outcomes[one], found, chosen=one == rule) for one in Rule],
        pairs=_pair_rows(found, outcome),
        pairs_more=max(0, len(outcome.pairs) - PAIRS_EXPLAINED_MOST),
        certificate=_certificate(found, outcome),
        one_more=_one_more(found, outcome),
        notes=[_("Weeks with lessons and holidays are those typical of the country and region.")],
    )


def _lines(found: ListRound, outcome: Outcome, heads: tuple[str, str]) -> str:
    """The picture of the pairs, schools as people count them."""
    orders = [sorted(range(len(side)), key=lambda at: natural(side[at].id)) for side in (found.a, found.b)]
    place_a, place_b = ({school: place for place, school in enumerate(order)} for order in orders)
    names_a, names_b = (
        [side[school].name for school in order] for side, order in zip((found.a, found.b), orders, strict=True)
    )
    return pairs_picture(names_a, names_b, sorted((place_a[a], place_b[b]) for a, b in outcome.pairs), heads)


def _pair_rows(found: ListRound, outcome: Outcome) -> list[PairRow]:
    pinned = set(found.terms.pinned)
    rows = []
    for a, b in found.in_order(outcome.pairs)[:PAIRS_EXPLAINED_MOST]:
        one, other = found.a[a], found.b[b]
        unfit = found.unfit.get((a, b), ())
        share, reasons = ("–", [unfit_words(unfit)]) if unfit else _explained(found, a, b)
        since = short_date(one.waiting_since), short_date(other.waiting_since)
        rows.append(PairRow(one, other, *since, share, (a, b) in pinned, reasons))
    return rows


def _explained(found: ListRound, a: int, b: int) -> tuple[str, list[str]]:
    """(what both think of the pair, why)."""
    mine, theirs = explain_both(found.columns, found.position("a", a), found.position("b", b))
    both = int(both_percent(np.array([mine.points]), np.array([theirs.points]))[0])
    one, other = found.a[a], found.b[b]
    spoken = dict(other.said.get("languages", ()))
    languages = [tag for tag, _band in one.said.get("languages", ()) if tag in spoken]
    facts = {part.code: part.facts for part in mine.parts}
    return percent(both / 100), shared_reasons(facts, (one.name, other.name), languages)


def _rule_row(rule: Rule, outcome: Outcome, found: ListRound, *, chosen: bool) -> RuleRow:
    certificate = outcome.certificate
    share = certificate.share_of_optimum
    areas = [
        (row.matched / row.schools, names[row.area])
        for side, names in ((certificate.a, found.pools.areas_a), (certificate.b, found.pools.areas_b))
        for row in side.areas
        if row.schools and 0 <= row.area < len(names) and len(names) > 1
    ]
    least = min(areas, default=None)
    return RuleRow(
        name=str(RoundRule(rule.value).label),
        chosen=chosen,
        pairs=certificate.pairs,
        served_a=_of(certificate.a.matched, certificate.a.schools),
        served_b=_of(certificate.b.matched, certificate.b.schools),
        total=percent(share) if share is not None else "–",
        blocking=certificate.blocking_pairs,
        least_area=f"{least[1]}: {percent(least[0])}" if least else "–",
    )


def _of(part: int, whole: int) -> str:
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}


def _certificate(found: ListRound, outcome: Outcome) -> list[str]:
    certificate = outcome.certificate
    lines = []
    if certificate.blocking_pairs:
        sentence = ngettext(
            "%(count)d pair of schools that was not made would both rather have each other: %(names)s.",
            "%(count)d pairs of schools that were not made would both rather have each other, among them %(names)s.",
            certificate.blocking_pairs,
        )
        shown = [
            _("%(a)s with %(b)s") % {"a": found.a[a].name, "b": found.b[b].name}
            for a, b in certificate.blocking_examples[:BLOCKING_SHOWN]
        ]
        lines.append(sentence % {"count": certificate.blocking_pairs, "names": listed(shown)})
    else:
        lines.append(_("No two schools would both rather have each other than the partners they got."))
    if certificate.share_of_optimum is not None and certificate.optimum_total is not None:
        facts = {
            "total": number(certificate.total, 2),
            "optimum": number(certificate.optimum_total, 2),
            "share": percent(certificate.share_of_optimum),
        }
        lines.append(
            _(
                "What all schools think of their partners adds up to %(total)s; the greatest sum there can be is "
                "%(optimum)s (%(share)s)."
            )
            % facts
        )
    if found.terms.pinned or found.terms.forbidden:
        fixed = {"pinned": len(found.terms.pinned), "forbidden": len(found.terms.forbidden)}
        lines.append(_("Set by hand. Pairs that must stand: %(pinned)d. Pairs that must not: %(forbidden)d.") % fixed)
    return lines


def _one_more(found: ListRound, outcome: Outcome) -> list[str]:
    lines = []
    for row in outcome.certificate.one_more:
        if not (row.pairs_change or row.served_a_change + row.served_b_change):
            continue
        entry = (found.a if row.side == "a" else found.b)[row.school]
        facts: dict[str, Any] = {
            "school": entry.name,
            "wanted": row.wanted_by,
            "pairs": f"{row.pairs_change:+d}",
            "served": f"{row.served_a_change + row.served_b_change:+d}",
        }
        sentence = ngettext(
            "%(school)s, whom %(wanted)d other would rather have: pairs %(pairs)s, schools with a partner %(served)s.",
            "%(school)s, whom %(wanted)d others would rather have: pairs %(pairs)s, schools with a partner %(served)s.",
            row.wanted_by,
        )
        lines.append(sentence % facts)
    return lines
