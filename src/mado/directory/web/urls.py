from django.urls import path

from mado.directory.web.views import compare, export, find, places, school, searches

app_name = "directory"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("find/suggest/", find.find_suggest, name="find_suggest"),
    path("find/points/", places.find_points, name="find_points"),
    path("find/ground/", places.find_ground, name="find_ground"),
    path("find/export.<str:form>", export.find_export, name="find_export"),
    path("find/compare/", compare.compare, name="compare"),
    path("searches/", searches.searches, name="searches"),
    path("searches/save/", searches.search_save, name="search_save"),
    path("searches/stop/<str:token>/", searches.search_stop, name="search_stop"),
    path("searches/<int:pk>/", searches.search, name="search"),
    path("searches/<int:pk>/<str:move>/", searches.search_move, name="search_move"),
    path("schools/<str:code>/", school.school, name="school"),
]
