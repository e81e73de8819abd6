from django.urls import path

from mado.profiles.web.views import overlap
from mado.profiles.web.views.office import calendars
from mado.profiles.web.views.school import calendar, calendar_file, logo, photo, profile, texts, wishes

app_name = "profiles"
urlpatterns = [
    path("overlap/", overlap.overlap, name="overlap"),
    path("office/calendars/", calendars.office_calendars, name="office_calendars"),
    path("office/calendars/entries/<int:span>/", calendars.office_calendar_span, name="office_calendar_span"),
    path(
        "office/calendars/entries/<int:span>/<slug:move>/",
        calendars.office_calendar_span_move,
        name="office_calendar_span_move",
    ),
    path("office/calendars/<str:place>/", calendars.office_calendar, name="office_calendar"),
    path("office/calendars/<str:place>/bells/<str:level>/", calendars.office_bells, name="office_bells"),
    path(
        "office/calendars/<str:place>/<int:year>/<slug:move>/",
        calendars.office_calendar_move,
        name="office_calendar_move",
    ),
    path("my-school/<str:code>/", profile.tasks, name="tasks"),
    path("my-school/<str:code>/wishes/new/", wishes.wish_new, name="wish_new"),
    path("my-school/<str:code>/wishes/<str:wish>/", wishes.wish, name="wish"),
    path("my-school/<str:code>/wishes/<str:wish>/check/", wishes.wish_check, name="wish_check"),
    path("my-school/<str:code>/wishes/<str:wish>/move/<slug:move>/", wishes.wish_move, name="wish_move"),
    path("my-school/<str:code>/wishes/<str:wish>/copy/", wishes.wish_copy, name="wish_copy"),
    path("my-school/<str:code>/wishes/<str:wish>/renew/", wishes.wish_renew, name="wish_renew"),
    path("my-school/<str:code>/wishes/<str:wish>/texts/", texts.texts, name="wish_texts"),
    path("my-school/<str:code>/wishes/<str:wish>/texts/<str:language>/", texts.text, name="wish_text"),
    path(
        "my-school/<str:code>/wishes/<str:wish>/texts/<str:language>/translate/",
        texts.text_translate,
        name="wish_text_translate",
    ),
    path("my-school/<str:code>/wishes/<str:wish>/<slug:section>/", wishes.wish_section, name="wish_section"),
    path("my-school/<str:code>/calendar/", calendar.calendar, name="calendar"),
    path("my-school/<str:code>/calendar/add/", calendar.calendar_add, name="calendar_add"),
    path("my-school/<str:code>/calendar/remove/<int:span>/", calendar.calendar_remove, name="calendar_remove"),
    path("my-school/<str:code>/calendar/typical/", calendar.calendar_typical, name="calendar_typical"),
    path("my-school/<str:code>/calendar/file/", calendar_file.calendar_file, name="calendar_file"),
    path("my-school/<str:code>/calendar/file/take/", calendar_file.calendar_file_take, name="calendar_file_take"),
    path("my-school/<str:code>/picture/", photo.photo, name="photo"),
    path("my-school/<str:code>/picture/remove/", photo.photo_remove, name="photo_remove"),
    path("my-school/<str:code>/logo/", logo.logo, name="logo"),
    path("my-school/<str:code>/logo/remove/", logo.logo_remove, name="logo_remove"),
    path("my-school/<str:code>/texts/", texts.texts, name="texts"),
    path("my-school/<str:code>/texts/<str:language>/", texts.text, name="text"),
    path("my-school/<str:code>/texts/<str:language>/translate/", texts.text_translate, name="text_translate"),
    path("school-pictures/<str:code>/<str:name>", photo.photo_file, name="photo_file"),
    path("school-logos/<str:code>/<str:name>", logo.logo_file, name="logo_file"),
    path("my-school/<str:code>/<slug:section>/", profile.section, name="section"),
]
