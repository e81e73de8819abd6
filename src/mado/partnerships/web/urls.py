from django.urls import path

from mado.partnerships.web.views import balance, here, invitation, invitations, invite, office, waiting

app_name = "partnerships"
urlpatterns = [
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invite.invite, name="invite"),
    path("invitations/waiting/", waiting.wait, name="wait"),
    path("invitations/waiting/<int:pk>/<str:move>/", waiting.wait_move, name="wait_move"),
    path("invitations/<str:code>/", invitation.invitation, name="invitation"),
    path("invitations/<str:code>/<str:move>/", invitation.invitation_move, name="invitation_move"),
    path("office/invitations/", office.office_invitations, name="office_invitations"),
    path("office/dormant/", office.office_dormant, name="office_dormant"),
    path("here/<str:token>/", here.here, name="here"),
    path("find/seek-and-open/", balance.balance, name="balance"),
]
