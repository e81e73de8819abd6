from django.apps import AppConfig

from mado.kernel.rooms import SelfRegistering


class NotifyConfig(SelfRegistering, AppConfig):
    name = "mado.notify"
    label = "notify"
