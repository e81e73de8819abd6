from django.urls import path

from mado.api.v1.api import api

urlpatterns = [path("", api.urls)]
