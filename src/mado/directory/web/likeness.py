""" "Like my school": the same level, and a number of pupils in the same band."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mado.directory.asking import to_query
from mado.directory.contributions import Contribution
from mado.directory.models import Organization
from mado.directory.search import SearchRequest
from mado.directory.web.choices import value_label
from mado.kernel.counts import count_text

BAND = 2
"""From half to twice the number of pupils: half a class can still meet a whole one."""


@dataclass(frozen=True, slots=True)
class LikeMine:
    """In words, the query string that asks for it, and whether it is asked already."""

    label: str
    query: str
    chosen: bool


def like_mine(asked: SearchRequest, own: Organization | None, said: Contribution | None) -> LikeMine | None:
    """For who acts for a school of which level or size is known. `said` is what higher apps say of it."""
    if own is None:
        return None
    pupils = said.pupils if said is not None and said.pupils is not None else own.enrolment
    band = (pupils // BAND, pupils * BAND) if pupils else None
    if not own.levels and band is None:
        return None
    levels = tuple(own.levels)
    chosen = asked.level == levels and asked.pupils == band
    return LikeMine(_words(levels, band), to_query(asked, level=levels, pupils=band), chosen)


def _words(levels: tuple[str, ...], band: tuple[int, int] | None) -> str:
    names: list[str | Promise] = [value_label("level", level) for level in levels]
    kinds = " · ".join(str(name) for name in names)
    if band is None:
        return _("Like my school: %(kinds)s") % {"kinds": kinds}
    facts = {"kinds": kinds, "low": count_text(band[0]), "high": count_text(band[1])}
    if not kinds:
        return _("Like my school: %(low)s to %(high)s pupils") % facts
    return _("Like my school: %(kinds)s, %(low)s to %(high)s pupils") % facts
