from django.urls import path

from mado.notify.web.views import mailbox

app_name = "notify"
urlpatterns = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", mailbox.mail, name="mail"),
]
