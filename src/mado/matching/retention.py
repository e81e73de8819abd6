"""What is kept of persons goes with them. Refusals stand as long as the wish does: whoever follows on the seat sees and may
undo what was learned."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from mado.accounts.queries import those_gone
from mado.kernel.retention import register_retention
from mado.matching.enums import PairState
from mado.matching.models import RecommendationMail, RoundPair, ToldRecommendation

# Recommendations
register_retention(
    "matching.RecommendationMail",
    "seat",
    due=lambda: RecommendationMail.objects.filter(person__in=those_gone()),
    deletes=True,
)
register_retention(
    "matching.ToldRecommendation",
    "seat",
    due=lambda: ToldRecommendation.objects.filter(person__in=those_gone()),
    deletes=True,
)

# Rounds: the words of a no go five years after it; pairs, dates and reasons stay for the figures.
CASE_YEARS = 5


def _words_gone_by() -> QuerySet[RoundPair]:
    before = timezone.now() - dt.timedelta(days=365 * CASE_YEARS)
    return RoundPair.objects.filter(state_changed_at__lt=before).exclude(state=PairState.ASKED)


register_retention(
    "matching.RoundPair",
    "case",
    due=_words_gone_by,
    clears="decline_note",
    keeps="id code round a b score_a score_b state state_changed_at confirmed_a_by confirmed_a_at confirmed_b_by "
    "confirmed_b_at declined_side declined_by decline_reason nudged_at invitation",
)
