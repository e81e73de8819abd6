from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "mado.api"
    label = "api"
