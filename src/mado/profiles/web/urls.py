from django.urls import path

from mado.profiles.web.views import overlap
from mado.profiles.web.views.school import calendar, profile, wishes

app_name = "profiles"
urlpatterns = [
    path("overlap/", overlap.overlap, name="overlap"),
    path("my-school/<str:code>/", profile.tasks, name="tasks"),
    path("my-school/<str:code>/wishes/new/", wishes.wish_new, name="wish_new"),
    path("my-school/<str:code>/wishes/<str:wish>/", wishes.wish, name="wish"),
    path("my-school/<str:code>/wishes/<str:wish>/check/", wishes.wish_check, name="wish_check"),
    path("my-school/<str:code>/wishes/<str:wish>/move/<slug:move>/", wishes.wish_move, name="wish_move"),
    path("my-school/<str:code>/wishes/<str:wish>/<slug:section>/", wishes.wish_section, name="wish_section"),
    path("my-school/<str:code>/calendar/", calendar.calendar, name="calendar"),
    path("my-school/<str:code>/calendar/add/", calendar.calendar_add, name="calendar_add"),
    path("my-school/<str:code>/calendar/remove/<int:span>/", calendar.calendar_remove, name="calendar_remove"),
    path("my-school/<str:code>/calendar/typical/", calendar.calendar_typical, name="calendar_typical"),
    path("my-school/<str:code>/<slug:section>/", profile.section, name="section"),
]
