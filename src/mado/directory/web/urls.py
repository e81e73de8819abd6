from django.urls import path

from mado.directory.web.views import find, school

app_name = "directory"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("find/points/", find.find_points, name="find_points"),
    path("find/ground/", find.find_ground, name="find_ground"),
    path("schools/<str:code>/", school.school, name="school"),
]
