"""The few reasons of a recommendation, for rows, mails and programs."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from mado.matching.engine.scoring import Explanation
from mado.matching.part_words import Facts, shared_reasons, side_reasons
from mado.matching.queries.recommendations import Recommendation
from mado.matching.week_words import meeting_text
from mado.partnerships.models import school_zone
from mado.profiles.models import Wish


@dataclass(frozen=True, slots=True)
class Reasons:
    """`both`: what the two have in common; `mine`, `theirs`: what each side alone finds in the other."""

    both: list[str]
    mine: list[str]
    theirs: list[str]


def reasons_of(one: Recommendation, own: Wish) -> Reasons:
    """In the language of the moment, on the clock of the wish's school."""
    mine, theirs = facts_of(one.mine), facts_of(one.theirs)
    return Reasons(
        both=shared_reasons(mine, meeting=meeting_of(one, own)),
        mine=side_reasons(mine, "mine"),
        theirs=side_reasons(theirs, "theirs"),
    )


def meeting_of(one: Recommendation, own: Wish) -> str:
    """When the two weeks meet: "Tuesday to Thursday, 09:00–10:30"."""
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    return meeting_text(one.slots, school_zone(own.organization) or "UTC", today, monday.year)


def facts_of(explanation: Explanation) -> dict[str, Facts]:
    return {part.code: part.facts for part in explanation.parts}
