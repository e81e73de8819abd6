from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "mado.demo"
    label = "demo"
