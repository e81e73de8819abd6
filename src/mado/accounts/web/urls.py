from django.urls import path

from mado.accounts.web.views import (
    alliance,
    claims,
    demo,
    drafts,
    handover,
    me,
    office,
    office_seats,
    people,
    seats,
)

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
    path("seats/<int:pk>/hand-over/", handover.hand_over, name="hand_over"),
    path("seats/invited/<str:token>/", handover.seat_invited, name="seat_invited"),
    path("seats/invitations/<str:code>/<str:move>/", people.seat_offer_move, name="seat_offer_move"),
    path("people/<str:code>/", people.school_people, name="school_people"),
    path("people/<str:code>/ask/", people.seat_offer, name="seat_offer"),
    path("people/<str:code>/stand-in/", people.interim_offer, name="interim_offer"),
    path("office/seats/", office_seats.office_seats, name="office_seats"),
    path("office/renew/", office_seats.office_renew, name="office_renew"),
    path("office/settings/", alliance.alliance_settings, name="alliance_settings"),
    path("office/mandates/", alliance.office_mandates, name="office_mandates"),
    path("office/mandates/new/", alliance.mandate_new, name="mandate_new"),
    path("office/mandates/<int:pk>/", alliance.mandate, name="mandate"),
    path("renew/<str:token>/", office_seats.renew_by_mail, name="renew_by_mail"),
    path("office/claims/", office.office_claims, name="office_claims"),
    path("office/claims/<str:code>/", office.office_claim, name="office_claim"),
    path("office/claims/<str:code>/<str:move>/", office.office_claim_move, name="office_claim_move"),
    path("office/schools/<str:code>/vouch/", seats.office_vouch, name="office_vouch"),
]
