from django.urls import path

from mado.correspondence.web.views import feeds, inbound, threads

app_name = "correspondence"
urlpatterns = [
    path("inbox/", threads.inbox, name="inbox"),
    path("inbox/<str:code>/", threads.thread, name="thread"),
    path("me/calendar/", feeds.feed_settings, name="feed_settings"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("mailbox/<int:pk>/answer/", inbound.answer_mail, name="answer_mail"),
    path("office/stray-mail/", inbound.quarantine, name="quarantine"),
    path("office/stray-mail/<int:pk>/", inbound.quarantined_mail, name="quarantined_mail"),
    path("office/stray-mail/<int:pk>/<str:move>/", inbound.quarantine_move, name="quarantine_move"),
]
