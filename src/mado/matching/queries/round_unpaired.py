"""Who got nobody in a result, why, and what could help: a reason and an alternative for every school."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mado.matching.enums import RoundSide
from mado.matching.models import PairingRound, RoundSchool
from mado.matching.queries.round_result import outcome, schools_by_code
from mado.matching.round_words import helps_words, unpaired_words, why_none_fits
from mado.partnerships.queries import balances, better_supplied

OTHERS_MOST = 3


@dataclass(frozen=True, slots=True)
class Unpaired:
    """`codes`: the conditions that shut most others out, for a school nobody fits; `countries`: where places are easier to
    find. Both are words only when they are read, so that each reader has them in their language."""

    school: RoundSchool
    reason: str
    codes: Sequence[str]
    countries: Sequence[str]

    @property
    def why(self) -> str:
        return " ".join(filter(None, (unpaired_words(self.reason), why_none_fits(self.codes))))

    @property
    def helps(self) -> str:
        return helps_words(self.reason, self.codes, self.countries)


def unpaired(found: PairingRound, rule: str, why_not: dict[str, Sequence[str]], side: str) -> list[Unpaired]:
    """Schools of one side without a partner under the rule, longest waiting first."""
    known = schools_by_code(found)
    reasons = outcome(found.run, rule).get("reasons", {}).get(side, {})
    rows = [known[code] for code in reasons if code in known]
    elsewhere = _elsewhere(found, rows, side)
    listed = [
        Unpaired(
            row,
            reasons[row.organization.code],
            why_not.get(row.organization.code, ()),
            elsewhere[row.organization.country],
        )
        for row in rows
    ]
    return sorted(listed, key=lambda one: (one.school.waiting_since, one.school.organization.code))


def _elsewhere(found: PairingRound, rows: Iterable[RoundSchool], side: str) -> dict[str, list[str]]:
    """Country of a school → other countries, not those of this round's other side, where fewer schools seek each place."""
    other = RoundSide.B if side == RoundSide.A else RoundSide.A
    here = set(found.schools.filter(side=other).values_list("organization__country", flat=True))
    homes = {row.organization.country for row in rows}
    return {
        home: [row.country for row in better_supplied(balances(home), sorted(here - {home}))][:OTHERS_MOST]
        for home in homes
    }
