from django.urls import path

from mado.partnerships.web.views import invitation, invitations, invite, office

app_name = "partnerships"
urlpatterns = [
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invite.invite, name="invite"),
    path("invitations/<str:code>/", invitation.invitation, name="invitation"),
    path("invitations/<str:code>/<str:move>/", invitation.invitation_move, name="invitation_move"),
    path("office/invitations/", office.office_invitations, name="office_invitations"),
]
