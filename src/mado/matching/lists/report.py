"""The report of a round from two lists: one printable file, everything in words, nothing fetched from anywhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
from babel.numbers import format_decimal, format_percent
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from mado.matching.engine.certificate import SideCount
from mado.matching.engine.rounds import Outcome, Rule
from mado.matching.engine.scoring import both_percent, explain_both
from mado.matching.enums import RoundRule
from mado.matching.lists.drawing import Measure, pairs_picture, supply_and_demand
from mado.matching.lists.pools import ListRound
from mado.matching.lists.reading import Entry, ReadList
from mado.matching.lists.reasons import shared_reasons
from mado.matching.lists.wording import ProblemGroup, grouped
from mado.matching.round_words import rule_words, unpaired_words
from mado.matching.wording import condition_title
from mado.partnerships.wording import full_date
from mado.profiles.wording import listed, reader_locale

PAIRS_EXPLAINED_MOST = 2_000
UNPAIRED_SHOWN_MOST = 500
BLOCKING_SHOWN = 5
_CONDITIONS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class PairRow:
    a: Entry
    b: Entry
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
class AreaRow:
    name: str
    schools: int
    matched: int
    share: str


@dataclass(frozen=True, slots=True)
class UnpairedRow:
    entry: Entry
    reason: str
    shut_out_by: str


@dataclass(frozen=True, slots=True)
class SideView:
    """`unpaired_more`: schools without a partner that the table does not show."""

    name: str
    schools: int
    places: int
    fit: int
    matched: int
    areas: Sequence[AreaRow]
    unpaired: Sequence[UnpairedRow]
    unpaired_more: int
    left_out: Sequence[ProblemGroup]
    ignored: Sequence[tuple[str, str]]


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
    sides = tuple(_side(side, name, found, outcome, one) for side, name, one in zip("ab", names, lists, strict=True))
    measures = [
        Measure(pgettext("picture of a round", "Schools"), sides[0].schools, sides[1].schools, "bar quiet"),
        Measure(pgettext("picture of a round", "Places"), sides[0].places, sides[1].places),
        Measure(pgettext("picture of a round", "Fit somebody"), sides[0].fit, sides[1].fit),
        Measure(pgettext("picture of a round", "Got a partner"), sides[0].matched, sides[1].matched, "bar strong"),
    ]
    schools_a, schools_b = ([entry.name for entry in side] for side in (found.a, found.b))
    lines = pairs_picture(schools_a, schools_b, outcome.pairs, names)
    return Report(
        title=_("Pairing of %(a)s and %(b)s") % {"a": names[0], "b": names[1]},
        rule=str(RoundRule(rule.value).label),
        rule_sentence=rule_words(rule.value),
        day=full_date(found.today),
        sides=sides,
        picture=supply_and_demand(measures, *names),
        lines=lines,
        rules=[_rule_row(one, outcomes[one], found, chosen=one == rule) for one in Rule],
        pairs=_pair_rows(found, outcome),
        pairs_more=max(0, len(outcome.pairs) - PAIRS_EXPLAINED_MOST),
        certificate=_certificate(found, outcome),
        one_more=_one_more(found, outcome),
        notes=assumed(lists, found.today),
    )


def percent(value: float) -> str:
    """0.9994 is not 100 %: shares below one are never rounded up to it."""
    shown = min(round(value, 4), 0.9999) if value < 1 else value
    digits = "0.##%" if 0.99 < shown < 1 else "0%"
    return str(format_percent(shown, format=digits if digits != "0%" else None, locale=reader_locale()))


def number(value: float, digits: int = 0) -> str:
    return str(format_decimal(round(value, digits), locale=reader_locale()))


def _side(side: str, name: str, found: ListRound, outcome: Outcome, one: ReadList) -> SideView:
    pools, edges = found.pools, found.edges
    entries, capacity, ends, areas, count = (
        (found.a, pools.capacity_a, edges.a, pools.areas_a, outcome.certificate.a)
        if side == "a"
        else (found.b, pools.capacity_b, edges.b, pools.areas_b, outcome.certificate.b)
    )
    unpaired = [
        UnpairedRow(entries[row.school], unpaired_words(row.reason.value), _shut_out(found, side, row.school))
        for row in count.unmatched[:UNPAIRED_SHOWN_MOST]
    ]
    return SideView(
        name=name,
        schools=len(entries),
        places=int(capacity.sum()),
        fit=len(np.unique(ends)),
        matched=count.matched,
        areas=_area_rows(count, areas),
        unpaired=unpaired,
        unpaired_more=max(0, len(count.unmatched) - UNPAIRED_SHOWN_MOST),
        left_out=grouped(one.problems),
        ignored=one.ignored,
    )


def _area_rows(count: SideCount, names: Sequence[str]) -> list[AreaRow]:
    return [
        AreaRow(
            names[row.area] if 0 <= row.area < len(names) else pgettext("area of a school", "not stated"),
            row.schools,
            row.matched,
            percent(row.matched / row.schools),
        )
        for row in count.areas
        if row.schools
    ]


def _shut_out(found: ListRound, side: str, school: int) -> str:
    """For a school that fits nobody: the conditions that shut most of the other side out, most first."""
    codes = (found.why_not_a if side == "a" else found.why_not_b).get(school, ())
    return listed(condition_title(code) for code in codes[:_CONDITIONS_SHOWN])


def _pair_rows(found: ListRound, outcome: Outcome) -> list[PairRow]:
    pinned = set(found.terms.pinned)
    rows = []
    for a, b in outcome.pairs[:PAIRS_EXPLAINED_MOST]:
        mine, theirs = explain_both(found.columns, found.position("a", a), found.position("b", b))
        both = int(both_percent(np.array([mine.points]), np.array([theirs.points]))[0])
        reasons = shared_reasons({part.code: part.facts for part in mine.parts})
        rows.append(PairRow(found.a[a], found.b[b], percent(both / 100), (a, b) in pinned, reasons))
    return rows


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
        entry = (found.a if row.side == "a" else found.b)[row.school]
        facts: dict[str, Any] = {
            "school": entry.name,
            "wanted": row.wanted_by,
            "pairs": f"{row.pairs_change:+d}",
            "served": f"{row.served_a_change + row.served_b_change:+d}",
        }
        lines.append(
            _(
                "%(school)s, whom %(wanted)d others would rather have: pairs %(pairs)s, schools with a partner %(served)s."
            )
            % facts
        )
    return lines


def assumed(lists: Sequence[ReadList], today: dt.date) -> list[str]:
    """What was taken for granted since no column says it."""
    lines = []
    if not all(any(entry.times for entry in one.entries) for one in lists):
        lines.append(_("Where no weekly times stand, the usual school day of the country and level was taken."))
    if not all(any(entry.waiting_since for entry in one.entries) for one in lists):
        lines.append(_("Where no waiting day stands, the school waits since %(day)s.") % {"day": full_date(today)})
    if not all(any("capacity" in entry.said for entry in one.entries) for one in lists):
        lines.append(_("Where no number of partners stands, the school takes one."))
    lines.append(_("Weeks with lessons and holidays are those typical of the country and region."))
    return lines
