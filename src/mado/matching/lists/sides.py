"""One side of a round from two lists, as the report shows it: what it brought and got, its areas, who got nobody and why."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mado.matching.engine.certificate import SideCount
from mado.matching.engine.rounds import Outcome
from mado.matching.lists.assumptions import assumed
from mado.matching.lists.figures import natural, percent, short_date
from mado.matching.lists.pools import ListRound
from mado.matching.lists.reading import Entry, ReadList
from mado.matching.lists.wording import ProblemGroup, grouped
from mado.matching.round_words import unpaired_words
from mado.matching.wording import condition_title
from mado.profiles.wording import listed

UNPAIRED_SHOWN_MOST = 500
_CONDITIONS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class AreaRow:
    name: str
    schools: int
    matched: int
    share: str


@dataclass(frozen=True, slots=True)
class UnpairedRow:
    entry: Entry
    waiting: str
    reason: str
    shut_out_by: str


@dataclass(frozen=True, slots=True)
class SideView:
    """`served`: what is said in place of the table of schools without a partner where there are none; `refused`: how many
    rows were not taken, "" for none; `unpaired_more`: schools without a partner that the table does not show."""

    name: str
    schools: int
    places: int
    fit: int
    matched: int
    areas: Sequence[AreaRow]
    served: str
    refused: str
    unpaired: Sequence[UnpairedRow]
    unpaired_more: int
    left_out: Sequence[ProblemGroup]
    ignored: Sequence[tuple[str, str]]
    assumed: Sequence[str]


def side_view(side: str, one: ReadList, found: ListRound, outcome: Outcome) -> SideView:
    pools, edges = found.pools, found.edges
    entries, capacity, ends, areas, count = (
        (found.a, pools.capacity_a, edges.a, pools.areas_a, outcome.certificate.a)
        if side == "a"
        else (found.b, pools.capacity_b, edges.b, pools.areas_b, outcome.certificate.b)
    )
    alone = sorted(count.unmatched, key=lambda row: natural(entries[row.school].id))
    refused = len({problem.line for problem in one.problems})
    return SideView(
        name=one.path.stem,
        schools=len(entries),
        places=int(capacity.sum()),
        fit=len(np.unique(ends)),
        matched=count.matched,
        areas=_area_rows(count, areas),
        served=_served(len(entries), refused),
        refused=_refused(refused, len(entries)),
        unpaired=[
            UnpairedRow(
                entries[row.school],
                short_date(entries[row.school].waiting_since),
                unpaired_words(row.reason.value),
                _shut_out(found, side, row.school),
            )
            for row in alone[:UNPAIRED_SHOWN_MOST]
        ],
        unpaired_more=max(0, len(alone) - UNPAIRED_SHOWN_MOST),
        left_out=grouped(one.problems),
        ignored=one.ignored,
        assumed=assumed(one, found.today),
    )


def _served(schools: int, refused: int) -> str:
    if not refused:
        return _("Every school got a partner.")
    taken = ngettext(
        "The %(count)d school that was taken has a partner.", "All %(count)d schools taken have a partner.", schools
    )
    return taken % {"count": schools}


def _refused(refused: int, taken: int) -> str:
    if not refused:
        return ""
    sentence = ngettext(
        "%(count)d of %(all)d rows was not taken.", "%(count)d of %(all)d rows were not taken.", refused
    )
    return sentence % {"count": refused, "all": refused + taken}


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
