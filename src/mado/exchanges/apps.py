from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class ExchangesConfig(SelfRegistering, AppConfig):
    name = "mado.exchanges"
    label = "exchanges"
