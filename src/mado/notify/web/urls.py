from django.urls import path

from mado.notify.web.views import mailbox, settings

app_name = "notify"
urlpatterns = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", mailbox.mail, name="mail"),
    path("me/mails/", settings.settings, name="settings"),
    path("fewer-mails/<str:token>/", settings.unsubscribe, name="unsubscribe"),
]
