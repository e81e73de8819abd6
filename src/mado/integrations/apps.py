from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class IntegrationsConfig(SelfRegistering, AppConfig):
    name = "mado.integrations"
    label = "integrations"
