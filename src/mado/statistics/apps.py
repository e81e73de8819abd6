from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class StatisticsConfig(SelfRegistering, AppConfig):
    name = "mado.statistics"
    label = "statistics"
