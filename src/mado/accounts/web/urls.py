from django.urls import path

from mado.accounts.web.views import claims, demo, drafts, me, office, seats

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("drafts/<str:key>/", drafts.draft, name="draft"),
    path("sign-in-as/", demo.demo_sign_in, name="demo_sign_in"),
    path("seats/ask/", claims.claim_pick, name="claim_pick"),
    path("seats/ask/<str:code>/", claims.claim_new, name="claim_new"),
    path("seats/claims/<str:code>/", claims.claim, name="claim"),
    path("seats/claims/<str:code>/<str:move>/", claims.claim_move, name="claim_move"),
    path("seats/<int:pk>/end/", seats.seat_end, name="seat_end"),
    path("office/claims/", office.office_claims, name="office_claims"),
    path("office/claims/<str:code>/", office.office_claim, name="office_claim"),
    path("office/claims/<str:code>/<str:move>/", office.office_claim_move, name="office_claim_move"),
    path("office/schools/<str:code>/vouch/", seats.office_vouch, name="office_vouch"),
]
