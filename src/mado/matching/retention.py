"""What is kept of persons goes with them. Refusals stand as long as the wish does: whoever follows on the seat sees and may
undo what was learned."""

from mado.accounts.queries import those_gone
from mado.kernel.retention import register_retention
from mado.matching.models import RecommendationMail, ToldRecommendation

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
