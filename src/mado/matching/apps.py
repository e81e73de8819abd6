from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class MatchingConfig(SelfRegistering, AppConfig):
    name = "mado.matching"
    label = "matching"
