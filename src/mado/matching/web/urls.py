from django.urls import path

from mado.matching.web.views import recommendation_mails, recommendations
from mado.matching.web.views.rounds import (
    adjusting,
    announcing,
    lists,
    moves,
    pair,
    public,
    results,
    schools,
)

app_name = "matching"
urlpatterns = [
    # Recommendations
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/mails/", recommendation_mails.mails, name="mails"),
    path("recommendations/mails/<str:token>/", recommendation_mails.mail_stop, name="mail_stop"),
    path("recommendations/<str:wish>/", recommendations.wish, name="wish"),
    path("recommendations/<str:wish>/count/", recommendations.count, name="count"),
    path("recommendations/<str:wish>/lessons/<int:pk>/undo/", recommendations.lesson_undo, name="lesson_undo"),
    path("recommendations/<str:wish>/<str:code>/", recommendations.fit, name="fit"),
    path("recommendations/<str:wish>/<str:code>/refuse/", recommendations.refuse, name="refuse"),
    # Rounds
    path("office/rounds/", lists.rounds, name="rounds"),
    path("office/rounds/new/", lists.round_new, name="round_new"),
    path("office/rounds/count/", lists.round_count, name="round_count"),
    path("office/rounds/<str:code>/", results.round_page, name="round"),
    path("office/rounds/<str:code>/progress/", results.round_progress, name="round_progress"),
    path("office/rounds/<str:code>/schools/", schools.round_schools, name="round_schools"),
    path("office/rounds/<str:code>/balance/", schools.round_balance, name="round_balance"),
    path("office/rounds/<str:code>/rules/", results.round_rules, name="round_rules"),
    path("office/rounds/<str:code>/pairs/", adjusting.round_pairs, name="round_pairs"),
    path("office/rounds/<str:code>/letters/", announcing.round_announce, name="round_announce"),
    path("office/rounds/<str:code>/answers/", announcing.round_answers, name="round_answers"),
    path("office/rounds/<str:code>/pairs.<str:form>", announcing.round_export, name="round_export"),
    path("office/rounds/<str:code>/<str:move>/", moves.round_move, name="round_move"),
    path("rounds/", public.rounds_public, name="rounds_public"),
    path("rounds/pairs/<str:code>/", pair.round_pair, name="round_pair"),
    path("rounds/pairs/<str:code>/<str:move>/", pair.round_pair_move, name="round_pair_move"),
    path("rounds/<str:code>/", public.round_public, name="round_public"),
    path("rounds/<str:code>/numbers.<str:form>", public.round_numbers, name="round_numbers"),
]
