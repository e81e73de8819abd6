from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class IntakeConfig(SelfRegistering, AppConfig):
    name = "mado.intake"
    label = "intake"
