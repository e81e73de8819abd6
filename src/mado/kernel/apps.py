from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "mado.kernel"
    label = "kernel"
