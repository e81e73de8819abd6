from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class DesksConfig(SelfRegistering, AppConfig):
    name = "mado.desks"
    label = "desks"
